// SPDX-License-Identifier: MIT
// Section 3.3: the structure of the loss. (eqs. 27–32)
#include <coframe/calculus/differential.hpp>
#include <coframe/calculus/jacobian.hpp>
#include <coframe/losses.hpp>
#include <coframe/metric.hpp>
#include <coframe/models.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::MatrixXd, Eigen::VectorXd;

namespace {

MatrixXd drawn(Eigen::Index rows, Eigen::Index cols, unsigned seed) {
  std::mt19937 random(seed);
  return normal_like(random, MatrixXd(rows, cols));
}
MatrixXd probabilities(Eigen::Index rows, Eigen::Index cols) { return softmax(drawn(rows, cols, 9)); }

/// ∂f/∂x by central differences, extrapolated once.
template <class F>
MatrixXd by_differences(const F& f, const MatrixXd& x) {
  MatrixXd slopes = x;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const auto central = [&](double h) {
      MatrixXd a = x, b = x;
      a(i) -= h, b(i) += h;
      return (f(b) - f(a)) / (2 * h);
    };
    slopes(i) = (4 * central(1e-3) - central(2e-3)) / 3;
  }
  return slopes;
}

}  // namespace

TEST_CASE("(27) L = ½ (Y - Ŷ)², the Euclidean distance", "[paper]") {
  const MatrixXd y = drawn(3, 4, 1), predicted = drawn(3, 4, 2);
  CHECK(squared_error(predicted, y) == Approx(0.5 * (y - predicted).squaredNorm()).epsilon(1e-15));
  const auto loss = [&](const auto& u) { return squared_error(u, y); };
  CHECK((differential(loss, predicted).components() - by_differences(loss, predicted)).norm() < 1e-9);
  CHECK(squared_error(y, y) == 0);
}

TEST_CASE("(28) with a metric γ of examples, or of outputs: full, diagonal, and only its symmetric part", "[paper]") {
  const MatrixXd y = drawn(3, 4, 1), predicted = drawn(3, 4, 2), e = predicted - y;
  const MatrixXd examples = drawn(4, 4, 3), classes = drawn(3, 3, 4);
  double by_examples = 0, by_classes = 0;
  for (int c = 0; c < 3; ++c)
    for (int a = 0; a < 4; ++a)
      for (int b = 0; b < 4; ++b) by_examples += 0.5 * examples(a, b) * e(c, a) * e(c, b);
  for (int j = 0; j < 4; ++j)
    for (int a = 0; a < 3; ++a)
      for (int b = 0; b < 3; ++b) by_classes += 0.5 * classes(a, b) * e(a, j) * e(b, j);
  CHECK(squared_error(predicted, y, ExampleGamma{examples}) == Approx(by_examples).epsilon(1e-13));
  CHECK(squared_error(predicted, y, ClassGamma{classes}) == Approx(by_classes).epsilon(1e-13));
  const MatrixXd symmetric = (examples + examples.transpose()) / 2;
  CHECK(squared_error(predicted, y, ExampleGamma{symmetric}) == Approx(by_examples).epsilon(1e-13));
  const VectorXd weight = (VectorXd(4) << 1, 0, 2, 0.5).finished();
  const double full = squared_error(predicted, y, ExampleGamma{weight.asDiagonal()});
  CHECK(squared_error(predicted, y, PerExample{weight}) == Approx(full).epsilon(1e-14));
  CHECK(squared_error(predicted, y, ClassGamma{MatrixXd::Identity(3, 3)}) == Approx(squared_error(predicted, y)).epsilon(1e-14));
}

TEST_CASE("(29) dL = (Ŷ - Y) γ dŶ, with the sign of its second line: descent leads Ŷ towards Y", "[paper]") {
  std::mt19937 random(5);
  const Dense<Value> model = dense(2, 3, random);
  const MatrixXd x = drawn(2, 4, 6), y = drawn(3, 4, 7), root = drawn(4, 4, 8), gamma = root * root.transpose();
  const auto outputs = [&](const auto& m) { return m(x); };
  const auto loss = [&](const auto& m) { return squared_error(m(x), y, ExampleGamma{gamma}); };
  // γ_ab (Ŷ - Y)ᵃ ∂Ŷᵇ/∂W by the whole Jacobian.
  const MatrixXd J = jacobian(outputs, model), lowered = (model(x) - y) * gamma;
  const VectorXd expected = J.transpose() * lowered.reshaped();
  const auto dL = differential(loss, model);
  CHECK((flatten(dL) - expected).norm() < 1e-12 * expected.norm());
  const auto next = model - 1e-3 * sharp(euclidean, dL), back = model + 1e-3 * sharp(euclidean, dL);
  CHECK(loss(next) < loss(model));
  CHECK(loss(back) > loss(model));
  // And for outputs themselves: they move against Ŷ - Y.
  const MatrixXd predicted = model(x);
  const auto direct = differential([&](const auto& u) { return squared_error(u, y); }, predicted);
  CHECK((direct.components() - (predicted - y)).norm() < 1e-14);
}

