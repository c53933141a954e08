// SPDX-License-Identifier: MIT
#pragma once
// Packs of complex numbers: real parts in one register, imaginary parts in another.
#include <complex>
#include <limits>

#include "coframe/tape/pack_math.hpp"

namespace coframe {

/// W complex numbers. Products are those of finite numbers, (ac − bd) + i(ad + bc), as in Eigen; what std::complex does beyond that for
/// infinite factors is left out. Quotients and functions give what std::complex gives wherever a lane is not finite.
template <class S, int W> struct ComplexPack {
  using Real = Pack<S, W>;
  Real re, im;

  ComplexPack() = default;
  [[gnu::always_inline]] ComplexPack(const Real& x, const Real& y = Real(0)) : re(x), im(y) {}
  template <class C>
    requires Arithmetic<C>
  [[gnu::always_inline]] ComplexPack(C c) : re(c), im(0) {}
  [[gnu::always_inline]] ComplexPack(const std::complex<S>& z) : re(z.real()), im(z.imag()) {}
  [[gnu::always_inline]] const Real& real() const { return re; }
  [[gnu::always_inline]] const Real& imag() const { return im; }

  [[gnu::always_inline]] friend ComplexPack operator+(const ComplexPack& a, const ComplexPack& b) { return {a.re + b.re, a.im + b.im}; }
  [[gnu::always_inline]] friend ComplexPack operator-(const ComplexPack& a, const ComplexPack& b) { return {a.re - b.re, a.im - b.im}; }
  [[gnu::always_inline]] friend ComplexPack operator*(const ComplexPack& a, const ComplexPack& b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
  [[gnu::always_inline]] friend ComplexPack operator/(const ComplexPack& a, const ComplexPack& b) { return quotient(a, b); }
  [[gnu::always_inline]] friend ComplexPack operator+(const ComplexPack& a, const Real& b) { return {a.re + b, a.im}; }
  [[gnu::always_inline]] friend ComplexPack operator+(const Real& a, const ComplexPack& b) { return {a + b.re, b.im}; }
  [[gnu::always_inline]] friend ComplexPack operator-(const ComplexPack& a, const Real& b) { return {a.re - b, a.im}; }
  [[gnu::always_inline]] friend ComplexPack operator-(const Real& a, const ComplexPack& b) { return {a - b.re, -b.im}; }
  [[gnu::always_inline]] friend ComplexPack operator*(const ComplexPack& a, const Real& b) { return {a.re * b, a.im * b}; }
  [[gnu::always_inline]] friend ComplexPack operator*(const Real& a, const ComplexPack& b) { return {a * b.re, a * b.im}; }
  [[gnu::always_inline]] friend ComplexPack operator/(const ComplexPack& a, const Real& b) { return {a.re / b, a.im / b}; }
  [[gnu::always_inline]] friend ComplexPack operator/(const Real& a, const ComplexPack& b) { return quotient(ComplexPack(a), b); }
  [[gnu::always_inline]] friend ComplexPack operator+(const ComplexPack& a) { return a; }
  [[gnu::always_inline]] friend ComplexPack operator-(const ComplexPack& a) { return {-a.re, -a.im}; }
  [[gnu::always_inline]] ComplexPack& operator+=(const ComplexPack& b) { return re += b.re, im += b.im, *this; }
  [[gnu::always_inline]] ComplexPack& operator-=(const ComplexPack& b) { return re -= b.re, im -= b.im, *this; }
  [[gnu::always_inline]] ComplexPack& operator*=(const ComplexPack& b) { return *this = *this * b; }
  [[gnu::always_inline]] ComplexPack& operator/=(const ComplexPack& b) { return *this = *this / b; }
  [[gnu::always_inline]] friend PackMask<S, W> operator==(const ComplexPack& a, const ComplexPack& b) { return a.re == b.re && a.im == b.im; }
};

template <class S, int W> inline constexpr bool is_complex_v<ComplexPack<S, W>> = true;
template <class S, int W> struct RealOfType<ComplexPack<S, W>> {
  using type = Pack<S, W>;
};

template <class S, int W> [[gnu::always_inline]] inline ComplexPack<S, W> select(const PackMask<S, W>& c, const ComplexPack<S, W>& a, const ComplexPack<S, W>& b) {
  return {select(c, a.re, b.re), select(c, a.im, b.im)};
}
template <class S, int W> [[gnu::always_inline]] inline PackMask<S, W> zero_mask(const ComplexPack<S, W>& z) { return zero_mask(z.re) && zero_mask(z.im); }
template <class S, int W> [[gnu::always_inline]] inline bool is_zero(const ComplexPack<S, W>& z) { return zero_mask(z).all(); }
template <class S, int W> [[gnu::always_inline]] inline bool is_finite(const ComplexPack<S, W>& z) { return all_lanes_finite(z.re, z.im); }
template <class S, int W> [[gnu::always_inline]] inline ComplexPack<S, W> conjugate(const ComplexPack<S, W>& z) { return {z.re, -z.im}; }
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> real_part(const ComplexPack<S, W>& z) { return z.re; }
template <class S, int W> std::complex<S> sum_of_lanes(const ComplexPack<S, W>& z) { return {sum_of_lanes(z.re), sum_of_lanes(z.im)}; }

template <class S, int W> std::complex<S> lane_of(const ComplexPack<S, W>& z, int i) { return {z.re.v[i], z.im.v[i]}; }
template <class S, int W> void set_lane(ComplexPack<S, W>& z, int i, const std::complex<S>& one) { z.re.v[i] = one.real(), z.im.v[i] = one.imag(); }
/// f of every lane, one by one, of packs some of which are complex.
template <class S, int W, class F, class... X> [[gnu::noinline]] ComplexPack<S, W> complex_lanes(F f, const X&... x) {
  ComplexPack<S, W> y;
  for (int i = 0; i < W; ++i) set_lane(y, i, std::complex<S>(f(lane_of(x, i)...)));
  return y;
}

/// a / b after Smith: by the larger component of b, so that nothing overflows which the quotient does not.
template <class S, int W> [[gnu::always_inline]] inline ComplexPack<S, W> quotient(const ComplexPack<S, W>& a, const ComplexPack<S, W>& b) {
  using P = Pack<S, W>;
  const auto wide = abs(b.re) >= abs(b.im);
  const P large = select(wide, b.re, b.im), small = select(wide, b.im, b.re), ratio = small / large, divisor = large + small * ratio;
  const P p = select(wide, a.re, a.im), q = select(wide, a.im, a.re), y = (q - p * ratio) / divisor;
  const ComplexPack<S, W> result{(p + q * ratio) / divisor, select(wide, y, -y)};
  if (all_lanes_finite(result.re, result.im, divisor)) [[likely]] return result;
  return complex_lanes<S, W>([](const auto& x, const auto& z) { return x / z; }, a, b);
}

/// |z|. Where a square would leave the normal numbers, lane by lane.
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> abs(const ComplexPack<S, W>& z) {
  using P = Pack<S, W>;
  using Limits = std::numeric_limits<S>;
  const P square = z.re * z.re + z.im * z.im;
  if (((square >= P(Limits::min() / Limits::epsilon()) && square <= P(Limits::max())) || zero_mask(z)).all()) [[likely]] return sqrt(square);
  return lane_by_lane([](S x, S y) { return std::hypot(x, y); }, z.re, z.im);
}
template <class S, int W> [[gnu::always_inline]] inline ComplexPack<S, W> exp(const ComplexPack<S, W>& z) {
  const Pack<S, W> r = exp(z.re);
  const ComplexPack<S, W> result{r * cos(z.im), r * sin(z.im)};
  if (is_finite(result)) [[likely]] return result;
  return complex_lanes<S, W>([](const auto& x) { return std::exp(x); }, z);
}
template <class S, int W> Pack<S, W> arg(const ComplexPack<S, W>& z) { return atan2(z.im, z.re); }

template <class S, int W> ComplexPack<S, W> log(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::log(x); }, z); }
template <class S, int W> ComplexPack<S, W> sqrt(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::sqrt(x); }, z); }
template <class S, int W> ComplexPack<S, W> sin(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::sin(x); }, z); }
template <class S, int W> ComplexPack<S, W> cos(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::cos(x); }, z); }
template <class S, int W> ComplexPack<S, W> tan(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::tan(x); }, z); }
template <class S, int W> ComplexPack<S, W> sinh(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::sinh(x); }, z); }
template <class S, int W> ComplexPack<S, W> cosh(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::cosh(x); }, z); }
template <class S, int W> ComplexPack<S, W> tanh(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::tanh(x); }, z); }
template <class S, int W> ComplexPack<S, W> asin(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::asin(x); }, z); }
template <class S, int W> ComplexPack<S, W> acos(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::acos(x); }, z); }
template <class S, int W> ComplexPack<S, W> atan(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::atan(x); }, z); }
template <class S, int W> ComplexPack<S, W> asinh(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::asinh(x); }, z); }
template <class S, int W> ComplexPack<S, W> acosh(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::acosh(x); }, z); }
template <class S, int W> ComplexPack<S, W> atanh(const ComplexPack<S, W>& z) { return complex_lanes<S, W>([](const auto& x) { return std::atanh(x); }, z); }
template <class S, int W> ComplexPack<S, W> pow(const ComplexPack<S, W>& z, const ComplexPack<S, W>& p) {
  return complex_lanes<S, W>([](const auto& x, const auto& y) { return std::pow(x, y); }, z, p);
}
template <class S, int W> ComplexPack<S, W> pow(const ComplexPack<S, W>& z, const Pack<S, W>& p) {
  return complex_lanes<S, W>([](const auto& x, const auto& y) { return std::pow(x, y); }, z, p);
}
template <class S, int W> ComplexPack<S, W> pow(const Pack<S, W>& z, const ComplexPack<S, W>& p) {
  return complex_lanes<S, W>([](const auto& x, const auto& y) { return std::pow(x, y); }, z, p);
}

}  // namespace coframe
