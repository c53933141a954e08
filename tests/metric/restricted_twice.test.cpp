// SPDX-License-Identifier: MIT
// A metric that is restricted twice is restricted to the coordinates that are live both times.
#include <coframe/calculus.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "metric_laws.hpp"

using namespace coframe;
using Eigen::MatrixXd, Eigen::VectorXd;
using Live = std::vector<bool>;

namespace {
const Live first{true, false, true, true, true, false}, second{true, true, false, true, false, false}, both{true, false, false, true, false, false};

template <class G, Point X> void law(const G& g, const X& x) {
  const MatrixXd once = matrix_of(g.restricted(both), x);
  REQUIRE(once.norm() > 0);
  CHECK((matrix_of(g.restricted(first).restricted(second), x) - once).norm() < 1e-12 * once.norm());
  CHECK((matrix_of(g.restricted(both).restricted(Live(6, true)), x) - once).norm() < 1e-12 * once.norm());
  CHECK((matrix_of(g.restricted(both).restricted(first), x) - once).norm() < 1e-12 * once.norm());
  std::mt19937 random(3);
  const VectorXd noise = flatten(g.restricted(first).restricted(second).sample(random, x));
  CHECK(noise.allFinite());
  for (std::size_t i = 0; i < 6; ++i) CHECK((noise[static_cast<Eigen::Index>(i)] != 0) == both[i]);
}
}  // namespace

TEST_CASE("restricted twice", "[metric]") {
  std::mt19937 random(7);
  const VectorXd x = VectorXd::Zero(6), d = normal_like(random, x).array().square() + 0.2;
  law(DenseMetric(random_positive<double>(6, random)), x);
  law(Diagonal(d), x);
  law(LowRank(d, normal_like(random, MatrixXd(6, 2))), x);
  law(LowRank::of_metric(d, normal_like(random, MatrixXd(6, 2))), x);
  law(Kronecker(random_positive<double>(2, random), random_positive<double>(3, random)), MatrixXd(MatrixXd::Zero(2, 3)));
  const MatrixXd outputs = normal_like(random, MatrixXd(8, 6));
  law(fisher([outputs](const auto& u) { return outputs * u; }, VectorXd(d), euclidean, 0.1), x);
}
TEST_CASE("a Kronecker metric is restricted by elements or by rows and columns, not by both", "[metric]") {
  std::mt19937 random(8);
  const Kronecker g(random_positive<double>(2, random), random_positive<double>(3, random));
  const auto by_elements = g.restricted(first), by_rows = g.restricted({true, false}, {true, true, true});
  CHECK_THROWS_AS(by_elements.restricted({true, false}, {true, true, true}), DomainError);
  CHECK_THROWS_AS(by_rows.restricted(first), DomainError);
  const MatrixXd x = MatrixXd::Zero(2, 3);
  CHECK((matrix_of(by_rows.restricted({true, true}, {true, true, false}), x) - matrix_of(g.restricted({true, false}, {true, true, false}), x)).norm() < 1e-12);
  CHECK(matrix_of(by_elements.restricted(Live(6, false)), x).norm() == 0);
}
