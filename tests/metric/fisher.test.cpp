// SPDX-License-Identifier: MIT
// Metrics pulled back from outputs: against their matrices, under change of parameters, with parts frozen.
#include <coframe/calculus.hpp>
#include <coframe/metric/fisher.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include <Eigen/Dense>

#include "catch.hpp"

using namespace coframe;

namespace {

using P = std::tuple<double, Eigen::Vector2d>;
const auto model = [](const auto& a, const auto& u) { return std::tuple(a * u(0), sin(u(1)) + a, exp(u(0)) * u(1), a * a); };
const P at(0.7, Eigen::Vector2d(0.4, -0.9));
Eigen::MatrixXd gram(double damping) {
  const Eigen::MatrixXd j = jacobian(model, std::get<0>(at), std::get<1>(at));
  return j.transpose() * j + damping * Eigen::MatrixXd::Identity(3, 3);
}

}  // namespace

TEST_CASE("flat is JᵀJ + μ and sharp its inverse, without the matrix", "[metric][fisher]") {
  const auto g = fisher(model, at, euclidean, 0.1);
  const auto v = tangent(0.3, Eigen::Vector2d(-1, 2));
  CHECK((flatten(flat(g, v)) - gram(0.1) * flatten(v)).norm() < 1e-13);
  CHECK((flatten(sharp(g, flat(g, v))) - flatten(v)).norm() < 1e-9);
  CHECK((flatten(sharp(fisher(model, at), cotangent(1., Eigen::Vector2d(2, 3)))) - gram(0).inverse() * Eigen::Vector3d(1, 2, 3)).norm() < 1e-9);
}

TEST_CASE("noise of a Fisher metric has the covariance g^", "[metric][fisher]") {
  const auto g = fisher(model, at, euclidean, 0.5);
  std::mt19937 random(1);
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();
  const int n = 20000;
  for (int k = 0; k < n; ++k) {
    const Eigen::Vector3d v = flatten(g.sample(random, at));
    covariance += v * v.transpose() / n;
  }
  CHECK((covariance - gram(0.5).inverse()).norm() < 0.05 * gram(0.5).inverse().norm());
}

TEST_CASE("what is frozen within a Fisher metric stays, and the rest still descends", "[metric][fisher]") {
  const auto g = layered(at, fisher(model, at, euclidean, 0.01)).freeze([](const P& p) -> const double& { return std::get<0>(p); });
  const auto w = cotangent(5., Eigen::Vector2d(-1, 0.5));
  const auto v = flatten(sharp(g, w));
  CHECK(v[0] == 0);
  CHECK((v.tail(2) - gram(0.01).bottomRightCorner(2, 2).inverse() * Eigen::Vector2d(-1, 0.5)).norm() < 1e-9);
  CHECK(pair(w, sharp(g, w)) > 0);
  CHECK_THROWS_AS(flat(g, tangent(1., Eigen::Vector2d(1, 1))), DegenerateMetric);
}

TEST_CASE("one natural step of rate 1 fits a linear model", "[metric][fisher]") {
  const Eigen::MatrixXd a = (Eigen::MatrixXd(4, 2) << 1, 2, 0.5, -1, 3, 1, 0, 100).finished();
  const Eigen::VectorXd b = Eigen::Vector4d(1, 2, 3, 4);
  const auto f = [&](const auto& w) { return a * w; };
  const auto loss = [&](const auto& w) { return 0.5 * squared_norm(a * w - b); };
  Eigen::VectorXd w = Eigen::Vector2d(5, 5);
  w -= sharp(fisher(f, w), differential(loss, w));
  CHECK((w - a.colPivHouseholderQr().solve(b)).norm() < 1e-9);
}

TEST_CASE("a natural step is the same motion in any parameters, a plain one is not", "[metric][fisher]") {
  // y = (x, x + y²) in (x, y) and in (log x, y³).
  const auto f = [](const auto& p) { return std::tuple(p(0), p(0) + p(1) * p(1)); };
  const auto other = [](const auto& q) { return std::tuple(exp(q(0)), exp(q(0)) + pow(q(1), 2. / 3)); };
  const auto loss = [](const auto& y0, const auto& y1) { return square(y0 - 1) + sin(y1); };
  const auto by = [&](const auto& map, const Eigen::Vector2d& x, bool natural) {
    const auto dL = differential([&](const auto& p) { const auto [a, b] = map(p); return loss(a, b); }, x);
    const Eigen::Vector2d v = natural ? sharp(fisher(map, x), dL).components() : sharp(euclidean, dL).components();
    return flatten(pushforward(map, x, tangent(v)));  // the motion of the outputs
  };
  const Eigen::Vector2d x(1.7, 1.2), q(std::log(1.7), std::pow(1.2, 3));
  CHECK((by(f, x, true) - by(other, q, true)).norm() < 1e-9);
  CHECK((by(f, x, false) - by(other, q, false)).norm() > 1e-2);
}

