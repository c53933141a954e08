// SPDX-License-Identifier: MIT
#pragma once
// Dual numbers x + ε v with ε² = 0: a value and a tangent; over complex numbers Dual<std::complex<S>>.
#include <Eigen/Core>
#include <limits>

#include "coframe/base/number.hpp"
#include "coframe/space/leaf.hpp"
#include "coframe/tape/pack.hpp"

namespace coframe {

/// x + ε v, or x + Σ εᵢ vᵢ where V is a pack. All its functions come from the operations' slopes; comparisons look at values.
template <class T, class V = T> struct Dual {
  using Component = T;
  T value{};
  V tangent{};

  constexpr Dual() = default;
  constexpr Dual(const T& x) : value(x) {}
  template <class C>
    requires(Arithmetic<C> && !std::is_same_v<C, T>)
  constexpr Dual(C c) : value(static_cast<decltype(like(T{}, 0.))>(c)) {}
  constexpr Dual(const T& x, const V& v) : value(x), tangent(v) {}
  /// A complex dual from its parts.
  template <class R>
    requires(is_complex_v<T> && std::is_same_v<RealOf<T>, R>)
  constexpr Dual(const Dual<R>& x, const Dual<R>& y = Dual<R>()) : value(x.value, y.value), tangent(x.tangent, y.tangent) {}

  auto real() const { return Dual<RealOf<T>>(real_part(value), real_part(tangent)); }
  auto imag() const { return Dual<RealOf<T>>(value.imag(), tangent.imag()); }

  [[gnu::always_inline]] Dual& operator+=(const Dual& b) { return value += b.value, tangent += b.tangent, *this; }
  [[gnu::always_inline]] Dual& operator-=(const Dual& b) { return value -= b.value, tangent -= b.tangent, *this; }
  [[gnu::always_inline]] Dual& operator*=(const Dual& b) { return tangent = tangent * b.value + value * b.tangent, value *= b.value, *this; }
  [[gnu::always_inline]] Dual& operator/=(const Dual& b) {
    value /= b.value;
    tangent = (tangent - value * b.tangent) / b.value;
    return *this;
  }
  explicit operator bool() const { return value != T(0); }
};

template <class T> inline constexpr bool is_dual_v = false;
template <class T, class V> inline constexpr bool is_dual_v<Dual<T, V>> = true;
template <class T> concept DualNumber = is_dual_v<std::remove_cvref_t<T>>;

template <class S> struct NumberInType {
  using type = S;
};
template <class S> struct NumberInType<Dual<S>> : NumberInType<S> {};
template <class S> struct NumberInType<std::complex<S>> : NumberInType<S> {};
/// The machine numbers that S consists of: double for double, Dual<double> and std::complex<double>.
template <class S> using NumberIn = typename NumberInType<S>::type;

template <class T, class V> inline constexpr bool is_real_scalar_v<Dual<T, V>> = is_real_scalar_v<T>;
template <class T> inline constexpr bool is_complex_v<Dual<T>> = is_complex_v<T>;
template <class T>
  requires is_complex_v<T>
struct RealOfType<Dual<T>> {
  using type = Dual<typename RealOfType<T>::type>;
};

/// x + iy by its real components, the order of a plane of coordinates: (x, εx, y, εy), where Dual<complex> is (x, y, εx, εy).
template <class Z> struct ByComponents {
  RealOf<Z> x{}, y{};
  ByComponents() = default;
  explicit ByComponents(int zero) : x(zero), y(zero) {}
  ByComponents(const Z& z) : x(z.real()), y(z.imag()) {}
  operator Z() const { return Z(x, y); }
  ByComponents& operator+=(const Z& z) { return x += z.real(), y += z.imag(), *this; }
};
/// How an element lies in a plane over its real type.
template <class T> struct InPlaneType {
  using type = T;
};
template <class T>
  requires is_complex_v<T>
struct InPlaneType<Dual<T>> {
  using type = ByComponents<Dual<T>>;
};
template <class T> using InPlane = typename InPlaneType<T>::type;

template <class T, class V> [[gnu::always_inline]] inline bool is_zero(const Dual<T, V>& x) { return is_zero(x.value) && is_zero(x.tangent); }
template <class T, class V> bool is_finite(const Dual<T, V>& x) { return is_finite(x.value) && is_finite(x.tangent); }
template <class T, class V> bool zero_mask(const Dual<T, V>& x) { return is_zero(x); }
template <class S, int W> PackMask<S, W> zero_mask(const Dual<Pack<S, W>>& x) { return zero_mask(x.value) && zero_mask(x.tangent); }
template <class T, class V> constexpr Dual<T, V> like(const Dual<T, V>& y, double c) { return Dual<T, V>(like(y.value, c)); }
template <class T, class V> Dual<T, V> conjugate(const Dual<T, V>& x) { return {conjugate(x.value), conjugate(x.tangent)}; }
template <class S, int W> auto real_part(const Dual<S, Pack<S, W>>& x) { return x; }
template <class T> auto real_part(const Dual<T>& x) { return Dual<RealOf<T>>(real_part(x.value), real_part(x.tangent)); }
template <class T, class V> Dual<T, V> select(bool c, const Dual<T, V>& a, const Dual<T, V>& b) { return c ? a : b; }
template <class S, int W> Dual<Pack<S, W>> select(const PackMask<S, W>& c, const Dual<Pack<S, W>>& a, const Dual<Pack<S, W>>& b) {
  return {select(c, a.value, b.value), select(c, a.tangent, b.tangent)};
}

/// A leaf type over another scalar D: MatrixXd → Matrix<D, …>, double → D.
template <class X, class D> struct OverScalarType {
  using type = D;
};
template <class T, int R, int C, int O, int MR, int MC, class D> struct OverScalarType<Eigen::Matrix<T, R, C, O, MR, MC>, D> {
  using type = Eigen::Matrix<D, R, C, O, MR, MC>;
};
template <class T, int R, int C, int O, int MR, int MC, class D> struct OverScalarType<Eigen::Array<T, R, C, O, MR, MC>, D> {
  using type = Eigen::Array<D, R, C, O, MR, MC>;
};
template <class X, class D> using OverScalar = typename OverScalarType<X, D>::type;
/// The type over dual numbers that a plain leaf type becomes.
template <class X> using Dualized = OverScalar<X, Dual<ScalarOf<X>>>;

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

template <class T, class V> struct Eigen::NumTraits<coframe::Dual<T, V>> : Eigen::NumTraits<T> {
  using Real = coframe::RealOf<coframe::Dual<T, V>>;
  using NonInteger = coframe::Dual<T, V>;
  using Nested = coframe::Dual<T, V>;
  using Literal = coframe::Dual<T, V>;
  static Real epsilon() { return Real(Eigen::NumTraits<T>::epsilon()); }
  static Real dummy_precision() { return Real(Eigen::NumTraits<T>::dummy_precision()); }
  static Real highest() { return Real(Eigen::NumTraits<T>::highest()); }
  static Real lowest() { return Real(Eigen::NumTraits<T>::lowest()); }
  enum { RequireInitialization = 1, ReadCost = 2, AddCost = 2, MulCost = 6 };
};

template <class T, class V> struct std::numeric_limits<coframe::Dual<T, V>> : std::numeric_limits<T> {
  using L = std::numeric_limits<T>;
  static constexpr coframe::Dual<T, V> min() { return L::min(); }
  static constexpr coframe::Dual<T, V> max() { return L::max(); }
  static constexpr coframe::Dual<T, V> lowest() { return L::lowest(); }
  static constexpr coframe::Dual<T, V> epsilon() { return L::epsilon(); }
  static constexpr coframe::Dual<T, V> infinity() { return L::infinity(); }
  static constexpr coframe::Dual<T, V> quiet_NaN() { return L::quiet_NaN(); }
};

namespace Eigen::internal {
/// Eigen would align fixed-size matrices of packs to less than a pack needs: none, so that they are aligned as packs are.
template <class T, class S, int W, int Size> struct compute_default_alignment<coframe::Dual<T, coframe::Pack<S, W>>, Size> {
  enum { value = 0 };
};
template <class T, class S, int W> struct compute_default_alignment<coframe::Dual<T, coframe::Pack<S, W>>, Dynamic> {
  enum { value = 0 };
};
}  // namespace Eigen::internal
