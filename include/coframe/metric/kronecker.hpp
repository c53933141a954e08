// SPDX-License-Identifier: MIT
#pragma once
// A metric of a matrix that is a product of one of its rows and one of its columns.
#include <algorithm>
#include <vector>

#include "coframe/metric/conjugate_gradients.hpp"
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

  /// A c B; where elements are frozen, the solution v on the live ones of P A⁻¹ v B⁻¹ = P c, by conjugate gradients. ShapeError.
  template <DenseLeaf X>
  Tangent<X> sharp(const Cotangent<X>& c) const {
    if (live_.empty()) return raised(c);
    const Matrix a = inverse(left_), b = inverse(right_);
    const auto lowered_on_live = [&](const Tangent<X>& v) { return masked(Cotangent<X>(between<X>(a, v.components(), b))); };
    return conjugate_gradients(lowered_on_live, masked(c), OnLive{*this}, {.tolerance = 64 * std::numeric_limits<RealOf<X>>::epsilon()});
  }
  /// A⁻¹ v B⁻¹. DegenerateMetric if restricted; ShapeError.
  template <DenseLeaf X>
  Cotangent<X> flat(const Tangent<X>& v) const {
    if (!live_.empty()) throw_restricted("Kronecker metric");
    return lowered(v);
  }
  /// √A ξ √B with ξ standard normal, √A and √B Cholesky's; where elements are frozen, g^ of that lowered.
  template <class Random, class T>
  Over<T, Tangent> sample(Random& random, const T& like) const {
    using X = std::remove_cvref_t<decltype(components_of(like))>;
    const Tangent<X> noise(between<X>(left_.root(), normal_like(random, components_of(like)), right_.root().adjoint()));
    return live_.empty() ? noise : sharp(lowered(noise));
  }

  /// P (P g P)⁺ P, P the projection on the elements of live rows and columns, of which it is again a product. DomainError after the below.
  BasicKronecker restricted(const std::vector<bool>& live_rows, const std::vector<bool>& live_columns) const {
    require(static_cast<Eigen::Index>(live_rows.size()), static_cast<Eigen::Index>(live_columns.size()));
    if (!live_.empty()) throw_restricted_otherwise("elements", "rows and columns");
    return {left_.restricted(live_rows), right_.restricted(live_columns)};
  }
  /// The same for any real coordinates i with live[i], in flatten's order: all, none, or some, for which each sharp solves
  /// equations by conjugate gradients. Whole rows and columns cost less by the above, after which this raises DomainError. ShapeError
  /// for another number of them.
  BasicKronecker restricted(const std::vector<bool>& live) const {
    const std::size_t elements = static_cast<std::size_t>(left_.size() * right_.size());
    if (live.size() != elements && live.size() != 2 * elements)
      throw ShapeError("Kronecker: its factors are for a matrix of " + std::to_string(elements) + " elements, but which of " +
                       std::to_string(live.size()) + " real coordinates are live was given");
    if (std::find(live.begin(), live.end(), false) == live.end()) return *this;
    if (std::find(live.begin(), live.end(), true) == live.end())
      return {left_.restricted(std::vector<bool>(static_cast<std::size_t>(left_.size()))),
              right_.restricted(std::vector<bool>(static_cast<std::size_t>(right_.size())))};
    if (left_.degenerate() || right_.degenerate()) throw_restricted_otherwise("rows and columns", "elements");
    BasicKronecker r = *this;
    r.live_ = live_in_both(live_, live);
    return r;
  }

 private:
  /// P g^ P, which is near to P (P g P)⁺ P.
  struct OnLive {
    const BasicKronecker& g;
    template <DenseLeaf X>
    Tangent<X> sharp(const Cotangent<X>& c) const {
      return g.masked(g.raised(c));
    }
  };
  BasicKronecker(PositiveMatrix<S> left, PositiveMatrix<S> right) : left_(std::move(left)), right_(std::move(right)) {}

  void require(Eigen::Index rows, Eigen::Index cols) const {
    if (rows != left_.size() || cols != right_.size())
      throw ShapeError("Kronecker: its factors are for a " + shape_text(left_.size(), right_.size()) + " matrix, but " +
                       shape_text(rows, cols) + " came");
  }
  [[noreturn]] static void throw_restricted_otherwise(const char* before, const char* now) {
    throw DomainError(std::string("Kronecker: it is restricted to some ") + before + " already, and cannot be to some " + now +
                      " as well; restrict the whole metric once, to the elements that are live in both");
  }
  static Matrix inverse(const PositiveMatrix<S>& m) { return m.solve(Matrix::Identity(m.size(), m.size())); }
  template <class X>
  Tangent<X> raised(const Cotangent<X>& c) const {
    return Tangent<X>(between<X>(left_.matrix(), c.components(), right_.matrix()));
  }
  template <class X>
  Cotangent<X> lowered(const Tangent<X>& v) const {
    return Cotangent<X>(between<X>(inverse(left_), v.components(), inverse(right_)));
  }
  /// Zero at the real coordinates that are not live. ShapeError for a matrix of another number of them.
  template <class T>
  T masked(T t) const {
    auto c = flatten(t);
    if (static_cast<std::size_t>(c.size()) != live_.size())
      throw ShapeError("Kronecker: it is restricted to some of " + std::to_string(live_.size()) + " real coordinates, but the matrix has " +
                       std::to_string(c.size()));
    for (Eigen::Index i = 0; i < c.size(); ++i)
      if (!live_[static_cast<std::size_t>(i)]) c[i] = 0;
    return unflatten(t, c);
  }
  template <class X>
  X between(const Matrix& a, const X& c, const Matrix& b) const {
    static_assert(ComplexLeaf<X> || !is_complex_v<S>, "complex factors have no real matrices between them");
    require(c.rows(), c.cols());
    using T = ScalarOf<X>;
    return X((a.template cast<T>() * c.matrix() * b.template cast<T>()).eval());
  }

  PositiveMatrix<S> left_, right_;
  std::vector<bool> live_;   // empty: all
};
using Kronecker = BasicKronecker<double>;
using ComplexKronecker = BasicKronecker<std::complex<double>>;

}  // namespace coframe
