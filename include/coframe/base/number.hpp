// SPDX-License-Identifier: MIT
#pragma once
// Numbers: what every floor asks of a scalar.
#include <cmath>
#include <complex>
#include <concepts>
#include <type_traits>

namespace coframe {

/// Exactly zero: in all components, lanes or parts.
template <class T> [[gnu::always_inline]] inline bool is_zero(const T& x) { return x == T(0); }
/// Neither NaN nor infinite, in any component.
template <class T> [[gnu::always_inline]] inline bool is_finite(const T& x) { return x - x == T(0); }

/// Several numbers in one register (tape/pack.hpp says so of its packs).
template <class T> inline constexpr bool is_pack_v = false;

template <class T> concept Arithmetic = std::is_arithmetic_v<T>;

/// The number c in the type of y: like(y, 1).
template <class T> constexpr T like(const T&, double c) { return T(c); }
template <class R> constexpr std::complex<R> like(const std::complex<R>&, double c) { return std::complex<R>(R(c)); }

/// conj for code that serves real and complex numbers alike: the identity on reals, and of the same type.
template <std::floating_point T> constexpr T conjugate(T x) { return x; }
template <class R> std::complex<R> conjugate(const std::complex<R>& z) { return std::conj(z); }
/// Re z, the identity on reals.
template <std::floating_point T> constexpr T real_part(T x) { return x; }
template <class R> R real_part(const std::complex<R>& z) { return z.real(); }

/// c ? a : b, for numbers; packs and duals have their own.
template <class T> constexpr T select(bool c, const T& a, const T& b) { return c ? a : b; }

}  // namespace coframe
