// SPDX-License-Identifier: MIT
#pragma once
// A metric of a matrix that is a product of one of its rows and one of its columns.
#include <algorithm>
#include <vector>

#include "coframe/metric/euclidean.hpp"
#include "coframe/metric/positive_matrix.hpp"

namespace coframe {

/// g^: c ↦ A c B on m×n matrices, A (m×m) and B (n×n) symmetric positive, Hermitian where they are complex: the dense
/// co-metric Bᵀ ⊗ A at the price of two products. Real factors serve complex matrices too.
///   by_parts(net).on(Kronecker::of_metric(G, A), &Net<Value>::out, &Dense<Value>::W)
/// with G and A the second moments of dL/dy and of x at a layer y = W x is the layer's block of K-FAC.
template <class S>
class BasicKronecker {
 public:
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;

  /// ShapeError unless square; DomainError unless symmetric (Hermitian) and positive definite.
  BasicKronecker(const Matrix& left, const Matrix& right) : left_(left, "Kronecker"), right_(right, "Kronecker") {}
  /// From the metric with lower indices, v ↦ A v B: g^ c = A⁻¹ c B⁻¹. (eq. 9)
  static BasicKronecker of_metric(const Matrix& left, const Matrix& right) {
    return {PositiveMatrix<S>(left, "Kronecker").inverse(), PositiveMatrix<S>(right, "Kronecker").inverse()};
  }

  /// A c B. ShapeError.
  template <DenseLeaf X>
  Tangent<X> sharp(const Cotangent<X>& c) const {
    return Tangent<X>(between<X>(left_.matrix(), c.components(), right_.matrix()));
  }
  /// A⁻¹ v B⁻¹. DegenerateMetric if restricted; ShapeError.
  template <DenseLeaf X>
  Cotangent<X> flat(const Tangent<X>& v) const {
    const Matrix one_left = Matrix::Identity(left_.size(), left_.size()), one_right = Matrix::Identity(right_.size(), right_.size());
    return Cotangent<X>(between<X>(left_.solve(one_left), v.components(), right_.solve(one_right)));
  }
  /// √A ξ √B with ξ standard normal, √A and √B Cholesky's.
  template <class Random, class T>
  Over<T, Tangent> sample(Random& random, const T& like) const {
    using X = std::remove_cvref_t<decltype(components_of(like))>;
    return Tangent<X>(between<X>(left_.root(), normal_like(random, components_of(like)), right_.root().adjoint()));
  }

  /// P (P g P)⁺ P, P the projection on the elements of live rows and columns, of which it is again a product.
  BasicKronecker restricted(const std::vector<bool>& live_rows, const std::vector<bool>& live_columns) const {
    require(static_cast<Eigen::Index>(live_rows.size()), static_cast<Eigen::Index>(live_columns.size()));
    return {left_.restricted(live_rows), right_.restricted(live_columns)};
  }
  /// The whole matrix or nothing of it, over its real coordinates. DomainError for a part of it.
  BasicKronecker restricted(const std::vector<bool>& live) const {
    const bool all = std::find(live.begin(), live.end(), false) == live.end();
    if (!all && std::find(live.begin(), live.end(), true) != live.end())
      throw DomainError("Kronecker: a part of the matrix has no product for its co-metric; restrict it to whole rows and columns by "
                        "restricted(live_rows, live_columns), or take a DenseMetric");
    return restricted(std::vector<bool>(static_cast<std::size_t>(left_.size()), all),
                      std::vector<bool>(static_cast<std::size_t>(right_.size()), all));
  }

 private:
  BasicKronecker(PositiveMatrix<S> left, PositiveMatrix<S> right) : left_(std::move(left)), right_(std::move(right)) {}

  void require(Eigen::Index rows, Eigen::Index cols) const {
    if (rows != left_.size() || cols != right_.size())
      throw ShapeError("Kronecker: its factors are for a " + shape_text(left_.size(), right_.size()) + " matrix, but " +
                       shape_text(rows, cols) + " came");
  }
  template <class X>
  X between(const Matrix& a, const X& c, const Matrix& b) const {
    static_assert(ComplexLeaf<X> || !is_complex_v<S>, "complex factors have no real matrices between them");
    require(c.rows(), c.cols());
    using T = ScalarOf<X>;
    return X((a.template cast<T>() * c.matrix() * b.template cast<T>()).eval());
  }

  PositiveMatrix<S> left_, right_;
};
using Kronecker = BasicKronecker<double>;
using ComplexKronecker = BasicKronecker<std::complex<double>>;

}  // namespace coframe
