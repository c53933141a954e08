// SPDX-License-Identifier: MIT
#pragma once
// Applying a pointwise operation: to plain numbers, duals, packs and traced scalars; arrays join in array.hpp.
#include "coframe/tape/dual.hpp"
#include "coframe/tape/pack_complex.hpp"
#include "coframe/tape/var.hpp"

namespace coframe {

/// Base of coefficient-wise array expressions (array_expression.hpp).
struct ArrayExpressionBase {};
template <class E> concept ArrayExpr = std::is_base_of_v<ArrayExpressionBase, std::remove_cvref_t<E>>;

/// What operations see beside plain numbers.
template <class X> concept Active = ScalarExpr<X> || ArrayExpr<X> || DualNumber<X> || PackNumber<X>;
/// Plain numbers that may stand beside an active operand.
template <class X> concept PlainNumber = Arithmetic<std::remove_cvref_t<X>> || (Scalar<X> && !PackNumber<X> && !DualNumber<X>);

/// The type in which a plain number of type C takes part beside base scalar S: S, or the complex numbers over S.
template <class S, class C> struct ConstantIn {
  using type = S;
};
template <class S, class C>
  requires(is_complex_v<C> && !is_dual_v<S>)
struct ConstantIn<S, C> {
  using type = std::complex<S>;
};
template <class S, int W, class C>
  requires is_complex_v<C>
struct ConstantIn<Pack<S, W>, C> {
  using type = ComplexPack<S, W>;
};
template <class R, class C>
  requires is_complex_v<C>
struct ConstantIn<Dual<R>, C> {
  using type = Dual<typename ConstantIn<R, C>::type>;
};
template <class S, class C> auto constant_in(const C& c) {
  using T = typename ConstantIn<S, C>::type;
  if constexpr (std::is_same_v<T, C>) return c;
  else if constexpr (is_dual_v<T> && !is_dual_v<C>) return T(constant_in<typename S::Component>(c));
  else if constexpr (is_complex_v<C> && is_complex_v<T>) return T(S(c.real()), S(c.imag()));
  else return T(static_cast<T>(c));
}

// -- traced scalars ----------------------------------------------------------------------------------------------

/// An operand as a node holds it: itself, or a variable if it has too many leaves to be combined.
template <class S, int others, class A> [[gnu::always_inline]] inline auto held(const A& a) {
  if constexpr (ScalarExpr<A>) {
    if constexpr (A::leaves + others > most_leaves<S> && A::leaves > 2) return Var<typename A::Value>(a);
    else return a;
  } else {
    return Constant(constant_in<S>(a));
  }
}
template <class A> constexpr int leaves_of() {
  if constexpr (ScalarExpr<A>) return A::leaves;
  else return 0;
}

template <class Op, ScalarExpr A> [[gnu::always_inline]] inline auto apply(const A& a) { return Unevaluated<Op, A>(a); }

template <class A, class B> concept ScalarPair =
    (ScalarExpr<A> && ScalarExpr<B> && std::is_same_v<typename A::Base, typename B::Base>) ||
    (ScalarExpr<A> && !Active<B> && (PlainNumber<B> || std::is_same_v<typename A::Base, B>)) ||
    (ScalarExpr<B> && !Active<A> && (PlainNumber<A> || std::is_same_v<typename B::Base, A>)) ||
    (ScalarExpr<A> && DualNumber<B> && std::is_same_v<RealOf<B>, typename A::Base>) ||
    (ScalarExpr<B> && DualNumber<A> && std::is_same_v<RealOf<A>, typename B::Base>) ||
    (ScalarExpr<A> && PackNumber<B> && std::is_same_v<B, typename A::Base>) ||
    (ScalarExpr<B> && PackNumber<A> && std::is_same_v<A, typename B::Base>);

template <class Op, class A, class B>
  requires ScalarPair<A, B>
[[gnu::always_inline]] inline auto apply(const A& a, const B& b) {
  using S = typename std::conditional_t<ScalarExpr<A>, A, B>::Base;
  auto x = held<S, leaves_of<B>()>(a);
  auto y = held<S, leaves_of<decltype(x)>()>(b);
  return Unevaluated<Op, decltype(x), decltype(y)>(x, y);
}

// -- duals: y = f(x), dy = Σ f_* dxᵢ --------------------------------------------------------------------------------

/// Several directions at once?
template <class A> concept SeveralTangents = DualNumber<A> && !std::is_same_v<typename A::Component, decltype(A::tangent)>;
/// y + ε v for a result y of a dual A: v in y's type, or in several directions.
template <DualNumber A, class Y, class V> [[gnu::always_inline]] inline auto dual_result(const Y& y, const V& v) {
  if constexpr (SeveralTangents<A>) return Dual<Y, V>(y, v);
  else return Dual<Y>(y, v);
}
template <class Op, DualNumber A> [[gnu::always_inline]] inline auto apply(const A& a) {
  const auto y = Op::value(a.value);
  return dual_result<A>(y, push_rule<Op, 0>(a.tangent, y, a.value));
}
/// A number of which A is a dual: a pack beside duals of packs.
template <class A, class B> constexpr bool is_component_of() {
  if constexpr (DualNumber<A>) return std::is_same_v<typename A::Component, B>;
  else return false;
}
template <class A, class B> concept DualPair = (DualNumber<A> && DualNumber<B>) || (DualNumber<A> && PlainNumber<B>) || (DualNumber<B> && PlainNumber<A>) ||
                                               is_component_of<A, B>() || is_component_of<B, A>();

template <class Op, class A, class B>
  requires DualPair<A, B>
[[gnu::always_inline]] inline auto apply(const A& a, const B& b) {
  if constexpr (!DualNumber<A>) {
    const auto x = constant_in<typename RealOf<B>::Component>(a);
    const auto y = Op::value(x, b.value);
    return dual_result<B>(y, push_rule<Op, 1>(b.tangent, y, x, b.value));
  } else if constexpr (!DualNumber<B>) {
    const auto x = constant_in<typename RealOf<A>::Component>(b);
    const auto y = Op::value(a.value, x);
    return dual_result<A>(y, push_rule<Op, 0>(a.tangent, y, a.value, x));
  } else {
    const auto y = Op::value(a.value, b.value);
    const auto by_a = push_rule<Op, 0>(a.tangent, y, a.value, b.value);
    const auto by_b = push_rule<Op, 1>(b.tangent, y, a.value, b.value);
    using Y = std::remove_cvref_t<decltype(y)>;
    if constexpr (SeveralTangents<A>) return dual_result<A>(y, by_a + by_b);
    else return dual_result<A>(y, Y(by_a) + Y(by_b));
  }
}

// -- packs and plain numbers ------------------------------------------------------------------------------------------

template <class Op, PackNumber A> [[gnu::always_inline]] inline auto apply(const A& a) { return Op::value(a); }
template <class A, class B> concept PackPair = (PackNumber<A> && (PackNumber<B> || Arithmetic<B>)) || (PackNumber<B> && Arithmetic<A>);
template <class Op, class A, class B>
  requires PackPair<A, B>
[[gnu::always_inline]] inline auto apply(const A& a, const B& b) {
  using P = std::conditional_t<PackNumber<A>, A, B>;
  return Op::value(P(a), P(b));
}
template <class Op, PlainNumber A> auto apply(const A& a) { return Op::value(a); }
template <class Op, PlainNumber A, PlainNumber B> auto apply(const A& a, const B& b) { return Op::value(a, b); }

/// A plain number as it is, so that code with eval runs traced and plain alike.
template <class T>
  requires(PlainNumber<T> || DualNumber<T> || PackNumber<T>)
T eval(const T& x) { return x; }

}  // namespace coframe