TEST_CASE("for logits Fisher's metric is the Hessian of a cross entropy's mean, and noise has its covariance", "[metric][fisher]") {
  const Eigen::MatrixXd x = (Eigen::MatrixXd(2, 3) << 1, -0.5, 0.3, 0.2, 2, -1).finished();
  const Eigen::MatrixXd w = (Eigen::MatrixXd(3, 2) << 0.1, 0.4, -0.3, 0.2, 0.5, -0.6).finished();
  const auto f = [&](const auto& weights) { return weights * x; };
  const Eigen::MatrixXd p = softmax(Eigen::MatrixXd(w * x));
  // With labels drawn as the model says, the Hessian of -Σ p log softmax is Fisher's metric: linear logits have no other part.
  const Eigen::MatrixXd H = hessian([&](const auto& weights) { return cross_entropy(weights * x, p); }, w);
  const auto g = fisher(f, w, Categorical(w * x), 0);
  for (int k = 0; k < 6; ++k) {
    const Eigen::VectorXd e = Eigen::VectorXd::Unit(6, k);
    CHECK((flatten(flat(g, tangent(Eigen::MatrixXd(e.reshaped(3, 2))))) - H.col(k)).norm() < 1e-13);
  }
  // The noise f^*√F ξ of covariance H, seen through g^ with a damping: g^ H g^ + μ g^².
  std::mt19937 random(2);
  const auto damped = fisher(f, w, Categorical(w * x), 0.2);
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(6, 6);
  const int n = 20000;
  for (int k = 0; k < n; ++k) {
    const Eigen::VectorXd v = flatten(damped.sample(random, w));
    covariance += v * v.transpose() / n;
  }
  const Eigen::MatrixXd inverse = (H + 0.2 * Eigen::MatrixXd::Identity(6, 6)).inverse();
  CHECK((covariance - inverse).norm() < 0.05 * inverse.norm());
}

TEST_CASE("pulled back to polar coordinates the plane's metric is dr² + r² dφ², and another plane's metric comes along", "[metric][fisher]") {
  const auto plane = [](const auto& p) { return stack(p(0) * cos(p(1)), p(0) * sin(p(1))); };
  const Eigen::Vector2d p(2.5, 0.7);
  const auto w = cotangent(Eigen::Vector2d(3, -4));
  CHECK((sharp(pulled_back(plane, p), w).components() - Eigen::Vector2d(3, -4 / 6.25)).norm() < 1e-9);
  CHECK((flat(pulled_back(plane, p), tangent(Eigen::Vector2d(1, 2))).components() - Eigen::Vector2d(1, 12.5)).norm() < 1e-13);
  const Eigen::Matrix2d h = (Eigen::Matrix2d() << 2, 1, 1, 3).finished();
  const auto g = pulled_back(plane, p, DenseMetric::of_metric(h));
  const auto u = tangent(Eigen::Vector2d(0.2, 1)), v = tangent(Eigen::Vector2d(-1, 0.4));
  // g(u, v) = h(f_* u, f_* v), and g^ undoes g.
  CHECK(inner(g, u, v) == Approx(pushforward(plane, p, u).components().dot(h * pushforward(plane, p, v).components())).epsilon(1e-12));
  CHECK((sharp(g, flat(g, u)) - u).components().norm() < 1e-9);
}

TEST_CASE("a metric without length in some direction is refused where that direction matters", "[metric][fisher]") {
  const auto f = [](const auto& p) { return p(0) + p(1); };
  const Eigen::Vector2d x(1, 2);
  CHECK((sharp(fisher(f, x), cotangent(Eigen::Vector2d(1, 1))).components() - Eigen::Vector2d(0.5, 0.5)).norm() < 1e-12);
  CHECK_THROWS_AS(sharp(fisher(f, x), cotangent(Eigen::Vector2d(1, -1))), DegenerateMetric);
  CHECK_THROWS_AS(fisher(f, x, euclidean, -1.), DomainError);
}
