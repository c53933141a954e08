// SPDX-License-Identifier: MIT
// Losses: metrics γ in eqs. 27 to 32, with the corrections of docs/theory where the paper errs.
#include <coframe/calculus/differential.hpp>
#include <coframe/losses.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::MatrixXd, Eigen::VectorXd;

namespace {

/// dL·V by central differences with one extrapolation.
template <class F>
double slope(const F& f, const MatrixXd& x, const MatrixXd& v) {
  const auto central = [&](double h) { return (f(MatrixXd(x + h * v)) - f(MatrixXd(x - h * v))) / (2 * h); };
  return (4 * central(1e-3) - central(2e-3)) / 3;
}
template <class F>
void check_slope(const F& f, const MatrixXd& x) {
  const auto dL = differential(f, x);
  for (int k = 0; k < 5; ++k) {
    const MatrixXd v = MatrixXd::Random(x.rows(), x.cols());
    CHECK(pair(dL, tangent(v)) == Approx(slope(f, x, v)).epsilon(1e-9).margin(1e-10));
  }
}
MatrixXd probabilities(int rows, int cols) { return softmax(MatrixXd(2 * MatrixXd::Random(rows, cols))); }

}  // namespace

TEST_CASE("squared errors in every metric: plain and traced agree, dL is the slope (eqs. 27, 28)", "[losses]") {
  std::srand(1);
  const MatrixXd x = MatrixXd::Random(3, 4), y = MatrixXd::Random(3, 4), gamma = MatrixXd::Random(3, 3),
                 examples = MatrixXd::Random(4, 4);
  const auto check = [&](const auto& f) {
    check_slope(f, x);
    CHECK(value_and_differential(f, x).value == Approx(f(x)).epsilon(1e-14));
  };
  check([&](const auto& u) { return squared_error(u, y); });
  check([&](const auto& u) { return mean_squared_error(u, y); });
  check([&](const auto& u) { return squared_error(u, y, PerClass{VectorXd::LinSpaced(3, 1, 3)}); });
  check([&](const auto& u) { return squared_error(u, y, PerExample{VectorXd::LinSpaced(4, 1, 3)}); });
  check([&](const auto& u) { return squared_error(u, y, ClassGamma{gamma}); });
  check([&](const auto& u) { return squared_error(u, y, ExampleGamma{examples}); });
  check([&](const auto& u) { return huber(u, y, 0.3); });
}

TEST_CASE("eq. 28 is the sum over a, b; weights are special cases of a matrix", "[losses]") {
  std::srand(2);
  const MatrixXd x = MatrixXd::Random(3, 4), y = MatrixXd::Random(3, 4), gamma = MatrixXd::Random(3, 3);
  double sum = 0;
  for (int j = 0; j < 4; ++j)
    for (int a = 0; a < 3; ++a)
      for (int b = 0; b < 3; ++b) sum += 0.5 * gamma(a, b) * (x - y)(a, j) * (x - y)(b, j);
  CHECK(squared_error(x, y, ClassGamma{gamma}) == Approx(sum).epsilon(1e-14));
  const VectorXd w = VectorXd::LinSpaced(3, 1, 2), e = VectorXd::LinSpaced(4, 2, 5);
  CHECK(squared_error(x, y, PerClass{w}) == Approx(squared_error(x, y, ClassGamma{w.asDiagonal()})).epsilon(1e-14));
  CHECK(squared_error(x, y, PerExample{e}) == Approx(squared_error(x, y, ExampleGamma{e.asDiagonal()})).epsilon(1e-14));
  CHECK(squared_error(x, y, ClassGamma{MatrixXd::Identity(3, 3)}) == Approx(squared_error(x, y)).epsilon(1e-14));
  CHECK_THROWS_AS(squared_error(x, y, PerClass{e}), ShapeError);
  CHECK_THROWS_AS(squared_error(x, y, PerExample{w}), ShapeError);
}

