// SPDX-License-Identifier: MIT
// Section 3.6: what finite steps do that a flow does not. (eq. 39)
#include <coframe/flows/descent.hpp>
#include <coframe/flows/diagnostics.hpp>
#include <coframe/flows/gradient_flow.hpp>
#include <coframe/flows/interference.hpp>
#include <coframe/flows/momentum.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::Vector2d;

namespace {

const StepControl fine{.relative = 1e-12, .absolute = 1e-14};
const auto hills = [](const auto& w) { return 0.5 * (w(0) * w(0) + 3 * w(1) * w(1)) + 0.5 * w(0) * w(1) + 0.25 * sin(2 * w(0)) * w(1); };
/// A freeway that bends, w₁ = sin w₀, downhill along w₀, with walls at its sides.
const auto freeway = [](const auto& w) { return 30 * square(w(1) - sin(w(0))) - w(0); };
double off_lane(const Vector2d& w) { return std::abs(w(1) - std::sin(w(0))); }

}  // namespace

TEST_CASE("(39) a finite step leaves the flow by (ηδt)², and the flow of L + (ηδt/4)|dL|² by (ηδt)³ only", "[paper]") {
  const Vector2d x(1, 0.7);
  const auto errors = [&](double h) {
    Vector2d stepped = x;
    Descent{.rate = h}.step(stepped, differential(hills, x));
    CHECK((stepped - (x - h * differential(hills, x).components())).norm() < 1e-16);
    const auto flowed = integrate_to(DormandPrince{}, gradient_flow(hills), x, 0, h, fine);
    const auto modified = integrate_to(DormandPrince{}, modified_flow<Vector2d>(hills, h), x, 0, h, fine);
    return std::pair((stepped - flowed).norm(), (stepped - modified).norm());
  };
  const auto [flow, modified] = errors(0.02);
  const auto [flow_half, modified_half] = errors(0.01);
  CHECK(std::log2(flow / flow_half) == Approx(2).margin(0.05));
  CHECK(std::log2(modified / modified_half) == Approx(3).margin(0.1));
  CHECK(modified < flow / 10);
  // Many steps: the end of the path is off by ηδt, and by its square.
  const auto ends = [&](int n) {
    const double h = 1. / n;
    Vector2d w = x;
    Descent steps{.rate = h};
    for (int k = 0; k < n; ++k) steps.step(w, differential(hills, w));
    return std::pair((w - integrate_to(DormandPrince{}, gradient_flow(hills), x, 0, 1, fine)).norm(),
                     (w - integrate_to(DormandPrince{}, modified_flow<Vector2d>(hills, h), x, 0, 1, fine)).norm());
  };
  CHECK(std::log2(ends(50).first / ends(100).first) == Approx(1).margin(0.1));
  CHECK(std::log2(ends(50).second / ends(100).second) == Approx(2).margin(0.1));
}

TEST_CASE("3.6: too small a step takes too many, too big a one diverges: the limit is 2/λ, λ the greatest curvature", "[paper]") {
  const auto narrow = [](const auto& w) { return 0.5 * (w(0) * w(0) + 25 * w(1) * w(1)); };
  CHECK(stability_limit(narrow, Vector2d(1, 1)) == Approx(2. / 25).epsilon(1e-12));
  const auto steps = [&](double rate) {
    Vector2d w(1, 1);
    Descent flow{.rate = rate};
    int n = 0;
    for (; n < 20000 && narrow(w) > 1e-8 && narrow(w) < 1e8; ++n) flow.step(w, differential(narrow, w));
    return narrow(w) <= 1e-8 ? n : -1;
  };
  CHECK(steps(0.0797) > 0);
  CHECK(steps(0.0801) == -1);
  CHECK(steps(0.0008) > 50 * steps(0.08 * 25 / 26));  // the best is 2/(1 + 25)
}

TEST_CASE("3.6: beyond it terms of (ηδt)² are as large as those of ηδt", "[paper]") {
  const auto narrow = [](const auto& w) { return 0.5 * (w(0) * w(0) + 25 * w(1) * w(1)); };
  const Vector2d across(0, 1);
  const double limit = stability_limit(narrow, across);
  const auto at_limit = step_terms(narrow, across, limit);
  CHECK(at_limit.quadratic == Approx(-at_limit.linear).epsilon(1e-12));
  const auto small = step_terms(narrow, across, limit / 100);
  CHECK(small.quadratic == Approx(-small.linear / 100).epsilon(1e-12));
}

