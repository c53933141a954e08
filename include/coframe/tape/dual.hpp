// SPDX-License-Identifier: MIT
#pragma once
// Dual numbers x + ε v with ε² = 0: a value and a tangent; over complex numbers Dual<std::complex<S>>.
#include <Eigen/Core>
#include <limits>

#include "coframe/base/number.hpp"
#include "coframe/space/leaf.hpp"

namespace coframe {

/// x + ε v. All its functions come from the operations' slopes; comparisons look at values.
template <class T> struct Dual {
  using Component = T;
  T value{}, tangent{};

  constexpr Dual() = default;
  constexpr Dual(const T& x) : value(x) {}
  template <class C>
    requires(Arithmetic<C> && !std::is_same_v<C, T>)
  constexpr Dual(C c) : value(static_cast<decltype(like(T{}, 0.))>(c)) {}
  constexpr Dual(const T& x, const T& v) : value(x), tangent(v) {}
  /// A complex dual from its parts.
  template <class R>
    requires std::is_same_v<T, std::complex<R>>
  constexpr Dual(const Dual<R>& x, const Dual<R>& y = Dual<R>()) : value(x.value, y.value), tangent(x.tangent, y.tangent) {}
  /// A real dual as a complex one, when both are nested.
  template <class R>
    requires(is_complex_v<T> && !std::is_same_v<T, std::complex<R>> && std::is_same_v<RealOf<T>, R>)
  constexpr Dual(const Dual<R>& x) : value(x.value), tangent(x.tangent) {}

  auto real() const { return Dual<RealOf<T>>(real_part(value), real_part(tangent)); }
  auto imag() const { return Dual<RealOf<T>>(value.imag(), tangent.imag()); }

  Dual& operator+=(const Dual& b) { return value += b.value, tangent += b.tangent, *this; }
  Dual& operator-=(const Dual& b) { return value -= b.value, tangent -= b.tangent, *this; }
  Dual& operator*=(const Dual& b) { return tangent = tangent * b.value + value * b.tangent, value *= b.value, *this; }
  Dual& operator/=(const Dual& b) {
    value /= b.value;
    tangent = (tangent - value * b.tangent) / b.value;
    return *this;
  }
  explicit operator bool() const { return value != T(0); }
};

template <class T> inline constexpr bool is_dual_v = false;
template <class T> inline constexpr bool is_dual_v<Dual<T>> = true;
template <class T> concept DualNumber = is_dual_v<std::remove_cvref_t<T>>;

template <class T> inline constexpr bool is_real_scalar_v<Dual<T>> = is_real_scalar_v<T>;
template <class T> inline constexpr bool is_complex_v<Dual<T>> = is_complex_v<T>;
template <class T>
  requires is_complex_v<T>
struct RealOfType<Dual<T>> {
  using type = Dual<typename RealOfType<T>::type>;
};

template <class T> bool is_zero(const Dual<T>& x) { return is_zero(x.value) && is_zero(x.tangent); }
template <class T> bool is_finite(const Dual<T>& x) { return is_finite(x.value) && is_finite(x.tangent); }
template <class T> bool zero_mask(const Dual<T>& x) { return is_zero(x); }
template <class T> constexpr Dual<T> like(const Dual<T>& y, double c) { return Dual<T>(like(y.value, c)); }
template <class T> Dual<T> conjugate(const Dual<T>& x) { return {conjugate(x.value), conjugate(x.tangent)}; }
template <class T> auto real_part(const Dual<T>& x) { return Dual<RealOf<T>>(real_part(x.value), real_part(x.tangent)); }
template <class T> Dual<T> select(bool c, const Dual<T>& a, const Dual<T>& b) { return c ? a : b; }

/// The type over dual numbers that a plain leaf type becomes: MatrixXd → Matrix<Dual<double>, …>.
template <class X> struct DualizedType {
  using type = Dual<X>;
};
template <class T, int R, int C, int O, int MR, int MC> struct DualizedType<Eigen::Matrix<T, R, C, O, MR, MC>> {
  using type = Eigen::Matrix<Dual<T>, R, C, O, MR, MC>;
};
template <class T, int R, int C, int O, int MR, int MC> struct DualizedType<Eigen::Array<T, R, C, O, MR, MC>> {
  using type = Eigen::Array<Dual<T>, R, C, O, MR, MC>;
};
template <class X> using Dualized = typename DualizedType<X>::type;

/// x + ε v, coefficient by coefficient.
template <class X> Dualized<X> dual(const X& x, const X& v) {
  if constexpr (Scalar<X>) return {x, v};
  else return x.binaryExpr(v, [](const auto& a, const auto& b) { return Dual<ScalarOf<X>>(a, b); });
}
/// The tangent part of a scalar or matrix of duals.
template <class D> auto tangent_part(const D& d) {
  if constexpr (DualNumber<D>) return d.tangent;
  else return d.unaryExpr([](const auto& a) { return a.tangent; }).eval();
}
template <class D> auto value_part(const D& d) {
  if constexpr (DualNumber<D>) return d.value;
  else return d.unaryExpr([](const auto& a) { return a.value; }).eval();
}

}  // namespace coframe

template <class T> struct Eigen::NumTraits<coframe::Dual<T>> : Eigen::NumTraits<T> {
  using Real = coframe::Dual<typename Eigen::NumTraits<T>::Real>;
  using NonInteger = coframe::Dual<T>;
  using Nested = coframe::Dual<T>;
  using Literal = coframe::Dual<T>;
  static Real epsilon() { return Real(Eigen::NumTraits<T>::epsilon()); }
  static Real dummy_precision() { return Real(Eigen::NumTraits<T>::dummy_precision()); }
  static Real highest() { return Real(Eigen::NumTraits<T>::highest()); }
  static Real lowest() { return Real(Eigen::NumTraits<T>::lowest()); }
  enum { RequireInitialization = 1, ReadCost = 2, AddCost = 2, MulCost = 6 };
};

template <class T> struct std::numeric_limits<coframe::Dual<T>> : std::numeric_limits<T> {
  using L = std::numeric_limits<T>;
  static constexpr coframe::Dual<T> min() { return L::min(); }
  static constexpr coframe::Dual<T> max() { return L::max(); }
  static constexpr coframe::Dual<T> lowest() { return L::lowest(); }
  static constexpr coframe::Dual<T> epsilon() { return L::epsilon(); }
  static constexpr coframe::Dual<T> infinity() { return L::infinity(); }
  static constexpr coframe::Dual<T> quiet_NaN() { return L::quiet_NaN(); }
};
