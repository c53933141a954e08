// SPDX-License-Identifier: MIT
// Curvatures by Lanczos, signatures, random Hessians, critical points and the ways out of them.
#include <coframe/flows/landscape.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include <numbers>

#include "catch.hpp"

using namespace coframe;

namespace {

Eigen::MatrixXd goe(Eigen::Index n, std::mt19937& random) {
  std::normal_distribution<double> normal;
  Eigen::MatrixXd a(n, n);
  for (double& x : a.reshaped()) x = normal(random);
  return (a + a.transpose()) / 2;
}
double share_of_minima(Eigen::Index n, int trials) {
  std::mt19937 random(3);
  int minima = 0;
  for (int k = 0; k < trials; ++k) minima += Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(goe(n, random), Eigen::EigenvaluesOnly).eigenvalues()[0] > 0;
  return minima / static_cast<double>(trials);
}
/// Σ cos wᵢ, whose critical points are the multiples of π and whose index counts the even ones.
const auto waves = [](const auto& w) { return sum(cos(w.array())); };

}  // namespace

TEST_CASE("Lanczos finds all eigenvalues, each with its multiplicity, and their vectors", "[flows][landscape]") {
  std::mt19937 random(1);
  Eigen::VectorXd values(12);
  values << -3, -3, -3, -0.5, 0, 0, 1, 2, 2, 2, 2, 7;
  const Eigen::MatrixXd q = Eigen::HouseholderQR<Eigen::MatrixXd>(goe(12, random)).householderQ();
  const Eigen::MatrixXd a = q * values.asDiagonal() * q.transpose();
  const auto loss = [&](const auto& w) { return 0.5 * dot(w, a * w); };
  const Eigen::VectorXd x = Eigen::VectorXd::Random(12);
  const auto spectrum = curvatures(loss, x);
  REQUIRE(spectrum.values.size() == 12);
  CHECK((spectrum.values - values).norm() < 1e-11);
  for (int k = 0; k < 12; ++k) {
    const Eigen::VectorXd v = spectrum.vectors[static_cast<std::size_t>(k)].components();
    CHECK((a * v - values[k] * v).norm() < 1e-6);
    CHECK(v.norm() == Approx(1).epsilon(1e-10));
  }
  CHECK(signature(loss, x) == Signature{4, 2, 6});
  CHECK(morse_index(loss, x) == 4);
  // Few steps: the ends first, and an honest residual.
  const auto few = curvatures(loss, x, euclidean, 5);
  REQUIRE(few.values.size() == 5);
  for (const int k : {0, 4}) {
    const Eigen::VectorXd v = few.vectors[static_cast<std::size_t>(k)].components();
    CHECK((a * v - few.values[k] * v).norm() == Approx(few.residuals[k]).margin(1e-10));
  }
  CHECK(few.values[4] == Approx(7).epsilon(0.02));
}

TEST_CASE("curvatures in a metric are the eigenvalues of g^H; its signature is that of H (Sylvester)", "[flows][landscape]") {
  std::mt19937 random(2);
  const Eigen::MatrixXd a = goe(6, random), b = goe(6, random), g = b * b + Eigen::MatrixXd::Identity(6, 6);
  const auto loss = [&](const auto& w) { return 0.5 * dot(w, a * w); };
  const Eigen::VectorXd x = Eigen::VectorXd::Zero(6);
  const Eigen::VectorXd inner = curvatures(loss, x, DenseMetric(g)).values;
  Eigen::VectorXd expected = Eigen::MatrixXd(g * a).eigenvalues().real();
  std::sort(expected.begin(), expected.end());
  CHECK((inner - expected).norm() < 1e-10 * expected.norm());
  CHECK(signature(loss, x, DenseMetric(g)) == signature(loss, x));
}

TEST_CASE("frozen directions are not counted", "[flows][landscape]") {
  const std::tuple<double, Eigen::Vector2d> x(0.1, Eigen::Vector2d(0.2, 0.3));
  const auto loss = [](const auto& a, const auto& u) { return -a * a + a * u(0) + u(0) * u(0) - 3 * u(1) * u(1); };
  CHECK(signature(loss, x) == Signature{2, 0, 1});
  const auto frozen = layered(x).freeze([](const auto& w) -> const double& { return std::get<0>(w); });
  CHECK(signature(loss, x, frozen) == Signature{1, 0, 1});
}

