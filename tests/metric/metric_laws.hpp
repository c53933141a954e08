// SPDX-License-Identifier: MIT
#pragma once
// What every metric object satisfies, against the matrix of its co-metric over the real coordinates.
#include <Eigen/Dense>
#include <coframe/metric/euclidean.hpp>
#include <coframe/metric/layered.hpp>

#include "catch.hpp"

namespace coframe {

template <class S>
Eigen::MatrixX<S> random_positive(Eigen::Index n, std::mt19937& random) {
  const Eigen::MatrixX<S> a = normal_like(random, Eigen::MatrixX<S>(n, n));
  return a * a.adjoint() + 0.3 * Eigen::MatrixX<S>::Identity(n, n);
}
template <Point X>
Over<X, Cotangent> random_covector(const X& x, std::mt19937& random) {
  return transform_leaves<Cotangent>(x, [&](const auto& leaf) { return normal_like(random, leaf); });
}
/// The matrix of sharp, column by column.
template <class G, Point X>
Eigen::MatrixXd matrix_of(const G& g, const X& x) {
  const Eigen::Index n = dimension(x);
  const auto like = transform_leaves<Cotangent>(x, [](const auto& leaf) { return leaf; });
  Eigen::MatrixXd m(n, n);
  for (Eigen::Index i = 0; i < n; ++i) m.col(i) = flatten(sharp(g, unflatten(like, Eigen::VectorXd::Unit(n, i))));
  return m;
}
/// P (P g P)⁺ P for g = G⁻¹.
inline Eigen::MatrixXd restricted_matrix(const Eigen::MatrixXd& G, const std::vector<bool>& live) {
  Eigen::MatrixXd p = Eigen::MatrixXd::Zero(G.rows(), G.rows());
  for (std::size_t i = 0; i < live.size(); ++i) p(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(i)) = live[i];
  return p * (p * G.inverse() * p).completeOrthogonalDecomposition().pseudoInverse() * p;
}
template <class G, Point X>
Eigen::MatrixXd noise_covariance(const G& g, const X& x, int draws, std::mt19937& random) {
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(dimension(x), dimension(x));
  for (int k = 0; k < draws; ++k) {
    const Eigen::VectorXd v = flatten(g.sample(random, x));
    covariance += v * v.transpose() / draws;
  }
  return covariance;
}

/// g is the metric whose co-metric has the matrix G: sharp, flat, its symmetry, norms, noise.
template <class G, Point X>
void metric_laws(const G& g, const X& x, const Eigen::MatrixXd& expected, std::mt19937& random) {
  const Eigen::MatrixXd m = matrix_of(g, x);
  CHECK((m - expected).norm() < 1e-12 * expected.norm());
  CHECK((m - m.transpose()).norm() < 1e-13 * m.norm());
  const auto w = random_covector(x, random);
  const auto v = sharp(g, w);
  CHECK((flatten(flat(g, v)) - flatten(w)).norm() < 1e-10 * flatten(w).norm());
  CHECK(norm(g, v) == Approx(dual_norm(g, w)).epsilon(1e-10));
  CHECK(inner(g, v, v) == Approx(flatten(w).dot(expected * flatten(w))).epsilon(1e-10));
  CHECK((noise_covariance(g, x, 20000, random) - expected).norm() < 0.05 * expected.norm());
}

}  // namespace coframe
