// SPDX-License-Identifier: MIT
// A long way on manifolds: no flow leaves them, however many steps it takes.
#include <coframe/flows/bound.hpp>
#include <coframe/flows/langevin.hpp>
#include <coframe/metric/manifold.hpp>

#include "all_flows.hpp"
#include "catch.hpp"

using namespace coframe;

namespace {

template <template <class> class Leaf>
struct Mixed {
  Leaf<Eigen::Matrix2cd> unitary;
  Leaf<Eigen::Matrix<double, 3, 2>> frame;
  Leaf<Eigen::Vector3d> unit;
  Leaf<double> free;   // a product of manifolds with an ordinary leaf
};
Mixed<Value> start() { return {Eigen::Matrix2cd::Identity(), Eigen::Matrix<double, 3, 2>::Identity(), Eigen::Vector3d::UnitX(), 2.}; }
template <class Flow>
auto held(const Mixed<Value>& x, Flow flow) {
  return bound(x, flow).on(Stiefel{}, &Mixed<Value>::unitary).on(Stiefel{}, &Mixed<Value>::frame).on(Sphere{}, &Mixed<Value>::unit);
}
/// The defects after 10⁴ steps under forces that never rest.
template <class Step>
void law(const Step& step) {
  Mixed<Value> x = start();
  std::mt19937 random(1);
  double travelled = 0;
  for (int k = 0; k < 10000; ++k) {
    const auto w = transform_leaves<Cotangent>(x, [&](const auto& leaf) { return normal_like(random, leaf); });
    const Mixed<Value> before = x;
    step(x, w);
    travelled += (x.unitary - before.unitary).norm();
  }
  CHECK(Stiefel{}.residual(x.unitary) <= 1e-13);
  CHECK(Stiefel{}.residual(x.frame) <= 1e-13);
  CHECK(Sphere{}.residual(x.unit) <= 1e-13);
  CHECK(travelled > 10);
  CHECK(x.free != 2);
}

}  // namespace

TEST_CASE("‖UᴴU - 1‖ ≤ 1e-13 after 10⁴ steps of every flow: unitary, real Stiefel, sphere", "[flows][bound]") {
  for_each_flow([](auto flow, const char* name) {
    INFO(name);
    auto bounded = held(start(), flow);
    law([&](auto& x, const auto& w) { bounded.step(x, w); });
  });
  INFO("Langevin");
  std::mt19937 random(2);
  auto walk = held(start(), Langevin{.rate = 0.01, .temperature = 0.1});
  law([&](auto& x, const auto& w) { walk.step(x, w, random); });
}
