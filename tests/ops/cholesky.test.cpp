// SPDX-License-Identifier: MIT
// Cholesky factors, solves and determinants of Hermitian positive definite matrices: closed forms, and what the law book
// (cholesky_rows) has no case of.
#include "structured_checks.hpp"

using namespace checks;

TEMPLATE_TEST_CASE("cholesky, spd_solve and log_determinant_spd of positive matrices", "[ops][cholesky]", MatrixXd, MatrixXcd) {
  using M = TestType;
  for (int n : {1, 2, 5}) {
    const M a = positive<M>(n), b = drawn<M>(n, 3, 2);
    const M l = cholesky(a);
    CHECK(size_of(M(l * l.adjoint() - a)) < 1e-14 * (1 + size_of(a)));
    CHECK(l.template triangularView<Eigen::StrictlyUpper>().toDenseMatrix() == M::Zero(n, n));
    CHECK(size_of(M(a * spd_solve(a, b) - b)) < 1e-13);
    CHECK(log_determinant_spd(a) == Approx(log_abs_determinant(a)));
  }
}

TEMPLATE_TEST_CASE("cotangents of a Hermitian matrix are Hermitian", "[ops][cholesky]", MatrixXd, MatrixXcd) {
  using M = TestType;
  const M a = positive<M>(4), b = drawn<M>(4, 2, 3);
  const auto hermitian = [&](const auto& f, const auto& w) {
    const M c = pullback(f, a, w).components();
    CHECK(size_of(c) > 0);
    CHECK(size_of(M(c - c.adjoint())) <= 4 * std::numeric_limits<double>::epsilon() * size_of(c));
  };
  hermitian([](auto a) { return cholesky(a); }, Cotangent<M>(drawn<M>(4, 4, 5)));
  hermitian([&](auto a) { return spd_solve(a, b); }, Cotangent<M>(drawn<M>(4, 2, 5)));
  hermitian([](auto a) { return log_determinant_spd(a); }, Cotangent<double>(1.5));
  // d log|A| is A⁻¹, and what the factor's determinant says
  const M direct = differential([](auto a) { return log_determinant_spd(a); }, a).components();
  const M by_factor = differential([](auto a) { return 2.0 * sum(log(real(cholesky(a).diagonal()).array())); }, a).components();
  CHECK(size_of(M(direct * a - M::Identity(4, 4))) < 1e-13);
  CHECK(size_of(M(direct - by_factor)) < 1e-13);
}

TEST_CASE("a factor multiplied out is the matrix again", "[ops][cholesky]") {
  using M = MatrixXcd;
  const M a = positive<M>(4), v = drawn<M>(4, 4, 6), h = v + v.adjoint();
  auto f = record([](auto a) {
    auto l = cholesky(a);
    return l * l.adjoint();
  }, a);
  CHECK(size_of(M(f.pushforward(Tangent<M>(h)).components() - h)) < 1e-13);
  CHECK(size_of(M(f.pullback(Cotangent<M>(h)).components() - h)) < 1e-13);
  right([](auto a) { return spd_solve(a.transpose(), a.col(1)); }, a);
  right([](auto a) { return cholesky(a.block(1, 1, 3, 3)); }, a);
}

TEMPLATE_TEST_CASE("a matrix factored once gives what separate operations give", "[ops][cholesky]", MatrixXd, MatrixXcd) {
  using M = TestType;
  const M a = positive<M>(4), b = drawn<M>(4, 2, 3);
  const auto apart = [](const auto& a, const auto& b) { return squared_norm(spd_solve(a, b)) - 0.5 * log_determinant_spd(a); };
  const auto once = [](const auto& a, const auto& b) {
    const auto factor = spd_factor(a);
    return squared_norm(factor.solve(b)) - 0.5 * factor.log_determinant();
  };
  CHECK(once(a, b) == apart(a, b));
  const auto of_a = [&](const auto& f) { return differential([&](const auto& a) { return f(a + a.adjoint(), a.leftCols(2)); }, a).components(); };
  CHECK(of_a(once) == of_a(apart));
  const auto of_b = [&](const auto& f) { return differential([&](const auto& b) { return f(a, b); }, b).components(); };
  CHECK(of_b(once) == of_b(apart));
  right_at_second_order([&](auto a) { return once(a, a.leftCols(2)); }, a);
  obeys_adjoint_identity([](auto a) { return spd_factor(a.transpose()).solve(a.col(0)); }, a);
  CHECK(spd_factor(borrow(a)).solve(b) == spd_solve(a, b));
}