TEST_CASE("eq. 29 has Ŷ - Y: descent moves outputs to what is wanted, by the symmetric part of γ", "[losses]") {
  std::srand(3);
  const MatrixXd x = MatrixXd::Random(3, 2), y = MatrixXd::Random(3, 2), gamma = MatrixXd::Random(3, 3);
  const MatrixXd symmetric = (gamma + gamma.transpose()) / 2;
  const auto dL = differential([&](const auto& u) { return squared_error(u, y, ClassGamma{gamma}); }, x);
  CHECK((dL.components() - symmetric * (x - y)).norm() < 1e-14);
}

TEST_CASE("complex errors count by |e|²", "[losses]") {
  std::srand(4);
  const Eigen::MatrixXcd x = Eigen::MatrixXcd::Random(2, 3), y = Eigen::MatrixXcd::Random(2, 3);
  CHECK(squared_error(x, y) == Approx(0.5 * (x - y).squaredNorm()));
  CHECK(mean_squared_error(x, y) == Approx((x - y).squaredNorm() / 6));
  const auto weigh = [&](const auto& u) { return squared_error(u, y, PerExample{VectorXd::LinSpaced(3, 1, 3)}); };
  double sum = 0;
  for (int j = 0; j < 3; ++j) sum += 0.5 * (1 + j) * (x - y).col(j).squaredNorm();
  CHECK(weigh(x) == Approx(sum));
  CHECK(value_and_differential(weigh, x).value == Approx(sum));
}

TEST_CASE("cross entropy in every γ: the value is eq. 31, dL is the slope", "[losses]") {
  std::srand(5);
  const MatrixXd z = 2 * MatrixXd::Random(3, 4), p = probabilities(3, 4), q = softmax(z);
  const MatrixXd gamma = MatrixXd::Random(3, 3), examples = MatrixXd::Random(4, 4);
  double sum = 0;
  for (int j = 0; j < 4; ++j)
    for (int a = 0; a < 3; ++a)
      for (int b = 0; b < 3; ++b) sum -= gamma(a, b) * p(a, j) * std::log(q(b, j)) / 4;
  CHECK(cross_entropy(z, p, ClassGamma{gamma}) == Approx(sum).epsilon(1e-13));
  check_slope([&](const auto& u) { return cross_entropy(u, p, ClassGamma{gamma}); }, z);
  check_slope([&](const auto& u) { return cross_entropy(u, p, PerClass{VectorXd::LinSpaced(3, 1, 3)}); }, z);
  check_slope([&](const auto& u) { return cross_entropy(u, p, PerExample{VectorXd::LinSpaced(4, 1, 3)}); }, z);
  check_slope([&](const auto& u) { return cross_entropy(u, p, ExampleGamma{examples}); }, z);
}

TEST_CASE("eq. 32 as the paper has it holds for a γ of examples, and for one of classes it does not", "[losses]") {
  std::srand(6);
  const MatrixXd z = 2 * MatrixXd::Random(3, 4), p = probabilities(3, 4), difference = softmax(z) - p;
  const VectorXd e = VectorXd::LinSpaced(4, 1, 3), c = VectorXd::LinSpaced(3, 1, 3);
  const auto by_example = differential([&](const auto& u) { return cross_entropy(u, p, PerExample{e}); }, z);
  CHECK((by_example.components() - difference * e.asDiagonal() / 4).norm() < 1e-15);
  const auto by_class = differential([&](const auto& u) { return cross_entropy(u, p, PerClass{c}); }, z);
  CHECK((by_class.components() - c.asDiagonal() * difference / 4).norm() > 1e-2);
}

TEST_CASE("the erratum's own numbers: γ = diag(1, 2, 3)", "[losses]") {
  // The right and the wrong gradient differ by P̂ (s - γ) with s = Σ γP; both sum as they must.
  std::srand(7);
  const MatrixXd z = MatrixXd::Random(3, 1), p = probabilities(3, 1);
  const PerClass gamma{(VectorXd(3) << 1, 2, 3).finished()};
  const auto dL = differential([&](const auto& u) { return cross_entropy(u, p, gamma); }, z);
  CHECK(std::abs(dL.components().sum()) < 1e-15);  // softmax does not see a shift of all logits
  CHECK(std::abs((gamma.weight.asDiagonal() * (softmax(z) - p)).sum()) > 1e-3);
}

