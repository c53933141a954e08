// SPDX-License-Identifier: MIT
// Section 1: the loss as a function of the parameters, their motion in time, and the equation that drives it. (eqs. 1–6)
#include <coframe/flows/gradient_flow.hpp>
#include <coframe/losses.hpp>
#include <coframe/metric.hpp>
#include <coframe/models.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::MatrixXd;

namespace {

template <template <class> class Leaf>
struct Net {
  Dense<Leaf> hidden, out;
  auto operator()(const auto& x) const { return out(tanh(hidden(x))); }
};
struct Task {
  Net<Value> net;
  MatrixXd x, y;
};
/// A net and m examples.
Task task(Eigen::Index m) {
  std::mt19937 random(11);
  Net<Value> net{dense(2, 4, random, glorot), dense(4, 3, random, glorot)};
  return {net, normal_like(random, MatrixXd(2, m)), normal_like(random, MatrixXd(3, m))};
}
/// L of these columns: the mean over them.
auto loss_of(const MatrixXd& x, const MatrixXd& y) {
  return [x, y](const auto& net) { return squared_error(net(x), y) * (1.0 / static_cast<double>(x.cols())); };
}
Eigen::VectorXd slope(const Task& t, const MatrixXd& x, const MatrixXd& y) { return flatten(differential(loss_of(x, y), t.net)); }

const StepControl fine{.relative = 1e-10, .absolute = 1e-12};
const auto well = [](const auto& w) { return square(w(0) * w(0) - 1) + 2 * square(w(1) - 0.5 * w(0)); };

}  // namespace

TEST_CASE("(1) the loss is the mean over the examples, in any order and by batches", "[paper]") {
  const auto [net, x, y] = task(12);
  double mean = 0;
  for (int j = 0; j < 12; ++j) mean += loss_of(x.col(j), y.col(j))(net) / 12;
  CHECK(loss_of(x, y)(net) == Approx(mean).epsilon(1e-14));
  CHECK(loss_of(x.rowwise().reverse(), y.rowwise().reverse())(net) == Approx(mean).epsilon(1e-14));
  // Batches of 5 and 7 count by their sizes.
  const double a = loss_of(x.leftCols(5), y.leftCols(5))(net), b = loss_of(x.rightCols(7), y.rightCols(7))(net);
  CHECK((5 * a + 7 * b) / 12 == Approx(mean).epsilon(1e-14));
  CHECK(a != Approx(b).epsilon(1e-3));
  // Weights of the examples, here those of the mean.
  CHECK(squared_error(net(x), y, PerExample{Eigen::VectorXd::Constant(12, 1. / 12)}) == Approx(mean).epsilon(1e-14));
}

TEST_CASE("(2) the differential by the parameters survives the mean: that of the mean is the mean of them", "[paper]") {
  const auto t = task(12);
  const Eigen::VectorXd whole = slope(t, t.x, t.y);
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(whole.size());
  for (int j = 0; j < 12; ++j) mean += slope(t, t.x.col(j), t.y.col(j)) / 12;
  CHECK(whole.norm() > 1e-2);
  CHECK((whole - mean).norm() < 1e-14 * whole.norm());
  CHECK((whole - slope(t, t.x.rowwise().reverse(), t.y.rowwise().reverse())).norm() < 1e-14 * whole.norm());
  const Eigen::VectorXd first = slope(t, t.x.leftCols(4), t.y.leftCols(4)), rest = slope(t, t.x.rightCols(8), t.y.rightCols(8));
  CHECK((whole - (4 * first + 8 * rest) / 12).norm() < 1e-14 * whole.norm());
}

TEST_CASE("(3) the parameters are a curve W(t): a trajectory, known at every time", "[paper]") {
  const Eigen::Vector2d start(0.2, -0.5);
  const auto path = integrate(DormandPrince{}, gradient_flow(well), start, 0, 3, fine);
  CHECK(path(0) == start);
  for (const double t : {0.37, 1.1, 2.9}) {
    // The curve up to t is the curve that ends at t, and Ẇ is its slope.
    CHECK((path(t) - integrate_to(DormandPrince{}, gradient_flow(well), start, 0, t, fine)).norm() < 1e-8);
    const double h = 1e-5;
    CHECK(((path(t + h) - path(t - h)) / (2 * h) - path.velocity(t).components()).norm() < 1e-7);
  }
  CHECK_THROWS_AS(path(3.1), DomainError);
}

TEST_CASE("(4) the loss is a function of time that never rises, and settles in a minimum", "[paper]") {
  auto flow = gradient_flow(well);
  const auto path = integrate(DormandPrince{}, flow, Eigen::Vector2d(0.2, -0.5), 0, 12, fine);
  double before = flow.loss(path(0));
  for (int k = 1; k <= 200; ++k) {
    const double now = flow.loss(path(12. * k / 200));
    CHECK(now <= before + 1e-14);
    before = now;
  }
  CHECK(before < 1e-12);
  CHECK((path.back() - Eigen::Vector2d(1, 0.5)).norm() < 1e-6);
}

TEST_CASE("(5) dL/dt is the pairing of dL with the velocity, on any curve", "[paper]") {
  // A curve that has nothing to do with the flow: a circle.
  const auto at = [](double t) { return Eigen::Vector2d(std::cos(t), std::sin(t)); };
  for (const double t : {0.3, 1.7, 4.}) {
    const Eigen::Vector2d x = at(t), v(-x(1), x(0));
    const double slope = pair(differential(well, x), tangent(v));
    const auto error = [&](double h) { return std::abs((well(at(t + h)) - well(at(t - h))) / (2 * h) - slope); };
    CHECK(std::log2(error(0.02) / error(0.01)) == Approx(2).margin(0.05));
    CHECK(error(1e-4) < 1e-6);
  }
}

TEST_CASE("(6) dW = -η ∂L/∂W dt: at every moment the flow's velocity is -η times the slopes by differences", "[paper]") {
  const double eta = 0.7, h = 1e-5;
  const auto path = integrate(DormandPrince{}, gradient_flow(well, euclidean, eta), Eigen::Vector2d(-0.4, 1), 0, 2, fine);
  for (const double t : {0., 0.4, 1.6}) {
    const Eigen::Vector2d w = path(t);
    for (int i = 0; i < 2; ++i) {
      const Eigen::Vector2d e = h * Eigen::Vector2d::Unit(i);
      CHECK(path.velocity(t)(i) == Approx(-eta * (well(Eigen::Vector2d(w + e)) - well(Eigen::Vector2d(w - e))) / (2 * h)).margin(1e-6));
    }
  }
  // The same equation for a whole net, leaf by leaf.
  const auto [net, x, y] = task(6);
  auto flow = gradient_flow(loss_of(x, y), euclidean, eta);
  CHECK((flatten(flow(0, net)) + eta * flatten(differential(loss_of(x, y), net))).norm() < 1e-15);
}
