// SPDX-License-Identifier: MIT
#pragma once
// A recorded program as a pair of linear maps: pushforward f_* of vectors, pullback f^* of covectors.
#include "coframe/calculus/sweep.hpp"

namespace coframe {

/// The type of the traced results of f at a point X.
template <class F, class X> using ResultOf = decltype(settle(call(std::declval<F&>(), std::declval<Over<X, Var>&>())));

/// f recorded once at a point: pushed forward, pulled back, any number of times.
template <Point X, class F> class Recorded {
 public:
  using S = RealOf<X>;
  using Y = ResultOf<F, X>;
  static_assert(Tree<Y> || AnyLeaf<Y>, "the function was expected to return traced values (a scalar, a matrix, or a tuple or model of them); it returned a plain value, which does not depend on its argument");

  Recorded(const X& x, F f) : f_(std::move(f)), inputs_(input(tape_, x)), result_(settle(call(f_, inputs_))) {}

  /// f_* v: the tangent at f(x) of a tangent v at x. ShapeError. (eq. 15)
  Over<Y, Tangent> pushforward(const Over<X, Tangent>& v) {
    auto u = empty<Tangent>(result_);
    pushforward(v, u);
    return u;
  }
  /// The same written into u, a tangent at f(x).
  void pushforward(const Over<X, Tangent>& v, Over<Y, Tangent>& u) {
    S* plane = tangents_.ensure(tape_.size());
    const auto sweep = [&](bool masked) {
      std::fill(plane, plane + tape_.size(), S(0));
      for_each_leaf([&](const auto& leaf, const auto& part) { add_components(plane, leaf, part.components()); }, inputs_, v);
      tape_.push(plane, {}, masked);
    };
    sweep(false);
    bool finite = true;
    for_each_leaf([&](const auto& leaf) {
      for_each_interval(leaf, [&](Coordinate first, Coordinate last) { finite = finite && all_finite(plane + first, plane + last); });
    }, result_);
    if (!finite) sweep(true);
    for_each_leaf([&](const auto& leaf, auto& out) { read_components(plane, leaf, out.components()); }, result_, u);
  }
  /// f^* w: the cotangent at x of a cotangent w at f(x). ShapeError. (eqs. 16–18, 38)
  Over<X, Cotangent> pullback(const Over<Y, Cotangent>& w) {
    auto result = empty<Cotangent>(inputs_);
    pullback(w, result);
    return result;
  }
  /// The same written into `result`, a cotangent at x.
  void pullback(const Over<Y, Cotangent>& w, Over<X, Cotangent>& result) {
    sweep_back(tape_, [&](S* plane) {
      for_each_leaf([&](const auto& leaf, const auto& part) { add_components(plane, leaf, part.components()); }, result_, w);
    }, [&](S* plane) { return take_cotangents(plane, inputs_, result); });
  }
  /// f(x).
  Over<Y, Value> value() const {
    return transform_leaves<Value>(result_, [](const auto& leaf) { return leaf.value(); });
  }

  Tape<S>& tape() { return tape_; }
  const Over<X, Var>& inputs() const { return inputs_; }
  const Y& result() const { return result_; }

 private:
  /// A tree over traced leaves as one of vectors, whose leaves take their shapes when they are written.
  template <template <class> class Wrap, class T> static Over<T, Wrap> empty(const T& traced) {
    return transform_leaves<Wrap>(traced, [](const auto& leaf) { return typename PointOf<std::remove_cvref_t<decltype(leaf)>>::type{}; });
  }
  F f_;   // what it captured may be borrowed by the tape
  Tape<S> tape_;
  Plane<S> tangents_;
  Over<X, Var> inputs_;
  Y result_;
};

/// Records f at x; a tuple x gives several arguments.
template <class F, PointLike X> auto record(F f, const X& x) { return Recorded<Plain<X>, F>(Plain<X>(x), std::move(f)); }

template <class Y, class T> struct ValueAnd {
  Y value;
  T vector;
};

/// f_* v at x.
template <class F, PointLike X, class V> auto pushforward(F&& f, const X& x, const V& v) { return record(f, x).pushforward(v); }
template <class F, PointLike X, class V> auto jvp(F&& f, const X& x, const V& v) { return pushforward(f, x, v); }
/// f^* w at x.
template <class F, PointLike X, class W> auto pullback(F&& f, const X& x, const W& w) { return record(f, x).pullback(w); }
template <class F, PointLike X, class W> auto vjp(F&& f, const X& x, const W& w) { return pullback(f, x, w); }

template <class F, PointLike X, class V> auto value_and_pushforward(F&& f, const X& x, const V& v) {
  auto r = record(f, x);
  auto vector = r.pushforward(v);
  return ValueAnd<decltype(r.value()), decltype(vector)>{r.value(), std::move(vector)};
}
template <class F, PointLike X, class W> auto value_and_pullback(F&& f, const X& x, const W& w) {
  auto r = record(f, x);
  auto vector = r.pullback(w);
  return ValueAnd<decltype(r.value()), decltype(vector)>{r.value(), std::move(vector)};
}

}  // namespace coframe
