// SPDX-License-Identifier: MIT
// Borrowed plain values: referred to, not copied, and mutation before the sweep is refused.
#include <coframe/calculus/differential.hpp>
#include <coframe/calculus/pullback.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

TEST_CASE("a borrowed value counts as its copy does") {
  const Eigen::MatrixXd X = Eigen::MatrixXd::NullaryExpr(4, 6, [](Eigen::Index i, Eigen::Index j) { return double(i * j + 1); });
  const Eigen::MatrixXd W = X.transpose().topRows(3);
  const auto copied = differential([&](const auto& w) { return squared_norm(w * X); }, W);
  const auto borrowed = differential([&](const auto& w) { return squared_norm(w * borrow(X)); }, W);
  CHECK(copied.components() == borrowed.components());
}

TEST_CASE("a borrowed value that changed is refused, one that changed back is not") {
  Eigen::MatrixXd X = Eigen::MatrixXd::Ones(4, 6);
  const Eigen::MatrixXd W = Eigen::MatrixXd::Ones(3, 4), seed = Eigen::MatrixXd::Ones(3, 6);
  auto program = record([&](const auto& w) { return w * borrow(X); }, W);
  const Cotangent<Eigen::MatrixXd> w(seed);
  const Tangent<Eigen::MatrixXd> v(W);
  const Eigen::MatrixXd before = program.pullback(w).components();
  X(3, 5) += 1e-15;
  CHECK_THROWS_AS(program.pullback(w), MutatedValue);
  CHECK_THROWS_AS(program.pushforward(v), MutatedValue);
  X(3, 5) = 1;
  CHECK(program.pullback(w).components() == before);
}

TEST_CASE("a copied plain value may change after recording") {
  Eigen::MatrixXd X = Eigen::MatrixXd::Ones(4, 6);
  const Eigen::MatrixXd W = Eigen::MatrixXd::Ones(3, 4), seed = Eigen::MatrixXd::Ones(3, 6);
  auto program = record([&](const auto& w) { return w * X; }, W);
  X.setConstant(100);
  CHECK(program.pullback(Cotangent<Eigen::MatrixXd>(seed)).components() == Eigen::MatrixXd::Constant(3, 4, 6));
}

TEST_CASE("a plain array in an expression may change after recording") {
  Eigen::ArrayXd c = Eigen::ArrayXd::Constant(5, 2);
  auto program = record([&](const auto& x) { return x * c; }, Eigen::ArrayXd(Eigen::ArrayXd::Ones(5)));
  c.setConstant(9);
  CHECK((program.pullback(Cotangent<Eigen::ArrayXd>(Eigen::ArrayXd::Ones(5))).components() == 2).all());
}
