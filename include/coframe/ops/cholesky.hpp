// SPDX-License-Identifier: MIT
#pragma once
// Hermitian positive definite matrices: the Cholesky factor, solves and the logarithm of the determinant.
// All are functions of the Hermitian part (A + Aᴴ)/2, so that cotangents are Hermitian and hold for every displacement of A.
#include <Eigen/Cholesky>
#include <memory>

#include "coframe/ops/kept_matrix.hpp"
#include "coframe/ops/solve.hpp"

namespace coframe {

/// The lower triangle of (A + Aᴴ)/2: A's to the last bit where A is Hermitian. DomainError if only one triangle is filled.
template <class A> const SquareOf<A>& lower_hermitian_part(const A& a, const char* what) {
  require_square(a, what);
  bool lower = false, upper = false;
  for (Eigen::Index j = 0; j < a.cols() && !(lower && upper); ++j)
    for (Eigen::Index i = j + 1; i < a.rows() && !(lower && upper); ++i) lower = lower || !is_zero(a(i, j)), upper = upper || !is_zero(a(j, i));
  if (lower != upper)
    throw DomainError(std::string(what) + ": a Hermitian matrix was expected, but only its " + (lower ? "lower" : "upper") +
                      " triangle is filled; fill the other one (in Eigen: A.selfadjointView<Eigen::Lower>())");
  auto& h = kept_matrix<SquareOf<A>>();
  h.setZero(a.rows(), a.cols());
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = j; i < a.rows(); ++i) h(i, j) = (a(i, j) + conjugate(a(j, i))) * typename A::Scalar(0.5);
  return h;
}
/// A = L Lᴴ. ShapeError, DomainError.
template <class A> auto cholesky_factorised(const A& a, const char* what) {
  Eigen::LLT<SquareOf<A>> llt(lower_hermitian_part(a, what));
  if (llt.info() != Eigen::Success)
    throw DomainError(std::string(what) + ": a positive definite matrix was expected, but this one is not; add a multiple of the identity, "
                      "or solve with the general solve");
  return llt;
}
/// The same, for several operations to keep.
template <class A> auto shared_factor(const A& a, const char* what) {
  return std::make_shared<const Eigen::LLT<SquareOf<A>>>(cholesky_factorised(a, what));
}
/// The lower triangle with the diagonal halved, zero above; of Hermitian matrices M = Φ + Φᴴ.
template <class M> void halve_diagonal_of_lower(M& m) {
  m.template triangularView<Eigen::StrictlyUpper>().setZero();
  for (Eigen::Index i = 0; i < m.rows(); ++i) m(i, i) = typename M::Scalar(real_part(m(i, i)) / like(real_part(m(i, i)), 2));
}

/// A = L Lᴴ,   dL = L Φ(L⁻¹ dA L⁻ᴴ),   Aᶜ = ½ L⁻ᴴ (Π + Πᴴ) L⁻¹ with Π = Φ(Lᴴ Lᶜ); Φ: the lower triangle with half its real diagonal
struct Cholesky : Structured {
  static constexpr auto name = "cholesky";
  template <class A> using Result = SquareOf<A>;
  static Shape shape(const auto& A) {
    require_square(A, name);
    return {A.rows(), A.cols()};
  }
  static void value(auto& L, const auto& A) { L = cholesky_factorised(A, name).matrixL(); }
  static void push(Arg<0>, auto& dL, const auto& dA, const auto& L, const auto&) {
    using M = SquareOf<std::remove_cvref_t<decltype(L)>>;
    M q = (dA + dA.adjoint()) / typename M::Scalar(2);
    L.template triangularView<Eigen::Lower>().solveInPlace(q);
    q = q.adjoint().eval();
    L.template triangularView<Eigen::Lower>().solveInPlace(q);
    halve_diagonal_of_lower(q);
    add_product(dL, L, q);
  }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto& L, const auto&) {
    using M = SquareOf<std::remove_cvref_t<decltype(L)>>;
    const M lower = w.template triangularView<Eigen::Lower>();
    M p = M::Zero(L.rows(), L.cols());
    add_product(p, L.adjoint(), lower);
    halve_diagonal_of_lower(p);
    p += p.adjoint().eval();
    L.template triangularView<Eigen::Lower>().adjoint().solveInPlace(p);
    p = p.adjoint().eval();
    L.template triangularView<Eigen::Lower>().adjoint().solveInPlace(p);
    dA += (p + p.adjoint()) / typename M::Scalar(4);
  }
};

