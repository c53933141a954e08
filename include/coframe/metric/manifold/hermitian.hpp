// SPDX-License-Identifier: MIT
#pragma once
// Functions of symmetric and Hermitian matrices, and the two manifolds they make: Sym/Herm, and the positive ones.
#include <Eigen/Eigenvalues>
#include <cmath>

#include "coframe/metric/manifold/leaves.hpp"

namespace coframe {

/// (A + Aᴴ)/2.
template <class X>
X hermitian_part(const X& a) {
  return (a + a.adjoint()) / RealOf<X>(2);
}
/// U f(λ) Uᴴ for A = U λ Uᴴ.
template <class X, class F>
X hermitian_function(const X& a, const F& f) {
  const Eigen::SelfAdjointEigenSolver<X> eigen(a);
  return eigen.eigenvectors() * eigen.eigenvalues().unaryExpr(f).asDiagonal() * eigen.eigenvectors().adjoint();
}

/// A = Aᴴ, a linear space, with Re tr(dAᴴ dA).
struct Hermitian {
  template <MatrixLeaf X>
  Tangent<X> project(const X&, const Tangent<X>& v) const {
    return Tangent<X>(hermitian_part(v.components()));
  }
  template <MatrixLeaf X>
  Tangent<X> riemannian_gradient(const X&, const Cotangent<X>& dL) const {
    return Tangent<X>(hermitian_part(dL.components()));
  }
  template <MatrixLeaf X>
  RealOf<X> inner(const X&, const Tangent<X>& u, const Tangent<X>& v) const {
    return component_pair(u.components(), v.components());
  }
  template <MatrixLeaf X>
  X retract(const X& x, const Tangent<X>& v) const {
    return x + v;
  }
  template <MatrixLeaf X>
  X exp(const X& x, const Tangent<X>& v) const {
    return x + v;
  }
  template <MatrixLeaf X>
  Tangent<X> log(const X& x, const X& y) const {
    return displacement(x, y);
  }
  template <MatrixLeaf X>
  RealOf<X> distance(const X& x, const X& y) const {
    return (y - x).norm();
  }
  template <MatrixLeaf X>
  Tangent<X> transport(const X&, const X&, const Tangent<X>& v) const {
    return v;
  }
  /// |A - Aᴴ|.
  template <MatrixLeaf X>
  RealOf<X> residual(const X& x) const {
    return (x - x.adjoint()).norm();
  }
};
using Symmetric = Hermitian;

/// Symmetric or Hermitian positive definite matrices with ds² = tr(A⁻¹ dA A⁻¹ dA), which A → B A Bᴴ does not change.
struct PositiveDefinite {
  template <MatrixLeaf X>
  Tangent<X> project(const X&, const Tangent<X>& v) const {
    return Tangent<X>(hermitian_part(v.components()));
  }
  /// A sym(dL) A.
  template <MatrixLeaf X>
  Tangent<X> riemannian_gradient(const X& a, const Cotangent<X>& dL) const {
    return Tangent<X>(hermitian_part(X(a * hermitian_part(dL.components()) * a)));
  }
  template <MatrixLeaf X>
  RealOf<X> inner(const X& a, const Tangent<X>& u, const Tangent<X>& v) const {
    const X r = root(a, -1);
    return component_pair(X(r * u.components() * r), X(r * v.components() * r));
  }
  /// A + V + V A⁻¹ V/2, positive for every V, agrees with exp to second order.
  template <MatrixLeaf X>
  X retract(const X& a, const Tangent<X>& v) const {
    const X& u = v.components();
    return hermitian_part(X(a + u + u * hermitian_function(a, [](RealOf<X> s) { return 1 / s; }) * u / RealOf<X>(2)));
  }
  /// √A exp(A^{-1/2} V A^{-1/2}) √A.
  template <MatrixLeaf X>
  X exp(const X& a, const Tangent<X>& v) const {
    return around(a, v.components(), [](RealOf<X> s) { return std::exp(s); });
  }
  template <MatrixLeaf X>
  Tangent<X> log(const X& a, const X& b) const {
    return Tangent<X>(around(a, b, [](RealOf<X> s) { return std::log(s); }));
  }
  /// |log(A^{-1/2} B A^{-1/2})|.
  template <MatrixLeaf X>
  RealOf<X> distance(const X& a, const X& b) const {
    const X r = root(a, -1);
    return hermitian_function(hermitian_part(X(r * b * r)), [](RealOf<X> s) { return std::log(s); }).norm();
  }
  /// E V Eᴴ with E = (B A⁻¹)^{1/2}.
  template <MatrixLeaf X>
  Tangent<X> transport(const X& a, const X& b, const Tangent<X>& v) const {
    const X r = root(a, -1), e = root(a, 1) * root(hermitian_part(X(r * b * r)), 1) * r;
    return Tangent<X>(hermitian_part(X(e * v.components() * e.adjoint())));
  }
  /// |A - Aᴴ|, and how far below 0 the least eigenvalue is.
  template <MatrixLeaf X>
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
