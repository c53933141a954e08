// SPDX-License-Identifier: MIT
// What flows refuse, before anything has moved.
#include <coframe/metric.hpp>

#include "all_flows.hpp"
#include "catch.hpp"

using namespace coframe;

namespace {
using Model = std::vector<Eigen::VectorXd>;
Model model() { return {Eigen::VectorXd::LinSpaced(300, 1, 2), Eigen::VectorXd::LinSpaced(5, 3, 4)}; }
std::vector<Cotangent<Eigen::VectorXd>> force() {
  return transform_leaves<Cotangent>(model(), [](const auto& leaf) { return leaf; });
}
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN(),
                 infinite = std::numeric_limits<double>::infinity();
}  // namespace

TEST_CASE("a differential that is not finite leaves the model as it was", "[flows]") {
  for_each_flow([](auto flow, const char* name) {
    INFO(name);
    for (const double bad : {not_a_number, infinite, -infinite}) {
      auto x = model();
      flow.step(x, force());
      const auto before = x;
      auto w = force();
      w[1].components()(4) = bad;
      CHECK_THROWS_AS(flow.step(x, w), NotFinite);
      w = force();
      w[0].components()(299) = bad;
      CHECK_THROWS_AS(flow.step(x, w), NotFinite);
      CHECK(x == before);
      // In a frozen part it does not matter.
      flow.step(x, layered(x).freeze(0), w);
      CHECK(x[0] == before[0]);
      CHECK(x[1] != before[1]);
      CHECK(x[1].allFinite());
      flow.state = {};
    }
  });
}

TEST_CASE("a refused step leaves what is remembered as it was", "[flows]") {
  for_each_flow([](auto flow, const char* name) {
    INFO(name);
    auto x = model(), y = x;
    auto w = force();
    flow.step(x, w), y = x;
    auto other = flow;
    w[0].components()(7) = not_a_number;
    CHECK_THROWS_AS(other.step(y, w), NotFinite);
    flow.step(x, force());
    other.step(y, force());
    CHECK(x == y);
  });
}

TEST_CASE("differentials and models of other shapes are refused", "[flows]") {
  for_each_flow([](auto flow, const char* name) {
    INFO(name);
    auto x = model();
    const auto before = x;
    auto w = force();
    w.pop_back();
    CHECK_THROWS_AS(flow.step(x, w), ShapeError);
    w = force();
    w[1].components().resize(4);
    CHECK_THROWS_AS(flow.step(x, w), ShapeError);
    CHECK(x == before);
  });
  Adam flow;
  auto x = model();
  flow.step(x, force());
  Eigen::VectorXd other = Eigen::VectorXd::Ones(3);
  CHECK_THROWS_AS(flow.step(other, cotangent(other)), ShapeError);
  x.pop_back();
  CHECK_THROWS_AS(flow.step(x, transform_leaves<Cotangent>(x, [](const auto& leaf) { return leaf; })), ShapeError);
}

TEST_CASE("negative rates climb, so they are refused; so are other settings without a meaning", "[flows]") {
  double x = 1;
  const auto w = cotangent(1.);
  CHECK_THROWS_AS(Descent{.rate = -0.1}.step(x, w), DomainError);
  CHECK_THROWS_AS(Descent{.rate = not_a_number}.step(x, w), DomainError);
  CHECK_THROWS_AS(Descent{.rate = [](long) { return -1.; }}.step(x, w), DomainError);
  CHECK_THROWS_AS((Descent{.rate = 0.1, .decay = -1}.step(x, w)), DomainError);
  CHECK_THROWS_AS(Momentum{.beta = 1}.step(x, w), DomainError);
  CHECK_THROWS_AS(Nesterov{.beta = -0.1}.step(x, w), DomainError);
  CHECK_THROWS_AS(Newton{.mass = 0}.step(x, w), DomainError);
  CHECK_THROWS_AS(Newton{.friction = -1}.step(x, w), DomainError);
  CHECK_THROWS_AS(Newton{.dt = not_a_number}.step(x, w), DomainError);
  CHECK_THROWS_AS(Adam{.rate = -1}.step(x, w), DomainError);
  CHECK_THROWS_AS(Adam{.beta1 = 1}.step(x, w), DomainError);
  CHECK_THROWS_AS(Adam{.epsilon = 0}.step(x, w), DomainError);
  CHECK_THROWS_AS(AdamW{.decay = -1}.step(x, w), DomainError);
  CHECK_THROWS_AS(RmsProp{.beta = 2}.step(x, w), DomainError);
  CHECK_THROWS_AS(AveragedNewton{.beta = 0}.step(x, w), DomainError);
  CHECK(x == 1);
  CHECK_NOTHROW(Descent{.rate = 0}.step(x, w));
}

TEST_CASE("copies of a flow remember for themselves", "[flows]") {
  for_each_flow([](auto flow, const char* name) {
    INFO(name);
    auto x = model();
    flow.step(x, force());
    auto copy = flow;
    auto y = x, z = x;
    copy.step(y, force());
    copy.step(y, force());
    flow.step(z, force());
    auto again = x;
    auto third = flow;
    third.step(z, force());
    CHECK(z == y);
    CHECK(again == x);
  });
}
