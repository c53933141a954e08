// SPDX-License-Identifier: MIT
#pragma once
// Complex numbers: real, imag, conj, abs, abs2, arg, polar. Not holomorphic, so each states its push and its pull on raised
// components: f_* v = f_z v + f_z̄ v̄,  f^* w = conj(f_z) w + f_z̄ w̄.
#include <limits>

#include "coframe/ops/piecewise.hpp"

namespace coframe {

/// z/|z| with r = |z|, and 0 at 0; numbers so small that r has lost its digits are scaled first.
template <class Z, class R> Z direction_of(const Z& z, const R& r) {
  if (is_zero(z)) return Z(R(0));
  using Limits = std::numeric_limits<R>;
  if (r < Limits::min() / Limits::epsilon()) {
    using std::abs;
    const double up = std::ldexp(1., Limits::max_exponent / 2);
    const Z scaled = Z(z.real() * like(r, up), z.imag() * like(r, up));
    const R length = abs(scaled);
    return Z(scaled.real() / length, scaled.imag() / length);
  }
  return Z(z.real() / r, z.imag() / r);
}
template <class S, int W> [[gnu::always_inline]] inline ComplexPack<S, W> direction_of(const ComplexPack<S, W>& z, const Pack<S, W>& r) {
  using Limits = std::numeric_limits<S>;
  const auto none = zero_mask(z);
  if ((none || r >= Pack<S, W>(Limits::min() / Limits::epsilon())).all()) [[likely]] return select(none, ComplexPack<S, W>(0), z / r);
  return complex_lanes<S, W>([](const auto& x, const auto& length) { return direction_of(x, length); }, z, r);
}

/// y = |x|,   dy = sign(x) dx or Re(conj(x/|x|) dx); derivative 0 at 0. Scaled: exact for the smallest z.
struct Abs : Pointwise {
  static constexpr auto name = "abs";
  static auto value(const auto& x) { using std::abs; return abs(x); }
  static auto push(Arg<0>, const auto& x, const auto& y, const auto& v) {
    if constexpr (is_complex_v<std::remove_cvref_t<decltype(x)>>) return real_part(conjugate(direction_of(x, y)) * v);
    else return sign_of(x) * v;
  }
  static auto pull(Arg<0>, const auto& x, const auto& y, const auto& w) {
    if constexpr (is_complex_v<std::remove_cvref_t<decltype(x)>>) return direction_of(x, y) * real_part(w);
    else return sign_of(x) * w;
  }
};

/// y = |x|²,   dy = 2 Re(conj(x) dx)
struct Abs2 : Pointwise {
  static constexpr auto name = "abs2";
  static auto value(const auto& x) { return real_part(conjugate(x) * x); }
  static auto push(Arg<0>, const auto& x, const auto&, const auto& v) { return real_part(conjugate(x + x) * v); }
  static auto pull(Arg<0>, const auto& x, const auto&, const auto& w) { return (x + x) * real_part(w); }
};
/// y = x̄,   dy = conj(dx)
struct Conj : Pointwise {
  static constexpr auto name = "conj";
  static auto value(const auto& x) { return conjugate(x); }
  static auto push(Arg<0>, const auto&, const auto&, const auto& v) { return conjugate(v); }
  static auto pull(Arg<0>, const auto&, const auto&, const auto& w) { return conjugate(w); }
};
/// y = Re x
struct RealPart : Pointwise {
  static constexpr auto name = "real";
  static auto value(const auto& x) { return real_part(x); }
  static auto push(Arg<0>, const auto&, const auto&, const auto& v) { return real_part(v); }
  static auto pull(Arg<0>, const auto& x, const auto&, const auto& w) { return std::remove_cvref_t<decltype(x)>(real_part(w)); }
};
/// y = Im x,   f^* w = i Re w
struct ImagPart : Pointwise {
  static constexpr auto name = "imag";
  static auto value(const auto& x) { return x.imag(); }
  static auto push(Arg<0>, const auto&, const auto&, const auto& v) { return v.imag(); }
  static auto pull(Arg<0>, const auto& x, const auto&, const auto& w) {
    using Z = std::remove_cvref_t<decltype(x)>;
    return Z(RealOf<Z>(0), real_part(w));
  }
};
/// y = arg z,   dy = Im(dz/z),  f^* w = i z/|z|² w; 0 at 0
struct ArgOf : Pointwise {
  static constexpr auto name = "arg";
  static auto value(const auto& z) { using std::arg; return arg(z); }
  static auto push(Arg<0>, const auto& z, const auto&, const auto& v) { return real_part(conjugate(turn(z)) * v); }
  static auto pull(Arg<0>, const auto& z, const auto&, const auto& w) { return turn(z) * real_part(w); }

 private:
  /// i (z/|z|)/|z|
  static auto turn(const auto& z) {
    using std::abs;
    using Z = std::remove_cvref_t<decltype(z)>;
    using R = RealOf<Z>;
    const R r = abs(z);
    return select(zero_mask(r), Z(R(0)), Z(-(z.imag() / r) / r, (z.real() / r) / r));
  }
};
/// z = r e^{iφ},   dz = e^{iφ} dr + i z dφ
struct Polar : Pointwise {
  static constexpr auto name = "polar";
  static auto value(const auto& r, const auto& phi) {
    using std::cos, std::sin;
    using R = std::remove_cvref_t<decltype(r)>;
    return typename ConstantIn<R, std::complex<double>>::type(r * cos(phi), r * sin(phi));
  }
  static auto slope(Arg<0>, const auto& r, const auto& phi, const auto&) { return value(like(r, 1), phi); }
  static auto slope(Arg<1>, const auto&, const auto&, const auto& z) {
    using Z = std::remove_cvref_t<decltype(z)>;
    return Z(-z.imag(), z.real());
  }
};

template <Traced A> inline auto abs(A&& a) { return elementary<Abs>(std::forward<A>(a)); }
template <FunctionArgument A> inline auto fabs(A&& a) { return elementary<Abs>(std::forward<A>(a)); }
template <class A> requires(FunctionArgument<A> || PlainNumber<A>) inline auto abs2(A&& a) { return elementary<Abs2>(std::forward<A>(a)); }
template <Traced A> inline auto arg(A&& a) { return elementary<ArgOf>(std::forward<A>(a)); }
template <Traced A> inline auto conj(A&& a) {
  if constexpr (is_complex_v<element_of<A>>) return apply<Conj>(std::forward<A>(a));
  else return std::remove_cvref_t<A>(a);
}
template <Traced A> inline auto real(A&& a) {
  if constexpr (is_complex_v<element_of<A>>) return apply<RealPart>(std::forward<A>(a));
  else return std::remove_cvref_t<A>(a);
}
template <Traced A> requires is_complex_v<element_of<A>> inline auto imag(A&& a) { return apply<ImagPart>(std::forward<A>(a)); }
template <class A, class B> requires TracedPair<A, B> inline auto polar(A&& r, B&& phi) { return elementary<Polar>(std::forward<A>(r), std::forward<B>(phi)); }

}  // namespace coframe
