// SPDX-License-Identifier: MIT
// Section 3.4: two flows that can be integrated by hand. (eqs. 33–37)
#include <coframe/flows/gradient_flow.hpp>
#include <coframe/flows/adaptive.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {

const StepControl fine{.relative = 1e-11, .absolute = 1e-13};
const auto parabola = [](const auto& w) { return 0.5 * w * w; };
const double alpha = 1.7;
const auto quartic = [](const auto& w) { return alpha / 8 * w * w * w * w; };

/// log₂ of how much the error at t = 2 falls when steps are halved.
template <class Method, class L, class Exact>
double order(Method method, const L& loss, double w0, double eta, const Exact& exact, double h) {
  const auto error = [&](double step) {
    return std::abs(integrate_to(method, gradient_flow(loss, euclidean, eta), w0, 0, 2, {.step = step, .fixed = true}) - exact);
  };
  return std::log2(error(h) / error(h / 2));
}

}  // namespace

TEST_CASE("(33) L = ½W², the mass term: as decay of a flow, beside other forces, and frozen parts are left out", "[paper]") {
  const double kappa = 0.3;
  const auto force = [](auto w) { return sin(w); };
  double x = 1.2, y = 1.2;
  Descent decaying{.rate = 0.1, .decay = kappa}, regulated{.rate = 0.1};
  for (int k = 0; k < 20; ++k) {
    decaying.step(x, differential(force, x));
    regulated.step(y, differential([&](auto w) { return force(w) + kappa * parabola(w); }, y));
    CHECK(x == Approx(y).epsilon(1e-14).margin(1e-15));
  }
  std::vector<double> two{1.5, 1.5};
  const auto g = layered(two).freeze(0);
  Descent{.rate = 0.1, .decay = kappa}.step(two, g, cotangent(std::vector<double>{0, 0}));
  AdamW{.rate = 0.1, .decay = kappa}.step(two, g, cotangent(std::vector<double>{0, 0}));
  CHECK(two[0] == 1.5);
  CHECK(two[1] == Approx(1.5 * 0.97 * 0.97).epsilon(1e-15));
  // Convex and bounded from below: one minimum, wherever one begins.
  for (const double start : {-3., 0.1, 20.}) {
    const double end = integrate_to(DormandPrince{}, gradient_flow(parabola), start, 0, 60, fine);
    CHECK(std::abs(end) < 1e-12);
  }
}

TEST_CASE("(34) dL = W dW", "[paper]") {
  for (const double w : {-2., 0., 0.7}) CHECK(differential(parabola, w).components() == w);
  CHECK(pair(differential(parabola, 0.7), tangent(3.)) == Approx(2.1).epsilon(1e-15));
}

TEST_CASE("(35) W(t) = W₀ e^{-ηt} and L(t) = L₀ e^{-2ηt}, each method to its order", "[paper]") {
  const double eta = 0.7, w0 = 1.3;
  auto flow = gradient_flow(parabola, euclidean, eta);
  const auto path = integrate(DormandPrince{}, flow, w0, 0, 5, fine);
  for (const double t : {0.2, 1.7, 5.}) {
    CHECK(path(t) == Approx(w0 * std::exp(-eta * t)).epsilon(1e-9));
    CHECK(flow.loss(path(t)) == Approx(parabola(w0) * std::exp(-2 * eta * t)).epsilon(1e-9));
  }
  const double exact = w0 * std::exp(-2 * eta);
  CHECK(order(Euler{}, parabola, w0, eta, exact, 1. / 256) == Approx(1).margin(0.05));
  CHECK(order(HeunEuler{}, parabola, w0, eta, exact, 1. / 32) == Approx(2).margin(0.1));
  CHECK(order(BogackiShampine{}, parabola, w0, eta, exact, 1. / 16) == Approx(3).margin(0.1));
  CHECK(order(RungeKutta4{}, parabola, w0, eta, exact, 1. / 8) == Approx(4).margin(0.15));
  CHECK(order(DormandPrince{}, parabola, w0, eta, exact, 1. / 4) == Approx(5).margin(0.3));
}

TEST_CASE("(36) L = α/8 W⁴ has dL = α/2 W³ dW, a form in dW and not in dt", "[paper]") {
  for (const double w : {-2., 0.5, 1.1}) CHECK(differential(quartic, w).components() == Approx(alpha / 2 * w * w * w).epsilon(1e-15));
  // In time it is (α/2) W³ Ẇ dt.
  const auto at = [](double t) { return 1 + 0.5 * std::sin(t); };
  const double t = 0.8, h = 1e-4, slope = (quartic(at(t + h)) - quartic(at(t - h))) / (2 * h);
  CHECK(slope == Approx(pair(differential(quartic, at(t)), tangent(0.5 * std::cos(t)))).epsilon(1e-7));
}

TEST_CASE("(37) W(t) = W₀/√(1 + αηW₀²t) and L(t) = L₀/(1 + αηW₀²t)²: slower, as t⁻²", "[paper]") {
  const double eta = 0.4, w0 = 2;
  auto flow = gradient_flow(quartic, euclidean, eta);
  const auto path = integrate(DormandPrince{}, flow, w0, 0, 4000, fine);
  for (const double t : {0.5, 40., 4000.}) {
    const double s = 1 + alpha * eta * w0 * w0 * t;
    CHECK(path(t) == Approx(w0 / std::sqrt(s)).epsilon(1e-8));
    CHECK(flow.loss(path(t)) == Approx(quartic(w0) / (s * s)).epsilon(1e-8));
    // 1/W² grows evenly, by αη in a unit of time.
    CHECK(1 / (path(t) * path(t)) - 1 / (w0 * w0) == Approx(alpha * eta * t).epsilon(1e-7));
  }
  CHECK(std::log2(flow.loss(path(4000)) / flow.loss(path(2000))) == Approx(-2).margin(0.01));
  const double exact = w0 / std::sqrt(1 + alpha * eta * w0 * w0 * 2);
  CHECK(order(Euler{}, quartic, w0, eta, exact, 1. / 512) == Approx(1).margin(0.05));
  CHECK(order(RungeKutta4{}, quartic, w0, eta, exact, 1. / 128) == Approx(4).margin(0.1));
}
