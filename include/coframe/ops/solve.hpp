// SPDX-License-Identifier: MIT
#pragma once
// Linear equations: general and triangular solves, the inverse of a matrix.
#include <Eigen/LU>

#include "coframe/ops/members.hpp"
#include "coframe/ops/product.hpp"

namespace coframe {

/// The first of equal sizes that is known when compiling.
constexpr int common_size(std::initializer_list<int> sizes) {
  for (int n : sizes)
    if (n != Eigen::Dynamic) return n;
  return Eigen::Dynamic;
}
/// A square matrix of A's size, by columns.
template <class A> using SquareOf = DenseOf<typename A::Scalar, A::RowsAtCompileTime, A::RowsAtCompileTime>;
/// X of A X = B.
template <class A, class B> using SolutionOf =
    DenseOf<typename B::Scalar, common_size({A::ColsAtCompileTime, B::RowsAtCompileTime}), B::ColsAtCompileTime>;

template <class A> void require_square(const A& a, const char* what) {
  if (a.rows() != a.cols()) throw ShapeError(std::string(what) + ": a square matrix was expected, but " + shape_text(a.rows(), a.cols()) + " came");
}
template <class A, class B> Shape solution_shape(const A& a, const B& b, const char* what) {
  static_assert(std::is_same_v<typename A::Scalar, typename B::Scalar>, "A X = B: A and B of one scalar type were expected; cast the real one to complex");
  require_square(a, what);
  if (a.rows() != b.rows())
    throw ShapeError(std::string(what) + ": A is " + shape_text(a.rows(), a.cols()) + ", so B was expected to have " + std::to_string(a.rows()) +
                     " rows, but it is " + shape_text(b.rows(), b.cols()));
  return {b.rows(), b.cols()};
}

/// The first index at which a diagonal is exactly zero, −1 if there is none. Of duals the values count.
template <class D> Eigen::Index zero_pivot(const D& diagonal) {
  for (Eigen::Index i = 0; i < diagonal.size(); ++i)
    if (is_zero(compared(typename D::Scalar(diagonal(i))))) return i;
  return -1;
}
template <class D> void require_pivots(const D& diagonal, const char* what) {
  if (const auto i = zero_pivot(diagonal); i >= 0)
    throw DomainError(std::string(what) + ": an invertible matrix was expected, but this one is singular: pivot " + std::to_string(i) + " of " +
                      std::to_string(diagonal.size()) + " is exactly zero; for a least-squares solution solve AᴴA X = AᴴB, or add a ridge");
}

/// P A = L U with row pivoting. DomainError if a pivot is exactly zero.
template <class A> auto factorised(const A& a, const char* what) {
  require_square(a, what);
  Eigen::PartialPivLU<SquareOf<A>> lu(a);
  require_pivots(lu.matrixLU().diagonal(), what);
  return lu;
}

/// X = A⁻¹ B,   dX = A⁻¹ (dB − dA X),   Bᶜ = A⁻ᴴ Xᶜ,   Aᶜ = −Bᶜ Xᴴ
struct Solve : Structured {
  static constexpr auto name = "solve";
  template <class A, class B> using Result = SolutionOf<A, B>;
  static Shape shape(const auto& A, const auto& B) { return solution_shape(A, B, name); }
  static auto keep(const auto& A, const auto&) { return factorised(A, name); }
  static void value(auto& X, const auto& lu, const auto&, const auto& B) { X = lu.solve(B); }
  static void push(Arg<0>, auto& dX, const auto& dA, const auto& X, const auto& lu, const auto&, const auto&) {
    typename std::remove_cvref_t<decltype(X)>::PlainObject change = X.Zero(X.rows(), X.cols());
    add_product(change, dA, X);
    dX -= lu.solve(change);
  }
  static void push(Arg<1>, auto& dX, const auto& dB, const auto&, const auto& lu, const auto&, const auto&) { dX += lu.solve(dB); }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto& X, const auto& lu, const auto&, const auto&) {
    add_product(dA, -pulled(lu, w), X.adjoint());
  }
  static void pull(Arg<1>, auto& dB, const auto& w, const auto&, const auto& lu, const auto&, const auto&) { dB += pulled(lu, w); }

 private:
  /// A⁻ᴴ w, evaluated: Eigen solves with adjoint factors in assignments only.
  static auto pulled(const auto& lu, const auto& w) {
    const typename std::remove_cvref_t<decltype(w)>::PlainObject g = lu.adjoint().solve(w);
    return g;
  }
};

