// SPDX-License-Identifier: MIT
// Aristotle's and Newton's mechanics against closed forms, energy, and the phase space.
#include <coframe/calculus/differential.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "all_flows.hpp"
#include "catch.hpp"

using namespace coframe;

namespace {

const Integrator all_integrators[] = {Integrator::explicit_euler, Integrator::semi_implicit, Integrator::leapfrog,
                                      Integrator::exponential};

/// x(1) of m ẍ = -k x - λ ẋ from x = 1 at rest, in n steps.
double oscillator(Integrator integrator, double m, double lambda, double k, int n) {
  Newton flow{.mass = m, .friction = lambda, .dt = 1. / n, .integrator = integrator};
  double x = 1;
  for (int i = 0; i < n; ++i) flow.step(x, cotangent(k * x));
  return x;
}
double closed_form(double m, double lambda, double k) {
  const double a = lambda / (2 * m), d = a * a - k / m;
  if (d < 0) return std::exp(-a) * (std::cos(std::sqrt(-d)) + a / std::sqrt(-d) * std::sin(std::sqrt(-d)));
  if (d == 0) return std::exp(-a) * (1 + a);
  return std::exp(-a) * (std::cosh(std::sqrt(d)) + a / std::sqrt(d) * std::sinh(std::sqrt(d)));
}

}  // namespace

TEST_CASE("eq. 23: descent of a parabola is geometric, and goes over to e^-ηt (eq. 35)", "[flows][mechanics]") {
  double x = 2;
  Descent flow{.rate = 0.1};
  for (int k = 0; k < 10; ++k) flow.step(x, differential([](auto w) { return 0.5 * w * w; }, x));
  CHECK(x == Approx(2 * std::pow(0.9, 10)).epsilon(1e-14));
  const auto error = [](int n) {
    double w = 1;
    Descent small{.rate = 1. / n};
    for (int k = 0; k < n; ++k) small.step(w, cotangent(w));
    return std::abs(w - std::exp(-1));
  };
  CHECK(error(100) / error(200) == Approx(2).epsilon(0.02));
}

TEST_CASE("a mass term is decay: without other forces W₀ (1 - ηκ)ⁿ (eq. 33)", "[flows][mechanics]") {
  double x = 2, y = 2;
  Descent flow{.rate = 0.1, .decay = 0.5}, other{.rate = 0.1};
  for (int k = 0; k < 7; ++k) {
    flow.step(x, cotangent(0.));
    other.step(y, differential([](auto w) { return 0.25 * w * w; }, y));
  }
  CHECK(x == Approx(2 * std::pow(0.95, 7)).epsilon(1e-14));
  CHECK(x == Approx(y).epsilon(1e-15));
}

TEST_CASE("eq. 24 on a plain: v = v₀ e^{-λt/m}", "[flows][mechanics]") {
  for (const Integrator integrator : all_integrators) {
    const auto error = [&](int n) {
      Newton flow{.mass = 2, .friction = 3, .dt = 1. / n, .integrator = integrator};
      double x = 0;
      flow.start(x, cotangent(4.));  // v₀ = 2
      for (int i = 0; i < n; ++i) flow.step(x, cotangent(0.));
      // The leapfrog's momentum is half a step of friction behind.
      const double t = integrator == Integrator::leapfrog ? 1 - 0.5 / n : 1;
      return std::abs(flow.momentum(x).components() / 2 - 2 * std::exp(-1.5 * t));
    };
    if (integrator == Integrator::explicit_euler)
      CHECK(error(100) / error(200) == Approx(2).epsilon(0.05));
    else
      CHECK(error(10) < 1e-14);
  }
}

TEST_CASE("eq. 24 in a parabola: the damped oscillator below, at and above critical friction", "[flows][mechanics]") {
  for (const auto& [m, lambda, k] : {std::tuple(2., 1., 9.), {1., 4., 4.}, {1., 5., 4.}}) {
    const double exact = closed_form(m, lambda, k);
    for (const Integrator integrator : all_integrators) {
      INFO(m << " " << lambda << " " << k << " " << static_cast<int>(integrator));
      const double coarse = std::abs(oscillator(integrator, m, lambda, k, 400) - exact);
      const double fine = std::abs(oscillator(integrator, m, lambda, k, 800) - exact);
      CHECK(std::log2(coarse / fine) == Approx(integrator == Integrator::leapfrog ? 2 : 1).margin(0.1));
    }
  }
}

