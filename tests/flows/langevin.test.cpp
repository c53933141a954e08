// SPDX-License-Identifier: MIT
// Noise: the stationary variance of noisy descent, Boltzmann's distribution, diffusion.
#include <coframe/calculus/differential.hpp>
#include <coframe/flows/langevin.hpp>
#include <coframe/metric.hpp>

#include <Eigen/LU>

#include "catch.hpp"

using namespace coframe;

namespace {

constexpr Eigen::Index walkers = 40000;
const double sigma = std::sqrt(2. / walkers);  // the relative deviation of a variance of so many walkers

double mean_square(const Eigen::ArrayXd& x) { return x.square().mean(); }

}  // namespace

TEST_CASE("sec. 2.4: noisy descent of a parabola rests at the variance ηs²/(k(2 - ηk))", "[flows][langevin]") {
  for (const auto& [eta, k, s] : {std::tuple(0.3, 2., 0.7), {0.1, 1., 1.3}, {0.9, 2., 0.5}}) {
    std::mt19937 random(1);
    Langevin flow{.rate = eta, .temperature = Langevin::temperature_of_noise(s, eta)};
    Eigen::ArrayXd x = Eigen::ArrayXd::Zero(walkers);
    for (int n = 0; n < 80; ++n) flow.step(x, cotangent(Eigen::ArrayXd(k * x)), random);
    CHECK(mean_square(x) == Approx(eta * s * s / (k * (2 - eta * k))).epsilon(4 * sigma));
  }
}

TEST_CASE("noise in the differential itself rests at the same variance", "[flows][langevin]") {
  const double eta = 0.3, k = 2, s = 0.7;
  std::mt19937 random(2);
  Descent flow{.rate = eta};
  Eigen::ArrayXd x = Eigen::ArrayXd::Zero(walkers);
  for (int n = 0; n < 80; ++n) flow.step(x, cotangent(Eigen::ArrayXd(k * x + s * normal_like(random, x))));
  CHECK(mean_square(x) == Approx(eta * s * s / (k * (2 - eta * k))).epsilon(4 * sigma));
}

TEST_CASE("Boltzmann's variance T/k comes out whatever the stiffness", "[flows][langevin]") {
  using X = std::array<Eigen::ArrayXd, 2>;
  const double eta = 0.02, k = 3, T = 0.4;
  std::mt19937 random(3);
  X x{Eigen::ArrayXd::Zero(walkers), Eigen::ArrayXd::Zero(walkers)};
  const auto g = layered(x).stiffness(1, 5);
  const auto force = [k](const X& at) { return cotangent(X{k * at[0], k * at[1]}); };
  Langevin flow{.rate = eta, .temperature = T};
  for (int n = 0; n < 900; ++n) flow.step(x, g, force(x), random);
  CHECK(mean_square(x[0]) == Approx(2 * T / (k * (2 - eta * k))).epsilon(4 * sigma));
  CHECK(mean_square(x[1]) == Approx(2 * T / (k * (2 - eta * k / 5))).epsilon(4 * sigma));
}

TEST_CASE("in a dense metric a walk rests at the covariance T K⁻¹ as η → 0", "[flows][langevin]") {
  const Eigen::Matrix2d K = (Eigen::Matrix2d() << 2, 0.5, 0.5, 1).finished();
  const DenseMetric g((Eigen::Matrix2d() << 1, 0.6, 0.6, 2).finished());
  std::mt19937 random(4);
  Langevin flow{.rate = 0.02, .temperature = 0.5};
  Eigen::Vector2d x(0, 0);
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
  const int steps = 400000;
  for (int n = 0; n < steps; ++n) {
    flow.step(x, g, cotangent(Eigen::Vector2d(K * x)), random);
    covariance += x * x.transpose() / steps;
  }
  CHECK((covariance - 0.5 * K.inverse()).norm() < 0.06 * (0.5 * K.inverse()).norm());
}

TEST_CASE("on a plain it diffuses: ⟨x²⟩ = 2 g^ T t, linear in time", "[flows][langevin]") {
  std::mt19937 random(5);
  Langevin flow{.rate = 0.1, .temperature = 1.5};
  Eigen::ArrayXd x = Eigen::ArrayXd::Zero(walkers);
  for (int n = 1; n <= 40; ++n) {
    flow.step(x, Scaled(2), cotangent(Eigen::ArrayXd(0 * x)), random);
    if (n % 10 == 0) CHECK(mean_square(x) == Approx(2 * 2 * 1.5 * 0.1 * n).epsilon(4 * sigma));
  }
}

TEST_CASE("complex parameters get noise in both of their directions", "[flows][langevin]") {
  std::mt19937 random(6);
  Langevin flow{.rate = 0.5, .temperature = 1};
  Eigen::ArrayXcd z = Eigen::ArrayXcd::Zero(walkers);
  flow.step(z, cotangent(z), random);
  CHECK(mean_square(z.real()) == Approx(1).epsilon(4 * sigma));
  CHECK(mean_square(z.imag()) == Approx(1).epsilon(4 * sigma));
  CHECK(std::abs((z.real() * z.imag()).mean()) < 4 / std::sqrt(walkers));
}

TEST_CASE("frozen leaves feel no noise; without temperature it is descent; a negative one is refused", "[flows][langevin]") {
  std::mt19937 random(7);
  std::vector<double> x{-0.0, 1};
  const auto g = layered(x).freeze(0);
  Langevin hot{.rate = 0.1, .temperature = 2};
  hot.step(x, g, cotangent(x), random);
  CHECK((x[0] == 0 && std::signbit(x[0])));
  CHECK(x[1] != 1);
  Langevin cold{.rate = 0.1, .temperature = 0};
  double y = 1;
  cold.step(y, cotangent(2.), random);
  CHECK(y == 0.8);
  Langevin wrong{.temperature = -1};
  CHECK_THROWS_AS(wrong.step(y, cotangent(2.), random), DomainError);
}
