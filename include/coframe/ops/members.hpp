// SPDX-License-Identifier: MIT
#pragma once
// The computing members of traced matrices, under Eigen's names.
#include "coframe/ops/complex.hpp"
#include "coframe/ops/reduce.hpp"
#include "coframe/ops/trigonometric.hpp"

namespace coframe {

/// A column vector repeated over columns, or a row vector repeated over rows, as an operand beside the given shape.
template <class D, class V> auto broadcast_beside(const D& matrix, V&& v, bool over_columns) {
  auto& tape = tape_of_operand(matrix);
  auto leaf = node_of(tape, [&]() -> decltype(auto) {
    if constexpr (ArrayExpr<V>) return (v.var());
    else return (v);
  }());
  using X = typename decltype(leaf)::Plain;
  using P = typename D::Plain;
  const int expected = over_columns ? matrix.rows() : matrix.cols(), other = over_columns ? leaf.view.cols : leaf.view.rows;
  if (other != 1 || leaf.view.rows * leaf.view.cols != expected)
    throw ShapeError(std::string(over_columns ? "colwise" : "rowwise") + ": a vector of " + std::to_string(expected) +
                     " elements was expected beside a " + shape_text(matrix.rows(), matrix.cols()) + " matrix, but " +
                     shape_text(leaf.view.rows, leaf.view.cols) + " came");
  ArrayLeaf<typename WithElement<P, typename X::Scalar>::type, ArrayExpr<V>> repeated;
  repeated.view = leaf.view;
  (over_columns ? repeated.view.cols : repeated.view.rows) = over_columns ? matrix.cols() : matrix.rows();
  (over_columns ? repeated.view.col_stride : repeated.view.row_stride) = 0;
  return Lazy(repeated);
}

template <class D, bool columns, class V> auto operator+(const Directions<D, columns>& d, const V& v) { return D(d.matrix) + broadcast_beside(d.matrix, v, columns); }
template <class D, bool columns, class V> auto operator-(const Directions<D, columns>& d, const V& v) { return D(d.matrix) - broadcast_beside(d.matrix, v, columns); }
template <class D, bool columns, class V> requires is_eigen_array_v<typename D::Plain>
auto operator*(const Directions<D, columns>& d, const V& v) { return D(d.matrix) * broadcast_beside(d.matrix, v, columns); }
template <class D, bool columns, class V> requires is_eigen_array_v<typename D::Plain>
auto operator/(const Directions<D, columns>& d, const V& v) { return D(d.matrix) / broadcast_beside(d.matrix, v, columns); }

template <class D, bool columns> auto Directions<D, columns>::sum() const {
  if constexpr (columns) return apply_structured<ColumnSums>(matrix);
  else return apply_structured<RowSums>(matrix);
}
template <class D, bool columns> auto Directions<D, columns>::mean() const {
  const int n = columns ? matrix.rows() : matrix.cols();
  require_elements(n, "mean");
  return sum() * (1.0 / n);
}
template <class D, bool columns> auto Directions<D, columns>::squaredNorm() const {
  if constexpr (columns) return apply_structured<ColumnSquaredNorms>(matrix);
  else return apply_structured<RowSquaredNorms>(matrix);
}

template <class D> auto ArrayMembers<D>::sum() const { return coframe::sum(self()); }
template <class D> auto ArrayMembers<D>::mean() const { return coframe::mean(self()); }
template <class D> auto ArrayMembers<D>::prod() const { return coframe::prod(self()); }
template <class D> auto ArrayMembers<D>::squaredNorm() const { return squared_norm(self()); }
template <class D> auto ArrayMembers<D>::norm() const { return coframe::norm(self()); }
template <class D> auto ArrayMembers<D>::trace() const { return coframe::sum(diagonal()); }
template <class D> auto ArrayMembers<D>::maxCoeff() const { return apply_structured<MaxCoeff>(self()); }
template <class D> auto ArrayMembers<D>::minCoeff() const { return apply_structured<MinCoeff>(self()); }
template <class D> auto ArrayMembers<D>::conjugate() const {
  if constexpr (is_complex_v<typename P<D>::Scalar>) return apply<Conj>(self());
  else return self();
}
template <class D> auto ArrayMembers<D>::adjoint() const { return conjugate().transpose(); }
template <class D> auto ArrayMembers<D>::real() const {
  if constexpr (is_complex_v<typename P<D>::Scalar>) return apply<RealPart>(self());
  else return self();
}
template <class D> auto ArrayMembers<D>::imag() const { return apply<ImagPart>(self()); }
template <class D> template <class B> auto ArrayMembers<D>::dot(const B& b) const { return coframe::dot(self(), b); }
template <class D> template <class B> auto ArrayMembers<D>::cwiseProduct(const B& b) const { return apply<Times>(self(), b); }
template <class D> template <class B> auto ArrayMembers<D>::cwiseQuotient(const B& b) const { return apply<Divide>(self(), b); }
template <class D> template <class B> auto ArrayMembers<D>::cwiseMin(const B& b) const { return apply<Min>(self(), b); }
template <class D> template <class B> auto ArrayMembers<D>::cwiseMax(const B& b) const { return apply<Max>(self(), b); }
template <class D> auto ArrayMembers<D>::cwiseAbs() const { return apply<Abs>(self()); }
template <class D> auto ArrayMembers<D>::cwiseAbs2() const { return apply<Abs2>(self()); }
template <class D> auto ArrayMembers<D>::cwiseSqrt() const { return apply<Sqrt>(self()); }
template <class D> auto ArrayMembers<D>::cwiseInverse() const { return apply<Inverse>(self()); }
template <class D> auto ArrayMembers<D>::abs() const { return elementary<Abs>(self()); }
template <class D> auto ArrayMembers<D>::abs2() const { return elementary<Abs2>(self()); }
template <class D> auto ArrayMembers<D>::square() const { return elementary<Square>(self()); }
template <class D> auto ArrayMembers<D>::cube() const { return elementary<Cube>(self()); }
template <class D> auto ArrayMembers<D>::sqrt() const { return elementary<Sqrt>(self()); }
template <class D> auto ArrayMembers<D>::exp() const { return elementary<Exp>(self()); }
template <class D> auto ArrayMembers<D>::log() const { return elementary<Log>(self()); }
template <class D> auto ArrayMembers<D>::sin() const { return elementary<Sin>(self()); }
template <class D> auto ArrayMembers<D>::cos() const { return elementary<Cos>(self()); }
template <class D> auto ArrayMembers<D>::tan() const { return elementary<Tan>(self()); }
template <class D> auto ArrayMembers<D>::sinh() const { return elementary<Sinh>(self()); }
template <class D> auto ArrayMembers<D>::cosh() const { return elementary<Cosh>(self()); }
template <class D> auto ArrayMembers<D>::tanh() const { return elementary<Tanh>(self()); }
template <class D> template <class B> auto ArrayMembers<D>::pow(const B& b) const { return elementary<Pow>(self(), b); }
template <class D> template <class B> auto ArrayMembers<D>::min(const B& b) const { return elementary<Min>(self(), b); }
template <class D> template <class B> auto ArrayMembers<D>::max(const B& b) const { return elementary<Max>(self(), b); }

}  // namespace coframe
