// SPDX-License-Identifier: MIT
// What finite steps do: the modified loss, the stability limit, interference of parts.
#include <coframe/calculus/differential.hpp>
#include <coframe/flows/descent.hpp>
#include <coframe/flows/diagnostics.hpp>
#include <coframe/flows/gradient_flow.hpp>
#include <coframe/flows/interference.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {

const StepControl fine{.relative = 1e-12, .absolute = 1e-14};
const auto hills = [](const auto& w) { return 0.5 * (w(0) * w(0) + 3 * w(1) * w(1)) + 0.5 * w(0) * w(1) + 0.25 * sin(2 * w(0)) * w(1); };

}  // namespace

TEST_CASE("eq. 39: a step leaves the flow of L by h², that of L + (h/4)|dL|² by h³", "[flows][diagnostics]") {
  const Eigen::Vector2d x(1, 0.7);
  const DenseMetric dense((Eigen::Matrix2d() << 1.2, 0.3, 0.3, 0.8).finished());
  const auto check = [&](const auto& g) {
    const auto errors = [&](double h) {
      const Eigen::Vector2d stepped = x - h * gradient(hills, x, g);
      const auto flowed = integrate_to(DormandPrince{}, gradient_flow(hills, g), x, 0, h, fine);
      const auto modified = integrate_to(DormandPrince{}, modified_flow<Eigen::Vector2d>(hills, h, g), x, 0, h, fine);
      return std::pair((stepped - flowed).norm(), (stepped - modified).norm());
    };
    const auto [flow, modified] = errors(0.01);
    const auto [flow_half, modified_half] = errors(0.005);
    CHECK(std::log2(flow / flow_half) == Approx(2).margin(0.05));
    CHECK(std::log2(modified / modified_half) == Approx(3).margin(0.1));
  };
  check(euclidean);
  check(dense);
  check(layered(x, dense).stiffness(4));
}

TEST_CASE("the modified flow is the gradient flow of the modified loss", "[flows][diagnostics]") {
  const Eigen::Vector2d x(0.4, -0.9);
  const double h = 0.3, d = 1e-5;
  const auto v = modified_flow<Eigen::Vector2d>(hills, h)(0, x);
  for (int i = 0; i < 2; ++i) {
    const Eigen::Vector2d e = d * Eigen::Vector2d::Unit(i);
    CHECK(v(i) == Approx(-(modified_loss(hills, Eigen::Vector2d(x + e), h) - modified_loss(hills, Eigen::Vector2d(x - e), h)) / (2 * d)).epsilon(1e-7));
  }
  CHECK(modified_loss(hills, x, 0.) == hills(x));
}

TEST_CASE("descent is stable below 2/λ and not beyond, in any metric", "[flows][diagnostics]") {
  const Eigen::Matrix3d a = (Eigen::Matrix3d() << 4, 1, 0, 1, 3, 1, 0, 1, 2).finished();
  const auto loss = [&](const auto& w) { return 0.5 * dot(w, a * w); };
  const auto check = [&](const auto& g, double expected) {
    const Eigen::Vector3d x(1, -1, 1);
    const double limit = stability_limit(loss, x, g);
    CHECK(limit == Approx(expected).epsilon(1e-12));
    const auto after = [&](double rate) {
      Descent flow{.rate = rate};
      Eigen::Vector3d w = x;
      for (int k = 0; k < 2000; ++k) flow.step(w, g, differential(loss, w));
      return w.norm();
    };
    CHECK(after(0.99 * limit) < 1e-3);
    CHECK(after(1.01 * limit) > 1e3);
  };
  check(euclidean, 2 / a.selfadjointView<Eigen::Lower>().eigenvalues().maxCoeff());
  const Eigen::Vector3d weights(1, 10, 0.1);
  check(Diagonal(weights), 2 / (weights.asDiagonal() * a).eval().eigenvalues().real().maxCoeff());
  CHECK(stability_limit([](auto w) { return -w * w; }, 1.) == std::numeric_limits<double>::infinity());
}

TEST_CASE("a frozen part does not limit the step", "[flows][diagnostics]") {
  const std::tuple x(1., 1.);
  const auto loss = [](auto a, auto b) { return 50 * a * a + a * b + 0.5 * b * b; };
  CHECK(stability_limit(loss, x) < 0.021);
  CHECK(stability_limit(loss, x, layered(x).freeze([](const auto& w) -> const double& { return std::get<0>(w); })) == Approx(2).epsilon(1e-12));
}