TEST_CASE("(30) P̂ = e^Ŷ/Σe^Ŷ sums to 1, is Boltzmann's at energy/temperature, and is right for logits of any size", "[paper]") {
  const MatrixXd z = drawn(3, 5, 1);
  const double eps = std::numeric_limits<double>::epsilon(), kT = 0.4;
  CHECK((softmax(z).colwise().sum().array() - 1).abs().maxCoeff() < 4 * eps);
  CHECK((softmax(MatrixXd(z.array() + 12.5)) - softmax(z)).norm() < 1e-14);  // only differences of energies matter
  const auto p = softmax(z, kT);
  for (int j = 0; j < 5; ++j) CHECK(p(0, j) / p(2, j) == Approx(std::exp((z(0, j) - z(2, j)) / kT)).epsilon(1e-13));
  const VectorXd huge = (VectorXd(3) << 1e4, -1e4, 1e4).finished();
  CHECK((softmax(huge) - Eigen::Vector3d(0.5, 0, 0.5)).norm() < eps);
  CHECK_THROWS_AS(softmax(z, -1.), DomainError);
}

TEST_CASE("(31) the cross-entropy -Σγ_ab Pᵃ log P̂ᵇ; for γ = 1 it is least, Shannon's entropy, where P̂ = P", "[paper]") {
  const MatrixXd z = drawn(3, 4, 1), p = probabilities(3, 4), gamma = drawn(3, 3, 2);
  double sum = 0;
  for (int j = 0; j < 4; ++j)
    for (int a = 0; a < 3; ++a)
      for (int b = 0; b < 3; ++b) sum -= gamma(a, b) * p(a, j) * std::log(softmax(z)(b, j)) / 4;
  CHECK(cross_entropy(z, p, ClassGamma{gamma}) == Approx(sum).epsilon(1e-13));
  CHECK(cross_entropy(z, p, ClassGamma{MatrixXd::Identity(3, 3)}) == Approx(cross_entropy(z, p)).epsilon(1e-14));
  const MatrixXd at_p = p.array().log();
  CHECK(cross_entropy(at_p, p) == Approx(shannon_entropy(p)).epsilon(1e-14));
  for (unsigned seed = 20; seed < 30; ++seed) {
    const MatrixXd other = drawn(3, 4, seed);
    CHECK(cross_entropy(other, p) - shannon_entropy(p) == Approx(kl_divergence(other, p)).epsilon(1e-12));
    CHECK(kl_divergence(other, p) > 0);
  }
  CHECK(differential([&](const auto& u) { return cross_entropy(u, p); }, at_p).components().norm() < 1e-15);
}

TEST_CASE("(32) the gradient is P̂ - P, to one ulp of a probability, where γ is a number for each example", "[paper]") {
  const double eps = std::numeric_limits<double>::epsilon();
  const MatrixXd z = 3 * drawn(4, 1, 1), p = VectorXd::Unit(4, 2);
  const auto dL = differential([&](const auto& u) { return cross_entropy(u, p); }, z);
  CHECK((dL.components() - (softmax(z) - p)).cwiseAbs().maxCoeff() <= eps);
  const MatrixXd many = drawn(3, 4, 2), wanted = probabilities(3, 4);
  const VectorXd weight = (VectorXd(4) << 1, 0.5, 3, 2).finished();
  const auto weighted = differential([&](const auto& u) { return cross_entropy(u, wanted, PerExample{weight}); }, many);
  CHECK((weighted.components() - (softmax(many) - wanted) * weight.asDiagonal() / 4).norm() < 1e-15);
}

TEST_CASE("(32) in general it is P̂ᶜ Σγ_ab Pᵃ - (γᵀP)ᶜ, and the paper's γ(P̂ - P) fails for a γ of classes", "[paper]") {
  const MatrixXd z = drawn(3, 1, 1), p = probabilities(3, 1), gamma = drawn(3, 3, 2), predicted = softmax(z);
  const auto loss = [&](const auto& u) { return cross_entropy(u, p, ClassGamma{gamma}); };
  const MatrixXd dL = differential(loss, z).components();
  CHECK((dL - by_differences(loss, z)).norm() < 1e-9);
  CHECK((dL - (predicted * (gamma.transpose() * p).sum() - gamma.transpose() * p)).norm() < 1e-14);
  CHECK((dL - gamma.transpose() * (predicted - p)).norm() > 0.1);
  CHECK(std::abs(dL.sum()) < 1e-15);  // a common shift of the logits changes nothing; γ(P̂ - P) would have it change
  const VectorXd weight = (VectorXd(3) << 1, 2, 3).finished();
  const MatrixXd diagonal = differential([&](const auto& u) { return cross_entropy(u, p, PerClass{weight}); }, z).components();
  CHECK((diagonal - (predicted * weight.cwiseProduct(p).sum() - weight.cwiseProduct(p))).norm() < 1e-14);
  CHECK((diagonal - weight.asDiagonal() * (predicted - p)).norm() > 1e-2);
}
