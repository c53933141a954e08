// SPDX-License-Identifier: MIT
#pragma once
// Functions of symmetric and Hermitian matrices, and the two manifolds they make: Sym/Herm, and the positive ones.
#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>

#include "coframe/base/number.hpp"
#include "coframe/metric/manifold/leaves.hpp"

namespace coframe {

/// A ← (A + Aᴴ)/2.
template <class X>
void make_hermitian(X& a) {
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i <= j; ++i) {
      a(i, j) = (a(i, j) + conjugate(a(j, i))) / RealOf<X>(2);
      a(j, i) = conjugate(a(i, j));
    }
}
/// (A + Aᴴ)/2.
template <class X>
X hermitian_part(X a) {
  make_hermitian(a);
  return a;
}
/// U f(λ) Uᴴ for A = U λ Uᴴ.
template <class X, class F>
X hermitian_function(const X& a, const F& f) {
  const Eigen::SelfAdjointEigenSolver<X> eigen(a);
  return eigen.eigenvectors() * eigen.eigenvalues().unaryExpr(f).asDiagonal() * eigen.eigenvectors().adjoint();
}

/// A = Aᴴ, a linear space, with Re tr(dAᴴ dA).
struct Hermitian {
  template <SquareLeaf X>
  Tangent<X> project(const X&, const Tangent<X>& v) const {
    return Tangent<X>(hermitian_part(v.components()));
  }
  template <SquareLeaf X>
  Tangent<X> riemannian_gradient(const X&, const Cotangent<X>& dL) const {
    return Tangent<X>(hermitian_part(dL.components()));
  }
  template <SquareLeaf X>
  RealOf<X> inner(const X&, const Tangent<X>& u, const Tangent<X>& v) const {
    return component_pair(u.components(), v.components());
  }
  template <SquareLeaf X>
  X retract(const X& x, const Tangent<X>& v) const {
    return x + v;
  }
  template <SquareLeaf X>
  X exp(const X& x, const Tangent<X>& v) const {
    return x + v;
  }
  template <SquareLeaf X>
  Tangent<X> log(const X& x, const X& y) const {
    return displacement(x, y);
  }
  template <SquareLeaf X>
  RealOf<X> distance(const X& x, const X& y) const {
    return (y - x).norm();
  }
  template <SquareLeaf X>
  Tangent<X> transport(const X&, const X&, const Tangent<X>& v) const {
    return v;
  }
  template <SquareLeaf X>
  void make_gradient(const X&, Cotangent<X>& dL) const {
    make_hermitian(dL.components());
  }
  template <SquareLeaf X>
  void settle(const X&, X& y) const {
    make_hermitian(y);
  }
  /// |A - Aᴴ|.
  template <SquareLeaf X>
  RealOf<X> residual(const X& x) const {
    return (x - x.adjoint()).norm();
  }
};
using Symmetric = Hermitian;

/// Symmetric or Hermitian positive definite matrices with ds² = tr(A⁻¹ dA A⁻¹ dA), which A → B A Bᴴ does not change.
struct PositiveDefinite {
  template <SquareLeaf X>
  Tangent<X> project(const X&, const Tangent<X>& v) const {
    return Tangent<X>(hermitian_part(v.components()));
  }
  /// A sym(dL) A.
  template <SquareLeaf X>
  Tangent<X> riemannian_gradient(const X& a, const Cotangent<X>& dL) const {
    return Tangent<X>(hermitian_part(X(a * hermitian_part(dL.components()) * a)));
  }
  template <SquareLeaf X>
  RealOf<X> inner(const X& a, const Tangent<X>& u, const Tangent<X>& v) const {
    const X r = root(a, -1);
    return component_pair(X(r * u.components() * r), X(r * v.components() * r));
  }
  /// A + V + V A⁻¹ V/2, positive for every V, agrees with exp to second order. DomainError unless A is positive.
  template <SquareLeaf X>
  X retract(const X& a, const Tangent<X>& v) const {
    X y = a + v.components();
    Room<X> room;
    settle(a, y, room);
    return y;
  }
  /// √A exp(A^{-1/2} V A^{-1/2}) √A.
  template <SquareLeaf X>
  X exp(const X& a, const Tangent<X>& v) const {
    return around(a, v.components(), [](RealOf<X> s) { return std::exp(s); });
  }
  template <SquareLeaf X>
  Tangent<X> log(const X& a, const X& b) const {
    return Tangent<X>(around(a, b, [](RealOf<X> s) { return std::log(s); }));
  }
  /// |log(A^{-1/2} B A^{-1/2})|.
  template <SquareLeaf X>
  RealOf<X> distance(const X& a, const X& b) const {
    const X r = root(a, -1);
    return hermitian_function(hermitian_part(X(r * b * r)), [](RealOf<X> s) { return std::log(s); }).norm();
  }
  /// E V Eᴴ with E = (B A⁻¹)^{1/2}.
  template <SquareLeaf X>
  Tangent<X> transport(const X& a, const X& b, const Tangent<X>& v) const {
    const X r = root(a, -1), e = root(a, 1) * root(hermitian_part(X(r * b * r)), 1) * r;
    return Tangent<X>(hermitian_part(X(e * v.components() * e.adjoint())));
  }
  /// Cholesky's root of A, and another matrix.
  template <SquareLeaf X>
  struct Room {
    X root, other;
  };
  template <SquareLeaf X>
  void make_gradient(const X& a, Cotangent<X>& dL, Room<X>& room) const {
    X& w = dL.components();
    make_hermitian(w);
    room.other.noalias() = a * w;
    w.noalias() = room.other * a;
    make_hermitian(w);
  }
  template <SquareLeaf X>
  void settle(const X& a, X& y, Room<X>& room) const {
    make_hermitian(y);
    room.root = a;
    room.other = y - a;
    const Eigen::LLT<Eigen::Ref<X>> cholesky(room.root);   // in place
    if (cholesky.info() != Eigen::Success)
      throw DomainError("PositiveDefinite: a positive matrix to move from was expected, but Cholesky finds a pivot that is not; begin with one");
    cholesky.matrixL().solveInPlace(room.other);
    y.noalias() += (RealOf<X>(0.5) * room.other.adjoint()) * room.other;
    make_hermitian(y);
  }
  /// |A - Aᴴ|, and how far below 0 the least eigenvalue is.
  template <SquareLeaf X>
  RealOf<X> residual(const X& a) const {
    const RealOf<X> least = Eigen::SelfAdjointEigenSolver<X>(a, Eigen::EigenvaluesOnly).eigenvalues()[0];
    return (a - a.adjoint()).norm() + std::max(RealOf<X>(0), -least);
  }

 private:
  /// A^{sign/2}. DomainError unless A is positive.
  template <class X>
  static X root(const X& a, int sign) {
    const Eigen::SelfAdjointEigenSolver<X> eigen(a);
    if (!(eigen.eigenvalues()[0] > 0))
      throw DomainError("PositiveDefinite: the least eigenvalue is " + std::to_string(eigen.eigenvalues()[0]) + ", but a positive matrix was expected");
    const auto f = [sign](RealOf<X> s) { return sign > 0 ? std::sqrt(s) : 1 / std::sqrt(s); };
    return eigen.eigenvectors() * eigen.eigenvalues().unaryExpr(f).asDiagonal() * eigen.eigenvectors().adjoint();
  }
  template <class X, class F>
  static X around(const X& a, const X& b, const F& f) {
    const X out = root(a, 1), in = root(a, -1);
    return hermitian_part(X(out * hermitian_function(hermitian_part(X(in * b * in)), f) * out));
  }
};

}  // namespace coframe
