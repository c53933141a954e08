// SPDX-License-Identifier: MIT
#pragma once
// Complex results: the pair of Wirtinger derivatives (∂f/∂z, ∂f/∂z̄), and how far f is from holomorphic.
#include "coframe/calculus/pullback.hpp"

namespace coframe {

/// df = f_z dz + f_z̄ dz̄: for scalars two numbers; for a matrix z and a scalar f, matrices of z's shape.
template <class X> struct Wirtinger {
  X d_dz, d_dzbar;
};

template <class Z> Z conjugated(const Z& z) {
  if constexpr (Scalar<Z>) return std::conj(z);
  else return z.conjugate();
}

/// (∂f/∂z, ∂f/∂z̄) at a complex scalar or matrix z of a complex scalar f. For a holomorphic f, d_dzbar is 0 to rounding. (2.2)
template <class F, ComplexLeaf Z> Wirtinger<Z> wirtinger(F&& f, const Z& z) {
  using C = ScalarOf<Z>;
  using R = RealOf<Z>;
  auto r = record(f, z);
  using Y = typename decltype(r)::Y;
  static_assert(std::is_same_v<Y, Var<C>> || std::is_same_v<Y, Var<R>>, "wirtinger takes a scalar function; for matrices use jacobian or pullback");
  if constexpr (std::is_same_v<Y, Var<R>>) {
    const Z c = r.pullback(Cotangent<R>(R(1))).components();
    return {Z(conjugated(c) * R(0.5)), Z(c * R(0.5))};
  } else {
    // f^* 1 = conj(f_z) + f_z̄,   f^* i = i (conj(f_z) − f_z̄)
    const Z one = r.pullback(Cotangent<C>(C(1))).components(), i = r.pullback(Cotangent<C>(C(0, 1))).components();
    return {conjugated(Z((one - i * C(0, 1)) * R(0.5))), Z((one + i * C(0, 1)) * R(0.5))};
  }
}
/// |f_z̄| / |f_z|: 0 for a holomorphic function, ∞ for an antiholomorphic one.
template <class F, ComplexLeaf Z> RealOf<Z> cauchy_riemann_residual(F&& f, const Z& z) {
  const auto d = wirtinger(f, z);
  using std::abs;
  if constexpr (Scalar<Z>) return abs(d.d_dzbar) / abs(d.d_dz);
  else return d.d_dzbar.norm() / d.d_dz.norm();
}

/// f'(z) of a holomorphic f. DomainError with the Cauchy–Riemann residual if f is not holomorphic at z.
template <class F, class R> std::complex<R> holomorphic_derivative(F&& f, const std::complex<R>& z) {
  const auto d = wirtinger(f, z);
  if (!(std::abs(d.d_dzbar) <= R(1e3) * std::numeric_limits<R>::epsilon() * std::abs(d.d_dz)))
    throw DomainError("holomorphic_derivative: a holomorphic function was expected, but |∂f/∂z̄| / |∂f/∂z| = " +
                      std::to_string(std::abs(d.d_dzbar) / std::abs(d.d_dz)) + "; use wirtinger for both derivatives");
  return d.d_dz;
}

}  // namespace coframe
