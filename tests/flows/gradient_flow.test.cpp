// SPDX-License-Identifier: MIT
// Gradient flows against their closed forms, and the exact least-action laws.
#include <coframe/flows/action.hpp>
#include <coframe/flows/gradient_flow.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {

const StepControl fine{.relative = 1e-11, .absolute = 1e-13};
const auto valley = [](const auto& w) { return 0.5 * (w(0) * w(0) + 10 * w(1) * w(1)); };
const auto banana = [](const auto& w) { return square(1 - w(0)) + 5 * square(w(1) - w(0) * w(0)); };

/// The greatest distance of a point of a from the nearest of b.
double apart(const Trajectory<Eigen::Vector2d>& a, const Trajectory<Eigen::Vector2d>& b, double until_a) {
  double worst = 0;
  for (int k = 0; k <= 40; ++k) {
    const Eigen::Vector2d p = a(a.start() + (until_a - a.start()) * k / 40);
    double nearest = 1e9;
    for (const auto& arc : b.arcs) {
      double t0 = arc.t0, t1 = arc.t1;
      for (int i = 0; i < 80; ++i) {  // ternary search: within an arc the distance is convex enough
        const double l = t0 + (t1 - t0) / 3, r = t1 - (t1 - t0) / 3;
        if ((arc(l) - p).norm() < (arc(r) - p).norm()) t1 = r;
        else t0 = l;
      }
      nearest = std::min(nearest, (arc(t0) - p).norm());
    }
    worst = std::max(worst, nearest);
  }
  return worst;
}

}  // namespace

TEST_CASE("eq. 35: down a parabola W = W₀ e^-ηt and L = L₀ e^-2ηt", "[flows][gradient_flow]") {
  const double eta = 0.7, w0 = 1.3;
  auto flow = gradient_flow([](auto w) { return 0.5 * w * w; }, euclidean, eta);
  const auto path = integrate(DormandPrince{}, flow, w0, 0, 4, fine);
  for (const double t : {0.3, 1., 2.2, 4.}) {
    CHECK(path(t) == Approx(w0 * std::exp(-eta * t)).epsilon(1e-9));
    CHECK(flow.loss(path(t)) == Approx(w0 * w0 / 2 * std::exp(-2 * eta * t)).epsilon(1e-9));
  }
}

TEST_CASE("eq. 37: a quartic slows it, W = W₀/√(1 + αηW₀²t), L like t^-2", "[flows][gradient_flow]") {
  const double alpha = 1.7, eta = 0.4, w0 = 2;
  auto flow = gradient_flow([=](auto w) { return alpha / 8 * w * w * w * w; }, euclidean, eta);
  const auto path = integrate(DormandPrince{}, flow, w0, 0, 4000, fine);
  for (const double t : {0.5, 10., 400., 4000.}) {
    const double s = 1 + alpha * eta * w0 * w0 * t;
    CHECK(path(t) == Approx(w0 / std::sqrt(s)).epsilon(1e-8));
    CHECK(flow.loss(path(t)) == Approx(alpha / 8 * 16 / (s * s)).epsilon(1e-8));
  }
  CHECK(std::log(flow.loss(path(4000)) / flow.loss(path(2000))) / std::log(2) == Approx(-2).margin(0.01));
}

TEST_CASE("eqs. 3–6: along the flow the loss falls, at the rate -η|dL|²", "[flows][gradient_flow]") {
  auto flow = gradient_flow(banana, euclidean, 0.8);
  const auto path = integrate(DormandPrince{}, flow, Eigen::Vector2d(-1.2, 1), 0, 6, fine);
  double before = flow.loss(path(0));
  for (int k = 1; k <= 300; ++k) {
    const double t = 6. * k / 300, now = flow.loss(path(t));
    CHECK(now < before);
    before = now;
  }
  const double t = 1.1, h = 1e-4, fall = (flow.loss(path(t + h)) - flow.loss(path(t - h))) / (2 * h);
  const auto dL = differential(banana, path(t));
  CHECK(fall == Approx(-0.8 * pair(dL, sharp(euclidean, dL))).epsilon(1e-6));
  CHECK(fall == Approx(pair(dL, path.velocity(t))).epsilon(1e-6));
}

