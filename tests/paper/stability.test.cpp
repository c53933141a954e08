// SPDX-License-Identifier: MIT
// Section 3.5: no matrix is inverted, no Jacobian formed. (eq. 38)
#include <coframe/calculus/jacobian.hpp>
#include <coframe/flows/descent.hpp>
#include <coframe/metric.hpp>
#include <coframe/models.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::MatrixXd, Eigen::VectorXd;

namespace {

struct Chain {
  Dense<Value> one, two, three;
  auto operator()(const auto& x) const { return three(tanh(two(tanh(one(x))))); }
};
Chain chain(Eigen::Index n) {
  std::mt19937 random(1);
  return {dense(n, n, random, glorot), dense(n, n, random, glorot), dense(n, n, random, glorot)};
}
VectorXd drawn(Eigen::Index n, unsigned seed) {
  std::mt19937 random(seed);
  return normal_like(random, VectorXd(n));
}

}  // namespace

TEST_CASE("(38) (J₃J₂J₁)ᵗ = J₁ᵗJ₂ᵗJ₃ᵗ: the pullback is the transposed Jacobians in backward order", "[paper]") {
  const Chain f = chain(6);
  const VectorXd x = drawn(6, 2), w = drawn(6, 3);
  const auto f1 = [&](const auto& u) { return tanh(f.one(u)); };
  const auto f2 = [&](const auto& u) { return tanh(f.two(u)); };
  const auto f3 = [&](const auto& u) { return f.three(u); };
  const VectorXd y = f1(x), z = f2(y);
  const MatrixXd J1 = jacobian(f1, x), J2 = jacobian(f2, y), J3 = jacobian(f3, z);
  CHECK((jacobian(f, x) - J3 * J2 * J1).norm() < 1e-14);
  const VectorXd pulled = pullback(f, x, cotangent(w)).components();
  CHECK((pulled - J1.transpose() * (J2.transpose() * (J3.transpose() * w))).norm() < 1e-14);
  // By differences of w·f, so that not all of this is one mistake.
  for (int i = 0; i < 6; ++i) {
    const VectorXd e = 1e-5 * VectorXd::Unit(6, i);
    CHECK(pulled(i) == Approx(w.dot(VectorXd(f(VectorXd(x + e)) - f(VectorXd(x - e)))) / 2e-5).epsilon(1e-7));
  }
}

TEST_CASE("3.5: the Jacobian is never formed: what is kept grows with the widths, not with their products", "[paper]") {
  const auto coordinates = [](Eigen::Index n) {
    const Chain f = chain(n);
    const auto program = [&](const auto& x) { return borrow(f.three.W) * tanh(borrow(f.two.W) * tanh(borrow(f.one.W) * x)); };
    auto recorded = record(program, drawn(n, 2));
    CHECK(recorded.pullback(cotangent(drawn(n, 3))).components().allFinite());
    return recorded.tape().size();
  };
  CHECK(coordinates(200) < 10 * 200);
  CHECK(coordinates(200) < 4 * coordinates(50));  // a Jacobian would be 16 times as large
}

TEST_CASE("3.5: where an inverse would overflow or not exist, the pullback does not notice", "[paper]") {
  // Two layers of rank 1, and one of determinant 1e-300: none can be inverted.
  const VectorXd a = drawn(5, 4), b = drawn(5, 5);
  const MatrixXd rank_one = a * b.transpose(), tiny = 1e-60 * MatrixXd::Identity(5, 5);
  const auto f = [&](const auto& x) { return rank_one * (rank_one * (tiny * x)); };
  const VectorXd w = drawn(5, 6), pulled = pullback(f, drawn(5, 7), cotangent(w)).components();
  CHECK((pulled - 1e-60 * a.dot(w) * b.dot(a) * b).norm() < 1e-14 * pulled.norm());
  CHECK(pulled.norm() > 0);
}

TEST_CASE("(38), its limit: a metric that raises may solve equations: natural gradients do, by products alone", "[paper]") {
  // Least squares A x = y with A ill-conditioned: one step of Gauss and Newton's metric, f^* 1 f_*, is the solution.
  std::mt19937 random(8);
  MatrixXd A = normal_like(random, MatrixXd(8, 4));
  A.col(3) *= 1e-3;
  const VectorXd y = drawn(8, 9), start = drawn(4, 10);
  const auto f = [&](const auto& x) { return A * x; };
  const auto loss = [&](const auto& x) { return 0.5 * squared_norm(f(x) - y); };
  VectorXd x = start;
  Descent{.rate = 1}.step(x, fisher(f, x), differential(loss, x));
  CHECK((x - A.colPivHouseholderQr().solve(y)).norm() < 1e-8 * x.norm());
  VectorXd plain = start;
  Descent{.rate = 0.1}.step(plain, differential(loss, plain));
  CHECK(loss(plain) > 1.01 * loss(x));
}
