// SPDX-License-Identifier: MIT
// A metric with blocks between layers (eq. 7).
#include <Eigen/LU>
#include <coframe/metric.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {
using Model = std::tuple<Eigen::MatrixXd, Eigen::VectorXd, Eigen::MatrixXd>;
const auto first = [](const Model& x) -> auto& { return std::get<0>(x); };
Model model() { return {Eigen::MatrixXd::Random(2, 3), Eigen::VectorXd::Random(4), Eigen::MatrixXd::Random(2, 3)}; }
auto covector() {
  return transform_leaves<Cotangent>(model(), [](const auto& leaf) { return leaf; });
}
Eigen::Matrix3d matrix() { return (Eigen::Matrix3d() << 2, 0, 0.5, 0, 3, 0, 0.5, 0, 1).finished(); }
}  // namespace

TEST_CASE("two coupled layers: each moves by the forces on both", "[metric]") {
  const auto w = covector();
  const auto v = sharp(Coupled(model(), matrix()), w);
  const auto& [a, b, c] = w;
  CHECK((std::get<0>(v).components() - (2 * a.components() + 0.5 * c.components())).norm() < 1e-15);
  CHECK((std::get<1>(v).components() - 3 * b.components()).norm() < 1e-15);
  CHECK((std::get<2>(v).components() - (0.5 * a.components() + c.components())).norm() < 1e-15);
}

TEST_CASE("coupled layers: flat undoes sharp, samples have covariance g^", "[metric]") {
  const Coupled g(model(), matrix());
  const auto w = covector();
  CHECK(dual_norm(euclidean, flat(g, sharp(g, w)) - w) < 1e-14);
  std::mt19937 random(1);
  double squares = 0;
  const int n = 4000;
  for (int k = 0; k < n; ++k) squares += std::pow(pair(w, g.sample(random, model())), 2);
  CHECK(squares / n == Approx(pair(w, sharp(g, w))).epsilon(4 * std::sqrt(2. / n)));
}

TEST_CASE("freezing one of two coupled layers leaves the other the metric of its own block of g", "[metric][layered]") {
  const auto w = covector();
  const auto g = layered(model(), Coupled(model(), matrix())).freeze(first);
  const auto v = sharp(g, w);
  CHECK(std::get<0>(v).components() == Eigen::MatrixXd::Zero(2, 3));
  const double own = 1 / matrix().inverse()(2, 2);
  CHECK((std::get<2>(v).components() - own * std::get<2>(w).components()).norm() < 1e-15);
  CHECK(pair(w, v) > 0);
}

TEST_CASE("only leaves of one size can be coupled", "[metric]") {
  Eigen::Matrix3d c = matrix();
  c(0, 1) = c(1, 0) = 0.1;
  CHECK_THROWS_AS(Coupled(model(), c), ShapeError);
  CHECK_THROWS_AS(Coupled(model(), Eigen::Matrix2d::Identity()), ShapeError);
  CHECK_THROWS_AS(Coupled(model(), -matrix()), DomainError);
}