TEST_CASE("the exponential step is exact under a constant force", "[flows][mechanics]") {
  const double m = 2, lambda = 3, F = 1.5, v0 = -0.7, t = 2;
  Newton flow{.mass = m, .friction = lambda, .dt = t / 5, .integrator = Integrator::exponential};
  double x = 0.3;
  flow.start(x, cotangent(m * v0));
  for (int i = 0; i < 5; ++i) flow.step(x, cotangent(-F));
  const double tau = m / lambda, end = F / lambda;
  CHECK(x == Approx(0.3 + end * t + (v0 - end) * tau * (1 - std::exp(-t / tau))).epsilon(1e-14));
}

TEST_CASE("without friction the exponential step is m a = F", "[flows][mechanics]") {
  Newton flow{.mass = 2, .friction = 0, .dt = 0.5, .integrator = Integrator::exponential};
  double x = 0;
  for (int i = 0; i < 4; ++i) flow.step(x, cotangent(-3.));
  CHECK(x == Approx(0.5 * 3. / 2 * 4).epsilon(1e-14));
}

TEST_CASE("m → 0 is Aristotle with η = dt/λ, the error of order m (eq. 23)", "[flows][mechanics]") {
  const auto path = [](auto flow) {
    Eigen::Vector2d x(1, -0.5);
    for (int i = 0; i < 20; ++i)
      flow.step(x, differential([](const auto& w) { return 0.5 * w(0) * w(0) + 2. * w(1) * w(1) + w(0) * w(1); }, x));
    return x;
  };
  const Eigen::Vector2d aristotle = path(Descent{.rate = 0.05});
  const auto error = [&](double m) {
    return (path(Newton{.mass = m, .friction = 2, .dt = 0.1, .integrator = Integrator::exponential}) - aristotle)
        .norm();
  };
  CHECK(error(1e-3) / error(5e-4) == Approx(2).epsilon(0.05));
  CHECK(error(1e-12) < 1e-11);
}

TEST_CASE("the semi-implicit step is a heavy ball with β = e^{-λdt/m}, η = dt²/m", "[flows][mechanics]") {
  const double m = 1.7, lambda = 0.6, dt = 0.2;
  Newton newton{.mass = m, .friction = lambda, .dt = dt};
  Momentum ball{.rate = dt * dt / m, .beta = std::exp(-lambda * dt / m)};
  Eigen::Vector3d x(1, 2, 3), y = x;
  const auto loss = [](const auto& w) { return 0.1 * sum(square(square(w.array()))) + w(0) * w(1); };
  for (int i = 0; i < 15; ++i) {
    newton.step(x, differential(loss, x));
    ball.step(y, differential(loss, y));
  }
  CHECK((x - y).norm() < 1e-13);
  CHECK((x - Eigen::Vector3d(1, 2, 3)).norm() > 0.1);
}

TEST_CASE("a heavy ball contracts the phase space: Φ*ω = βω", "[flows][mechanics]") {
  const double beta = 0.8, eta = 0.3;
  const auto loss = [](const auto& w) { return exp(w(0) * w(1)) + sin(w(1)) * w(0) + 0.5 * w(0) * w(0); };
  const auto phi = [&](const Eigen::Vector4d& at) {
    Eigen::Vector2d x = at.head<2>();
    Momentum ball{.rate = eta, .beta = beta};
    std::get<0>(ball.state.moments.trees<Cotangent>(x)) = cotangent(Eigen::Vector2d(at.tail<2>()));
    ball.step(x, differential(loss, x));
    return (Eigen::Vector4d() << x, std::get<0>(ball.state.moments.trees<Cotangent>(x)).components()).finished();
  };
  const Eigen::Vector4d at(0.3, -0.4, 0.9, 0.2);
  Eigen::Matrix4d J;
  for (int i = 0; i < 4; ++i) {
    const auto central = [&](double h) {
      return Eigen::Vector4d((phi(at + h * Eigen::Vector4d::Unit(i)) - phi(at - h * Eigen::Vector4d::Unit(i))) /
                             (2 * h));
    };
    J.col(i) = (4 * central(1e-3) - central(2e-3)) / 3;
  }
  Eigen::Matrix4d omega = Eigen::Matrix4d::Zero();  // dx ∧ dp
  omega.topRightCorner<2, 2>().setIdentity();
  omega.bottomLeftCorner<2, 2>() = -Eigen::Matrix2d::Identity();
  CHECK((J.transpose() * omega * J - beta * omega).norm() < 1e-10);
}