TEST_CASE("Kullback and Leibler: never negative, 0 at P̂ = P, with the cross entropy's differential", "[losses]") {
  std::srand(8);
  const MatrixXd z = 2 * MatrixXd::Random(3, 4);
  for (int k = 0; k < 10; ++k) CHECK(kl_divergence(z, probabilities(3, 4)) > 0);
  CHECK(std::abs(kl_divergence(z, MatrixXd(softmax(z)))) < 1e-15);
  MatrixXd sure = MatrixXd::Zero(3, 4);
  sure.row(1).setOnes();
  CHECK(shannon_entropy(sure) == 0);
  CHECK(shannon_entropy(MatrixXd(MatrixXd::Constant(8, 2, 0.125))) == Approx(std::log(8.)));
  const MatrixXd p = probabilities(3, 4);
  CHECK(differential([&](const auto& u) { return kl_divergence(u, p); }, z).components() ==
        differential([&](const auto& u) { return cross_entropy(u, p); }, z).components());
}

TEST_CASE("temperature: Boltzmann ratios, uniform when hot, certain when cold (eq. 30)", "[losses]") {
  const VectorXd z = (VectorXd(3) << 0.3, 1.1, -0.4).finished();
  const double kT = 0.6;
  const auto p = softmax(z, kT);
  CHECK(p.sum() == Approx(1));
  CHECK(p(1) / p(2) == Approx(std::exp((z(1) - z(2)) / kT)));
  CHECK((softmax(z, 1e9).array() - 1. / 3).abs().maxCoeff() < 1e-8);
  CHECK(softmax(z, 1e-3)(1) == 1);
  CHECK_THROWS_AS(softmax(z, 0.), DomainError);
}

TEST_CASE("labels as targets, and smoothed ones", "[losses]") {
  const MatrixXd p = one_hot({2, 0, 2}, 3), q = smoothed(p, 0.3);
  CHECK(p.colwise().sum() == Eigen::RowVectorXd::Ones(3));
  CHECK(p(2, 0) == 1);
  CHECK(p(0, 1) == 1);
  CHECK((q.colwise().sum() - Eigen::RowVectorXd::Ones(3)).norm() < 1e-15);
  CHECK(q(2, 0) == Approx(0.8));
  CHECK(q(0, 0) == Approx(0.1));
  const MatrixXd z = MatrixXd::Random(3, 3);
  CHECK(cross_entropy(z, p) == Approx(cross_entropy(z, std::vector<int>{2, 0, 2})).epsilon(1e-15));
  CHECK_THROWS_AS(one_hot({3}, 3), DomainError);
  CHECK_THROWS_AS(one_hot({-1}, 3), DomainError);
  CHECK_THROWS_AS(smoothed(p, 1.5), DomainError);
}

TEST_CASE("Huber's loss joins its halves smoothly, and is a squared error near 0", "[losses]") {
  const VectorXd zero = VectorXd::Zero(1);
  const auto at = [&](double e, double delta) { return huber(VectorXd(VectorXd::Constant(1, e)), zero, delta); };
  CHECK(at(0.3, 1) == Approx(0.045));
  CHECK(at(-0.3, 1) == Approx(0.045));
  CHECK(at(5, 2) - at(4, 2) == Approx(2));
  CHECK(at(2 + 1e-9, 2) == Approx(at(2 - 1e-9, 2)).epsilon(1e-8));
  CHECK(at(7, 1e9) == Approx(24.5));
  CHECK_THROWS_AS(at(1, 0), DomainError);
  CHECK_THROWS_AS(huber(MatrixXd(0, 0), MatrixXd(0, 0)), EmptyInput);
  CHECK_THROWS_AS(mean_squared_error(MatrixXd(0, 3), MatrixXd(0, 3)), EmptyInput);
}
