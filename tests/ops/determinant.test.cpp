// SPDX-License-Identifier: MIT
// Determinants: closed forms, differences of the plain primal, and what happens where the matrix is singular.
#include "structured_checks.hpp"

using namespace checks;

TEMPLATE_TEST_CASE("determinants are right", "[ops][determinant]", MatrixXd, MatrixXcd) {
  using M = TestType;
  for (int n : {1, 2, 3, 6}) {
    const M a = drawn<M>(n, n, 8), b = drawn<M>(n, n, 9);
    right([](auto a) { return determinant(a); }, a);
    right([](auto a) { return log_abs_determinant(a); }, M(a + M::Identity(n, n)));
    CHECK(std::abs(determinant(M(a * b)) - determinant(a) * determinant(b)) < 1e-13);
    CHECK(log_abs_determinant(a) == Approx(std::log(std::abs(determinant(a)))));
  }
  CHECK(determinant(M(0, 0)) == typename M::Scalar(1));
  CHECK(log_abs_determinant(M(1e-100 * M::Identity(4, 4))) == Approx(-400 * std::log(10.)));   // |A| underflows
}

TEMPLATE_TEST_CASE("the determinant has its differential where the matrix is singular", "[ops][determinant]", MatrixXd, MatrixXcd) {
  using M = TestType;
  for (int n : {1, 2, 3, 4, 5})
    for (int rank = 0; rank <= n; ++rank) {
      // small multiples of 1/8, so that elimination meets exact zeros: rank outer products of rows of powers of two
      M a = M::Zero(n, n);
      for (int k = 0; k < rank; ++k)
        for (int j = 0; j < n; ++j)
          for (int i = 0; i < n; ++i) a(i, j) += double((i >= k) * (j >= (k == 0)) * (1 << k) * (1 + (j > k)));
      a /= 8;   // exact, and of order one: differences keep their digits
      INFO("n " << n << ", rank at most " << rank << ", a\n" << a);
      right([](auto a) { return determinant(a); }, a);
      right_at_second_order([](auto a) { return real(determinant(a)); }, a);
    }
}

TEST_CASE("the differential of a determinant at a singular matrix is its matrix of cofactors", "[ops][determinant]") {
  const auto cofactors_at = [](const MatrixXd& a) { return MatrixXd(differential([](auto a) { return determinant(a); }, a).components()); };
  CHECK(cofactors_at(MatrixXd{{2, 0, 0}, {0, 3, 0}, {0, 0, 0}}) == MatrixXd{{0, 0, 0}, {0, 0, 0}, {0, 0, 6}});
  CHECK(cofactors_at(MatrixXd{{0, 2, 0}, {0, 0, 3}, {0, 0, 0}}) == MatrixXd{{0, 0, 0}, {0, 0, 0}, {6, 0, 0}});
  CHECK(cofactors_at(MatrixXd{{2, 4}, {1, 2}}) == MatrixXd{{2, -1}, {-4, 2}});
  CHECK(cofactors_at(MatrixXd(MatrixXd::Zero(3, 3))) == MatrixXd::Zero(3, 3));
  CHECK(cofactors_at(MatrixXd(MatrixXd::Zero(1, 1))) == MatrixXd::Ones(1, 1));
}