TEST_CASE("energy falls by what friction takes, dE/dt = -λ|v|²", "[flows][mechanics]") {
  const auto defect = [](int n) {
    const double m = 1.5, lambda = 0.4, dt = 2. / n;
    Newton flow{.mass = m, .friction = lambda, .dt = dt};
    double x = 1, taken = 0;
    const auto energy = [&] {
      const double p = flow.momentum(x).components();
      return p * p / (2 * m) + x * x * x * x / 4;
    };
    const double before = energy();
    for (int i = 0; i < n; ++i) {
      flow.step(x, cotangent(x * x * x));
      const double v = flow.momentum(x).components() / m;
      taken += lambda * v * v * dt;
    }
    return std::abs(before - energy() - taken);
  };
  CHECK(defect(2000) < 1e-3);
  CHECK(defect(1000) / defect(2000) == Approx(2).epsilon(0.1));
}

TEST_CASE("without friction the leapfrog keeps energy over a long time; the explicit step does not",
          "[flows][mechanics]") {
  const auto drift = [](Integrator integrator) {
    Newton flow{.mass = 1, .friction = 0, .dt = 0.05, .integrator = integrator};
    double x = 1, most = 0;
    for (int i = 0; i < 20000; ++i) {
      flow.step(x, cotangent(x));
      most = std::max(most, std::abs(x));
    }
    return most - 1;
  };
  CHECK(drift(Integrator::leapfrog) < 1e-3);
  CHECK(drift(Integrator::explicit_euler) > 1);
}

TEST_CASE("Nesterov's steps on a parabola follow their recursion x' = y - η L'(y), y = x + β(x - x₋)",
          "[flows][mechanics]") {
  const double eta = 0.1, beta = 0.6, k = 3;
  double looked = 1;  // the flow moves the point looked from
  Nesterov flow{.rate = eta, .beta = beta};
  double last = 1, y = 1;
  for (int i = 0; i < 12; ++i) {
    flow.step(looked, cotangent(k * looked));
    const double next = y - eta * k * y;
    y = next + beta * (next - last);
    last = next;
    CHECK(looked == Approx(y).epsilon(1e-13).margin(1e-15));
  }
}

TEST_CASE("a rate may follow the step: policies", "[flows]") {
  double x = 0;
  Descent flow{.rate = [](long n) { return n == 0 ? 1. : 0.5; }};
  flow.step(x, cotangent(1.));
  CHECK(x == -1);
  flow.step(x, cotangent(1.));
  CHECK(x == -1.5);
  CHECK(exponential(2, 0.5)(3) == 0.25);
  CHECK(staircase(2, 0.5, 10)(19) == 1);
  CHECK(cosine(1, 10)(0) == 1);
  CHECK(cosine(1, 10)(5) == Approx(0.5));
  CHECK(cosine(1, 10, 0.1)(99) == Approx(0.1));
  CHECK(warmup(4, 1.)(0) == 0.25);
  CHECK(warmup(4, exponential(1, 0.5))(10) == exponential(1, 0.5)(10));
}

template <class R>
concept KeptAsRate = requires(R&& recorder) { loss_as_rate(std::forward<R>(recorder)); };

TEST_CASE("a rate may be the loss that a recorder has seen last, times a factor; it does not keep the recorder", "[flows]") {
  Recorder recorder;
  double x = 3;
  const auto& dL = recorder.differential(x, [](auto w) { return w + 1; });
  Descent{.rate = loss_as_rate(recorder)}.step(x, dL);
  CHECK(x == -1);
  Descent{.rate = warmup(2, loss_as_rate(recorder, 0.25))}.step(x, dL);
  CHECK(x == -1.5);
  Momentum falls{.rate = loss_as_rate(recorder)};
  CHECK_THROWS_AS(falls.step(x, recorder.differential(x, [](auto w) { return w; })), DomainError);
  CHECK(x == -1.5);
  STATIC_REQUIRE(KeptAsRate<Recorder&>);
  STATIC_REQUIRE(!KeptAsRate<Recorder>);
}
