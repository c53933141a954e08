// SPDX-License-Identifier: MIT
// Section 2.1: Fermat's principle, and how far a gradient flow obeys it. (eq. 11)
#include <coframe/flows/action.hpp>
#include <coframe/flows/gradient_flow.hpp>
#include <coframe/flows/landscape.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::Vector2d;

namespace {

const StepControl fine{.relative = 1e-11, .absolute = 1e-13};
const auto valley = [](const auto& w) { return 0.5 * (w(0) * w(0) + 10 * w(1) * w(1)); };
const Vector2d start(1, 1);

/// The flow from the start until L has fallen to a level.
auto down_to(double level) {
  const std::vector<Event<Vector2d>> reached{{[=](double, const Vector2d& w) { return valley(w) - level; }, Through::falling, true}};
  return integrate(DormandPrince{}, gradient_flow(valley), start, 0, 20, fine, reached);
}
/// The straight line from the start to the nearest point of a level, an ellipse, by ternary search of its angle.
Trajectory<Vector2d> line_to(double level) {
  const auto at = [=](double angle) { return Vector2d(std::sqrt(2 * level) * std::cos(angle), std::sqrt(level / 5) * std::sin(angle)); };
  double a = 0, b = std::acos(0.);
  for (int k = 0; k < 100; ++k) {
    const double l = a + (b - a) / 3, r = b - (b - a) / 3;
    if ((at(l) - start).norm() < (at(r) - start).norm()) b = r;
    else a = l;
  }
  return {{straight(start, at(a))}};
}

}  // namespace

TEST_CASE("2.1: light takes the fastest path, and so is refracted by Snell's law", "[paper]") {
  // From (0, 1) in air to (2, -1) in water, across the surface at (x, 0): the time is least where sin α₁/c₁ = sin α₂/c₂.
  const double c1 = 1, c2 = 0.75;
  const auto time = [=](const auto& x) { return sqrt(x * x + 1) / c1 + sqrt(square(2 - x) + 1) / c2; };
  const auto fastest = minimum(time, 0.5);
  REQUIRE(fastest.converged);
  const double sin1 = fastest.x / std::hypot(fastest.x, 1), sin2 = (2 - fastest.x) / std::hypot(2 - fastest.x, 1);
  CHECK(sin1 / c1 == Approx(sin2 / c2).epsilon(1e-10));
  CHECK(sin2 < sin1);  // slower in water, as Fermat and not as Descartes has it: the ray bends towards the normal
  CHECK(fastest.loss < time(1.));
}

TEST_CASE("2.1: particles go straight, along geodesics: a great circle is shorter than its neighbours", "[paper]") {
  const Sphere sphere;
  const Eigen::Vector3d a(1, 0, 0), b = Eigen::Vector3d(1, 2, 2).normalized(), axis = Eigen::Vector3d(0, -1, 1).normalized();
  const auto v = sphere.log(a, b);
  const auto length = [&](double bulge) {
    double sum = 0;
    const auto at = [&](double t) { return Eigen::Vector3d((sphere.exp(a, t * v) + bulge * t * (1 - t) * axis).normalized()); };
    for (int k = 0; k < 400; ++k) sum += sphere.distance(at(k / 400.), at((k + 1) / 400.));
    return sum;
  };
  CHECK(length(0) == Approx(std::acos(1. / 3)).epsilon(1e-12));
  for (const double bulge : {-0.3, -0.05, 0.05, 0.3}) CHECK(length(bulge) > length(0) + 1e-5);
}

TEST_CASE("2.1: the flow crosses the sheets of equal loss at right angles, in the metric g", "[paper]") {
  const DenseMetric g((Eigen::Matrix2d() << 2, 1, 1, 1).finished());
  const auto path = integrate(DormandPrince{}, gradient_flow(valley, g), start, 0, 1, fine);
  for (const double t : {0., 0.3, 1.}) {
    const auto dL = differential(valley, path(t));
    const auto along = tangent(Vector2d(-dL(1), dL(0)));  // ⟨dL, along⟩ = 0: within the sheet
    const auto cosine = [&](const auto& metric) {
      const auto v = path.velocity(t);
      return std::abs(inner(metric, v, along)) / (norm(metric, v) * norm(metric, along));
    };
    CHECK(cosine(g) < 1e-7);
    CHECK(cosine(euclidean) > 0.1);
  }
}

TEST_CASE("(11) the length of the flow is least to a level to first order in the fall, and at length no longer", "[paper]") {
  const auto excess = [](double fall) {
    const double level = valley(start) - fall;
    return path_length(down_to(level)) / path_length(line_to(level)) - 1;
  };
  CHECK(excess(0.02) < 1e-4);
  CHECK(std::log2(excess(0.2) / excess(0.1)) == Approx(2).margin(0.1));  // the excess is of second order
  CHECK(path_length(down_to(0.2)) == Approx(1.12234).epsilon(1e-5));
  CHECK(path_length(line_to(0.2)) == Approx(1.00708).epsilon(1e-5));
}

TEST_CASE("(11) made exact: ∫|dL| ds ≥ L₀ - L₁, with equality on gradient curves alone", "[paper]") {
  const auto flow = down_to(0.2), line = line_to(0.2);
  CHECK(optical_length(flow, valley) == Approx(5.3).epsilon(1e-8));
  CHECK(valley(start) - 0.2 == Approx(5.3));
  CHECK(optical_length(line, valley) == Approx(5.62404).epsilon(1e-5));
}

TEST_CASE("(11) made exact: L₀ - L₁ ≤ ½∫(|Ẇ|² + |dL|²) dt, with equality on the flow alone", "[paper]") {
  const auto flow = integrate(DormandPrince{}, gradient_flow(valley), start, 0, 0.5, fine);
  const Trajectory<Vector2d> line{{straight(start, flow.back(), 0, 0.5)}};
  const double fall = valley(start) - valley(flow.back());
  CHECK(fall == Approx(5.315833).epsilon(1e-6));
  CHECK(dissipation(flow, valley) == Approx(fall).epsilon(1e-8));
  CHECK(dissipation(line, valley) == Approx(9.695783).epsilon(1e-6));
}
