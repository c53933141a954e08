// SPDX-License-Identifier: MIT
// Section 2.4: Aristotle's and Newton's mechanics. (eqs. 23, 24)
#include <coframe/calculus/differential.hpp>
#include <coframe/flows/momentum.hpp>
#include <coframe/flows/newton.hpp>
#include <coframe/forms.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::Vector2d;

namespace {

const Integrator all_integrators[] = {Integrator::explicit_euler, Integrator::semi_implicit, Integrator::leapfrog, Integrator::exponential};

/// x(t) of m ẍ = -k x - λ ẋ from x = 1 at rest.
double oscillator(double m, double lambda, double k, double t) {
  const double a = lambda / (2 * m), d = a * a - k / m;
  if (d < 0) return std::exp(-a * t) * (std::cos(std::sqrt(-d) * t) + a / std::sqrt(-d) * std::sin(std::sqrt(-d) * t));
  if (d == 0) return std::exp(-a * t) * (1 + a * t);
  return std::exp(-a * t) * (std::cosh(std::sqrt(d) * t) + a / std::sqrt(d) * std::sinh(std::sqrt(d) * t));
}
const auto narrow = [](const auto& w) { return 0.5 * (w(0) * w(0) + 100 * w(1) * w(1)); };

/// Steps until L has fallen below a level, at most 5000.
template <class Flow>
int steps_to(double level, Flow flow) {
  Vector2d x(1, 1);
  int steps = 0;
  for (; steps < 5000 && narrow(x) > level; ++steps) flow.step(x, differential(narrow, x));
  return steps;
}

}  // namespace

TEST_CASE("(23) v = ηF: Aristotle's mechanics is gradient descent, and the m → 0 of Newton's with η = 1/λ", "[paper]") {
  const auto loss = [](const auto& w) { return 0.5 * w(0) * w(0) + 2. * w(1) * w(1) + w(0) * w(1); };
  const auto path = [&](auto flow) {
    Vector2d x(1, -0.5);
    for (int i = 0; i < 20; ++i) flow.step(x, differential(loss, x));
    return x;
  };
  const double lambda = 2, dt = 0.1;
  const Vector2d aristotle = path(Descent{.rate = dt / lambda});
  Vector2d by_hand(1, -0.5);
  for (int i = 0; i < 20; ++i) by_hand += dt / lambda * -Vector2d(by_hand(0) + by_hand(1), 4 * by_hand(1) + by_hand(0));
  CHECK((aristotle - by_hand).norm() < 1e-15);
  const auto error = [&](double m) {
    return (path(Newton{.mass = m, .friction = lambda, .dt = dt, .integrator = Integrator::exponential}) - aristotle).norm();
  };
  CHECK(error(1e-3) / error(5e-4) == Approx(2).epsilon(0.05));
  CHECK(error(1e-12) < 1e-11);
}

TEST_CASE("(24) m dv/dt = F - λv: on flat ground v₀ e^{-λt/m}", "[paper]") {
  const double m = 1.5, lambda = 0.6, v0 = 2;
  for (const Integrator integrator : all_integrators) {
    INFO(static_cast<int>(integrator));
    const auto error = [&](int n) {
      Newton flow{.mass = m, .friction = lambda, .dt = 3. / n, .integrator = integrator};
      double x = 0;
      flow.start(x, cotangent(m * v0));
      for (int i = 0; i < n; ++i) flow.step(x, cotangent(0.));
      const double t = integrator == Integrator::leapfrog ? 3 - 1.5 / n : 3;  // its momentum is half a step behind
      return std::abs(flow.momentum(x).components() / m - v0 * std::exp(-lambda * t / m));
    };
    if (integrator == Integrator::explicit_euler) CHECK(error(200) / error(400) == Approx(2).epsilon(0.05));
    else CHECK(error(7) < 1e-14);
  }
}

TEST_CASE("(24) in a parabola: the oscillator below, at and above critical friction, to each integrator's order", "[paper]") {
  for (const auto& [m, lambda, k] : {std::tuple(1., 0.5, 6.), {2., 4., 2.}, {1., 6., 4.}})
    for (const Integrator integrator : all_integrators) {
      const auto error = [&](int n) {
        Newton flow{.mass = m, .friction = lambda, .dt = 2. / n, .integrator = integrator};
        double x = 1;
        for (int i = 0; i < n; ++i) flow.step(x, cotangent(k * x));
        return std::abs(x - oscillator(m, lambda, k, 2));
      };
      INFO(m << " " << lambda << " " << k << " " << static_cast<int>(integrator));
      CHECK(std::log2(error(500) / error(1000)) == Approx(integrator == Integrator::leapfrog ? 2 : 1).margin(0.1));
    }
}