TEST_CASE("eq. 7: layers coupled by g^ move along g^ dL", "[flows][gradient_flow]") {
  // L = ½|w|², so W(t) = e^{-g^ t} W₀, by the eigenvectors of [[2, 1], [1, 2]]: (1, 1) at 3, (1, -1) at 1.
  const DenseMetric g((Eigen::Matrix2d() << 2, 1, 1, 2).finished());
  auto flow = gradient_flow([](auto a, auto b) { return 0.5 * (a * a + b * b); }, g);
  const auto end = integrate_to(DormandPrince{}, flow, std::tuple(1., 0.), 0, 1, fine);
  CHECK(std::get<0>(end) == Approx((std::exp(-3) + std::exp(-1)) / 2).epsilon(1e-9));
  CHECK(std::get<1>(end) == Approx((std::exp(-3) - std::exp(-1)) / 2).epsilon(1e-9));
}

TEST_CASE("a frozen layer stays, a stiff one is slowed", "[flows][gradient_flow]") {
  const std::vector<double> x{1, 2, 3};
  const auto g = layered(x).freeze(0).stiffness(2, 4);
  const auto end = integrate_to(DormandPrince{}, gradient_flow([](const auto& w) { return 0.5 * (w[0] * w[0] + w[1] * w[1] + w[2] * w[2]); }, g), x, 0, 1, fine);
  CHECK(end[0] == 1);
  CHECK(end[1] == Approx(2 * std::exp(-1)).epsilon(1e-9));
  CHECK(end[2] == Approx(3 * std::exp(-0.25)).epsilon(1e-9));
}

TEST_CASE("eq. 22: any rate, one curve: η, η(t), η(t, W) and η = L", "[flows][gradient_flow]") {
  const Eigen::Vector2d x(1, 1);
  const auto plain = integrate(DormandPrince{}, gradient_flow(valley), x, 0, 3, fine);
  const auto by_time = integrate(DormandPrince{}, gradient_flow(valley, euclidean, [](double t) { return 1 + t; }), x, 0, 3, fine);
  const auto by_place = integrate(DormandPrince{}, gradient_flow(valley, euclidean, [](double, const Eigen::Vector2d& w) { return 1 + w.norm(); }), x, 0, 3, fine);
  const auto by_loss = integrate(DormandPrince{}, gradient_flow(valley, euclidean, loss_as_rate), x, 0, 30, fine);
  const auto squared = integrate(DormandPrince{}, gradient_flow([](const auto& w) { return 0.5 * square(valley(w)); }), x, 0, 30, fine);
  CHECK(apart(plain, by_time, 2) < 1e-7);
  CHECK(apart(plain, by_place, 2) < 1e-7);
  CHECK(apart(by_loss, plain, 30) < 1e-7);
  CHECK((by_loss.back() - squared.back()).norm() < 1e-9);
  // With η(t) = 1 + t the clock is t + t²/2.
  CHECK((by_time(1) - plain(1.5)).norm() < 1e-9);
  CHECK((by_loss.back() - plain.back()).norm() > 1e-2);
  // Another metric has other curves.
  CHECK(apart(integrate(DormandPrince{}, gradient_flow(valley, Diagonal(Eigen::Vector2d(1, 0.1))), x, 0, 2, fine), plain, 2) > 1e-2);
}

TEST_CASE("a negative rate is refused, a negative loss as a rate too", "[flows][gradient_flow]") {
  const auto below = [](auto w) { return w * w - 1; };
  CHECK_THROWS_AS(integrate(DormandPrince{}, gradient_flow(below, euclidean, loss_as_rate), 0.5, 0, 1), DomainError);
  CHECK_THROWS_AS(integrate(DormandPrince{}, gradient_flow(below, euclidean, -1.), 0.5, 0, 1), DomainError);
  CHECK_NOTHROW(integrate(DormandPrince{}, gradient_flow(below, euclidean, loss_as_rate), 2., 0, 0.1));
}

