// SPDX-License-Identifier: MIT
// Parameters on manifolds: every flow leaves them there.
#include <coframe/calculus/differential.hpp>
#include <coframe/flows/bound.hpp>
#include <coframe/flows/langevin.hpp>
#include <coframe/metric.hpp>
#include <coframe/metric/manifold.hpp>
#include <coframe/ops.hpp>

#include "all_flows.hpp"
#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

namespace {

template <template <class> class Leaf>
struct Turn {
  Leaf<Eigen::MatrixXcd> U;
  Leaf<Eigen::VectorXd> unit;
  Leaf<double> free;
};
Turn<Value> start() { return {Eigen::MatrixXcd::Identity(3, 3), Eigen::VectorXd::Unit(4, 0), 2.}; }
/// Learns a unitary matrix, a direction and a number.
struct Target {
  Eigen::MatrixXcd U;
  Eigen::VectorXd unit;
  auto operator()(const auto& net) const { return squared_norm(net.U - U) - dot(unit, net.unit) + 0.5 * square(net.free - 1); }
};
Target target() {
  std::mt19937 random(1);
  const auto id = start();
  Target t;
  t.U = Unitary{}.exp(id.U, Unitary{}.project(id.U, tangent(Eigen::MatrixXcd(0.5 * normal_like(random, id.U)))));
  t.unit = normal_like(random, id.unit).normalized();
  return t;
}

}  // namespace

TEST_CASE("every flow keeps matrices unitary and vectors unit, and learns", "[flows][bound]") {
  const Target loss = target();
  for_each_flow([&](auto flow, const char* name) {
    INFO(name);
    auto net = start();
    auto held = bound(net, flow).on(Stiefel{}, &Turn<Value>::U).on(Sphere{}, &Turn<Value>::unit);
    const double before = value_and_differential(loss, net).value;
    Recorder record;
    double worst = 0;
    for (int k = 0; k < 300; ++k) {
      held.step(net, record.differential(net, loss));
      worst = std::max({worst, Stiefel{}.residual(net.U), Sphere{}.residual(net.unit)});
    }
    CHECK(worst < 1e-13);
    // Forces that lag pump what has little friction.
    if (std::string_view(name) != "averaged Newton") CHECK(value_and_differential(loss, net).value < before);
    CHECK(net.free != 2);
  });
}

TEST_CASE("‖UᴴU - 1‖ ≤ 1e-13 after 10⁴ steps, by each retraction, and the matrix is learned", "[flows][bound]") {
  const Target loss = target();
  for (const auto retraction : {Retraction::qr, Retraction::polar, Retraction::cayley}) {
    auto net = start();
    auto held = bound(net, Momentum{.rate = 2e-3, .beta = 0.8}).on(Stiefel{retraction}, &Turn<Value>::U).on(Sphere{}, &Turn<Value>::unit);
    Recorder record;
    for (int k = 0; k < 10000; ++k) held.step(net, record.differential(net, loss));
    CHECK(Stiefel{}.residual(net.U) <= 1e-13);
    CHECK((net.U - loss.U).norm() < 1e-8);
    CHECK((net.unit - loss.unit).norm() < 1e-8);
    CHECK(net.free == Approx(1).epsilon(1e-8));
  }
}

TEST_CASE("without it the matrix drifts off", "[flows][bound]") {
  auto net = start();
  Descent flow{.rate = 0.02};
  Recorder record;
  for (int k = 0; k < 3; ++k) flow.step(net, record.differential(net, target()));
  CHECK(Stiefel{}.residual(net.U) > 1e-3);
}

TEST_CASE("descent on positive numbers in their own metric: L = x - log x by log x", "[flows][bound]") {
  // ẋ = -x²L' = x - x²: x = 1/(1 + e^{-t}(1/x₀ - 1)), which never leaves x > 0.
  const double h = 1e-3;
  double x = 0.01;
  auto flow = bound(x, Descent{.rate = h}).on(PositiveReals{});
  const auto loss = [](auto a) { return a - log(a); };
  for (int k = 0; k < 3000; ++k) flow.step(x, differential(loss, x));
  CHECK(x == Approx(1 / (1 + std::exp(-3) * 99)).epsilon(5e-3));
  double y = 1e-6;
  auto wild = bound(y, Descent{.rate = 30}).on(PositiveReals{});
  wild.step(y, cotangent(1e5));
  CHECK(y > 0);
}

TEST_CASE("on positive numbers every flow goes the same way in every unit, and none comes to 0", "[flows][bound]") {
  // x in units of 1/c: the same loss, and the same path in those units. The forces are far too large for the place.
  const auto path = [](auto flow, double c) {
    Eigen::Array2d x = c * Eigen::Array2d(1e-3, 40);
    auto held = bound(x, flow).on(PositiveReals{});
    for (int k = 0; k < 30; ++k) {
      held.step(x, differential([c](const auto& a) { return sum(square(log(a * (1 / c)) - 1.)); }, x));
      REQUIRE((x > 0).all());
    }
    return Eigen::Array2d(x / c);
  };
  const auto law = [&](auto flow) {
    const Eigen::Array2d one = path(flow, 1);
    for (const double c : {1e-6, 512., 1e9}) CHECK((path(flow, c) / one - 1).abs().maxCoeff() < 1e-9);
  };
  law(Descent{.rate = 0.1});
  law(Momentum{.rate = 0.02, .beta = 0.7});
  law(Newton{.mass = 2, .friction = 0.5, .dt = 0.25});
  law(RmsProp{.rate = 0.1});
  law(Adam{.rate = 1});
  law(AmsGrad{.rate = 1});
}

TEST_CASE("a step that would come to 0, to rounding, is refused, and the model stays as it was", "[flows][bound]") {
  double x = 0.5;
  auto held = bound(x, Adam{.rate = 1000}).on(PositiveReals{});
  CHECK_THROWS_AS(held.step(x, cotangent(1.)), DomainError);
  CHECK_THROWS_AS(held.step(x, cotangent(-1e6)), DomainError);
  CHECK(x == 0.5);
}

TEST_CASE("decay on positive numbers is that of their logarithm, which is drawn to 0", "[flows][bound]") {
  double x = 20, y = std::log(x);
  auto held = bound(x, Descent{.rate = 0.1, .decay = 0.3}).on(PositiveReals{});
  Descent plain{.rate = 0.1, .decay = 0.3};
  for (int k = 0; k < 50; ++k) held.step(x, cotangent(0.)), plain.step(y, cotangent(0.));
  CHECK(std::log(x) == Approx(y).epsilon(1e-13));
}

TEST_CASE("noise stays on the manifold, and frozen leaves stay where they are", "[flows][bound]") {
  auto net = start();
  std::mt19937 random(3);
  const auto g = layered(net).freeze(&Turn<Value>::unit);
  auto walk = bound(net, Langevin{.rate = 0.1, .temperature = 0.1}).on(Stiefel{}, &Turn<Value>::U).on(Sphere{}, &Turn<Value>::unit);
  for (int k = 0; k < 100; ++k) walk.step(net, g, differential(target(), net), random);
  CHECK(Stiefel{}.residual(net.U) < 1e-13);
  CHECK((net.U - start().U).norm() > 0.1);
  CHECK(net.unit == start().unit);
}

TEST_CASE("what is not on the manifold is refused", "[flows][bound]") {
  auto net = start();
  net.U(0, 1) = 1;
  CHECK_THROWS_AS(bound(net, Descent{}).on(Stiefel{}, &Turn<Value>::U), DomainError);
  CHECK_THROWS_AS(bound(net, Descent{}).on(Stiefel{}, &Turn<Value>::free), DomainError);
}
