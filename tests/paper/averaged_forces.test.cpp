// SPDX-License-Identifier: MIT
// Section 2.4: the averaged force, Adam and its kin. (eqs. 25, 26)
#include <coframe/calculus/differential.hpp>
#include <coframe/flows/adaptive.hpp>
#include <coframe/flows/averaged_newton.hpp>
#include <coframe/flows/integrate.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include <numbers>

#include "catch.hpp"

using namespace coframe;
using Eigen::Vector2d;
using Z = std::complex<double>;

namespace {

/// ⟨F⟩ as the flow has it: without mass, λ = 1 and γ = 1, it is the velocity. What was before is long forgotten.
class Average {
 public:
  Average(double beta, double dt) : flow_{.mass = 1e-12, .friction = 1, .dt = dt, .beta = beta, .damped = false}, dt_(dt) {
    while (std::exp(-beta * dt * steps_) > 1e-17) (*this)(0);
  }
  double operator()(double force) {
    const double before = x_;
    flow_.step(x_, cotangent(-force));
    ++steps_;
    return (x_ - before) / dt_;
  }

 private:
  AveragedNewton flow_;
  double dt_, x_ = 0;
  int steps_ = 0;
};
const auto bend = [](const auto& w) { return square(1 - w(0)) + 10. * square(w(1) - w(0) * w(0)); };
template <class Flow>
Vector2d path(Flow flow, int steps) {
  Vector2d x(-0.5, 0.8);
  for (int i = 0; i < steps; ++i) flow.step(x, differential(bend, x));
  return x;
}

}  // namespace

TEST_CASE("(25) a force that sets in is followed as 1 - e^{-βt}, a blow forgotten as e^{-βt}", "[paper]") {
  const double beta = 1.5, dt = 0.2;
  Average step(beta, dt), blow(beta, dt);
  for (int i = 0; i < 20; ++i) {
    CHECK(step(1) == Approx(1 - std::exp(-beta * dt * (i + 1))).epsilon(1e-9));
    CHECK(blow(i == 0) == Approx((1 - std::exp(-beta * dt)) * std::exp(-beta * dt * i)).epsilon(1e-6).margin(1e-9));
  }
  // The equation itself, integrated.
  const auto equation = [=](double, double mean) { return tangent(-beta * (mean - 1)); };
  const auto exact = integrate_to(DormandPrince{}, equation, 0., 0, 2, {.relative = 1e-10});
  CHECK(exact == Approx(1 - std::exp(-beta * 2)).epsilon(1e-8));
}

TEST_CASE("(25) a force of frequency ω is passed at 1/√(1 + (ω/β)²): what fluctuates is averaged away", "[paper]") {
  const double beta = 2, omega = 5, dt = 1e-3;
  Average mean(beta, dt);
  double most = 0;
  for (int i = 0; i < 8000; ++i) {
    const double now = mean(std::sin(omega * i * dt));
    if (i > 6000) most = std::max(most, std::abs(now));
  }
  CHECK(most == Approx(1 / std::sqrt(1 + omega * omega / (beta * beta))).epsilon(2e-3));
}

TEST_CASE("2.4: of noise in the force, its average has (1 - β₁)/(1 + β₁) of the variance, β₁ = e^{-βdt}", "[paper]") {
  const double beta1 = 0.9;
  Average mean(-std::log(beta1), 1);
  std::mt19937 random(2);
  std::normal_distribution<double> normal;
  double squares = 0;
  const int n = 200000;
  for (int i = 0; i < n; ++i) squares += std::pow(mean(normal(random)), 2) / n;
  CHECK(squares == Approx((1 - beta1) / (1 + beta1)).epsilon(4 * std::sqrt(2 * (1 + beta1 * beta1) / (1 - beta1 * beta1) / n)));
}

