// SPDX-License-Identifier: MIT
#pragma once
// Determinants, and their logarithm.
#include "coframe/ops/solve.hpp"

namespace coframe {

/// adj(A)ᵀ of a singular matrix, where P A Q = L (U u; 0 S) with U invertible and S = 0:   adj A = |PQ| |U| Q (|S| U⁻¹, −U⁻¹ u adj S; 0, adj S) L⁻¹ P
template <class M> M cofactors_of_singular(const M& a) {
  using T = typename M::Scalar;
  const Eigen::Index n = a.rows();
  const Eigen::FullPivLU<M> full(a);
  const auto& f = full.matrixLU();
  const Eigen::Index r = full.nonzeroPivots(), m = n - r;
  const M s = f.bottomRightCorner(m, m), u = f.topRightCorner(r, m);
  const auto top = f.topLeftCorner(r, r);
  M adjugate = M::Zero(n, n), adj_s = M::Zero(m, m);   // adj S is of second order in S from 3×3 on
  T det_s(0);
  if (m == 1) {
    adj_s(0, 0) = T(1);
    det_s = s(0, 0);
  } else if (m == 2) {
    adj_s << s(1, 1), -s(0, 1), -s(1, 0), s(0, 0);
    det_s = s(0, 0) * s(1, 1) - s(0, 1) * s(1, 0);
  }
  adjugate.topLeftCorner(r, r).diagonal().setConstant(det_s);
  add_product(adjugate.topRightCorner(r, m), -u, adj_s);
  top.template triangularView<Eigen::Upper>().solveInPlace(adjugate.topRows(r));
  adjugate.bottomRightCorner(m, m) = adj_s;
  M lower = f.template triangularView<Eigen::UnitLower>();
  lower.bottomRightCorner(m, m).setIdentity();
  lower.template triangularView<Eigen::UnitLower>().template solveInPlace<Eigen::OnTheRight>(adjugate);
  const T scale = top.diagonal().prod() * T(int(full.permutationP().determinant() * full.permutationQ().determinant()));
  const M permuted = full.permutationQ() * adjugate * full.permutationP();
  return (scale * permuted).transpose();
}
/// The matrix of cofactors, det(A) A⁻ᵀ where A is invertible, finite and right also where it is not.
template <class A> SquareOf<A> cofactors(const A& a) {
  const Eigen::PartialPivLU<SquareOf<A>> lu(a);
  if (zero_pivot(lu.matrixLU().diagonal()) < 0) return lu.determinant() * lu.inverse().transpose();
  return cofactors_of_singular<Eigen::Matrix<typename A::Scalar, Eigen::Dynamic, Eigen::Dynamic>>(a);   // of dynamic size: compiled once
}

/// d = |A|,   dd = Σ cof(A)ᵢⱼ dAᵢⱼ,   Aᶜ = conj(cof A) dᶜ, where cof A = |A| A⁻ᵀ; right also where A is singular
struct Determinant : Structured {
  static constexpr auto name = "determinant";
  template <class A> using Result = typename A::Scalar;
  static Shape shape(const auto& A) {
    require_square(A, name);
    return {};
  }
  static void value(auto& d, const auto& A) { d(0, 0) = of(A); }
  static void push(Arg<0>, auto& dd, const auto& dA, const auto&, const auto& A) { dd(0, 0) += cofactors(A).cwiseProduct(dA).sum(); }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto& A) { dA += cofactors(A).conjugate() * w(0, 0); }

 private:
  static auto of(const auto& A) {
    using X = std::remove_cvref_t<decltype(A)>;
    using T = typename X::Scalar;
    if constexpr (is_dual_v<T>) {
      const auto a0 = value_part(A);
      return T(of(a0), cofactors(a0).cwiseProduct(tangent_part(A)).sum());
    } else {
      return T(Eigen::PartialPivLU<SquareOf<X>>(A).determinant());
    }
  }
};

/// y = log |det A|,   dy = Re tr(A⁻¹ dA),   Aᶜ = A⁻ᴴ yᶜ
struct LogAbsDeterminant : Structured {
  static constexpr auto name = "log_abs_determinant";
  template <class A> using Result = RealOf<typename A::Scalar>;
  static Shape shape(const auto& A) {
    require_square(A, name);
    return {};
  }
  static auto keep(const auto& A) { return factorised(A, name); }
  static void value(auto& y, const auto& lu, const auto&) { y(0, 0) = lu.matrixLU().diagonal().cwiseAbs().array().log().sum(); }
  static void push(Arg<0>, auto& dy, const auto& dA, const auto&, const auto& lu, const auto&) { dy(0, 0) += real_part(lu.solve(dA).trace()); }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto& lu, const auto&) { dA += lu.inverse().adjoint() * w(0, 0); }
};

/// |A|, 1 for a matrix of no rows. ShapeError.
template <MatrixOperand A> auto determinant(A&& a) { return apply_structured<Determinant>(std::forward<A>(a)); }
/// log |det A|, which neither overflows nor underflows. ShapeError; DomainError if A is exactly singular.
template <MatrixOperand A> auto log_abs_determinant(A&& a) { return apply_structured<LogAbsDeterminant>(std::forward<A>(a)); }

template <class D> auto ArrayMembers<D>::determinant() const { return coframe::determinant(self()); }

}  // namespace coframe