TEST_CASE("(24) the energy falls by what friction takes: dE/dt = -λ|v|²", "[paper]") {
  const auto defect = [](int n) {
    const double m = 1.5, lambda = 0.4, dt = 3. / n;
    Newton flow{.mass = m, .friction = lambda, .dt = dt};
    Vector2d x(1, 0.5);
    const auto loss = [](const auto& w) { return square(w(0) * w(0) + w(1)) + 0.5 * square(w(1)); };
    const auto kinetic = [&] { return flow.momentum(x).components().squaredNorm() / (2 * m); };
    const double before = loss(x);
    double taken = 0;
    for (int i = 0; i < n; ++i) {
      flow.step(x, differential(loss, x));
      taken += lambda * 2 * kinetic() / m * dt;
    }
    return std::abs(before - loss(x) - kinetic() - taken);
  };
  CHECK(defect(1000) / defect(2000) == Approx(2).epsilon(0.1));
  CHECK(defect(4000) < 2e-3);
}

TEST_CASE("(24) friction contracts phase space: a step pulls dW ∧ dp back to e^{-λdt/m} times itself", "[paper]") {
  // The heavy ball as a map of (W, v), v = -ηp; the force is a differential, so d dL = 0, or it would not hold.
  const double beta = std::exp(-0.3), eta = 0.2;
  const auto force = d<2>([](const auto& w) {
    using std::sin, std::exp;
    return sin(w[0]) * w[1] + exp(0.5 * w[0]) * w[1] * w[1];
  });
  const auto step = [=](const auto& s) {
    const auto f = force(std::array{s[0], s[1]});
    const auto u = beta * s[2] - eta * f[0], v = beta * s[3] - eta * f[1];
    return std::array{s[0] + u, s[1] + v, u, v};
  };
  const auto omega = wedge(dx<4>(0), dx<4>(2)) + wedge(dx<4>(1), dx<4>(3));
  const Points<4> places{{0.3, -0.4, 0.9, 0.2}, {-1, 0.5, 0, 0.7}};
  CHECK(largest_component(pullback(step, omega) - beta * omega, places) < 1e-14);
  // That map is the library's heavy ball, and Newton's semi-implicit step.
  const auto loss = [](const auto& w) { return sin(w(0)) * w(1) + exp(0.5 * w(0)) * w(1) * w(1); };
  Vector2d x(0.3, -0.4), y = x;
  const double m = 2, dt = std::sqrt(eta * m);
  Momentum ball{.rate = eta, .beta = beta};
  Newton newton{.mass = m, .friction = 0.3 * m / dt, .dt = dt};
  std::array<double, 4> s{0.3, -0.4, 0, 0};
  for (int k = 0; k < 10; ++k) {
    ball.step(x, differential(loss, x));
    newton.step(y, differential(loss, y));
    s = step(s);
    CHECK((x - Vector2d(s[0], s[1])).norm() < 1e-13);
    CHECK((x - y).norm() < 1e-13);
  }
}

TEST_CASE("2.4: inertia comes down a narrow valley faster than Aristotle, and Nesterov too", "[paper]") {
  const int aristotle = steps_to(1e-6, Descent{.rate = 0.0198});
  const int newton = steps_to(1e-6, Newton{.mass = 1, .friction = 1.8, .dt = 0.18});
  const int nesterov = steps_to(1e-6, Nesterov{.rate = 0.01, .beta = 0.82});
  CHECK(aristotle < 5000);
  CHECK(newton < aristotle / 3);
  CHECK(nesterov < aristotle / 3);
}

TEST_CASE("2.4: the mass of the mobile steadies its way where the force alternates", "[paper]") {
  // A force that changes its sign at every step beside a steady one: how much of the way is to and fro?
  const auto waver = [](auto flow) {
    Vector2d x(0, 0), last = x;
    double across = 0, along = 0;
    for (int k = 0; k < 200; ++k) {
      flow.step(x, cotangent(Vector2d(-1, k % 2 ? -1 : 1)));
      if (k >= 100) across += std::abs(x(1) - last(1)), along += std::abs(x(0) - last(0));
      last = x;
    }
    return across / along;
  };
  CHECK(waver(Descent{.rate = 0.1}) == Approx(1));
  // The heavy ball passes the alternating force at 1/(1 + β) and the steady one at 1/(1 - β).
  CHECK(waver(Momentum{.rate = 0.1, .beta = 0.9}) == Approx(0.1 / 1.9).epsilon(1e-4));
}
