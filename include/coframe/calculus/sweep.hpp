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
    if (lies_as<X>(v.view)) {
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

/// Are n numbers finite, of which pack(at) gives a pack from `at` on and one(at) a single one? x − x is 0 or NaN, so a sum tells.
template <class R, class OfPack, class OfOne> bool all_finite(std::ptrdiff_t n, const OfPack& pack, const OfOne& one) {
  using P = Pack<R>;
  constexpr int units = 4, step = units * P::width;   // independent sums, so that none waits
  P sum[units] = {P(0), P(0), P(0), P(0)};
  const auto add = [](P& of_nothing, const P& x) { of_nothing += x - x; };
  std::ptrdiff_t at = 0;
  for (; n - at >= step; at += step)
    for (int u = 0; u < units; ++u) add(sum[u], pack(at + u * P::width));
  for (; n - at >= P::width; at += P::width) add(sum[0], pack(at));
  bool finite = is_finite(sum[0] + sum[1] + sum[2] + sum[3]);
  for (; at < n; ++at) finite = is_finite(one(at)) && finite;
  return finite;
}
/// Are all of [first, last) finite?
template <class S> bool all_finite(const S* first, const S* last) {
  using R = NumberIn<S>;
  if constexpr (PackedNumber<R>) {
    const R* x = reinterpret_cast<const R*>(first);
    return all_finite<R>(reinterpret_cast<const R*>(last) - x, [x](std::ptrdiff_t at) { return Pack<R>::load(x + at); }, [x](std::ptrdiff_t at) { return x[at]; });
  } else {
    return std::all_of(first, last, [](const S& x) { return is_finite(x); });
  }
}
/// Moves n numbers from one place to another and leaves zeros. Were all finite?
template <class R> bool take_numbers(R* from, R* to, std::ptrdiff_t n) {
  const auto pack = [=](std::ptrdiff_t at) {
    const auto x = Pack<R>::load(from + at);
    x.store(to + at);
    Pack<R>(0).store(from + at);
    return x;
  };
  return all_finite<R>(n, pack, [=](std::ptrdiff_t at) { return to[at] = std::exchange(from[at], R(0)); });
}
/// Moves a leaf's cotangents out of a plane into `components` (resized as needed) and leaves zeros. Were all finite?
template <class S, class X> bool take_components(S* plane, const Var<X>& v, X& components) {
  if constexpr (!Scalar<X> && PackedNumber<NumberIn<S>> && shown_in_plane<ScalarOf<X>>) {
    if (lies_as<X>(v.view)) {
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

/// Seeds the tape's cotangents and sweeps back by `sweep`, which tells whether all that reached the inputs was finite; where it was not, once
/// more with exact-zero masking, after which `take` moves it out of the plane.
template <class S, class Seed, class Sweep, class Take>
void sweep_back(Tape<S>& tape, const Seed& seed, const Sweep& sweep, const Take& take) {
  S* w = tape.cotangents();
  try {
    seed(w);
    if (sweep(w)) return;
    tape.clear_cotangents();
    seed(w);
    tape.pull(w, {}, true);
    take(w);
  } catch (...) {
    tape.clear_cotangents();
    throw;
  }
}
/// The same on the plane alone.
template <class S, class Seed, class Take> void sweep_back(Tape<S>& tape, const Seed& seed, const Take& take) {
  sweep_back(tape, seed, [&](S* w) { return tape.pull(w), take(w); }, take);
}

}  // namespace coframe
