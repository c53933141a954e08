// SPDX-License-Identifier: MIT
#pragma once
// Tracing: a point's leaves become inputs of a tape, a function is called on them, its result is settled into variables.
#include "coframe/tape.hpp"
#include "coframe/space.hpp"

namespace coframe {

/// The point over a tape: every leaf an input, settings copied.
template <Point X>
  requires Tree<X>
Over<X, Var> input(Tape<RealOf<X>>& tape, const X& x) {
  return transform_leaves<Var>(x, [&](const auto& leaf) { return input(tape, leaf); });
}

template <class T> inline constexpr bool is_tuple_v = false;
template <class... T> inline constexpr bool is_tuple_v<std::tuple<T...>> = true;

/// The same without copying matrices, for a point that outlives the recording.
template <Point X>
  requires Tree<X>
Over<X, Var> input_in_place(Tape<RealOf<X>>& tape, const X& x) {
  return transform_leaves<Var>(x, [&](const auto& leaf) { return input_in_place(tape, leaf); });
}

/// The same in the memory of an earlier tracing.
template <Point X>
  requires Tree<X>
void input_in_place(Tape<RealOf<X>>& tape, const X& x, Over<X, Var>& traced) {
  transform_leaves_into<Var>(traced, x, [&](const auto& leaf) { return input_in_place(tape, leaf); });
}

/// f(x), or f(x₀, x₁, …) for a tuple: a tuple is always a list of arguments.
template <class F, class X> decltype(auto) call(F&& f, X&& x) {
  if constexpr (is_tuple_v<std::remove_cvref_t<X>>) return std::apply(std::forward<F>(f), std::forward<X>(x));
  else return std::forward<F>(f)(std::forward<X>(x));
}

/// The arguments of a function as one point: itself, or a tuple of several.
template <class... X> auto point(const X&... x) {
  if constexpr (sizeof...(X) == 1) return (Plain<X>(x), ...);
  else return std::tuple<Plain<X>...>(Plain<X>(x)...);
}

/// A result with its expressions recorded: traced scalars and matrices, and tuples of them.
template <class Y> auto settle(const Y& y) {
  if constexpr (ScalarExpr<Y>) return Var<typename Y::Value>(y);
  else if constexpr (ArrayExpr<Y>) return y.var();
  else return y;
}
template <class... Y> auto settle(const std::tuple<Y...>& y) {
  return std::apply([](const auto&... part) { return std::tuple(settle(part)...); }, y);
}

/// The traced real scalar that a loss returns. A loss must be real, and depend on what it is differentiated by.
template <class Y> auto settle_loss(const Y& y) {
  constexpr bool traced = ScalarExpr<Y>;
  static_assert(traced || ArrayExpr<Y>, "the loss does not depend on its argument: it returned a plain value; compute it from the traced leaves");
  static_assert(traced || !ArrayExpr<Y>, "a loss is a real scalar, but this function returned a matrix: use pullback or jacobian, or reduce it with sum(…)");
  if constexpr (traced) {
    static_assert(!is_complex_v<typename Y::Value>,
                  "a complex result has no gradient: use wirtinger, jacobian or pullback, or take real(…), imag(…) or abs2(…)");
    const Var<typename Y::Value> loss(y);
    if (loss.tag() == 0)
      throw IndependentLoss("the loss does not depend on what it is differentiated by: it is a constant on the path taken; compute "
                            "it from the traced leaves");
    return loss;
  }
}

}  // namespace coframe