TEST_CASE("3.6: pairs and triplets of variables interfere in a finite step and not in an infinitesimal one", "[paper]") {
  // L = Π cos wᵢ in D = 6 dimensions.
  const auto loss = [](const auto& w) {
    using std::cos;
    auto product = cos(w(0));
    for (int i = 1; i < 6; ++i) product = product * cos(w(i));
    return product;
  };
  using X = Eigen::Vector<double, 6>;
  const X x(0.3, 0.5, -0.4, 0.7, 0.2, -0.6);
  const auto dL = differential([](const auto& w) { return prod(cos(w.array())); }, x);
  const auto of_step = [&](double h) { return interference(loss, x, -h * sharp(euclidean, dL), {0, 1, 2, 3, 4, 5}); };
  const auto r = of_step(0.5);
  CHECK(r.pairs.size() == 6 * 5 / 2);
  CHECK(r.triplets.size() == 6 * 5 * 4 / 6);
  CHECK(r.total == Approx(r.sum_of_singles() + r.sum_of_pairs() + r.sum_of_triplets() + r.rest()).epsilon(1e-13));
  CHECK(std::abs(r.sum_of_pairs()) > 0.01 * std::abs(r.total));
  // Singles are of first order in the step, pairs of second, triplets of third.
  const auto one = of_step(0.02), half = of_step(0.01);
  CHECK(std::log2(one.sum_of_singles() / half.sum_of_singles()) == Approx(1).margin(0.05));
  CHECK(std::log2(one.sum_of_pairs() / half.sum_of_pairs()) == Approx(2).margin(0.05));
  CHECK(std::log2(one.sum_of_triplets() / half.sum_of_triplets()) == Approx(3).margin(0.05));
  CHECK(of_step(1e-3).sum_of_singles() == Approx(-1e-3 * dL.components().squaredNorm()).epsilon(2e-3));
}

TEST_CASE("3.6: fast in shallow regions and slow over cliffs: a method that estimates its error adapts its step", "[paper]") {
  // A plain of slope 0.1 that falls off a cliff near w = 0.
  const auto cliff = [](auto w) { return -0.1 * w - 2 * tanh(20 * w); };
  const auto check = [&](auto method, double tolerance) {
    const auto path = integrate(method, gradient_flow(cliff), -2., 0, 40, {.relative = tolerance, .absolute = tolerance});
    double shortest = 1e9, longest = 0, at_shortest = 9;
    for (const auto& arc : path.arcs) {
      const double h = arc.t1 - arc.t0;
      if (h < shortest) shortest = h, at_shortest = std::abs(arc.x0);
      longest = std::max(longest, h);
    }
    CHECK(longest > 100 * shortest);
    CHECK(at_shortest < 0.3);
    CHECK(path.back() > 1);
  };
  check(HeunEuler{}, 1e-4);
  check(BogackiShampine{}, 1e-6);
  check(DormandPrince{}, 1e-8);
}

TEST_CASE("3.6: on a freeway that bends, long jumps leave the lane; steps kept from interfering stay on it", "[paper]") {
  const double rate = 0.05;
  Vector2d careless(0, 0), careful(0, 0);
  double worst_careless = 0, worst_careful = 0;
  for (int k = 0; k < 400; ++k) {
    careless -= rate * gradient(freeway, careless);
    const double slow = cautious_rate(freeway, careful, euclidean, 0.5, rate);
    const auto [linear, quadratic] = step_terms(freeway, careful, slow);
    CHECK(std::abs(quadratic) <= 0.5 * std::abs(linear) * (1 + 1e-12));
    careful -= slow * gradient(freeway, careful);
    worst_careless = std::max(worst_careless, off_lane(careless));
    worst_careful = std::max(worst_careful, off_lane(careful));
  }
  CHECK(worst_careful < 0.1);
  CHECK(careful(0) > 2);
  CHECK(worst_careless > 5 * worst_careful);
  // Why: of the loss's change in such a jump from off the lane, the pair of both variables spoils what each would gain.
  const Vector2d from(0.6, std::sin(0.6) + 0.15);
  const auto loss = [](const Vector2d& w) { return freeway(w); };
  const auto jump = interference(loss, from, -0.02 * gradient(freeway, from), {0, 1});
  const auto slow = interference(loss, from, -0.0002 * gradient(freeway, from), {0, 1});
  CHECK(jump.sum_of_pairs() > 0);
  CHECK(jump.sum_of_pairs() > 0.5 * std::abs(jump.sum_of_singles()));
  CHECK(slow.sum_of_pairs() < 0.02 * std::abs(slow.sum_of_singles()));
}