TEST_CASE("a model of floats flows too", "[flows][gradient_flow]") {
  const float end = integrate_to(RungeKutta4{}, gradient_flow<float>([](auto w) { return 0.5f * w * w; }), 1.f, 0, 1, {.step = 0.05});
  CHECK(end == Approx(std::exp(-1)).epsilon(1e-5));
}

TEST_CASE("Fermat's principle: the optical length is L₀ - L₁ on gradient curves and more on others", "[flows][gradient_flow]") {
  const Eigen::Vector2d x(1, 1);
  const std::vector<Event<Eigen::Vector2d>> level{{[](double, const auto& w) { return valley(w) - 0.2; }, Through::falling, true}};
  const auto flow = integrate(DormandPrince{}, gradient_flow(valley), x, 0, 10, fine, level);
  // The nearest point of the level: the plain length is not minimal on gradient curves, the optical one is. (erratum of eq. 11)
  Eigen::Vector2d nearest = flow.back();
  for (int k = 0; k < 20000; ++k) {
    const Eigen::Vector2d p(std::sqrt(0.4) * std::cos(k * 1e-4), 0.2 * std::sin(k * 1e-4));
    if ((p - x).norm() < (nearest - x).norm()) nearest = p;
  }
  const Trajectory<Eigen::Vector2d> line{{straight(x, nearest)}};
  CHECK(path_length(flow) == Approx(1.12234).epsilon(1e-5));
  CHECK(path_length(line) == Approx(1.00708).epsilon(1e-5));
  CHECK(optical_length(flow, valley) == Approx(5.3).epsilon(1e-7));
  CHECK(optical_length(line, valley) == Approx(5.62404).epsilon(1e-4));
  // The clock does not matter to it.
  CHECK(optical_length(integrate(DormandPrince{}, gradient_flow(valley, euclidean, [](double t) { return 1 + t; }), x, 0, 10, fine, level), valley) ==
        Approx(5.3).epsilon(1e-7));
}

TEST_CASE("energy and dissipation: L₀ - L₁ is ½∫(|ẋ|² + |dL|²) on the flow and less otherwise", "[flows][gradient_flow]") {
  const Eigen::Vector2d x(1, 1);
  const auto drop = [](const auto& path) { return valley(path.front()) - valley(path.back()); };
  const auto flow = integrate(DormandPrince{}, gradient_flow(valley), x, 0, 0.5, fine);
  const Trajectory<Eigen::Vector2d> line{{straight(x, flow.back(), 0, 0.5)}};
  CHECK(drop(flow) == Approx(5.315833).epsilon(1e-7));
  CHECK(dissipation(flow, valley) == Approx(drop(flow)).epsilon(1e-8));
  CHECK(dissipation(line, valley) == Approx(9.695783).epsilon(1e-7));
  const auto fast = integrate(DormandPrince{}, gradient_flow(valley, euclidean, 2.), x, 0, 0.25, fine);
  CHECK(dissipation(fast, valley) > 1.01 * drop(fast));
  // In any metric: a rate is one, g^ times η.
  CHECK(dissipation(fast, valley, Scaled(2)) == Approx(drop(fast)).epsilon(1e-8));
  const DenseMetric g((Eigen::Matrix2d() << 2, 1, 1, 2).finished());
  const auto tilted = integrate(DormandPrince{}, gradient_flow(banana, g), x * 1.3, 0, 1, fine);
  CHECK(dissipation(tilted, banana, g) == Approx(banana(tilted.front()) - banana(tilted.back())).epsilon(1e-7));
  CHECK(optical_length(tilted, banana, g) == Approx(banana(tilted.front()) - banana(tilted.back())).epsilon(1e-7));
}