TEST_CASE("(26) γ divides a steady force by its size: the motion of a unit force, in closed form", "[paper]") {
  const double m = 2, lambda = 0.7, t = 3;
  const double exact = (t - m / lambda * (1 - std::exp(-lambda * t / m))) / lambda;
  for (const double F : {1e-3, 1., 1e4}) {
    AveragedNewton flow{.mass = m, .friction = lambda, .dt = t / 10, .epsilon = 1e-12};
    double x = 0;
    for (int i = 0; i < 10; ++i) flow.step(x, cotangent(-F));
    CHECK(x == Approx(exact).epsilon(1e-8));  // already from the first step: both averages are freed of their beginning
  }
  // Undamped, γ = 1, it is that of the force.
  AveragedNewton flow{.mass = m, .friction = lambda, .dt = t / 10, .damped = false};
  double x = 0;
  for (int i = 0; i < 10; ++i) flow.step(x, cotangent(-5.));
  CHECK(x == Approx(5 * exact).epsilon(1e-12));
}

TEST_CASE("(26) γ dampens the directions in which F fluctuates", "[paper]") {
  // Two directions with the same mean force 1, the second with noise of deviation 10: ⟨F²⟩ is 1 and 101.
  AveragedNewton flow{.mass = 0.1, .friction = 1, .dt = 0.1, .beta = 0.1, .beta2 = 0.01};
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  Vector2d x(0, 0);
  for (int k = 0; k < 20000; ++k) flow.step(x, cotangent(Vector2d(-1, -1 + 10 * normal(random))));
  CHECK(x(0) == Approx(2000).epsilon(0.01));
  CHECK(x(1) == Approx(2000 / std::sqrt(101)).epsilon(0.2));
}

TEST_CASE("(26) Adam is its limit m → 0, and with a mass it is another flow", "[paper]") {
  const double dt = 0.1, lambda = 20, beta = 1.5, beta2 = 0.3;
  const Vector2d adam = path(Adam{.rate = dt / lambda, .beta1 = std::exp(-beta * dt), .beta2 = std::exp(-beta2 * dt)}, 60);
  const auto error = [&](double m) {
    return (path(AveragedNewton{.mass = m, .friction = lambda, .dt = dt, .beta = beta, .beta2 = beta2}, 60) - adam).norm();
  };
  CHECK(error(1e-10) < 1e-9);
  CHECK(error(1e-3) / error(5e-4) == Approx(2).epsilon(0.1));
  CHECK(error(5) > 1e-3);
  // RMSprop is Adam without an average of the force, but for the correction of the beginning; it dies out as β₂ⁿ.
  const auto late = [](auto flow) {
    double x = 0, before = 0;
    for (int k = 0; k < 400; ++k) before = x, flow.step(x, cotangent(-2. - std::cos(k)));
    return x - before;
  };
  CHECK(late(RmsProp{.rate = 0.01, .beta = 0.9}) == Approx(late(Adam{.rate = 0.01, .beta1 = 0, .beta2 = 0.9})).epsilon(1e-12));
  // Padam's power leads from AMSGrad, 1/2, to a force not divided at all, 0.
  CHECK((path(AmsGrad{.rate = 0.01, .power = 0.5 - 1e-12}, 30) - path(AmsGrad{.rate = 0.01}, 30)).norm() < 1e-9);
  CHECK((path(AmsGrad{.rate = 0.002, .beta1 = 0, .power = 0}, 30) - path(Descent{.rate = 0.002}, 30)).norm() < 1e-8);
}

TEST_CASE("(26) the average of F² is |F|² for complex parameters: their two parts share one γ", "[paper]") {
  AveragedNewton flow{.mass = 1e-12, .friction = 1, .dt = 0.1};
  Z z(0, 0);
  flow.step(z, cotangent(Z(-3, -4)));
  CHECK(std::abs(z - 0.1 * Z(3, 4) / 5.) < 1e-9);
  // By parts, each would be divided by itself.
  Vector2d w(0, 0);
  AveragedNewton{.mass = 1e-12, .friction = 1, .dt = 0.1}.step(w, cotangent(Vector2d(-3, -4)));
  CHECK((w - Vector2d(0.1, 0.1)).norm() < 1e-9);
}
