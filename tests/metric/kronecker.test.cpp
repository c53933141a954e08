// SPDX-License-Identifier: MIT
// Product metrics of matrices: against their dense matrices, with rows and columns frozen.
#include <coframe/metric/kronecker.hpp>
#include <unsupported/Eigen/KroneckerProduct>

#include "metric_laws.hpp"

using namespace coframe;
using Eigen::MatrixXcd, Eigen::MatrixXd;

namespace {

/// The real matrix of z ↦ M z on (re, im, re, im, …).
MatrixXd real_matrix(const MatrixXcd& m) {
  MatrixXd r(2 * m.rows(), 2 * m.cols());
  for (Eigen::Index i = 0; i < m.rows(); ++i)
    for (Eigen::Index j = 0; j < m.cols(); ++j)
      r.block(2 * i, 2 * j, 2, 2) << m(i, j).real(), -m(i, j).imag(), m(i, j).imag(), m(i, j).real();
  return r;
}
std::vector<bool> elements(const std::vector<bool>& rows, const std::vector<bool>& columns, std::size_t per_element = 1) {
  std::vector<bool> live;
  for (const bool c : columns)
    for (const bool r : rows) live.insert(live.end(), per_element, r && c);
  return live;
}

}  // namespace

TEST_CASE("c ↦ A c B is the dense metric of Bᵀ ⊗ A, real and complex", "[metric][kronecker]") {
  std::mt19937 random(1);
  const MatrixXd a = random_positive<double>(3, random), b = random_positive<double>(2, random);
  metric_laws(Kronecker(a, b), MatrixXd(3, 2), Eigen::kroneckerProduct(b, a), random);
  const Eigen::Matrix<double, 3, 2, Eigen::RowMajor> rows;
  metric_laws(Kronecker(a, b), rows, Eigen::kroneckerProduct(a, b), random);
  const MatrixXcd ac = random_positive<std::complex<double>>(2, random), bc = random_positive<std::complex<double>>(3, random);
  metric_laws(ComplexKronecker(ac, bc), MatrixXcd(2, 3), real_matrix(Eigen::kroneckerProduct(bc.transpose(), ac)), random);
  metric_laws(Kronecker(a, b), MatrixXcd(3, 2), real_matrix(Eigen::kroneckerProduct(b, a).eval().cast<std::complex<double>>()), random);
}

TEST_CASE("a Kronecker metric may be given by its lower indices", "[metric][kronecker]") {
  std::mt19937 random(2);
  const MatrixXd a = random_positive<double>(2, random), b = random_positive<double>(3, random);
  metric_laws(Kronecker::of_metric(a, b), MatrixXd(2, 3), Eigen::kroneckerProduct(b, a).eval().inverse(), random);
}

TEST_CASE("frozen rows and columns of a Kronecker metric: g^ = P (P g P)⁺ P, which still descends", "[metric][kronecker]") {
  std::mt19937 random(3);
  const MatrixXd a = random_positive<double>(3, random), b = random_positive<double>(4, random);
  const std::vector<bool> rows{true, false, true}, columns{true, true, false, true};
  const auto g = Kronecker(a, b).restricted(rows, columns);
  const MatrixXd expected = restricted_matrix(Eigen::kroneckerProduct(b, a), elements(rows, columns));
  CHECK((matrix_of(g, MatrixXd(3, 4)) - expected).norm() < 1e-12 * expected.norm());
  CHECK((noise_covariance(g, MatrixXd(3, 4), 20000, random) - expected).norm() < 0.06 * expected.norm());
  int masked_climbs = 0;
  for (int k = 0; k < 50; ++k) {
    Cotangent<MatrixXd> w = random_covector(MatrixXd(3, 4), random);
    w.components().row(1) *= 30;
    const auto v = sharp(g, w);
    CHECK(pair(w, v) > 0);
    CHECK((v.components().row(1).isZero(0) && v.components().col(2).isZero(0)));
    auto masked = sharp(Kronecker(a, b), w);
    masked.components().row(1).setZero();
    masked_climbs += pair(w, masked) < 0;
  }
  CHECK(masked_climbs > 0);   // or the case shows nothing
  CHECK_THROWS_AS(flat(g, tangent(MatrixXd(MatrixXd::Ones(3, 4)))), DegenerateMetric);

  const MatrixXcd ac = random_positive<std::complex<double>>(2, random), bc = random_positive<std::complex<double>>(2, random);
  const MatrixXd complex_expected =
      restricted_matrix(real_matrix(Eigen::kroneckerProduct(bc.transpose(), ac)), elements({false, true}, {true, true}, 2));
  CHECK((matrix_of(ComplexKronecker(ac, bc).restricted({false, true}, {true, true}), MatrixXcd(2, 2)) - complex_expected).norm() <
        1e-12 * complex_expected.norm());
}

