// SPDX-License-Identifier: MIT
// Section 2.4: batches change the loss at every step, so that the parameters move like a Brownian particle.
#include <coframe/calculus/differential.hpp>
#include <coframe/flows/langevin.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::ArrayXd, Eigen::MatrixXd, Eigen::VectorXd;

namespace {

constexpr Eigen::Index walkers = 20000;
const double sigma = std::sqrt(2. / walkers);  // the relative deviation of a variance over so many walkers

double mean_square(const ArrayXd& x) { return x.square().mean(); }

/// A linear regression: the loss of example j is (aⱼ·w - yⱼ)²/2, that of a batch their mean.
struct Regression {
  MatrixXd a;
  VectorXd y;
  auto loss(const std::vector<Eigen::Index>& batch) const {
    return [rows = MatrixXd(a(batch, Eigen::all)), wanted = VectorXd(y(batch))](const auto& w) {
      return squared_norm(rows * w - wanted) * (0.5 / static_cast<double>(wanted.size()));
    };
  }
};

}  // namespace

TEST_CASE("2.4: the forces of random batches scatter with the covariance of the examples' forces over their number", "[paper]") {
  std::mt19937 random(1);
  const Eigen::Index m = 60;
  const Regression task{normal_like(random, MatrixXd(m, 2)), normal_like(random, VectorXd(m))};
  const VectorXd w = (VectorXd(2) << 0.5, -1).finished();
  MatrixXd each(2, m);
  for (Eigen::Index j = 0; j < m; ++j)   // by differences, which are exact on parabolas
    for (Eigen::Index i = 0; i < 2; ++i) {
      const VectorXd e = 0.1 * VectorXd::Unit(2, i);
      each(i, j) = (task.loss({j})(VectorXd(w + e)) - task.loss({j})(VectorXd(w - e))) / 0.2;
    }
  const VectorXd mean = each.rowwise().mean();
  const Eigen::Matrix2d covariance = (each.colwise() - mean) * (each.colwise() - mean).transpose() / static_cast<double>(m);
  std::uniform_int_distribution<Eigen::Index> pick(0, m - 1);
  for (const int size : {1, 8}) {
    Eigen::Matrix2d scatter = Eigen::Matrix2d::Zero();
    const int draws = 4000;
    for (int k = 0; k < draws; ++k) {
      std::vector<Eigen::Index> batch(static_cast<std::size_t>(size));
      for (auto& j : batch) j = pick(random);
      const VectorXd off = differential(task.loss(batch), w).components() - mean;
      scatter += off * off.transpose() / draws;
    }
    CHECK((scatter - covariance / size).norm() < 0.1 * covariance.norm() / size);
  }
}

TEST_CASE("2.4: descent in a parabola under noise s comes to rest at the variance ηs²/(k(2 - ηk))", "[paper]") {
  for (const auto& [eta, k, s] : {std::tuple(0.3, 2., 0.7), {0.1, 1., 1.3}}) {
    std::mt19937 random(2);
    Descent flow{.rate = eta};
    Langevin other{.rate = eta, .temperature = Langevin::temperature_of_noise(s, eta)};
    ArrayXd x = ArrayXd::Zero(walkers), y = x;
    for (int n = 0; n < 60; ++n) {
      flow.step(x, cotangent(ArrayXd(k * x + s * normal_like(random, x))));
      other.step(y, cotangent(ArrayXd(k * y)), random);
    }
    CHECK(mean_square(x) == Approx(eta * s * s / (k * (2 - eta * k))).epsilon(4 * sigma));
    CHECK(mean_square(y) == Approx(eta * s * s / (k * (2 - eta * k))).epsilon(4 * sigma));
  }
}

TEST_CASE("2.4: at a temperature the parameters have Boltzmann's distribution e^{-L/T}, whatever the stiffness", "[paper]") {
  // L = w⁴: moments by quadrature of e^{-L/T}.
  const double T = 0.5;
  double norm = 0, second = 0, fourth = 0;
  for (int i = -4000; i <= 4000; ++i) {
    const double w = i * 1e-3, weight = std::exp(-w * w * w * w / T);
    norm += weight, second += weight * w * w, fourth += weight * std::pow(w, 4);
  }
  std::mt19937 random(3);
  std::array<ArrayXd, 2> x{ArrayXd::Zero(10000), ArrayXd::Zero(10000)};
  const auto g = layered(x).stiffness(1, 3);
  Langevin flow{.rate = 5e-3, .temperature = T};
  for (int n = 0; n < 600; ++n) flow.step(x, g, cotangent(std::array<ArrayXd, 2>{4 * x[0].cube(), 4 * x[1].cube()}), random);
  for (const auto& w : x) {
    // Four deviations: that of w² is 1.1, that of w⁴ twice its mean, over √10000.
    CHECK(mean_square(w) == Approx(second / norm).epsilon(0.05));
    CHECK(w.square().square().mean() == Approx(fourth / norm).epsilon(0.08));
  }
  CHECK(fourth / norm == Approx(T / 4).epsilon(1e-6));  // the virial: ⟨w ∂L/∂w⟩ = T
}

TEST_CASE("2.4: on flat ground it diffuses, ⟨x²⟩ = 2Tt, and what is frozen does not", "[paper]") {
  std::mt19937 random(4);
  std::array<ArrayXd, 2> x{ArrayXd::Zero(walkers), ArrayXd::Ones(walkers)};
  const auto g = layered(x).freeze(1);
  Langevin flow{.rate = 0.1, .temperature = 1.5};
  for (int n = 1; n <= 40; ++n) {
    flow.step(x, g, cotangent(std::array<ArrayXd, 2>{0 * x[0], 0 * x[1]}), random);
    if (n % 10 == 0) CHECK(mean_square(x[0]) == Approx(2 * 1.5 * 0.1 * n).epsilon(4 * sigma));
  }
  CHECK((x[1] == 1).all());
}
