// SPDX-License-Identifier: MIT
// Metrics of few directions beside a diagonal: against their dense matrices, with parts frozen.
#include <coframe/metric/low_rank.hpp>

#include "metric_laws.hpp"

using namespace coframe;
using Eigen::MatrixXd, Eigen::VectorXd;

TEST_CASE("D + U Uᵀ and its inverse by Woodbury's identity", "[metric][low_rank]") {
  std::mt19937 random(5);
  using X = std::tuple<MatrixXd, std::complex<double>>;
  const X x(MatrixXd::Zero(2, 3), 0);
  const VectorXd d = normal_like(random, VectorXd(8)).array().square() + 0.2;
  const MatrixXd u = normal_like(random, MatrixXd(8, 2)), dense = MatrixXd(d.asDiagonal()) + u * u.transpose();
  metric_laws(LowRank(d, u), x, dense, random);
  metric_laws(LowRank::of_metric(d, u), x, dense.inverse(), random);
  metric_laws(LowRank(d, MatrixXd(8, 0)), x, d.asDiagonal(), random);
}

TEST_CASE("frozen within a low-rank metric: g^ = P (P g P)⁺ P, which still descends", "[metric][low_rank]") {
  std::mt19937 random(6);
  using X = std::tuple<VectorXd, VectorXd>;
  const X x(VectorXd::Zero(3), VectorXd::Zero(4));
  const VectorXd d = normal_like(random, VectorXd(7)).array().square() + 0.1;
  const MatrixXd u = 3 * normal_like(random, MatrixXd(7, 2)), dense = MatrixXd(d.asDiagonal()) + u * u.transpose();
  const auto first = [](const X& t) -> auto& { return std::get<0>(t); };
  const auto law = [&](const auto& g, const MatrixXd& G) {
    const std::vector<bool> some{true, false, true, true, false, false, true};
    const MatrixXd expected = restricted_matrix(G, some);
    CHECK((matrix_of(g.restricted(some), x) - expected).norm() < 1e-11 * expected.norm());
    CHECK((noise_covariance(g.restricted(some), x, 20000, random) - expected).norm() < 0.06 * expected.norm());
    const auto frozen = layered(x, g).freeze(first);
    int masked_climbs = 0;
    for (int k = 0; k < 50; ++k) {
      auto w = random_covector(x, random);
      std::get<0>(w) *= 30.;
      const auto v = sharp(frozen, w);
      CHECK(pair(w, v) > 0);
      CHECK(std::get<0>(v).components().isZero(0));
      auto masked = sharp(g, w);
      std::get<0>(masked).components().setZero();
      masked_climbs += pair(w, masked) < 0;
    }
    CHECK(masked_climbs > 0);
    CHECK_THROWS_AS(flat(g.restricted(some), transform_leaves<Tangent>(x, [](const auto& leaf) { return leaf; })), DegenerateMetric);
  };
  law(LowRank(d, u), dense);
  law(LowRank::of_metric(d, u), dense.inverse());
  CHECK_THROWS_AS(LowRank(-d, u), DomainError);
  CHECK_THROWS_AS(LowRank(d, MatrixXd::Ones(6, 1)), ShapeError);
  CHECK_THROWS_AS(sharp(LowRank(d, u), cotangent(1.)), ShapeError);
}