TEST_CASE("any frozen elements of a Kronecker metric: g^ = P (P g P)⁺ P, which still descends", "[metric][kronecker]") {
  std::mt19937 random(5);
  const MatrixXd a = random_positive<double>(3, random), b = random_positive<double>(4, random);
  const auto law = [&](const auto& g, const auto& like, const MatrixXd& dense, const std::vector<bool>& live) {
    const auto r = g.restricted(live);
    const MatrixXd expected = restricted_matrix(dense, live);
    CHECK((matrix_of(r, like) - expected).norm() < 1e-11 * expected.norm());
    CHECK((noise_covariance(r, like, 20000, random) - expected).norm() < 0.06 * expected.norm());
    const auto w = random_covector(like, random);
    const auto v = sharp(r, w);
    CHECK(pair(w, v) > 0);
    const Eigen::VectorXd moved = flatten(v);
    for (std::size_t i = 0; i < live.size(); ++i) CHECK((moved[static_cast<Eigen::Index>(i)] != 0) == live[i]);
    CHECK_THROWS_AS(flat(r, v), DegenerateMetric);
  };
  const auto some = [&](std::size_t n) {
    std::vector<bool> live(n);
    for (std::size_t i = 0; i < n; ++i) live[i] = i == 0 || random() % 2;
    live[n - 1] = false;
    return live;
  };
  law(Kronecker(a, b), MatrixXd(3, 4), Eigen::kroneckerProduct(b, a), some(12));
  const Eigen::Matrix<double, 3, 4, Eigen::RowMajor> by_rows;
  law(Kronecker(a, b), by_rows, Eigen::kroneckerProduct(a, b), some(12));
  // Of complex elements real and imaginary parts may be frozen alone.
  const MatrixXcd ac = random_positive<std::complex<double>>(2, random), bc = random_positive<std::complex<double>>(2, random);
  law(ComplexKronecker(ac, bc), MatrixXcd(2, 2), real_matrix(Eigen::kroneckerProduct(bc.transpose(), ac)), some(8));
}

TEST_CASE("what a Kronecker metric cannot be is refused", "[metric][kronecker]") {
  std::mt19937 random(4);
  const MatrixXd a = random_positive<double>(3, random), b = random_positive<double>(2, random);
  const Kronecker g(a, b);
  CHECK_THROWS_AS(sharp(g, cotangent(MatrixXd(MatrixXd::Ones(2, 3)))), ShapeError);
  CHECK_THROWS_AS(Kronecker(MatrixXd::Ones(2, 3), b), ShapeError);
  CHECK_THROWS_AS(Kronecker(-a, b), DomainError);
  CHECK_THROWS_AS(g.restricted(std::vector<bool>(5, true)), ShapeError);
  const auto frozen = g.restricted(elements({true, false, true}, {true, true}));
  CHECK_THROWS_AS(sharp(frozen, cotangent(MatrixXcd(MatrixXcd::Ones(3, 2)))), ShapeError);   // restricted as a real matrix
  const MatrixXd x = MatrixXd::Ones(3, 2);
  const auto w = random_covector(x, random);
  CHECK(sharp(layered(x, g).freeze(), w).components().isZero(0));
  CHECK((sharp(layered(x, g).stiffness(4), w).components() - sharp(g, w).components() / 4).norm() < 1e-14);
}
