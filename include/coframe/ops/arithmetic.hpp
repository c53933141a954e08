// SPDX-License-Identifier: MIT
#pragma once
// Arithmetic and comparisons: +, −, ·, /, on scalars and, coefficient by coefficient, on arrays.
#include "coframe/tape/apply.hpp"

namespace coframe {

/// y = a + b,   dy = da + db
struct Plus : Pointwise {
  static constexpr auto name = "+";
  static constexpr signed char sign[] = {1, 1};
  [[gnu::always_inline]] static auto value(const auto& a, const auto& b) { return a + b; }
  static auto slope(Arg<0>, const auto& a, const auto&, const auto&) { return like(a, 1); }
  static auto slope(Arg<1>, const auto&, const auto& b, const auto&) { return like(b, 1); }
};
/// y = a − b,   dy = da − db
struct Minus : Pointwise {
  static constexpr auto name = "-";
  static constexpr signed char sign[] = {1, -1};
  [[gnu::always_inline]] static auto value(const auto& a, const auto& b) { return a - b; }
  static auto slope(Arg<0>, const auto& a, const auto&, const auto&) { return like(a, 1); }
  static auto slope(Arg<1>, const auto&, const auto& b, const auto&) { return like(b, -1); }
};
/// y = a b,   dy = b da + a db
struct Times : Pointwise {
  static constexpr auto name = "*";
  [[gnu::always_inline]] static auto value(const auto& a, const auto& b) { return a * b; }
  static auto slope(Arg<0>, const auto&, const auto& b, const auto&) { return b; }
  static auto slope(Arg<1>, const auto& a, const auto&, const auto&) { return a; }
};
/// y = a / b,   dy = (da − y db) / b
struct Divide : Pointwise {
  static constexpr auto name = "/";
  static constexpr bool singular = true;
  [[gnu::always_inline]] static auto value(const auto& a, const auto& b) { return a / b; }
  [[gnu::always_inline]] static auto slope(Arg<0>, const auto&, const auto& b, const auto&) { return like(b, 1) / b; }
  [[gnu::always_inline]] static auto slope(Arg<1>, const auto&, const auto& b, const auto& y) { return -y * (like(b, 1) / b); }   // one division for both
};
/// y = −a,   dy = −da
struct Negate : Pointwise {
  static constexpr auto name = "negate";
  static constexpr signed char sign[] = {-1};
  [[gnu::always_inline]] static auto value(const auto& a) { return -a; }
  static auto slope(const auto& a, const auto&) { return like(a, -1); }
};

template <class A, class B> concept NumberPair = ScalarPair<A, B> || DualPair<A, B>;

template <class A, class B> requires NumberPair<A, B> [[gnu::always_inline]] inline auto operator+(const A& a, const B& b) { return apply<Plus>(a, b); }
template <class A, class B> requires NumberPair<A, B> [[gnu::always_inline]] inline auto operator-(const A& a, const B& b) { return apply<Minus>(a, b); }
template <class A, class B> requires NumberPair<A, B> [[gnu::always_inline]] inline auto operator*(const A& a, const B& b) { return apply<Times>(a, b); }
template <class A, class B> requires NumberPair<A, B> [[gnu::always_inline]] inline auto operator/(const A& a, const B& b) { return apply<Divide>(a, b); }
template <class A> requires(ScalarExpr<A> || DualNumber<A>) [[gnu::always_inline]] inline auto operator-(const A& a) { return apply<Negate>(a); }
template <class A> requires(ScalarExpr<A> || DualNumber<A>) [[gnu::always_inline]] inline A operator+(const A& a) { return a; }

/// The plain number that a comparison looks at.
template <class A> [[gnu::always_inline]] inline decltype(auto) compared(const A& a) {
  if constexpr (ScalarExpr<A>) return compared(a.value());
  else if constexpr (DualNumber<A>) return compared(a.value);
  else return (a);
}
template <class A, class B> requires NumberPair<A, B> inline auto operator<(const A& a, const B& b) { return compared(a) < compared(b); }
template <class A, class B> requires NumberPair<A, B> inline auto operator>(const A& a, const B& b) { return compared(a) > compared(b); }
template <class A, class B> requires NumberPair<A, B> inline auto operator<=(const A& a, const B& b) { return compared(a) <= compared(b); }
template <class A, class B> requires NumberPair<A, B> inline auto operator>=(const A& a, const B& b) { return compared(a) >= compared(b); }
template <class A, class B> requires NumberPair<A, B> inline auto operator==(const A& a, const B& b) { return compared(a) == compared(b); }
template <class A, class B> requires NumberPair<A, B> inline auto operator!=(const A& a, const B& b) { return compared(a) != compared(b); }

}  // namespace coframe
