// SPDX-License-Identifier: MIT
#pragma once
// A whole pullback: cotangents are seeded, swept, taken from the inputs' part of the plane, and swept again masked if they must be.
#include "coframe/calculus/trace.hpp"

namespace coframe {

/// Adds components to a leaf's part of a plane: a raised cotangent to seed with, or a tangent.
template <class X> void add_components(const Cotangents<RealOf<X>>& to, const Var<X>& v, const X& components) {
  if (v.tag() == 0) return;
  if constexpr (Scalar<X>) {
    RealOf<X>* w = to.place(v.coordinate(), {v.coordinate(), v.coordinate() + (is_complex_v<X> ? 2 : 1)});
    if constexpr (is_complex_v<X>) w[0] += components.real(), w[1] += components.imag();
    else *w += components;
  } else {
    if (components.rows() != v.rows() || components.cols() != v.cols())
      throw ShapeError("components of shape " + shape_text(v.rows(), v.cols()) + " were expected, but " +
                       shape_text(components.rows(), components.cols()) + " came");
    auto* w = reinterpret_cast<InPlane<ScalarOf<X>>*>(to.place(v.coordinate(), extent_of_view(v.view)));
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
    const auto* w = reinterpret_cast<const InPlane<ScalarOf<X>>*>(plane + v.coordinate());
    if (X::IsRowMajor ? v.view.contiguous_rows() : v.view.contiguous_columns()) {
      std::copy(w, w + v.size(), components.data());
      return;
    }
    for (int j = 0; j < v.cols(); ++j)
      for (int i = 0; i < v.rows(); ++i)
        components(i, j) = w[v.view.offset(i, j)];
  }
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
  if constexpr (PackedNumber<NumberIn<S>>) {
    using P = Pack<NumberIn<S>>;
    const auto* from = reinterpret_cast<const NumberIn<S>*>(first);
    const auto* const end = reinterpret_cast<const NumberIn<S>*>(last);
    constexpr int units = 4;   // independent sums, so that none waits
    P sum[units] = {P(0), P(0), P(0), P(0)};
    const auto look = [&](P& of_nothing, const auto* x) {
      const P pack = P::load(x);
      of_nothing += pack - pack;
    };
    for (; end - from >= units * P::width; from += units * P::width)
      for (int u = 0; u < units; ++u) look(sum[u], from + u * P::width);
    for (; end - from >= P::width; from += P::width) look(sum[0], from);
    return is_finite(sum[0] + sum[1] + sum[2] + sum[3]) && std::all_of(from, end, [](const auto& x) { return is_finite(x); });
  } else {
    return std::all_of(first, last, [](const S& x) { return is_finite(x); });
  }
}

/// Moves n numbers from one place to another and leaves zeros. Were all finite?
template <class R> bool take_numbers(R* from, R* to, std::ptrdiff_t n) {
  using P = Pack<R>;
  constexpr int units = 4, step = units * P::width;   // independent sums, so that none waits
  P sum[units] = {P(0), P(0), P(0), P(0)};
  const auto take = [](P& of_nothing, R* x, R* y) {
    const P pack = P::load(x);
    pack.store(y);
    P(0).store(x);
    of_nothing += pack - pack;
  };
  for (; n >= step; n -= step, from += step, to += step)
    for (int u = 0; u < units; ++u) take(sum[u], from + u * P::width, to + u * P::width);
  for (; n >= P::width; n -= P::width, from += P::width, to += P::width) take(sum[0], from, to);
  bool finite = is_finite(sum[0]) && is_finite(sum[1]) && is_finite(sum[2]) && is_finite(sum[3]);
  for (; n > 0; --n, ++from, ++to) finite = is_finite(*from) && finite, *to = std::exchange(*from, R(0));
  return finite;
}
/// Moves a leaf's cotangents out of a plane into `components` (resized as needed) and leaves zeros. Were all finite?
template <class S, class X> bool take_components(S* plane, const Var<X>& v, X& components) {
  if constexpr (!Scalar<X> && PackedNumber<NumberIn<S>> && std::is_same_v<InPlane<ScalarOf<X>>, ScalarOf<X>>) {
    if (X::IsRowMajor ? v.view.contiguous_rows() : v.view.contiguous_columns()) {
      using R = NumberIn<S>;
      components.resize(v.rows(), v.cols());
      return take_numbers(reinterpret_cast<R*>(plane + v.coordinate()), reinterpret_cast<R*>(components.data()),
                          components.size() * std::ptrdiff_t{sizeof(ScalarOf<X>) / sizeof(R)});
    }
  }
  read_components(plane, v, components);
  bool finite = true;
  for_each_interval(v, [&](Coordinate first, Coordinate last) {
    finite = finite && all_finite(plane + first, plane + last);
    std::fill(plane + first, plane + last, S(0));
  });
  return finite;
}
/// The same for all inputs.
template <class S, class Inputs, class Result> bool take_cotangents(S* plane, const Inputs& inputs, Result& result) {
  bool finite = true;
  for_each_leaf([&](const auto& leaf, auto& out) { finite = take_components(plane, leaf, out.components()) && finite; }, inputs, result);
  return finite;
}

/// Sweeps once more with exact-zero masking, after a sweep whose result was not finite.
template <class S, class Seed, class Take> void sweep_masked(Tape<S>& tape, const Seed& seed, const Take& take) {
  tape.clear_cotangents();
  S* w = tape.cotangents();
  seed(w);
  tape.pull(w, {}, true);
  take(w);
}
/// Seeds the tape's cotangents, sweeps, and lets `take` move out what reached the inputs; where that was not finite, once more with
/// exact-zero masking.
template <class S, class Seed, class Take> void sweep_back(Tape<S>& tape, const Seed& seed, const Take& take) {
  S* w = tape.cotangents();
  try {
    seed(w);
    tape.pull(w);
    if (!take(w)) sweep_masked(tape, seed, take);
  } catch (...) {
    tape.clear_cotangents();
    throw;
  }
}

}  // namespace coframe
