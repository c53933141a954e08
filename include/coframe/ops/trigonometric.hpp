// SPDX-License-Identifier: MIT
#pragma once
// Circular and hyperbolic functions and their inverses; holomorphic on complex numbers, on C++'s branches.
#include "coframe/ops/arithmetic.hpp"
#include "coframe/ops/elementwise.hpp"

namespace coframe {

/// y = sin x,   dy = cos x dx
struct Sin : Transcendental {
  static constexpr auto name = "sin";
  static auto value(const auto& x) { using std::sin; return sin(x); }
  static auto slope(const auto& x, const auto&) { using std::cos; return cos(x); }
};
/// y = cos x,   dy = −sin x dx
struct Cos : Transcendental {
  static constexpr auto name = "cos";
  static auto value(const auto& x) { using std::cos; return cos(x); }
  static auto slope(const auto& x, const auto&) { using std::sin; return -sin(x); }
};
/// y = tan x,   dy = (1 + y²) dx
struct Tan : Transcendental {
  static constexpr auto name = "tan";
  static auto value(const auto& x) { using std::tan; return tan(x); }
  static auto slope(const auto&, const auto& y) { return like(y, 1) + y * y; }
};
/// y = arcsin x,   dy = dx / (√(1 − x) √(1 + x)): on C++'s branch also for complex x
struct Asin : Transcendental {
  static constexpr auto name = "asin";
  static constexpr bool singular = true;
  static auto value(const auto& x) { using std::asin; return asin(x); }
  static auto slope(const auto& x, const auto&) { using std::sqrt; return like(x, 1) / (sqrt(like(x, 1) - x) * sqrt(like(x, 1) + x)); }
};
/// y = arccos x,   dy = −dx / (√(1 − x) √(1 + x))
struct Acos : Transcendental {
  static constexpr auto name = "acos";
  static constexpr bool singular = true;
  static auto value(const auto& x) { using std::acos; return acos(x); }
  static auto slope(const auto& x, const auto&) { using std::sqrt; return like(x, -1) / (sqrt(like(x, 1) - x) * sqrt(like(x, 1) + x)); }
};
/// y = arctan x,   dy = dx / (1 + x²)
struct Atan : Transcendental {
  static constexpr auto name = "atan";
  static auto value(const auto& x) { using std::atan; return atan(x); }
  static auto slope(const auto& x, const auto&) { return like(x, 1) / (like(x, 1) + x * x); }
};
/// y = sinh x,   dy = cosh x dx
struct Sinh : Transcendental {
  static constexpr auto name = "sinh";
  static auto value(const auto& x) { using std::sinh; return sinh(x); }
  static auto slope(const auto& x, const auto&) { using std::cosh; return cosh(x); }
};
/// y = cosh x,   dy = sinh x dx
struct Cosh : Transcendental {
  static constexpr auto name = "cosh";
  static auto value(const auto& x) { using std::cosh; return cosh(x); }
  static auto slope(const auto& x, const auto&) { using std::sinh; return sinh(x); }
};
/// y = tanh x,   dy = (1 − y)(1 + y) dx
struct Tanh : Transcendental {
  static constexpr auto name = "tanh";
  static auto value(const auto& x) { using std::tanh; return tanh(x); }
  static auto slope(const auto&, const auto& y) { return (like(y, 1) - y) * (like(y, 1) + y); }
};
/// y = arsinh x,   dy = dx / √(1 + x²), as √(1 + ix) √(1 − ix) for complex x
struct Asinh : Transcendental {
  static constexpr auto name = "asinh";
  static auto value(const auto& x) { using std::asinh; return asinh(x); }
  static auto slope(const auto& x, const auto&) {
    using std::sqrt, std::hypot;
    using T = std::remove_cvref_t<decltype(x)>;
    if constexpr (is_complex_v<T>) {
      const T ix = T(RealOf<T>(0), RealOf<T>(1)) * x;
      return like(x, 1) / (sqrt(like(x, 1) + ix) * sqrt(like(x, 1) - ix));
    } else {
      return like(x, 1) / hypot(like(x, 1), x);
    }
  }
};
/// y = arcosh x,   dy = dx / (√(x − 1) √(x + 1))
struct Acosh : Transcendental {
  static constexpr auto name = "acosh";
  static constexpr bool singular = true;
  static auto value(const auto& x) { using std::acosh; return acosh(x); }
  static auto slope(const auto& x, const auto&) { using std::sqrt; return like(x, 1) / (sqrt(x - like(x, 1)) * sqrt(x + like(x, 1))); }
};
/// y = artanh x,   dy = dx / (1 − x)(1 + x)
struct Atanh : Transcendental {
  static constexpr auto name = "atanh";
  static constexpr bool singular = true;
  static auto value(const auto& x) { using std::atanh; return atanh(x); }
  static auto slope(const auto& x, const auto&) { return like(x, 1) / ((like(x, 1) - x) * (like(x, 1) + x)); }
};
/// y = arg(b + ia) (real),   dy = (b da − a db) / (a² + b²); 0 at the origin
struct Atan2 : Transcendental {
  static constexpr auto name = "atan2";
  static auto value(const auto& a, const auto& b) { using std::atan2; return atan2(a, b); }
  static auto slope(Arg<0>, const auto& a, const auto& b, const auto&) { return cofactor(b, a, b); }
  static auto slope(Arg<1>, const auto& a, const auto& b, const auto&) { return -cofactor(a, a, b); }

 private:
  static auto cofactor(const auto& x, const auto& a, const auto& b) {
    using std::hypot;
    using T = std::remove_cvref_t<decltype(a)>;
    const T r = hypot(a, b);
    return select(zero_mask(r), T(like(r, 0)), T(x / r / r));
  }
};
/// y = √(a² + b²) (real), scaled;   dy = (a da + b db) / y; 0 at the origin
struct Hypot : Pointwise {
  static constexpr auto name = "hypot";
  static auto value(const auto& a, const auto& b) { using std::hypot; return hypot(a, b); }
  static auto slope(Arg<0>, const auto& a, const auto&, const auto& y) { return part(a, y); }
  static auto slope(Arg<1>, const auto&, const auto& b, const auto& y) { return part(b, y); }

 private:
  static auto part(const auto& x, const auto& y) {
    using T = std::remove_cvref_t<decltype(y)>;
    return select(zero_mask(y), T(like(y, 0)), T(x / y));
  }
};

template <Traced A> [[gnu::always_inline]] inline auto sin(A&& a) { return elementary<Sin>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto cos(A&& a) { return elementary<Cos>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto tan(A&& a) { return elementary<Tan>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto asin(A&& a) { return elementary<Asin>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto acos(A&& a) { return elementary<Acos>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto atan(A&& a) { return elementary<Atan>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto sinh(A&& a) { return elementary<Sinh>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto cosh(A&& a) { return elementary<Cosh>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto asinh(A&& a) { return elementary<Asinh>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto acosh(A&& a) { return elementary<Acosh>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto atanh(A&& a) { return elementary<Atanh>(std::forward<A>(a)); }
template <class A> requires(Traced<A> || PlainMatrix<A>) [[gnu::always_inline]] inline auto tanh(A&& a) { return activation<Tanh>(std::forward<A>(a)); }
template <class A, class B> requires FunctionArguments<A, B> inline auto atan2(A&& a, B&& b) { return elementary<Atan2>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires FunctionArguments<A, B> inline auto hypot(A&& a, B&& b) { return elementary<Hypot>(std::forward<A>(a), std::forward<B>(b)); }

}  // namespace coframe
