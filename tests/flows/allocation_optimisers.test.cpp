// SPDX-License-Identifier: MIT
// After its first step no optimiser allocates, in a metric that goes leaf by leaf and in one that does not.
#include <coframe/flows.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "../metric/metric_laws.hpp"
#include "all_flows.hpp"
#include "allocations.hpp"

#ifdef COUNTS_ALLOCATIONS
namespace coframe {
namespace {

using Eigen::MatrixXd, Eigen::VectorXcd, Eigen::VectorXd;
using Model = std::tuple<MatrixXd, VectorXcd, double>;   // 31 real coordinates

const auto first = [](const auto& x) -> auto& { return std::get<0>(x); };
const auto second = [](const auto& x) -> auto& { return std::get<1>(x); };

/// f(name, g) with metrics of each kind.
template <class F>
void for_each_metric(const Model& x, const F& f) {
  std::mt19937 random(1);
  const DenseMetric dense(random_positive<double>(31, random));
  const auto parts = by_parts(x).on(Kronecker(random_positive<double>(5, random), random_positive<double>(4, random)), first);
  f("Euclidean", euclidean);
  f("dense", dense);
  f("dense, layered, a leaf frozen", layered(x, dense).stiffness(first, 7).freeze(second));
  f("Kronecker by parts, layered, a leaf frozen", layered(x, parts).stiffness(first, 7).freeze(second));
}
const Model model(MatrixXd::Ones(5, 4), VectorXcd::Ones(5), 1.);

}  // namespace

TEST_CASE("after its first step no optimiser allocates, whatever the kind of metric", "[flows]") {
  const auto w = cotangent(model);
  for_each_metric(model, [&](const char* metric, const auto& g) {
    INFO(metric);
    const auto count = [&](const char* name, const auto& step) {
      INFO(name);
      CHECK(allocated_after_first(model, step) == 0);
    };
    for_each_flow([&](auto flow, const char* name) { count(name, [&](Model& x) { flow.step(x, g, w); }); });
    std::mt19937 random(2);
    Langevin walk{.rate = 0.01};
    count("Langevin", [&](Model& x) { walk.step(x, g, w, random); });
  });
}

TEST_CASE("natural steps in Fisher's metric allocate nothing after the first", "[flows][natural]") {
  using X = std::tuple<MatrixXd, VectorXd>;
  std::mt19937 random(3);
  const X x0(normal_like(random, MatrixXd(3, 4)), VectorXd::Ones(3));
  const MatrixXd inputs = normal_like(random, MatrixXd(4, 6));
  const auto f = [&](const auto& W, const auto& b) { return tanh(W * inputs) + b * Eigen::RowVectorXd::Ones(6); };
  const auto w = cotangent(x0);
  const auto count = [&](auto flow, const auto& make_metric) {
    const auto g = make_metric(fisher(f, x0, euclidean, 0.1));   // with a tape that has not been swept yet
    CHECK(allocated_after_first(x0, [&](X& x) { flow.step(x, g, w); }) == 0);
  };
  for_each_flow([&](auto flow, const char* name) {
    INFO(name);
    count(flow, [](const auto& g) { return g; });
    count(flow, [&](const auto& g) { return layered(x0, g).freeze(second); });
  });
}

TEST_CASE("steps of L-BFGS allocate nothing after the first, also where its memory is full", "[flows][lbfgs]") {
  // The counter at each evaluation of the loss: what one evaluation allocates itself is in the first.
  std::array<long, 400> seen{};
  std::size_t evaluations = 0;
  const auto loss = [&](const auto& matrix, const auto& vector, const auto& number) {
    seen.at(evaluations++) = allocations;
    return sum(square(square(matrix.array()) - 2.)) + sum(square(abs2(vector.array()) - 3.)) + square(number - 3.);
  };
  for_each_metric(model, [&](const char* metric, const auto& g) {
    INFO(metric);
    const auto run = [&](int steps) {
      evaluations = 0;
      return Lbfgs{.memory = 3, .slope = 0, .most_steps = steps}.minimise(loss, model, g).steps;
    };
    run(1);
    const std::size_t first_step = evaluations;
    CHECK(run(12) > 5);
    CHECK(seen[evaluations - 1] - seen[first_step - 1] == 0);
  });
}

}  // namespace coframe
#endif
