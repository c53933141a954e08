// SPDX-License-Identifier: MIT
#pragma once
// Exponentials, logarithms, powers and roots; holomorphic on complex numbers, on C++'s branches.
#include "coframe/ops/arithmetic.hpp"
#include "coframe/ops/elementwise.hpp"

namespace coframe {

/// y = eˣ,   dy = y dx
struct Exp : Transcendental {
  static constexpr auto name = "exp";
  static auto value(const auto& x) { using std::exp; return exp(x); }
  static auto slope(const auto&, const auto& y) { return y; }
};
/// y = log x,   dy = dx / x
struct Log : Transcendental {
  static constexpr auto name = "log";
  static constexpr bool singular = true;
  static auto value(const auto& x) { using std::log; return log(x); }
  static auto slope(const auto& x, const auto&) { return like(x, 1) / x; }
};
/// y = √x,   dy = dx / 2y   (∞ at 0)
struct Sqrt : Pointwise {
  static constexpr auto name = "sqrt";
  static constexpr bool singular = true;
  static auto value(const auto& x) { using std::sqrt; return sqrt(x); }
  static auto slope(const auto&, const auto& y) {
    using T = std::remove_cvref_t<decltype(y)>;
    if constexpr (is_complex_v<T>) return select(zero_mask(y), T(like(real_part(y), std::numeric_limits<double>::infinity())), T(like(y, 0.5) / y));
    else return like(y, 0.5) / y;
  }
};
/// y = x²,   dy = 2x dx
struct Square : Pointwise {
  static constexpr auto name = "square";
  static auto value(const auto& x) { return x * x; }
  static auto slope(const auto& x, const auto&) { return x + x; }
};
/// y = x³,   dy = 3x² dx
struct Cube : Pointwise {
  static constexpr auto name = "cube";
  static auto value(const auto& x) { return x * x * x; }
  static auto slope(const auto& x, const auto&) { return like(x, 3) * x * x; }
};
/// y = 1/x,   dy = −y² dx
struct Inverse : Pointwise {
  static constexpr auto name = "inverse";
  static constexpr bool singular = true;
  static auto value(const auto& x) { return like(x, 1) / x; }
  static auto slope(const auto&, const auto& y) { return -(y * y); }
};
/// y = ∛x (real),   dy = dx / 3y²   (∞ at 0)
struct Cbrt : Transcendental {
  static constexpr auto name = "cbrt";
  static constexpr bool singular = true;
  static auto value(const auto& x) { using std::cbrt; return cbrt(x); }
  static auto slope(const auto&, const auto& y) { return like(y, 1) / (like(y, 3) * y * y); }
};
/// y = eˣ − 1 (real),   dy = (y + 1) dx
struct Expm1 : Transcendental {
  static constexpr auto name = "expm1";
  static auto value(const auto& x) { using std::expm1; return expm1(x); }
  static auto slope(const auto&, const auto& y) { return y + like(y, 1); }
};
/// y = log(1 + x) (real),   dy = dx / (1 + x)
struct Log1p : Transcendental {
  static constexpr auto name = "log1p";
  static constexpr bool singular = true;
  static auto value(const auto& x) { using std::log1p; return log1p(x); }
  static auto slope(const auto& x, const auto&) { return like(x, 1) / (like(x, 1) + x); }
};
/// y = xᵖ,   dy = p xᵖ⁻¹ dx + y log x dp   (at x = 0 the second term is 0; with p = 0 the first is)
struct Pow : Transcendental {
  static constexpr auto name = "pow";
  static constexpr bool singular = true;
  static auto value(const auto& x, const auto& p) { using std::pow; return pow(x, p); }
  static auto slope(Arg<0>, const auto& x, const auto& p, const auto& y) {
    using std::pow;
    using T = std::remove_cvref_t<decltype(y)>;
    return select(zero_mask(T(p)), T(like(y, 0)), T(T(p) * pow(x, p - like(p, 1))));
  }
  static auto slope(Arg<1>, const auto& x, const auto&, const auto& y) {
    using std::log;
    using T = std::remove_cvref_t<decltype(y)>;
    return select(zero_mask(T(x)), T(like(y, 0)), T(y * log(x)));
  }
};

template <Traced A> [[gnu::always_inline]] inline auto exp(A&& a) { return elementary<Exp>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto log(A&& a) { return elementary<Log>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto sqrt(A&& a) { return elementary<Sqrt>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto cbrt(A&& a) { return elementary<Cbrt>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto expm1(A&& a) { return elementary<Expm1>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto log1p(A&& a) { return elementary<Log1p>(std::forward<A>(a)); }
template <class A> requires(FunctionArgument<A> || PlainNumber<A>) [[gnu::always_inline]] inline auto square(A&& a) { return elementary<Square>(std::forward<A>(a)); }
template <class A> requires(FunctionArgument<A> || PlainNumber<A>) [[gnu::always_inline]] inline auto cube(A&& a) { return elementary<Cube>(std::forward<A>(a)); }
template <class A, class B> requires FunctionArguments<A, B> inline auto pow(A&& x, B&& p) { return elementary<Pow>(std::forward<A>(x), std::forward<B>(p)); }

}  // namespace coframe
