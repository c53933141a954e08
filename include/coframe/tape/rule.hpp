// SPDX-License-Identifier: MIT
#pragma once
// Rules: a pointwise operation is a value and a slope, written once for every kind of number.
#include <array>
#include <utility>

#include "coframe/base/number.hpp"

namespace coframe {

template <class T, class V> struct Dual;

/// Base of coefficient-wise operations. An operation Op supplies, as static functions of plain numbers
/// (real, complex, dual, packs):
///   value(x…)                 y
///   slope(Arg<i>, x…, y)      ∂y/∂xᵢ   (one argument: slope(x, y)); holomorphic in a complex xᵢ
/// or, where it is not holomorphic, both directions:
///   push(Arg<i>, x…, y, v)    the tangent of y for a tangent v of xᵢ
///   pull(Arg<i>, x…, y, w)    the raised cotangent of xᵢ for a raised cotangent w of y
/// or nothing more: then the slope is that of value on dual numbers; value must be generic in its scalar.
/// Optionally `static constexpr auto name` for reports, and `static constexpr signed char sign[]` where slopes are exactly ±1.
struct Pointwise {};
/// The same for functions that cost much more than a product: a pullback that needs them again rather reads kept slopes.
struct Transcendental : Pointwise {};

/// Chooses an argument of a rule.
template <int i> struct Arg {};

/// Where x is exactly zero: in all components of a number, lane by lane in a pack.
template <class T> [[gnu::always_inline]] inline auto zero_mask(const T& x) { return x == T(0); }
/// a·b, with 0·∞ = 0·NaN = 0 where Masked.
template <bool Masked, class A, class B> [[gnu::always_inline]] inline auto times(const A& a, const B& b) {
  using T = decltype(a * b);
  if constexpr (!Masked) return T(a * b);
  else return select(zero_mask(a) || zero_mask(b), T(0), T(a * b));
}

template <class Op, int i, class Y, class... X>
[[gnu::always_inline]] inline auto slope_of(const Y& y, const X&... x) {
  if constexpr (requires { Op::slope(Arg<i>{}, x..., y); }) return Op::slope(Arg<i>{}, x..., y);
  else if constexpr (requires { Op::slope(x..., y); }) return Op::slope(x..., y);
  else return [&]<std::size_t... k>(std::index_sequence<k...>) {
    return Op::value(Dual<X, X>(x, X(like(x, k == i ? 1 : 0)))...).tangent;
  }(std::index_sequence_for<X...>{});
}
template <class Op, class Y, class W, class... X>
concept HasPull = requires(const Y& y, const W& w, const X&... x) { Op::pull(Arg<0>{}, x..., y, w); };

/// The tangent that argument i's tangent v contributes to y's.
template <class Op, int i, bool Masked = false, class Y, class V, class... X>
[[gnu::always_inline]] inline auto push_rule(const V& v, const Y& y, const X&... x) {
  if constexpr (requires { Op::push(Arg<i>{}, x..., y, v); }) return Op::push(Arg<i>{}, x..., y, v);
  else return times<Masked>(slope_of<Op, i>(y, x...), v);
}

/// The raised cotangent of argument i: conj(slope) w, or the operation's own pull.
template <class Op, int i, bool Masked = false, class Y, class W, class... X>
[[gnu::always_inline]] inline auto pull_rule(const W& w, const Y& y, const X&... x) {
  if constexpr (requires { Op::pull(Arg<i>{}, x..., y, w); }) {
    auto result = Op::pull(Arg<i>{}, x..., y, w);
    // A pull is linear: where it is zero at 1, the local partial is zero.
    if constexpr (Masked) return select(zero_mask(w) || zero_mask(Op::pull(Arg<i>{}, x..., y, like(w, 1))), decltype(result)(0), result);
    else return result;
  } else {
    return times<Masked>(conjugate(slope_of<Op, i>(y, x...)), w);
  }
}

/// The sign of an operation's slope in argument i where it is exactly ±1, else 0.
template <class Op, int i> constexpr signed char slope_sign() {
  if constexpr (requires { Op::sign[i]; }) return Op::sign[i];
  else return 0;
}

/// May the operation's slopes be infinite at finite arguments?
template <class Op> inline constexpr bool singular_slope = false;
template <class Op>
  requires(Op::singular)
inline constexpr bool singular_slope<Op> = true;

}  // namespace coframe
