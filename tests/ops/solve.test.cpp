// SPDX-License-Identifier: MIT
// Solves, inverses, outer products: closed forms, and what the law book (solve_rows, triangular_rows) has no case of.
#include "structured_checks.hpp"

using namespace checks;

TEMPLATE_TEST_CASE("solve, triangular_solve and inverse solve", "[ops][solve]", MatrixXd, MatrixXcd) {
  using M = TestType;
  for (int n : {1, 2, 5})
    for (int k : {1, 3}) {
      const M a = drawn<M>(n, n, 3) + 2 * M::Identity(n, n), b = drawn<M>(n, k, 4);
      CHECK(size_of(M(a * solve(a, b) - b)) < 1e-13);
      CHECK(size_of(M(a.template triangularView<Eigen::Upper>() * triangular_solve<Eigen::Upper>(a, b) - b)) < 1e-13);
      CHECK(size_of(M(a * inverse(a) - M::Identity(n, n))) < 1e-13);
    }
}

TEST_CASE("solve takes views, transposes and one argument twice", "[ops][solve]") {
  using M = MatrixXcd;
  const M a = drawn<M>(4, 4, 5) + 2 * M::Identity(4, 4), wide = drawn<M>(5, 6, 6);
  right([](auto a) { return solve(a, a.transpose()); }, a);
  right([](auto a) { return triangular_solve<Eigen::Lower>(a.adjoint(), a.row(1).transpose()); }, a);
  right([](auto w) { return solve(w.block(0, 0, 3, 3), w.block(1, 2, 3, 4)); }, M(wide + 2 * M::Identity(5, 6)));
  right([](auto a) { return a.transpose().inverse().determinant(); }, a);
  // A⁻¹ A = 1 whatever A is, so nothing is pushed forward
  const M pushed = record([](auto a) { return solve(a, a); }, a).pushforward(Tangent<M>(drawn<M>(4, 4, 9))).components();
  CHECK(size_of(pushed) < 1e-13);
}

TEST_CASE("the pullback of a triangular solve stays triangular", "[ops][solve]") {
  const MatrixXd t = drawn<MatrixXd>(4, 4, 1) + 2 * MatrixXd::Identity(4, 4), b = drawn<MatrixXd>(4, 2, 2);
  const Cotangent<MatrixXd> w(drawn<MatrixXd>(4, 2, 3));
  const MatrixXd lower = pullback([&](auto t) { return triangular_solve<Eigen::Lower>(t, b); }, t, w).components();
  CHECK(lower.triangularView<Eigen::StrictlyUpper>().toDenseMatrix() == MatrixXd::Zero(4, 4));
  CHECK(lower.diagonal().cwiseAbs().minCoeff() > 0);
  const MatrixXd unit = pullback([&](auto t) { return triangular_solve<Eigen::UnitUpper>(t, b); }, t, w).components();
  CHECK(unit.triangularView<Eigen::Lower>().toDenseMatrix() == MatrixXd::Zero(4, 4));
}

TEMPLATE_TEST_CASE("outer is a times b conjugate transposed", "[ops][solve]", MatrixXd, MatrixXcd) {
  using M = TestType;
  using V = Eigen::Matrix<typename M::Scalar, Eigen::Dynamic, 1>;
  const V a = drawn<V>(3, 1, 1), b = drawn<V>(4, 1, 2);
  CHECK(outer(a, b) == M(a * b.adjoint()));
  right([](auto m) { return outer(m.row(1).transpose(), m.col(0)); }, drawn<M>(3, 2, 3));
  CHECK_THROWS_AS(outer(M(a * b.adjoint()), b), ShapeError);
}

TEST_CASE("singular matrices and wrong shapes are refused", "[ops][solve]") {
  const MatrixXd singular{{1, 2}, {2, 4}}, wide = MatrixXd::Ones(2, 3), b = MatrixXd::Ones(2, 1), three = MatrixXd::Ones(3, 1);
  const MatrixXd zero_on_diagonal{{1, 5}, {1, 0}};
  CHECK_THROWS_AS(solve(singular, b), DomainError);
  CHECK_THROWS_AS(inverse(singular), DomainError);
  CHECK_THROWS_AS(log_abs_determinant(singular), DomainError);
  CHECK_THROWS_AS(triangular_solve<Eigen::Lower>(zero_on_diagonal, b), DomainError);
  CHECK_NOTHROW(triangular_solve<Eigen::UnitLower>(zero_on_diagonal, b));
  CHECK(determinant(singular) == 0);
  CHECK_THROWS_WITH(solve(singular, b), Catch::Matchers::ContainsSubstring("singular"));
  CHECK_THROWS_AS(record([&](auto a) { return solve(a, b); }, singular), DomainError);
  CHECK_THROWS_AS(record([&](auto a) { return inverse(a); }, singular), DomainError);
  CHECK_THROWS_AS(solve(wide, b), ShapeError);
  CHECK_THROWS_AS(solve(singular, three), ShapeError);
  CHECK_THROWS_AS(triangular_solve<Eigen::Lower>(MatrixXd(MatrixXd::Identity(2, 2)), three), ShapeError);
  CHECK_THROWS_AS(inverse(wide), ShapeError);
  CHECK_THROWS_AS(determinant(wide), ShapeError);
  CHECK_THROWS_AS(log_abs_determinant(wide), ShapeError);
}

TEST_CASE("matrices of no rows have solutions of none", "[ops][solve]") {
  const MatrixXd none(0, 0), nothing(0, 2);
  CHECK(solve(none, nothing).cols() == 2);
  CHECK(inverse(none).size() == 0);
  obeys_adjoint_identity([&](auto a) { return solve(a, nothing); }, none);
  obeys_adjoint_identity([](auto a) { return determinant(a); }, none);
  obeys_adjoint_identity([](auto a) { return log_abs_determinant(a); }, none);
}

TEMPLATE_TEST_CASE("solves of fixed size", "[ops][solve]", Eigen::Matrix3d, Eigen::Matrix2cf) {
  using M = TestType;
  using V = Eigen::Matrix<typename M::Scalar, M::RowsAtCompileTime, 1>;
  const M a = drawn<M>(M::RowsAtCompileTime, M::RowsAtCompileTime, 3) + M(2 * M::Identity());
  const V b = drawn<V>(M::RowsAtCompileTime, 1, 4);
  STATIC_REQUIRE(std::is_same_v<decltype(solve(a, b)), V>);
  STATIC_REQUIRE(std::is_same_v<decltype(inverse(a)), M>);
  obeys_adjoint_identity([&](auto a) { return solve(a, b); }, a);
  obeys_adjoint_identity([](auto a) { return triangular_solve<Eigen::Lower>(inverse(a), outer(a.col(0), a.col(1))); }, a);
}

TEST_CASE("one matrix as both arguments at second order", "[ops][solve]") {
  const MatrixXcd a = drawn<MatrixXcd>(4, 4, 5) + 2 * MatrixXcd::Identity(4, 4);
  right_at_second_order([](auto a) { return squared_norm(solve(a.transpose(), a)); }, a);
  right_at_second_order([](auto a) { return squared_norm(outer(a.col(0), a.col(1))); }, a);
}
