// SPDX-License-Identifier: MIT
#pragma once
// C += A B: products of matrices of duals as products of plain ones, without taking the largest of the three matrices apart.
#include "coframe/ops/kept_matrix.hpp"
#include "coframe/tape/dual.hpp"

namespace coframe {

template <class C, class A, class B> void add_product(C&& c, const A& a, const B& b);

template <class M> inline constexpr bool has_direct_access = (int(std::remove_cvref_t<M>::Flags) & int(Eigen::DirectAccessBit)) != 0;

/// Duals lie in memory as (x₀, v₀, x₁, v₁, …): m×n duals by columns are 2m×n numbers, by rows m×2n.
template <class D> auto interleaved(D&& a) {
  using A = std::remove_cvref_t<D>;
  using R = typename A::Scalar::Component;
  constexpr bool rows = A::IsRowMajor, writable = !std::is_const_v<std::remove_pointer_t<decltype(a.data())>>;
  using M = Eigen::Matrix<R, Eigen::Dynamic, Eigen::Dynamic, rows ? Eigen::RowMajor : Eigen::ColMajor>;
  using Shown = std::conditional_t<writable, M, const M>;
  using Pointer = std::conditional_t<writable, R*, const R*>;
  return Eigen::Map<Shown, 0, Eigen::OuterStride<>>(reinterpret_cast<Pointer>(a.data()), rows ? a.rows() : 2 * a.rows(),
                                                    rows ? 2 * a.cols() : a.cols(), Eigen::OuterStride<>(2 * a.outerStride()));
}

/// C += A B with A in place and B, C smaller. By columns (A₀; A₁)(B₀ B₁) = (A₀B₀ A₀B₁; A₁B₀ ·); by rows
/// (A₀ A₁)(B₀ B₁; 0 B₀) = (A₀B₀, A₀B₁ + A₁B₀), with what stands above each other interleaved.
template <class C, class A, class B> void add_product_of_large(C&& c, const A& a, const B& b) {
  using D = typename std::remove_cvref_t<C>::Scalar;
  using M = Eigen::Matrix<typename D::Component, Eigen::Dynamic, Eigen::Dynamic>;
  const Eigen::Index m = a.rows(), k = a.cols(), n = b.cols();
  if constexpr (A::IsRowMajor) {
    M expanded(2 * k, 2 * n);
    for (Eigen::Index j = 0; j < n; ++j)
      for (Eigen::Index p = 0; p < k; ++p) {
        const D x = b.coeff(p, j);
        expanded(2 * p, j) = x.value, expanded(2 * p + 1, j) = 0;
        expanded(2 * p, n + j) = x.tangent, expanded(2 * p + 1, n + j) = x.value;
      }
    M r = M::Zero(m, 2 * n);
    add_product(r, interleaved(a), expanded);
    for (Eigen::Index j = 0; j < n; ++j)
      for (Eigen::Index i = 0; i < m; ++i) c.coeffRef(i, j) += D(r(i, j), r(i, n + j));
  } else {
    M apart(k, 2 * n);
    for (Eigen::Index j = 0; j < n; ++j)
      for (Eigen::Index p = 0; p < k; ++p) {
        const D x = b.coeff(p, j);
        apart(p, j) = x.value, apart(p, n + j) = x.tangent;
      }
    M r = M::Zero(2 * m, 2 * n);
    add_product(r, interleaved(a), apart);
    for (Eigen::Index j = 0; j < n; ++j)
      for (Eigen::Index i = 0; i < m; ++i) c.coeffRef(i, j) += D(r(2 * i, j), r(2 * i, n + j) + r(2 * i + 1, j));
  }
}
/// C += A B with C in place, by columns, and A, B smaller: (C₀; C₁) += (A₀ 0; A₁ A₀)(B₀; B₁).
template <class C, class A, class B> void add_product_to_large(C&& c, const A& a, const B& b) {
  using D = typename std::remove_cvref_t<C>::Scalar;
  using M = Eigen::Matrix<typename D::Component, Eigen::Dynamic, Eigen::Dynamic>;
  const Eigen::Index m = a.rows(), k = a.cols(), n = b.cols();
  M left(2 * m, 2 * k), right(2 * k, n);
  for (Eigen::Index p = 0; p < k; ++p)
    for (Eigen::Index i = 0; i < m; ++i) {
      const D x = a.coeff(i, p);
      left(2 * i, p) = x.value, left(2 * i + 1, p) = x.tangent;
      left(2 * i, k + p) = 0, left(2 * i + 1, k + p) = x.value;
    }
  for (Eigen::Index j = 0; j < n; ++j)
    for (Eigen::Index p = 0; p < k; ++p) {
      const D x = b.coeff(p, j);
      right(p, j) = x.value, right(k + p, j) = x.tangent;
    }
  add_product(interleaved(c), left, right);
}

/// A matrix of duals as two, by columns or by rows as it lies.
template <class D> struct PartsOf {
  using Duals = std::remove_cvref_t<D>;
  using M = Eigen::Matrix<typename Duals::Scalar::Component, Eigen::Dynamic, Eigen::Dynamic, Duals::IsRowMajor ? Eigen::RowMajor : Eigen::ColMajor>;
  M value, tangent;
  void take(const D& d) {
    value = d.unaryExpr([](const auto& x) { return x.value; });
    tangent = d.unaryExpr([](const auto& x) { return x.tangent; });
  }
};

/// C += A B of duals: the largest matrix stays in place where it is much larger than the others; else three plain products,
/// (A₀ + εA₁)(B₀ + εB₁) = A₀B₀ + ε(A₁B₀ + A₀B₁).
template <class C, class A, class B> void add_dual_product(C&& c, const A& a, const B& b) {
  constexpr Eigen::Index much = 8;
  const Eigen::Index m = a.rows(), k = a.cols(), n = b.cols();
  if (m == 0 || k == 0 || n == 0) return;
  if constexpr (has_direct_access<A>)
    if (n * much <= std::min(m, k) && a.innerStride() == 1) return add_product_of_large(c, a, b);
  if constexpr (has_direct_access<B>)
    if (m * much <= std::min(k, n) && b.innerStride() == 1) return add_product_of_large(c.transpose(), b.transpose(), a.transpose());
  if constexpr (has_direct_access<C>)
    if (k * much <= std::min(m, n) && c.innerStride() == 1) {
      if constexpr (std::remove_cvref_t<C>::IsRowMajor) return add_product_to_large(c.transpose(), b.transpose(), a.transpose());
      else return add_product_to_large(c, a, b);
    }
  using T = typename std::remove_cvref_t<C>::Scalar;
  auto& x = kept_matrix<PartsOf<A>, 0>();
  auto& y = kept_matrix<PartsOf<B>, 1>();
  auto& z = kept_matrix<PartsOf<C>, 2>();
  x.take(a), y.take(b);
  z.value.setZero(m, n), z.tangent.setZero(m, n);
  add_product(z.value, x.value, y.value);
  add_product(z.tangent, x.tangent, y.value);
  add_product(z.tangent, x.value, y.tangent);
  c += z.value.binaryExpr(z.tangent, [](const auto& p, const auto& q) { return T(p, q); });
}

/// C += A B; of one column and one row by columns of C, where Eigen would pack them as matrices.
template <class C, class A, class B> void add_product(C&& c, const A& a, const B& b) {
  if constexpr (is_dual_v<typename std::remove_cvref_t<C>::Scalar>) add_dual_product(c, a, b);
  else if (a.cols() == 1) c.noalias() += a.col(0) * b.row(0);
  else if (a.cols() > 0) c.noalias() += a * b;
}

}  // namespace coframe