/// X = T⁻¹ B with T read in one triangle (mode: Eigen::Lower, Upper, UnitLower, UnitUpper),
/// dX = T⁻¹ (dB − tri(dT) X),   Bᶜ = T⁻ᴴ Xᶜ,   Tᶜ = −tri(Bᶜ Xᴴ)
template <int mode> struct TriangularSolve : Structured {
  static constexpr auto name = "triangular solve";
  /// The elements that count: without the diagonal where it is one.
  static constexpr unsigned read = !(mode & Eigen::UnitDiag) ? unsigned(mode) : unsigned(mode & Eigen::Lower ? Eigen::StrictlyLower : Eigen::StrictlyUpper);
  template <class T, class B> using Result = SolutionOf<T, B>;
  static Shape shape(const auto& T, const auto& B) {
    const Shape x = solution_shape(T, B, name);
    if constexpr (!(mode & Eigen::UnitDiag)) require_pivots(T.diagonal(), name);
    return x;
  }
  static void value(auto& X, const auto& T, const auto& B) {
    X = B;
    T.template triangularView<mode>().solveInPlace(X);
  }
  static void push(Arg<0>, auto& dX, const auto& dT, const auto& X, const auto& T, const auto&) {
    const SquareOf<std::remove_cvref_t<decltype(T)>> change = dT.template triangularView<read>();
    typename std::remove_cvref_t<decltype(X)>::PlainObject v = X.Zero(X.rows(), X.cols());
    add_product(v, change, X);
    T.template triangularView<mode>().solveInPlace(v);
    dX -= v;
  }
  static void push(Arg<1>, auto& dX, const auto& dB, const auto&, const auto& T, const auto&) {
    typename std::remove_cvref_t<decltype(dX)>::PlainObject v = dB;
    T.template triangularView<mode>().solveInPlace(v);
    dX += v;
  }
  static void pull(Arg<0>, auto& dT, const auto& w, const auto& X, const auto& T, const auto&) {
    const auto g = pulled(T, w);
    using S = SquareOf<std::remove_cvref_t<decltype(T)>>;
    S change = S::Zero(T.rows(), T.cols());
    add_product(change, g, X.adjoint());
    dT.template triangularView<read>() -= change;
  }
  static void pull(Arg<1>, auto& dB, const auto& w, const auto&, const auto& T, const auto&) { dB += pulled(T, w); }

 private:
  /// T⁻ᴴ w
  static auto pulled(const auto& T, const auto& w) {
    typename std::remove_cvref_t<decltype(w)>::PlainObject g = w;
    T.template triangularView<mode>().adjoint().solveInPlace(g);
    return g;
  }
};

/// C = A⁻¹,   dC = −C dA C,   Aᶜ = −Cᴴ Cᶜ Cᴴ
struct MatrixInverse : Structured {
  static constexpr auto name = "inverse";
  template <class A> using Result = SquareOf<A>;
  static Shape shape(const auto& A) {
    require_square(A, name);
    return {A.rows(), A.cols()};
  }
  static void value(auto& C, const auto& A) { C = factorised(A, name).inverse(); }
  static void push(Arg<0>, auto& dC, const auto& dA, const auto& C, const auto&) { subtract(dC, C, dA, C); }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto& C, const auto&) { subtract(dA, C.adjoint(), w, C.adjoint()); }

 private:
  /// R −= A B C
  static void subtract(auto& R, const auto& A, const auto& B, const auto& C) {
    using M = SquareOf<std::remove_cvref_t<decltype(R)>>;
    M half = M::Zero(B.rows(), B.cols());
    add_product(half, A, B);
    add_product(R, -half, C);
  }
};

/// X with A X = B, A square. ShapeError; DomainError if A is exactly singular.
template <class A, class B> requires MatrixPair<A, B> auto solve(A&& a, B&& b) { return apply_structured<Solve>(std::forward<A>(a), std::forward<B>(b)); }
template <PlainMatrix A, PlainMatrix B> auto solve(const A& a, const B& b) { return apply_structured<Solve>(a, b); }
/// X with T X = B; of T the triangle `mode` is read, and only it has a cotangent. ShapeError; DomainError for a zero on the diagonal.
template <int mode, class T, class B> requires MatrixPair<T, B> auto triangular_solve(T&& t, B&& b) {
  return apply_structured<TriangularSolve<mode>>(std::forward<T>(t), std::forward<B>(b));
}
template <int mode, PlainMatrix T, PlainMatrix B> auto triangular_solve(const T& t, const B& b) { return apply_structured<TriangularSolve<mode>>(t, b); }
/// A⁻¹. ShapeError; DomainError if A is exactly singular.
template <MatrixOperand A> auto inverse(A&& a) { return apply_structured<MatrixInverse>(std::forward<A>(a)); }

template <class D> auto ArrayMembers<D>::inverse() const {
  if constexpr (is_eigen_array_v<P<D>>) return apply<Inverse>(self());
  else return coframe::inverse(self());
}

}  // namespace coframe
