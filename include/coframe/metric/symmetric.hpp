// SPDX-License-Identifier: MIT
#pragma once
// Symmetric and Hermitian matrices as parameters: by their independent elements, or whole.
#include <algorithm>
#include <cmath>
#include <vector>

#include "coframe/metric/euclidean.hpp"
#include "coframe/metric/manifold/hermitian.hpp"
#include "coframe/ops/shape.hpp"

namespace coframe {

/// Frobenius's metric |dA|² = Re tr(dAᴴ dA) on symmetric (Hermitian) matrices A, for both ways to hold one:
///   a vector of the chart (a₁₁, a₁₂, a₂₂, a₁₃, …), real: g = diag(1, 2, 1, 2, 2, 1 …), so g^ halves off the diagonal;
///   the whole square matrix: g^ c = (c + cᴴ)/2, which keeps A symmetric bit by bit.
/// The differential in the chart and the symmetric gradient of the matrix differ by the factor 2 for that reason; both are
/// right. Flows that square forces element by element (Adam) take the chart, or `bound(…).on(Symmetric{}, …)`.
struct SymmetricMetric : ByValue<SymmetricMetric> {
  using ByValue::sharp, ByValue::flat, ByValue::sample;

  template <DenseLeaf X>
  void sharp(const Cotangent<X>& c, Tangent<X>& v, NoRoom&) const {
    v.components() = c.components();
    if constexpr (X::IsVectorAtCompileTime) weigh(v.components(), 0.5);
    else make_hermitian(square(v.components()));
  }
  /// DegenerateMetric for a matrix that is not symmetric: it is no velocity of a symmetric one.
  template <DenseLeaf X>
  void flat(const Tangent<X>& v, Cotangent<X>& c, NoRoom&) const {
    c.components() = v.components();
    if constexpr (X::IsVectorAtCompileTime) weigh(c.components(), 2);
    else {
      const X& u = square(c.components());
      if (!((u - u.adjoint()).norm() <= 1e-8 * u.norm()))
        throw DegenerateMetric("flat: a symmetric (Hermitian) tangent was expected, the others have no length: take (V + Vᴴ)/2");
    }
  }
  /// √g^ ξ with ξ standard normal.
  template <class Random, class T, DenseLeaf X>
  void sample(Random& random, const T& like, Tangent<X>& v, NoRoom&) const {
    set_zero(v.components(), components_of(like));
    draw_normal(random, v.components());
    if constexpr (X::IsVectorAtCompileTime) weigh(v.components(), std::sqrt(0.5));
    else make_hermitian(square(v.components()));
  }

 private:
  template <class X>
  static X& square(X& a) {
    if (a.rows() != a.cols())
      throw ShapeError("SymmetricMetric: a square matrix or a chart's vector was expected, but " + shape_text(a) + " came");
    return a;
  }
  template <class X>
  static void weigh(X& x, double off_diagonal) {
    static_assert(!ComplexLeaf<X>, "a Hermitian matrix has real elements on its diagonal: hold the matrix whole");
    Eigen::Index diagonal = 0, next = 2;
    for (Eigen::Index i = 0; i < x.size(); ++i)
      if (i == diagonal) diagonal += next++;
      else x[i] *= static_cast<RealOf<X>>(off_diagonal);
    if (x.size() > 0 && diagonal != x.size() + next - 2)
      throw ShapeError("SymmetricMetric: a chart of n(n + 1)/2 numbers was expected, but " + std::to_string(x.size()) + " came");
  }
};

/// The symmetric matrix of a chart (a₁₁, a₁₂, a₂₂, a₁₃, …), traced or plain. ShapeError unless there are n(n + 1)/2 numbers.
template <AnyDense U>
auto symmetric_matrix(const U& chart) {
  int n = 0;
  while (n * (n + 1) / 2 < chart.size()) ++n;
  if (n * (n + 1) / 2 != chart.size())
    throw ShapeError("symmetric_matrix: n(n + 1)/2 numbers were expected, but " + std::to_string(chart.size()) + " came");
  std::vector<int> at;
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i) at.push_back(std::min(i, j) + std::max(i, j) * (std::max(i, j) + 1) / 2);
  if constexpr (ArrayExpr<U>) return gather(chart, at).reshaped(n, n);
  else return Eigen::MatrixX<ScalarOf<PlainOf<U>>>(gather(chart, at).reshaped(n, n));
}
/// The chart (a₁₁, a₁₂, a₂₂, a₁₃, …) of a symmetric matrix, from its upper half.
template <class D>
auto symmetric_chart(const Eigen::MatrixBase<D>& a) {
  Eigen::VectorX<typename D::Scalar> chart(a.rows() * (a.rows() + 1) / 2);
  for (Eigen::Index j = 0, k = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i <= j; ++i) chart[k++] = a(i, j);
  return chart;
}

}  // namespace coframe
