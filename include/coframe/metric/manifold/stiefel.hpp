// SPDX-License-Identifier: MIT
#pragma once
// Orthonormal columns: real and complex Stiefel manifolds, O(n) and U(n).
#include <Eigen/LU>
#include <Eigen/QR>

#include "coframe/metric/manifold/hermitian.hpp"

namespace coframe {

/// How a point is moved along a tangent and stays orthonormal.
enum class Retraction { qr, polar, cayley };

/// n×p matrices with XᴴX = 1, with Re tr(dXᴴ dX); U(n) or O(n) where p = n.
struct Stiefel {
  Retraction retraction = Retraction::polar;

  /// V - X sym(XᴴV).
  template <DenseLeaf X>
  Tangent<X> project(const X& x, const Tangent<X>& v) const {
    return Tangent<X>(X(v.components() - x * hermitian_part(dynamic(x.adjoint() * v.components()))));
  }
  template <DenseLeaf X>
  Tangent<X> riemannian_gradient(const X& x, const Cotangent<X>& dL) const {
    return project(x, Tangent<X>(dL.components()));
  }
  template <DenseLeaf X>
  RealOf<X> inner(const X&, const Tangent<X>& u, const Tangent<X>& v) const {
    return component_pair(u.components(), v.components());
  }
  /// QR: the Q of X + V with a positive diagonal of R; polar: the nearest orthonormal matrix to X + V; Cayley:
  /// (1 - A/2)⁻¹(1 + A/2) X with A = P V Xᴴ - X Vᴴ P, P = 1 - X Xᴴ/2. On O(n) and U(n) the
  /// polar and the Cayley one agree with exp to second order.
  template <DenseLeaf X>
  X retract(const X& x, const Tangent<X>& v) const {
    switch (retraction) {
      case Retraction::qr: return orthonormal(X(x + v.components()));
      case Retraction::cayley: return cayley(x, v.components());
      case Retraction::polar: break;
    }
    return polar(X(x + v.components()));
  }
  /// |XᴴX - 1|.
  template <DenseLeaf X>
  RealOf<X> residual(const X& x) const {
    const auto gram = dynamic(x.adjoint() * x);
    return (gram - Dynamic<X>::Identity(gram.rows(), gram.rows())).norm();
  }

 protected:
  template <class X>
  using Dynamic = Eigen::Matrix<ScalarOf<X>, Eigen::Dynamic, Eigen::Dynamic>;
  template <class E>
  static auto dynamic(const E& e) {
    return Eigen::Matrix<typename E::Scalar, Eigen::Dynamic, Eigen::Dynamic>(e);
  }
  template <class X>
  static X orthonormal(const X& y) {
    const Eigen::HouseholderQR<X> qr(y);
    X q = qr.householderQ() * X::Identity(y.rows(), y.cols());
    for (Eigen::Index j = 0; j < y.cols(); ++j) {
      const ScalarOf<X> r = qr.matrixQR()(j, j);
      if (r != ScalarOf<X>(0)) q.col(j) *= r / std::abs(r);
    }
    return q;
  }
  /// Y (YᴴY)^{-1/2}, twice: the second time takes off the rounding of the first.
  template <class X>
  static X polar(X y) {
    for (int pass = 0; pass < 2; ++pass)
      y = y * hermitian_function(dynamic(y.adjoint() * y), [](RealOf<X> s) { return 1 / std::sqrt(s); });
    return y;
  }
  template <class X>
  static X cayley(const X& x, const X& v) {
    const Dynamic<X> one = Dynamic<X>::Identity(x.rows(), x.rows()), half = v - x * (x.adjoint() * v) / RealOf<X>(2);
    const Dynamic<X> a = half * x.adjoint() - x * half.adjoint();
    return (one - a / RealOf<X>(2)).lu().solve((one + a / RealOf<X>(2)) * x);
  }
};

/// O(n) and U(n): the square ones, with the exponential, logarithm and transport of the group.
struct Unitary : Stiefel {
  /// X exp(XᴴV).
  template <DenseLeaf X>
  X exp(const X& x, const Tangent<X>& v) const {
    return x * matrix_of<X>(skew_function(x.adjoint() * v.components(), [](double angle) { return std::polar(1., angle); }));
  }
  /// X log(XᴴY), the angles in (-π, π]. DomainError for real matrices of different determinants.
  template <DenseLeaf X>
  Tangent<X> log(const X& x, const X& y) const {
    const Eigen::MatrixXcd u = (x.adjoint() * y).template cast<std::complex<double>>();
    const Eigen::ComplexSchur<Eigen::MatrixXcd> schur(u);
    const Eigen::VectorXcd angles = schur.matrixT().diagonal().unaryExpr([](const auto& z) { return std::complex<double>(0, std::arg(z)); });
    const Eigen::MatrixXcd a = schur.matrixU() * angles.asDiagonal() * schur.matrixU().adjoint();
    if constexpr (!ComplexLeaf<X>)
      if (a.imag().norm() > 1e-6)
        throw DomainError("Unitary: no geodesic was found between these orthogonal matrices; their determinants differ, or half turns are ambiguous");
    const Dynamic<X> s = matrix_of<X>(a);
    return Tangent<X>(X(x * ((s - s.adjoint()) / RealOf<X>(2))));
  }
  template <DenseLeaf X>
  RealOf<X> distance(const X& x, const X& y) const {
    return log(x, y).components().norm();
  }
  /// V carried along the geodesic from X to Y: X e^{a/2} XᴴV e^{a/2} with a = log(XᴴY).
  template <DenseLeaf X>
  Tangent<X> transport(const X& x, const X& y, const Tangent<X>& v) const {
    const Dynamic<X> a = x.adjoint() * log(x, y).components();
    const Dynamic<X> half = matrix_of<X>(skew_function(a / RealOf<X>(2), [](double angle) { return std::polar(1., angle); }));
    return Tangent<X>(X(x * half * (x.adjoint() * v.components()) * half));
  }

 private:
  /// f(θ) on the eigenvalues iθ of a skew-Hermitian matrix.
  template <class E, class F>
  static Eigen::MatrixXcd skew_function(const E& a, const F& f) {
    const Eigen::MatrixXcd h = std::complex<double>(0, -1) * dynamic(a).template cast<std::complex<double>>();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> eigen(hermitian_part(h));
    const Eigen::VectorXcd values = eigen.eigenvalues().unaryExpr(f);
    return eigen.eigenvectors() * values.asDiagonal() * eigen.eigenvectors().adjoint();
  }
  template <class X>
  static Dynamic<X> matrix_of(const Eigen::MatrixXcd& a) {
    if constexpr (ComplexLeaf<X>) return a.template cast<ScalarOf<X>>();
    else return a.real().template cast<ScalarOf<X>>();
  }
};

}  // namespace coframe