TEST_CASE("interference: what is left of a step after its singles are pairs, then triplets", "[flows][diagnostics]") {
  // L = abc + 2ab + c: from 0, a step (x, y, z) has the pair 2xy and the triplet xyz and nothing else.
  const auto loss = [](const Eigen::Vector3d& w) { return w(0) * w(1) * w(2) + 2 * w(0) * w(1) + w(2); };
  const auto r = interference(loss, Eigen::Vector3d(0, 0, 0), tangent(Eigen::Vector3d(0.5, 0.25, 2)), {0, 1, 2});
  REQUIRE(r.pairs.size() == 3);
  REQUIRE(r.triplets.size() == 1);
  CHECK(r.singles == std::vector<double>{0, 0, 2});
  CHECK(r.pairs[0].value == 0.25);
  CHECK(r.pairs[1].value == 0);
  CHECK(r.triplets[0].value == 0.25);
  CHECK(r.total == 2.5);
  CHECK(r.rest() == 0);
  // Over two parts: pairs across them only.
  const auto two = interference(loss, Eigen::Vector3d(0, 0, 0), tangent(Eigen::Vector3d(0.5, 0.25, 2)), {0, 0, 1});
  CHECK(two.singles == std::vector<double>{0.25, 2});
  CHECK(two.sum_of_pairs() == 0.25);
}

TEST_CASE("pairs of a parabola's parts are h² v H v; triplets are of third order", "[flows][diagnostics]") {
  const std::tuple<double, Eigen::Vector2d, double> x(0.3, Eigen::Vector2d(1, -1), 0.5);
  const auto parabola = [](const auto& w) {
    const auto& [a, u, b] = w;
    return a * u(0) + 3 * a * b - 2 * u(0) * u(1) + b * b;
  };
  const auto v = tangent(0.1, Eigen::Vector2d(0.2, 0.3), -0.1);
  const auto r = interference(parabola, x, v);
  CHECK(r.pairs[0].value == Approx(0.1 * 0.2));
  CHECK(r.pairs[1].value == Approx(3 * 0.1 * -0.1));
  CHECK(r.pairs[2].value == Approx(0).margin(1e-15));
  CHECK(r.sum_of_triplets() == Approx(0).margin(1e-15));
  const auto wild = [](const auto& w) { return std::exp(std::get<0>(w) * std::get<1>(w)(0) + std::get<2>(w)); };
  const auto at = [&](double h) { return interference(wild, x, h * v); };
  CHECK(at(0.1).sum_of_pairs() / at(0.05).sum_of_pairs() == Approx(4).epsilon(0.1));
  CHECK(at(0.1).sum_of_triplets() / at(0.05).sum_of_triplets() == Approx(8).epsilon(0.1));
  CHECK_THROWS_AS(interference(wild, x, v, {0, 1}), ShapeError);
}

TEST_CASE("a cautious rate finds the lowest point of a parabola's line, and stays in the lane of a bend", "[flows][diagnostics]") {
  const auto parabola = [](const auto& w) { return 0.5 * (w(0) * w(0) + 10 * w(1) * w(1)); };
  const Eigen::Vector2d x(1, 1);
  const double eta = cautious_rate(parabola, x), d = 1e-4;
  const auto on_line = [&](double s) { return parabola(Eigen::Vector2d(x - s * gradient(parabola, x))); };
  CHECK(2 * 0.5 * 101. / 1001. == Approx(eta).epsilon(1e-12));
  CHECK(on_line(eta) < std::min(on_line(eta - d), on_line(eta + d)));
  const auto [linear, quadratic] = step_terms(parabola, x, 0.01);
  CHECK(on_line(0.01) - on_line(0) == Approx(linear + quadratic).epsilon(1e-12));
  CHECK(cautious_rate([](auto w) { return w; }, 1., euclidean, 0.5, 3.) == 3);

  // A road on w₁ = sin w₀ with a drift along it: cautious steps stay on it, the same number of equal steps does not.
  const auto road = [](const auto& w) { return 30 * square(w(1) - sin(w(0))) - w(0); };
  Eigen::Vector2d careful(0, 0), careless(0, 0);
  double off_careful = 0, off_careless = 0;
  const int steps = 400;
  for (int k = 0; k < steps; ++k) {
    const double rate = cautious_rate(road, careful, euclidean, 0.5, 0.05);
    careful -= rate * gradient(road, careful);
    off_careful = std::max(off_careful, std::abs(careful(1) - std::sin(careful(0))));
  }
  for (int k = 0; k < steps; ++k) {
    careless -= 0.05 * gradient(road, careless);
    off_careless = std::max(off_careless, std::abs(careless(1) - std::sin(careless(0))));
  }
  CHECK(off_careful < 0.1);
  CHECK(careful(0) > 2);
  CHECK(off_careless > 0.5);
}