TEST_CASE("a factor errs as its operations do", "[ops][cholesky]") {
  const MatrixXd a = positive<MatrixXd>(3);
  CHECK_THROWS_WITH(spd_factor(MatrixXd(-a)), Catch::Matchers::ContainsSubstring("spd_factor: a positive definite matrix was expected"));
  CHECK_THROWS_AS(spd_factor(MatrixXd(a.topRows(2))), ShapeError);
  CHECK_THROWS_AS(spd_factor(a).solve(MatrixXd(a.topRows(2))), ShapeError);
  CHECK_THROWS_AS(record([](auto a) { return spd_factor(a).solve(a.topRows(2)); }, a), ShapeError);
  Tape<double> tape, other;
  const auto factor = spd_factor(input(tape, a));
  CHECK_THROWS_AS(factor.solve(input(other, a)), ForeignValue);
  tape.rewind();
  CHECK_THROWS_AS(factor.log_determinant(), StaleValue);
}

TEST_CASE("matrices that are not positive definite are refused", "[ops][cholesky]") {
  const MatrixXd indefinite{{1, 2}, {2, 1}}, wide = MatrixXd::Ones(2, 3), b = MatrixXd::Ones(2, 1), half{{2, 0}, {1, 2}};
  CHECK_THROWS_AS(cholesky(indefinite), DomainError);
  CHECK_THROWS_AS(spd_solve(indefinite, b), DomainError);
  CHECK_THROWS_AS(log_determinant_spd(indefinite), DomainError);
  CHECK_THROWS_AS(record([](auto a) { return cholesky(a); }, indefinite), DomainError);
  CHECK_THROWS_AS(cholesky(MatrixXd(MatrixXd::Zero(2, 2))), DomainError);
  CHECK_THROWS_WITH(cholesky(indefinite), Catch::Matchers::ContainsSubstring("positive definite"));
  CHECK_THROWS_WITH(cholesky(half), Catch::Matchers::ContainsSubstring("only its lower triangle is filled"));
  CHECK_THROWS_WITH(cholesky(MatrixXd(half.transpose())), Catch::Matchers::ContainsSubstring("only its upper triangle is filled"));
  CHECK_THROWS_AS(cholesky(wide), ShapeError);
  CHECK_THROWS_AS(spd_solve(MatrixXd(MatrixXd::Identity(3, 3)), b), ShapeError);
}

TEST_CASE("Hermitian matrices of no rows, fixed sizes, single precision", "[ops][cholesky]") {
  const MatrixXd none(0, 0);
  CHECK(cholesky(none).size() == 0);
  CHECK(log_determinant_spd(none) == 0);
  obeys_adjoint_identity([](auto a) { return cholesky(a); }, none);
  const Eigen::Matrix3d a = positive<Eigen::Matrix3d>(3);
  STATIC_REQUIRE(std::is_same_v<decltype(cholesky(a)), Eigen::Matrix3d>);
  obeys_adjoint_identity([](auto a) { return cholesky(a) * a.col(0); }, a);
  obeys_adjoint_identity([](auto a) { return log_determinant_spd(a); }, positive<MatrixXcf>(4));
}

TEST_CASE("factors of a matrix and the matrix, at second order", "[ops][cholesky]") {
  const MatrixXcd a = positive<MatrixXcd>(4);
  right_at_second_order([](auto a) { return squared_norm(square(cholesky(a).array())) + squared_norm(spd_solve(a, a.leftCols(2))); }, a);
}
