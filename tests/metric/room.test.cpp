// SPDX-License-Identifier: MIT
// A room that was used serves any model of its type: what a metric computes in it is what it computes in a new one.
#include <coframe/calculus.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "metric_laws.hpp"

using namespace coframe;
using Eigen::MatrixXd, Eigen::VectorXd;

namespace {
using X = std::tuple<MatrixXd, std::vector<VectorXd>>;
const auto first = [](const X& x) -> auto& { return std::get<0>(x); };
const auto second = [](const X& x) -> auto& { return std::get<1>(x); };
X model(int m, int n, std::vector<int> lengths) {
  X x(MatrixXd::Ones(m, n), {});
  for (const int k : lengths) std::get<1>(x).push_back(VectorXd::Ones(k));
  return x;
}
/// What metric(x) makes of one covector and one noise for models of three shapes, in one room.
template <class Metric>
void law(const Metric& metric) {
  RoomOf<decltype(metric(model(1, 1, {}))), X> room;
  for (const X& x : {model(3, 2, {4, 1}), model(2, 5, {4, 1}), model(2, 5, {1, 3, 2}), model(3, 2, {4, 1})}) {
    std::mt19937 random(1), same = random;
    const auto g = metric(x);
    const auto w = random_covector(x, random);
    auto v = transform_leaves<Tangent>(x, [](const auto& leaf) { return leaf; });
    sharp(g, w, v, room);
    CHECK(flatten(v) == flatten(sharp(g, w)));
    random_covector(x, same);
    sample(g, random, x, v, room);
    CHECK(flatten(v) == flatten(g.sample(same, x)));
  }
}
}  // namespace

TEST_CASE("a room serves models of other shapes", "[metric]") {
  std::mt19937 random(2);
  const auto positive = [&](Eigen::Index n) { return random_positive<double>(n, random); };
  law([&](const X& x) { return DenseMetric(positive(dimension(x))); });
  law([&](const X& x) { return LowRank::of_metric(VectorXd::Ones(dimension(x)), MatrixXd::Ones(dimension(x), 2)); });
  law([&](const X& x) { return layered(x, DenseMetric(positive(dimension(x)))).stiffness(first, 3); });
  law([&](const X& x) { return layered(x, DenseMetric(positive(dimension(x)))).stiffness(second, 3).freeze(first); });
  law([&](const X& x) {
    const MatrixXd& a = std::get<0>(x);
    return by_parts(x).on(Kronecker(positive(a.rows()), positive(a.cols())), first).on(DenseMetric(positive(dimension(std::get<1>(x)))), second);
  });
  law([&](const X& x) {
    return fisher([](const auto& a, const auto& b) { return std::tuple(tanh(a), b[0] * b[0](0)); }, x, euclidean, 0.1);
  });
}