/// X = A⁻¹ B,   dX = A⁻¹ (dB − dA X),   Bᶜ = A⁻¹ Xᶜ,   Aᶜ = −½ (Bᶜ Xᴴ + X Bᶜᴴ)
struct SpdSolve : Structured {
  static constexpr auto name = "spd_solve";
  template <class A, class B> using Result = SolutionOf<A, B>;
  static Shape shape(const auto& A, const auto& B) { return solution_shape(A, B, name); }
  static Shape shape(const auto&, const auto& A, const auto& B) { return shape(A, B); }
  static auto keep(const auto& A, const auto&) { return shared_factor(A, name); }
  static void value(auto& X, const auto& llt, const auto&, const auto& B) { X = llt->solve(B); }
  static void push(Arg<0>, auto& dX, const auto& dA, const auto& X, const auto& llt, const auto&, const auto&) {
    using M = SquareOf<std::remove_cvref_t<decltype(dA)>>;
    const M d = (dA + dA.adjoint()) / typename M::Scalar(2);
    typename std::remove_cvref_t<decltype(X)>::PlainObject change = X.Zero(X.rows(), X.cols());
    add_product(change, d, X);
    dX -= llt->solve(change);
  }
  static void push(Arg<1>, auto& dX, const auto& dB, const auto&, const auto& llt, const auto&, const auto&) { dX += llt->solve(dB); }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto& X, const auto& llt, const auto&, const auto&) {
    using M = SquareOf<std::remove_cvref_t<decltype(dA)>>;
    const typename std::remove_cvref_t<decltype(w)>::PlainObject g = llt->solve(w);
    auto& change = kept_matrix<M>();
    change.setZero(dA.rows(), dA.cols());
    add_product(change, g, X.adjoint());
    dA -= (change + change.adjoint()) / typename M::Scalar(2);
  }
  static void pull(Arg<1>, auto& dB, const auto& w, const auto&, const auto& llt, const auto&, const auto&) { dB += llt->solve(w); }
};

/// y = log |A| = 2 Σ log Lᵢᵢ,   dy = Re tr(A⁻¹ dA),   Aᶜ = A⁻¹ yᶜ
struct LogDeterminantSpd : Structured {
  static constexpr auto name = "log_determinant_spd";
  template <class A> using Result = RealOf<typename A::Scalar>;
  static Shape shape(const auto& A) {
    require_square(A, name);
    return {};
  }
  static Shape shape(const auto&, const auto& A) { return shape(A); }
  static auto keep(const auto& A) { return shared_factor(A, name); }
  static void value(auto& y, const auto& llt, const auto&) {
    const auto half = llt->matrixLLT().diagonal().real().array().log().sum();
    y(0, 0) = half + half;
  }
  static void push(Arg<0>, auto& dy, const auto& dA, const auto&, const auto& llt, const auto&) { dy(0, 0) += real_part(llt->solve(dA).trace()); }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto& llt, const auto&) {
    using M = SquareOf<std::remove_cvref_t<decltype(dA)>>;
    auto& inverse = kept_matrix<M>();
    inverse.setIdentity(dA.rows(), dA.cols());
    llt->solveInPlace(inverse);
    dA += inverse * typename M::Scalar(w(0, 0));
  }
};

/// The lower triangular L with A = L Lᴴ, A Hermitian positive definite. ShapeError, DomainError.
template <MatrixOperand A> auto cholesky(A&& a) { return apply_structured<Cholesky>(std::forward<A>(a)); }
/// A Hermitian positive definite matrix and its Cholesky factor, for all that is asked of them: by spd_factor.
template <class A> class SpdFactor {
 public:
  /// ShapeError, DomainError.
  explicit SpdFactor(const A& a) : matrix_(a), llt_(factored(a)) {}

  /// X with A X = B. ShapeError.
  template <AnyDense B> auto solve(B&& b) const { return apply_given<SpdSolve>(llt_, matrix_, std::forward<B>(b)); }
  /// log |A|
  auto log_determinant() const { return apply_given<LogDeterminantSpd>(llt_, matrix_); }
  const A& matrix() const { return matrix_; }

 private:
  static auto factored(const A& a) {
    constexpr auto name = "spd_factor";
    if constexpr (ArrayExpr<A>) {
      if (!tape_of(a.tag())) throw_stale(name);
      if (mappable<PlainOf<A>>(a.view)) return shared_factor(map_values<PlainOf<A>>(a.view), name);
      return shared_factor(a.value(), name);
    } else {
      return shared_factor(a, name);
    }
  }
  A matrix_;
  decltype(factored(std::declval<A>())) llt_;
};
/// A = L Lᴴ factored once: spd_factor(A).solve(B), .log_determinant(). A traced expression is evaluated. ShapeError, DomainError.
template <MatrixOperand A> auto spd_factor(const A& a) {
  if constexpr (ArrayExpr<A>) return SpdFactor(eval(a));
  else return SpdFactor<PlainOf<A>>(evaluated(a));
}

/// X with A X = B, A Hermitian positive definite. ShapeError, DomainError.
template <class A, class B> requires MatrixPair<A, B> auto spd_solve(A&& a, B&& b) { return apply_structured<SpdSolve>(std::forward<A>(a), std::forward<B>(b)); }
template <PlainMatrix A, PlainMatrix B> auto spd_solve(const A& a, const B& b) { return apply_structured<SpdSolve>(a, b); }
/// log |A|, A Hermitian positive definite. ShapeError, DomainError.
template <MatrixOperand A> auto log_determinant_spd(A&& a) { return apply_structured<LogDeterminantSpd>(std::forward<A>(a)); }

}  // namespace coframe