TEST_CASE("sec. 3.1: minima among random Hessians are rare: (2 - √2)/4 at D = 2, (π - 2√2)/4π at D = 3", "[flows][landscape]") {
  const int trials = 100000;
  const auto near = [&](double p) { return Approx(p).margin(4 * std::sqrt(p * (1 - p) / trials)); };
  const double pi = std::numbers::pi;
  CHECK(share_of_minima(1, trials) == near(0.5));
  CHECK(share_of_minima(2, trials) == near((2 - std::sqrt(2)) / 4));
  CHECK(share_of_minima(3, trials) == near((pi - 2 * std::sqrt(2)) / (4 * pi)));
}

TEST_CASE("sec. 3.1: with independent signs they are 2^-D, and indices are binomial (χ²)", "[flows][landscape]") {
  std::mt19937 random(5);
  std::normal_distribution<double> normal;
  const int trials = 4000;
  std::vector<int> seen(5);
  for (int k = 0; k < trials; ++k) {
    const Eigen::Vector4d d = Eigen::Vector4d::NullaryExpr([&] { return normal(random); });
    ++seen[static_cast<std::size_t>(morse_index([&](const auto& w) { return sum(d.array() * square(w.array())); }, Eigen::Vector4d(1, 1, 1, 1)))];
  }
  const double binomial[] = {1, 4, 6, 4, 1};
  double chi2 = 0;
  for (std::size_t i = 0; i < 5; ++i) chi2 += std::pow(seen[i] - trials * binomial[i] / 16, 2) / (trials * binomial[i] / 16);
  CHECK(chi2 < 18.5);  // 4 degrees of freedom: 1 in 1000
}

TEST_CASE("critical points of a field of waves have the index of their place", "[flows][landscape]") {
  const double pi = std::numbers::pi;
  for (int place = 0; place < 8; ++place) {
    Eigen::VectorXd exact(3), x(3);
    for (int i = 0; i < 3; ++i) exact[i] = pi * (place >> i & 1);
    x = exact + Eigen::Vector3d(0.3, -0.35, 0.25);
    const auto found = critical_point(waves, x);
    CHECK(found.converged);
    CHECK((found.x - exact).norm() < 1e-9);
    CHECK(morse_index(waves, found.x) == 3 - std::popcount(static_cast<unsigned>(place)));
    const auto low = minimum(waves, x);
    CHECK(low.converged);
    CHECK(low.loss == Approx(-3).epsilon(1e-12));
  }
}

TEST_CASE("Newton's method doubles its digits and does not form the Hessian", "[flows][landscape]") {
  const auto banana = [](const auto& w) { return square(1 - w(0)) + 100 * square(w(1) - w(0) * w(0)); };
  const auto low = minimum(banana, Eigen::Vector2d(-1.2, 1));
  CHECK(low.converged);
  CHECK(low.steps < 60);
  CHECK((low.x - Eigen::Vector2d(1, 1)).norm() < 1e-10);
  const auto one = critical_point([](const auto& w) { return 0.5 * (w(0) * w(0) - 4 * w(1) * w(1)) + w(0); }, Eigen::Vector2d(3, 5));
  CHECK(one.steps == 1);
  CHECK((one.x - Eigen::Vector2d(-1, 0)).norm() < 1e-14);
}

TEST_CASE("searches leave frozen parts where they are", "[flows][landscape]") {
  const std::vector<double> x{1, 2};
  const auto loss = [](const auto& w) { return square(w[0] - w[1]) + square(w[1]); };
  const auto low = minimum(loss, x, layered(x).freeze(0));
  CHECK(low.converged);
  CHECK(low.x[0] == 1);
  CHECK(low.x[1] == Approx(0.5).epsilon(1e-10));
}

TEST_CASE("a saddle is left along the direction that curves down, on its lower side", "[flows][landscape]") {
  const auto saddle = [](const auto& w) { return 0.5 * w(0) * w(0) - 0.5 * w(1) * w(1) + 0.25 * square(square(w(1))) - 0.01 * w(1); };
  const auto at = critical_point(saddle, Eigen::Vector2d(0.2, 0.1));
  REQUIRE(at.converged);
  CHECK(morse_index(saddle, at.x) == 1);
  const Eigen::Vector2d out = escape_saddle(saddle, at.x);
  CHECK(saddle(out) < at.loss - 0.1);
  CHECK(std::abs(out(0)) < 1e-6);
  CHECK(out(1) > 0.3);
  const auto low = minimum(saddle, out);
  CHECK(morse_index(saddle, low.x) == 0);
  CHECK_THROWS_AS(escape_saddle(saddle, low.x), DomainError);
}
