// SPDX-License-Identifier: MIT
#pragma once
// A metric that couples everything with everything: a matrix over the real coordinates.
#include <vector>

#include "coframe/metric/euclidean.hpp"
#include "coframe/metric/positive_matrix.hpp"

namespace coframe {

/// The co-metric g^ as a symmetric positive definite matrix over the real coordinates that `flatten` lists.
/// sharp and flat flatten their argument, so they allocate.
template <class S>
class BasicDenseMetric {
 public:
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
  using Column = Eigen::Vector<S, Eigen::Dynamic>;

  /// ShapeError unless square; DomainError unless symmetric and positive definite.
  explicit BasicDenseMetric(Matrix cometric) : cometric_(std::move(cometric), "DenseMetric") {}
  /// From the metric g with lower indices: g^ = g⁻¹. (eq. 9)
  static BasicDenseMetric of_metric(const Matrix& g) {
    return BasicDenseMetric(PositiveMatrix<S>(g, "DenseMetric").inverse());
  }

  template <Covector W>
  Over<W, Tangent> sharp(const W& w) const {
    const auto like = transform_leaves<Tangent>(w, [](const auto& c) { return c.components(); });
    return unflatten(like, narrowed<W>(cometric() * coordinates(w)));
  }
  /// DegenerateMetric if restricted.
  template <Vector V>
  Over<V, Cotangent> flat(const V& v) const {
    const auto like = transform_leaves<Cotangent>(v, [](const auto& u) { return u.components(); });
    return unflatten(like, narrowed<V>(cometric_.solve(coordinates(v))));
  }
  /// √g^ ξ with ξ standard normal.
  template <class Random, class T>
  Over<T, Tangent> sample(Random& random, const T& x) const {
    const auto like = transform_leaves<Tangent>(x, [](const auto& leaf) { return components_of(leaf); });
    require_dimension(dimension(like));
    return unflatten(like, narrowed<T>(root() * normal_like(random, Column(root().cols()))));
  }

  /// P (P g P)⁺ P, P the projection on the coordinates i with live[i]: the Schur complement G_LL - G_LF G_FF⁻¹ G_FL.
  /// A force on the frozen coordinates that keeps them at rest has been added to every covector.
  BasicDenseMetric restricted(const std::vector<bool>& live) const {
    require_dimension(static_cast<Eigen::Index>(live.size()));
    return BasicDenseMetric(cometric_.restricted(live));
  }

  const Matrix& cometric() const { return cometric_.matrix(); }
  /// The matrix R with R Rᵀ = g^.
  const Matrix& root() const { return cometric_.root(); }

 private:
  explicit BasicDenseMetric(PositiveMatrix<S> cometric) : cometric_(std::move(cometric)) {}

  void require_dimension(Eigen::Index n) const {
    if (n != cometric_.size())
      throw ShapeError("DenseMetric: it is over " + std::to_string(cometric_.size()) +
                       " real coordinates, but the model has " + std::to_string(n));
  }
  template <class T>
  Column coordinates(const T& tree) const {
    Column x = flatten(tree).template cast<S>();
    require_dimension(x.size());
    return x;
  }
  template <class T>
  static Eigen::VectorX<RealOf<T>> narrowed(const Column& x) {
    return x.template cast<RealOf<T>>();
  }

  PositiveMatrix<S> cometric_;
};
using DenseMetric = BasicDenseMetric<double>;   // a template so that only those who use it pay for its Cholesky

}  // namespace coframe
