// SPDX-License-Identifier: MIT
#pragma once
// The member names that traced matrices share with Eigen's. Those that only look elsewhere are here; those that compute
// are defined with their operations (ops/members.hpp).
#include "coframe/tape/expression.hpp"
#include "coframe/tape/view.hpp"

namespace coframe {

/// The plain type with other compile-time sizes; vectors keep the storage order that Eigen requires of them.
template <class X, int R, int C, int order> struct Resized;
template <class T, int R0, int C0, int O, int MR, int MC, int R, int C, int order>
struct Resized<Eigen::Matrix<T, R0, C0, O, MR, MC>, R, C, order> {
  using type = Eigen::Matrix<T, R, C, (R == 1 && C != 1) ? Eigen::RowMajor : (C == 1 && R != 1) ? Eigen::ColMajor : order>;
};
template <class T, int R0, int C0, int O, int MR, int MC, int R, int C, int order>
struct Resized<Eigen::Array<T, R0, C0, O, MR, MC>, R, C, order> {
  using type = Eigen::Array<T, R, C, (R == 1 && C != 1) ? Eigen::RowMajor : (C == 1 && R != 1) ? Eigen::ColMajor : order>;
};
template <class X> inline constexpr int order_of = X::IsRowMajor ? Eigen::RowMajor : Eigen::ColMajor;
template <class X, int R, int C> using Part = typename Resized<X, R, C, order_of<X>>::type;
/// A transposed view of a column-major matrix is a row-major one.
template <class X> using Transposed = typename Resized<X, X::ColsAtCompileTime, X::RowsAtCompileTime,
                                                       X::IsRowMajor ? Eigen::ColMajor : Eigen::RowMajor>::type;
template <class X> struct ArrayTypeOf { using type = X; };
template <class T, int R, int C, int O, int MR, int MC> struct ArrayTypeOf<Eigen::Matrix<T, R, C, O, MR, MC>> { using type = Eigen::Array<T, R, C, O, MR, MC>; };
template <class X> struct MatrixTypeOf { using type = X; };
template <class T, int R, int C, int O, int MR, int MC> struct MatrixTypeOf<Eigen::Array<T, R, C, O, MR, MC>> { using type = Eigen::Matrix<T, R, C, O, MR, MC>; };

/// `m.colwise()` and `m.rowwise()`: sums along an axis and broadcasts over the other (ops/members.hpp).
template <class D, bool columns> struct Directions {
  const D& matrix;
  auto sum() const;
  auto mean() const;
  auto squaredNorm() const;
};

/// Mixed into Var<X> and lazy expressions D. What it returns of type Var is a view.
template <class D> struct ArrayMembers {
  // -- looking elsewhere --------------------------------------------------------------------------------------
  auto operator()(int i, int j) const { return element(self().var().view.block(i, j, 1, 1)); }
  auto operator()(int i) const { return coefficient(i); }
  auto operator[](int i) const { return coefficient(i); }
  auto transpose() const { return Var<Transposed<P<D>>>(self().var().view.transpose()); }
  auto array() const { return Var<typename ArrayTypeOf<P<D>>::type>(self().var()); }
  auto matrix() const { return Var<typename MatrixTypeOf<P<D>>::type>(self().var()); }
  auto block(int i, int j, int m, int n) const { return Var<Part<P<D>, Eigen::Dynamic, Eigen::Dynamic>>(self().var().view.block(i, j, m, n)); }
  template <int m, int n> auto block(int i, int j) const { return Var<Part<P<D>, m, n>>(self().var().view.block(i, j, m, n)); }
  auto row(int i) const { return Var<Part<P<D>, 1, P<D>::ColsAtCompileTime>>(self().var().view.block(i, 0, 1, self().cols())); }
  auto col(int j) const { return Var<Part<P<D>, P<D>::RowsAtCompileTime, 1>>(self().var().view.block(0, j, self().rows(), 1)); }
  auto topRows(int n) const { return block(0, 0, n, self().cols()); }
  auto bottomRows(int n) const { return block(self().rows() - n, 0, n, self().cols()); }
  auto middleRows(int i, int n) const { return block(i, 0, n, self().cols()); }
  auto leftCols(int n) const { return block(0, 0, self().rows(), n); }
  auto rightCols(int n) const { return block(0, self().cols() - n, self().rows(), n); }
  auto middleCols(int j, int n) const { return block(0, j, self().rows(), n); }
  auto segment(int i, int n) const {
    constexpr bool row = P<D>::RowsAtCompileTime == 1;
    static_assert(row || P<D>::ColsAtCompileTime == 1, "segment, head and tail are for vectors; of a matrix take a block");
    if constexpr (row) return Var<Part<P<D>, 1, Eigen::Dynamic>>(self().var().view.block(0, i, 1, n));
    else return Var<Part<P<D>, Eigen::Dynamic, 1>>(self().var().view.block(i, 0, n, 1));
  }
  auto head(int n) const { return segment(0, n); }
  auto tail(int n) const { return segment(self().size() - n, n); }
  auto diagonal() const { return Var<Part<P<D>, Eigen::Dynamic, 1>>(self().var().view.diagonal()); }
  /// The same elements in another shape, in storage order; a view of a contiguous matrix. ShapeError.
  auto reshaped(int rows, int cols) const {
    auto v = self().var().view;
    if (rows < 0 || cols < 0 || rows * cols != v.size() || !(v.rows == 1 || v.cols == 1 || v.contiguous_columns()))
      throw ShapeError("reshaped: " + shape_text(rows, cols) + " was asked for of a " + shape_text(v.rows, v.cols) +
                       " matrix; sizes must agree, and its columns follow one another in memory (of a part or a transpose, 1.0 * it does)");
    const int stride = v.rows == 1 ? v.col_stride : v.row_stride;
    v.rows = rows, v.cols = cols;
    v.row_stride = stride, v.col_stride = rows * stride;
    return Var<typename Resized<P<D>, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>::type>(v);
  }
  auto colwise() const { return Directions<D, true>{self()}; }
  auto rowwise() const { return Directions<D, false>{self()}; }

  auto eval() const { return self().var(); }

  // -- computing: see the functions of the same names --------------------------------------------------------
  auto sum() const;
  auto mean() const;
  auto prod() const;
  auto squaredNorm() const;
  auto norm() const;
  auto trace() const;
  auto maxCoeff() const;
  auto minCoeff() const;
  auto conjugate() const;
  auto adjoint() const;
  auto real() const;
  auto imag() const;
  auto inverse() const;
  auto determinant() const;
  template <class B> auto dot(const B& b) const;
  template <class B> auto cwiseProduct(const B& b) const;
  template <class B> auto cwiseQuotient(const B& b) const;
  template <class B> auto cwiseMin(const B& b) const;
  template <class B> auto cwiseMax(const B& b) const;
  auto cwiseAbs() const;
  auto cwiseAbs2() const;
  auto cwiseSqrt() const;
  auto cwiseInverse() const;
  auto abs() const;
  auto abs2() const;
  auto square() const;
  auto cube() const;
  auto sqrt() const;
  auto exp() const;
  auto log() const;
  auto sin() const;
  auto cos() const;
  auto tan() const;
  auto sinh() const;
  auto cosh() const;
  auto tanh() const;
  template <class B> auto pow(const B& b) const;
  template <class B> auto min(const B& b) const;
  template <class B> auto max(const B& b) const;

  // Traced matrices are immutable.
  template <class B> struct traced_matrices_are_immutable_use_replace_gather_or_stack;
  template <class B> traced_matrices_are_immutable_use_replace_gather_or_stack<B> operator+=(const B&) = delete;
  template <class B> traced_matrices_are_immutable_use_replace_gather_or_stack<B> operator-=(const B&) = delete;
  template <class B> traced_matrices_are_immutable_use_replace_gather_or_stack<B> operator*=(const B&) = delete;

 private:
  template <class E> using P = typename E::Plain;
  const D& self() const { return static_cast<const D&>(*this); }
  template <class T> static auto element(const View<T>& v) { return Var<T>(*v.data, v.coordinate, v.tag); }
  auto coefficient(int i) const {
    const auto& v = self().var().view;
    return v.cols == 1 ? element(v.block(i, 0, 1, 1)) : v.rows == 1 ? element(v.block(0, i, 1, 1)) : element(v.block(i % std::max(v.rows, 1), i / std::max(v.rows, 1), 1, 1));
  }
};

}  // namespace coframe
