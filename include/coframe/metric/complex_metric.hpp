// SPDX-License-Identifier: MIT
#pragma once
// The metric of the complex plane, from which the gradient 2 ∂L/∂z̄ follows.
#include <complex>

#include "coframe/metric/room.hpp"

namespace coframe {

/// ds² = g_zz̄ dz dz̄ + g_z̄z dz̄ dz with g_zz̄ = g_z̄z real, g_zz = g_z̄z̄ = 0: an antidiagonal matrix in (z, z̄). At 1/2 it
/// is the plane's own, ds² = |dz|², g^zz̄ = 2, and dL rises to 2 ∂L/∂z̄ = ∂L/∂x + i ∂L/∂y. (eqs. 12, 13)
struct ComplexMetric {
  double g_zzbar = 0.5;

  /// g^zz̄ = 1/g_zz̄. DomainError unless g_zz̄ > 0.
  double cometric() const {
    if (!(g_zzbar > 0))
      throw DomainError("ComplexMetric: g_zzbar is " + std::to_string(g_zzbar) +
                        ", but a positive number was expected");
    return 1 / g_zzbar;
  }
  /// v^z = g^zz̄ ω_z̄ for each element.
  template <ComplexLeaf Z>
  Tangent<Z> sharp(const Cotangent<Z>& w) const {
    return Tangent<Z>(Z(RealOf<Z>(cometric()) * w.d_dzbar()));
  }
  template <ComplexLeaf Z>
  void sharp(const Cotangent<Z>& w, Tangent<Z>& v, NoRoom&) const {
    v.components() = RealOf<Z>(cometric() / 2) * w.components();
  }
  /// ω_z̄ = g_zz̄ v^z, stored raised as 2 ω_z̄.
  template <ComplexLeaf Z>
  Cotangent<Z> flat(const Tangent<Z>& v) const {
    cometric();
    return Cotangent<Z>(Z(RealOf<Z>(2 * g_zzbar) * v.components()));
  }
  template <ComplexLeaf Z>
  void flat(const Tangent<Z>& v, Cotangent<Z>& w, NoRoom&) const {
    cometric();
    w.components() = RealOf<Z>(2 * g_zzbar) * v.components();
  }
  /// What ∂L/∂x + i ∂L/∂y is multiplied by: g^zz̄/2.
  double scale() const { return cometric() / 2; }

  /// The matrix of g in the basis (z, z̄).
  template <std::floating_point S = double>   // compiled where it is used
  Eigen::Matrix2<std::complex<S>> matrix() const {
    return Eigen::Matrix2<std::complex<S>>{{0, S(g_zzbar)}, {S(g_zzbar), 0}};
  }
  /// The matrix of g^ in the basis (z, z̄).
  template <std::floating_point S = double>
  Eigen::Matrix2<std::complex<S>> comatrix() const {
    return Eigen::Matrix2<std::complex<S>>{{0, S(cometric())}, {S(cometric()), 0}};
  }
  /// The matrix of g in the basis (x, y): 2 g_zz̄ times the identity.
  template <std::floating_point S = double>
  Eigen::Matrix2<S> real_matrix() const {
    return S(2 * g_zzbar) * Eigen::Matrix2<S>::Identity();
  }
};

}  // namespace coframe
