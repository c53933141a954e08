// SPDX-License-Identifier: MIT
// Section 2.3, its end: the direction that a metric makes of a differential, and the rate along it. (eqs. 20–22)
#include <coframe/flows/descent.hpp>
#include <coframe/flows/gradient_flow.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::Vector2d, Eigen::Vector4d;

namespace {

const StepControl fine{.relative = 1e-11, .absolute = 1e-13};
const auto valley = [](const auto& w) { return 0.5 * (w(0) * w(0) + 10 * w(1) * w(1)); };
const auto hills = [](const auto& w) { return sin(w(0)) * w(1) + square(w(2) - w(0)) + exp(0.3 * w(3)) * w(2); };
const Vector4d here(0.3, -0.8, 1.1, 0.4);

DenseMetric tilted() {
  std::mt19937 random(4);
  const Eigen::MatrixXd a = normal_like(random, Eigen::MatrixXd(4, 4));
  return DenseMetric(a * a.transpose() + Eigen::MatrixXd::Identity(4, 4));
}
/// How far curves lie apart, at most, at equal losses: along both the loss falls.
double apart(const Trajectory<Vector2d>& a, const Trajectory<Vector2d>& b) {
  double worst = 0;
  for (int k = 0; k <= 30; ++k) {
    const Vector2d p = a(a.start() + (a.end() - a.start()) * k / 30);
    double t0 = b.start(), t1 = b.end();
    for (int i = 0; i < 60; ++i) (valley(b((t0 + t1) / 2)) > valley(p) ? t0 : t1) = (t0 + t1) / 2;
    worst = std::max(worst, (b(t0) - p).norm());
  }
  return worst;
}

}  // namespace

TEST_CASE("(20) Δ = ⟨dL, Ẇ⟩ = g(♯dL, Ẇ), and its greatest value among velocities of length 1 is |dL|", "[paper]") {
  const auto g = tilted();
  const auto dL = differential(hills, here);
  const auto v = sharp(g, dL);
  std::mt19937 random(6);
  double most = 0;
  for (int k = 0; k < 10000; ++k) {
    auto u = tangent(normal_like(random, here));
    u /= norm(g, u);
    const double delta = pair(dL, u);
    if (k < 20) CHECK(delta == Approx(inner(g, v, u)).margin(1e-13));
    most = std::max(most, delta);
  }
  const double best = dual_norm(g, dL);
  CHECK(pair(dL, v) / norm(g, v) == Approx(best).epsilon(1e-14));
  CHECK(most < best);
  CHECK(most > 0.9 * best);
}

TEST_CASE("(21) Ẇ = -η g^ dL: what is across dL lengthens Ẇ and gains nothing (Lagrange)", "[paper]") {
  const auto g = tilted();
  const auto dL = differential(hills, here);
  const auto v = sharp(g, dL);
  std::mt19937 random(7);
  for (int k = 0; k < 20; ++k) {
    auto across = tangent(normal_like(random, here));
    across -= pair(dL, across) / pair(dL, v) * v;
    CHECK(std::abs(pair(dL, across)) < 1e-13);
    CHECK(inner(g, v + across, v + across) == Approx(inner(g, v, v) + inner(g, across, across)).epsilon(1e-12));
  }
  // Stationary under |Ẇ|² = const: dL is a multiple of ♭Ẇ.
  CHECK((flat(g, v) - dL).components().norm() < 1e-14);
  // Descent goes along it, as (7) says.
  Vector4d w = here;
  Descent{.rate = 0.03}.step(w, g, dL);
  CHECK((w - here + 0.03 * v.components()).norm() < 1e-15);
}

TEST_CASE("(22) η = L is the flow of L²/2, and any η(t), η(t, W) > 0 moves the same curve to the same end", "[paper]") {
  const Vector2d start(1, 1);
  const auto run = [&](auto flow, double time) { return integrate(DormandPrince{}, flow, start, 0, time, fine); };
  const auto plain = run(gradient_flow(valley), 4);
  const auto by_time = run(gradient_flow(valley, euclidean, [](double t) { return 0.2 + t * t; }), 2);
  const auto by_place = run(gradient_flow(valley, euclidean, [](double, const Vector2d& w) { return 0.1 + w.squaredNorm(); }), 3);
  const auto by_loss = run(gradient_flow(valley, euclidean, loss_as_rate), 30);
  const auto squared = run(gradient_flow([](const auto& w) { return 0.5 * square(valley(w)); }), 30);
  for (const auto* other : {&by_time, &by_place, &by_loss, &squared}) CHECK(apart(*other, plain) < 1e-7);
  CHECK((by_loss.back() - squared.back()).norm() < 1e-9);
  CHECK((by_loss(1) - plain(1)).norm() > 1e-2);  // at another speed
  CHECK(run(gradient_flow(valley, euclidean, 3.), 20).back().norm() < 1e-8);
  CHECK(run(gradient_flow(valley), 60).back().norm() < 1e-8);
}

TEST_CASE("(22) by finite steps: η = L is descent of L²/2, and a negative L is refused before anything moves", "[paper]") {
  Recorder recorder, other;
  Vector2d x(1, 1), y(1, 1);
  Descent by_loss{.rate = loss_as_rate(recorder, 0.01)}, squared{.rate = 0.01};
  for (int k = 0; k < 30; ++k) {
    by_loss.step(x, recorder.differential(x, valley));
    squared.step(y, other.differential(y, [](const auto& w) { return 0.5 * square(valley(w)); }));
    CHECK((x - y).norm() < 1e-15);
  }
  CHECK(valley(x) < 0.5 * valley(Vector2d(1, 1)));
  const auto below = [](const auto& w) { return w(0) - 1; };
  Vector2d z(0.5, 0);
  const auto& dL = recorder.differential(z, below);
  CHECK_THROWS_AS(by_loss.step(z, dL), DomainError);
  CHECK(z == Vector2d(0.5, 0));
  CHECK_THROWS_AS(integrate(DormandPrince{}, gradient_flow(below, euclidean, loss_as_rate), z, 0, 1), DomainError);
  CHECK_THROWS_AS(integrate(DormandPrince{}, gradient_flow(below, euclidean, -1.), z, 0, 1), DomainError);
}
