// SPDX-License-Identifier: MIT
// Averaged forces and metrics of mean squares: eqs. 25 and 26, Adam and its kin.
#include <coframe/calculus/differential.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "all_flows.hpp"
#include "catch.hpp"

using namespace coframe;

namespace {
const auto valley = [](const auto& w) { return square(1 - w(0)) + 10. * square(w(1) - w(0) * w(0)); };

template <class Flow>
Eigen::Vector2d path(Flow flow, int steps, double scale = 1) {
  Eigen::Vector2d x(-0.5, 0.8);
  for (int i = 0; i < steps; ++i) flow.step(x, differential([&](const auto& w) { return scale * valley(w); }, x));
  return x;
}
}  // namespace

TEST_CASE("eq. 25: the mean of a constant force is that force, so averaging changes nothing", "[flows]") {
  double x = 0, y = 0;
  AveragedNewton mean{.mass = 2, .friction = 3, .dt = 0.2, .damped = false};
  Newton plain{.mass = 2, .friction = 3, .dt = 0.2, .integrator = Integrator::exponential};
  for (int i = 0; i < 10; ++i) {
    mean.step(x, cotangent(1.3));
    plain.step(y, cotangent(1.3));
    CHECK(x == Approx(y).epsilon(1e-13));
  }
}

TEST_CASE("eq. 25: a force that sets in is followed as 1 - e^{-βt}, and one that stops as e^{-βt}", "[flows]") {
  // Without mass, v = ⟨F⟩/λ shows the mean.
  AveragedNewton flow{.mass = 1e-12, .friction = 1, .dt = 0.1, .beta = 2, .damped = false};
  double x = 0;
  for (int i = 0; i < 400; ++i) flow.step(x, cotangent(0.));
  for (int i = 1; i < 20; ++i) {
    const double before = x;
    flow.step(x, cotangent(-1.));
    CHECK((x - before) / 0.1 == Approx(1 - std::exp(-2 * 0.1 * i)).epsilon(1e-9));
  }
}

TEST_CASE("eq. 26 under a constant force: the path of a unit force, whatever its size", "[flows]") {
  for (const double F : {1e-3, 1., 1e4}) {
    const double m = 2, lambda = 3, t = 2;
    AveragedNewton flow{.mass = m, .friction = lambda, .dt = t / 8};
    double x = 0;
    for (int i = 0; i < 8; ++i) flow.step(x, cotangent(-F));
    CHECK(x == Approx((t - m / lambda * (1 - std::exp(-lambda * t / m))) / lambda).epsilon(2e-5));
  }
}

TEST_CASE("Adam is the limit m → 0 of averaged Newton mechanics, the error of order m (eq. 26)", "[flows]") {
  const double dt = 0.1, lambda = 20;
  const Eigen::Vector2d adam =
      path(Adam{.rate = dt / lambda, .beta1 = std::exp(-1.5 * dt), .beta2 = std::exp(-0.3 * dt)}, 60);
  const auto error = [&](double m) {
    return (path(AveragedNewton{.mass = m, .friction = lambda, .dt = dt, .beta = 1.5, .beta2 = 0.3}, 60) - adam).norm();
  };
  CHECK(error(1e-10) < 1e-9);
  CHECK(error(1e-3) / error(5e-4) == Approx(2).epsilon(0.1));
  CHECK(error(5) > 1e-3);  // with a mass it is another flow
}

TEST_CASE("Adam does not see the size of the loss, and its first step is the rate in every direction", "[flows]") {
  const Adam flow{.rate = 0.01, .epsilon = 1e-300};
  CHECK((path(flow, 50) - path(flow, 50, 1e6)).norm() < 1e-12);
  const Eigen::Vector2d first = path(flow, 1) - Eigen::Vector2d(-0.5, 0.8);
  CHECK(first.cwiseAbs().isApproxToConstant(0.01, 1e-14));
}

TEST_CASE("RMSprop walks at the rate when the force is steady", "[flows]") {
  RmsProp flow{.rate = 0.01};
  double x = 0, last = 0;
  for (int i = 0; i < 300; ++i) {
    last = x;
    flow.step(x, cotangent(7.));
  }
  CHECK(last - x == Approx(0.01).epsilon(1e-7));
}

TEST_CASE("AMSGrad's conductance never rises, where Adam's does", "[flows]") {
  const auto rises = [](auto flow) {
    flow.beta1 = 0;
    double x = 0, least = 1e300;
    int count = 0;
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    for (int i = 0; i < 200; ++i) {
      const double w = normal(random) * (i < 100 ? 1 : 0.1), before = x;
      flow.step(x, cotangent(w));
      const double conductance = (before - x) / w;
      count += conductance > least * (1 + 1e-6);
      least = std::min(least, conductance);
    }
    return count;
  };
  CHECK(rises(AmsGrad{.rate = 1, .beta2 = 0.9}) == 0);
  CHECK(rises(Adam{.rate = 1, .beta2 = 0.9}) > 50);
}

TEST_CASE("Padam lies between AMSGrad and averaged descent", "[flows]") {
  CHECK((path(AmsGrad{.rate = 0.01, .power = 0.5 - 1e-12}, 30) - path(AmsGrad{.rate = 0.01}, 30)).norm() < 1e-9);
  // power 0: A = 1/(1 + ε), and with β₁ = 0 plain descent
  CHECK((path(AmsGrad{.rate = 0.002, .beta1 = 0, .power = 0}, 30) - path(Descent{.rate = 0.002 / (1 + 1e-8)}, 30))
            .norm() < 1e-12);
  CHECK_THROWS_AS(path(AmsGrad{.power = 0.7}, 1), DomainError);
}

TEST_CASE("AdamW's decay stands beside the moments: W₀ (1 - ηκ)ⁿ without forces, and 1/s of it in stiff parts",
          "[flows]") {
  std::tuple<double, double> x(2., 2.);
  AdamW flow{.rate = 0.1, .decay = 0.5};
  const auto g = layered(x).stiffness(
      [](const auto& t) -> auto& { return std::get<1>(t); }, 5);
  for (int i = 0; i < 10; ++i) flow.step(x, g, cotangent(0., 0.));
  CHECK(std::get<0>(x) == Approx(2 * std::pow(0.95, 10)).epsilon(1e-14));
  CHECK(std::get<1>(x) == Approx(2 * std::pow(0.99, 10)).epsilon(1e-14));
}

TEST_CASE("every flow comes down the valley", "[flows]") {
  for_each_flow([](auto flow, const char* name) {
    INFO(name);
    if constexpr (requires { flow.decay; }) flow.decay = 0;
    if constexpr (requires { flow.rate; }) flow.rate = requires {
        flow.epsilon;
      }
    ? 0.01 : 0.003;
    if constexpr (requires { flow.dt; }) flow.mass = 0.1, flow.friction = 5, flow.dt = 0.03;
    CHECK(valley(path(flow, 3000)) < 0.03);
  });
}
