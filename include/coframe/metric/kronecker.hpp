// SPDX-License-Identifier: MIT
#pragma once
// A metric of a matrix that is a product of one of its rows and one of its columns.
#include <algorithm>
#include <vector>

#include "coframe/metric/conjugate_gradients.hpp"
#include "coframe/metric/live.hpp"
#include "coframe/metric/positive_matrix.hpp"

namespace coframe {

/// g^: c ↦ A c B on m×n matrices, A (m×m) and B (n×n) symmetric positive, Hermitian where they are complex: the dense
/// co-metric Bᵀ ⊗ A at the price of two products. Real factors serve complex matrices too.
///   by_parts(net).on(Kronecker::of_metric(G, A), &Net<Value>::out, &Dense<Value>::W)
/// with G and A the second moments of dL/dy and of x at a layer y = W x is the layer's block of K-FAC.
template <class S>
class BasicKronecker : public ByValue<BasicKronecker<S>> {
  struct OnLive;

 public:
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
  using ByValue<BasicKronecker>::sharp, ByValue<BasicKronecker>::flat, ByValue<BasicKronecker>::sample;

  /// The factors with the matrix's elements, and half of the product.
  template <DenseLeaf X>
  struct Products {
    Eigen::MatrixX<ScalarOf<X>> left, right, half;
  };
  template <DenseLeaf X>
  struct Room {
    Products<X> products;
    Scratch<X, Cotangent> residual;
    CgRoom<X, OnLive> solution;
  };

  /// ShapeError unless square; DomainError unless symmetric (Hermitian) and positive definite.
  BasicKronecker(const Matrix& left, const Matrix& right) : left_(left, name), right_(right, name) {}
  /// From the metric with lower indices, v ↦ A v B: g^ c = A⁻¹ c B⁻¹. (eq. 9)
  static BasicKronecker of_metric(const Matrix& left, const Matrix& right) {
    return {PositiveMatrix<S>(left, name).inverse(), PositiveMatrix<S>(right, name).inverse()};
  }

  /// A c B; where elements are frozen, the solution v on the live ones of P A⁻¹ v B⁻¹ = P c, by conjugate gradients. ShapeError.
  template <DenseLeaf X>
  void sharp(const Cotangent<X>& c, Tangent<X>& v, Room<X>& room) const {
    if (live_.empty()) return multiply(left_.matrix(), c.components(), right_.matrix(), v.components(), room.products);
    auto& r = room.residual.like(c);
    r.components() = c.components();
    mask(r, live_, name);
    const auto lowered_on_live = [&](const Tangent<X>& p, Cotangent<X>& gp) {
      gp.components() = p.components();
      divide(gp.components(), room.products);
      mask(gp, live_, name);
    };
    conjugate_gradients(lowered_on_live, r, v, room.solution, OnLive{*this}, {.tolerance = 64 * std::numeric_limits<RealOf<X>>::epsilon()});
  }
  /// A⁻¹ v B⁻¹. DegenerateMetric if restricted; ShapeError.
  template <DenseLeaf X>
  void flat(const Tangent<X>& v, Cotangent<X>& c, Room<X>& room) const {
    if (!live_.empty()) throw_restricted("Kronecker metric");
    c.components() = v.components();
    divide(c.components(), room.products);
  }
  /// √A ξ √B with ξ standard normal, √A and √B Cholesky's; where elements are frozen, g^ of that lowered.
  template <class Random, class T, DenseLeaf X>
  void sample(Random& random, const T& like, Tangent<X>& v, Room<X>& room) const {
    auto& noise = room.residual.like(like);
    draw_normal(random, noise.components());
    multiply(left_.root(), noise.components(), right_.root().adjoint(), v.components(), room.products);
    if (live_.empty()) return;
    noise.components() = v.components();
    divide(noise.components(), room.products);
    sharp(noise, v, room);
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
  static constexpr auto name = "Kronecker";
  /// P g^ P, which is near to P (P g P)⁺ P.
  struct OnLive : ByValue<OnLive> {
    using ByValue<OnLive>::sharp;
    const BasicKronecker& g;
    template <class X>
    using Room = Products<X>;
    explicit OnLive(const BasicKronecker& metric) : g(metric) {}
    template <DenseLeaf X>
    void sharp(const Cotangent<X>& c, Tangent<X>& v, Products<X>& products) const {
      g.multiply(g.left_.matrix(), c.components(), g.right_.matrix(), v.components(), products);
      mask(v, g.live_, name);
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
  template <class X>
  void require_leaf(const X& c) const {
    static_assert(ComplexLeaf<X> || !is_complex_v<S>, "complex factors have no real matrices between them");
    require(c.rows(), c.cols());
  }
  /// The factor itself, or in `place` with the elements of the matrix.
  template <class T, class Factor>
  static decltype(auto) with_elements(const Factor& factor, Eigen::MatrixX<T>& place) {
    if constexpr (std::is_same_v<T, S>) return (factor);
    else return (place = factor.template cast<T>());
  }
  /// v = A c B.
  template <class X, class Right>
  void multiply(const Matrix& a, const X& c, const Right& b, X& v, Products<X>& products) const {
    require_leaf(c);
    products.half.noalias() = with_elements(a, products.left) * c.matrix();
    v.resize(c.rows(), c.cols());
    v.matrix().noalias() = products.half * with_elements(b, products.right);
  }
  /// c ← A⁻¹ c B⁻¹ by the factors' roots: A⁻¹ = L⁻ᴴ L⁻¹.
  template <class X>
  void divide(X& c, Products<X>& products) const {
    require_leaf(c);
    left_.require_inverse(), right_.require_inverse();
    const auto& a = with_elements(left_.root(), products.left).template triangularView<Eigen::Lower>();
    const auto& b = with_elements(right_.root(), products.right).template triangularView<Eigen::Lower>();
    auto&& m = c.matrix();
    a.solveInPlace(m);
    a.adjoint().solveInPlace(m);
    b.adjoint().template solveInPlace<Eigen::OnTheRight>(m);
    b.template solveInPlace<Eigen::OnTheRight>(m);
  }

  PositiveMatrix<S> left_, right_;
  std::vector<bool> live_;   // empty: all
};
using Kronecker = BasicKronecker<double>;
using ComplexKronecker = BasicKronecker<std::complex<double>>;

}  // namespace coframe
