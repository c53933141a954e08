// SPDX-License-Identifier: MIT
// Metrics put together from those of the parts of a model; symmetric matrices; metrics of mean squares.
#include <coframe/metric/by_parts.hpp>
#include <coframe/metric/dense_metric.hpp>
#include <coframe/metric/diagonal.hpp>
#include <coframe/metric/kronecker.hpp>
#include <coframe/metric/scaled.hpp>

#include "metric_laws.hpp"

using namespace coframe;
using Eigen::MatrixXd, Eigen::VectorXd;

namespace {

template <template <class> class Leaf>
struct Layer {
  Leaf<MatrixXd> W;
  Leaf<VectorXd> b;
};
template <template <class> class Leaf>
struct Net {
  Leaf<std::complex<double>> phase;
  std::vector<Layer<Leaf>> layers;
  Leaf<double> gain;
};
const Net<Value> net{{1, 2}, {{MatrixXd::Ones(2, 2), VectorXd::Ones(2)}, {MatrixXd::Ones(1, 2), VectorXd::Ones(1)}}, 3};
using N = Net<Value>;
using L = Layer<Value>;
const auto layer = [](std::size_t i) { return [i](const N& n) -> const L& { return n.layers[i]; }; };

}  // namespace

TEST_CASE("a sum of metrics is block diagonal, Euclidean on what has none", "[metric][by_parts]") {
  std::mt19937 random(1);
  const MatrixXd a = random_positive<double>(2, random), b = random_positive<double>(2, random), d = random_positive<double>(3, random);
  const auto g = by_parts(net).on(Kronecker(a, b), &N::layers, 0, &L::W).on(DenseMetric(d), layer(1)).on(Scaled(7), &N::gain);
  // phase 2, layers.0.W 4, layers.0.b 2, layers.1 3, gain 1
  MatrixXd expected = MatrixXd::Identity(12, 12);
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) expected.block(2 + 2 * i, 2 + 2 * j, 2, 2) = b(i, j) * a;
  expected.block(8, 8, 3, 3) = d;
  expected(11, 11) = 7;
  metric_laws(g, net, expected, random);

  const auto frozen = layered(net, g).freeze(&N::layers, 1, &L::b).freeze(&N::layers, 0, &L::W).freeze(&N::phase);
  std::vector<bool> live(12, true);
  for (const std::size_t i : {0, 1, 2, 3, 4, 5, 10}) live[i] = false;
  CHECK((matrix_of(frozen, net) - restricted_matrix(expected, live)).norm() < 1e-11);
  CHECK((matrix_of(g.restricted(live), net) - restricted_matrix(expected, live)).norm() < 1e-11);
  CHECK((noise_covariance(g.restricted(live), net, 20000, random) - restricted_matrix(expected, live)).norm() < 0.05 * expected.norm());
  CHECK_THROWS_AS(flat(g.restricted(live), transform_leaves<Tangent>(net, [](const auto& leaf) { return leaf; })), DegenerateMetric);
  const auto whole = layered(net, by_parts(net).on(Scaled(2), layer(0))).freeze(&N::layers, 0, &L::W);
  CHECK(sharp(whole, random_covector(net, random)).layers[0].W.components().isZero(0));
}

TEST_CASE("a metric by parts that cannot be is refused", "[metric][by_parts]") {
  std::mt19937 random(2);
  const auto g = by_parts(net).on(Scaled(2), &N::layers);
  CHECK_THROWS_AS(g.on(Scaled(3), &N::layers, 1, &L::b), DomainError);
  CHECK_THROWS_AS(g.on(Scaled(3), &N::layers, 2), DomainError);
  auto larger = net;
  larger.layers.push_back(larger.layers[0]);
  CHECK_THROWS_AS(sharp(by_parts(net), random_covector(larger, random)), ShapeError);
  struct Bowl {
    Tangent<VectorXd> sharp(const Cotangent<VectorXd>& w) const { return tangent(w.components()); }
  };
  const auto bowl = by_parts(net).on(Bowl{}, &N::layers, 0, &L::b);
  std::vector<bool> live(12, true);
  live[6] = false;
  CHECK_THROWS_AS(bowl.restricted(live), DomainError);
  live[7] = false;
  CHECK(sharp(bowl.restricted(live), random_covector(net, random)).layers[0].b.components().isZero(0));
}
