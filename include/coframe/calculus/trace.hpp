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

/// Adds components to a leaf's part of a plane: a raised cotangent to seed with, or a tangent.
template <class S, class X> void add_components(S* plane, const Var<X>& v, const X& components) {
  if (v.tag() == 0) return;
  if constexpr (Scalar<X>) {
    if constexpr (is_complex_v<X>) plane[v.coordinate()] += components.real(), plane[v.coordinate() + 1] += components.imag();
    else plane[v.coordinate()] += components;
  } else {
    if (components.rows() != v.rows() || components.cols() != v.cols())
      throw ShapeError("components of shape " + shape_text(v.rows(), v.cols()) + " were expected, but " +
                       shape_text(components.rows(), components.cols()) + " came");
    auto* w = reinterpret_cast<ScalarOf<X>*>(plane + v.coordinate());
    for (int j = 0; j < v.cols(); ++j)
      for (int i = 0; i < v.rows(); ++i)
        w[v.view.offset(i, j)] += components(i, j);
  }
}
/// Reads a leaf's part of a plane into `components`, without allocating where the shape is the same.
template <class S, class X> void read_components(const S* plane, const Var<X>& v, X& components) {
  if constexpr (Scalar<X>) {
    if (v.tag() == 0) components = X(S(0));
    else if constexpr (is_complex_v<X>) components = X(plane[v.coordinate()], plane[v.coordinate() + 1]);
    else components = plane[v.coordinate()];
  } else {
    components.resize(v.rows(), v.cols());
    const auto* w = reinterpret_cast<const ScalarOf<X>*>(plane + v.coordinate());
    if (X::IsRowMajor ? v.view.contiguous_rows() : v.view.contiguous_columns()) {
      std::copy(w, w + v.size(), components.data());
      return;
    }
    for (int j = 0; j < v.cols(); ++j)
      for (int i = 0; i < v.rows(); ++i)
        components(i, j) = w[v.view.offset(i, j)];
  }
}
/// The zero covector at x.
template <class X> Over<X, Cotangent> zero_cotangent(const X& x) {
  return transform_leaves<Cotangent>(x, [](const auto& leaf) { return zeros_like(leaf); });
}

/// Calls f(first, last) for the intervals of a plane in which a leaf lies.
template <class X, class F> void for_each_interval(const Var<X>& v, F&& f) {
  if (v.tag() == 0) return;
  if constexpr (Scalar<X>) f(v.coordinate(), v.coordinate() + (is_complex_v<X> ? 2 : 1));
  else if (v.size() > 0) {
    const Extent e = extent_of_view(v.view);
    f(e.first, e.last);
  }
}

/// Are all of [first, last) finite? x − x is 0 or NaN, so one sum tells.
template <class S> bool all_finite(const S* first, const S* last) {
  if constexpr (std::is_floating_point_v<S> && !std::is_same_v<S, long double>) {
    using P = Pack<S>;
    P sum(0);
    for (; last - first >= P::width; first += P::width) {
      const P x = P::load(first);
      sum += x - x;
    }
    if (!is_finite(sum)) return false;
  }
  return std::all_of(first, last, [](const S& x) { return is_finite(x); });
}

/// A whole pullback: seeds the tape's cotangents, sweeps, and repeats the sweep with exact-zero masking if what reached
/// the inputs is not finite. What follows reads the inputs and clears them.
template <class S, class Inputs, class Seed> void sweep_back(Tape<S>& tape, const Inputs& inputs, const Seed& seed) {
  S* w = tape.cotangents();
  try {
    seed(w);
    tape.pull(w);
    bool finite = true;
    auto look = [&](Coordinate first, Coordinate last) { finite = finite && all_finite(w + first, w + last); };
    for_each_leaf([&](const auto& leaf) { for_each_interval(leaf, look); }, inputs);
    if (finite) return;
    tape.clear_cotangents();
    seed(w);
    tape.pull(w, {}, true);
  } catch (...) {
    tape.clear_cotangents();
    throw;
  }
}
template <class S, class Inputs> void clear_inputs(S* w, const Inputs& inputs) {
  for_each_leaf([&](const auto& leaf) {
    for_each_interval(leaf, [&](Coordinate first, Coordinate last) { std::fill(w + first, w + last, S(0)); });
  }, inputs);
}
/// Reads the inputs' cotangents into `result` (resized as needed) and clears them.
template <class S, class Inputs, class Result> void take_cotangents(Tape<S>& tape, const Inputs& inputs, Result& result) {
  S* w = tape.cotangents();
  for_each_leaf([&](const auto& leaf, auto& out) {
    read_components(w, leaf, out.components());
    for_each_interval(leaf, [&](Coordinate first, Coordinate last) { std::fill(w + first, w + last, S(0)); });
  }, inputs, result);
}

}  // namespace coframe
