// SPDX-License-Identifier: MIT
#pragma once
// checkpoint(f, x…): remembers inputs and outputs only, and records f again during the sweep.
#include "coframe/calculus/sweep.hpp"

namespace coframe {

/// y = f(x…) whose inner recording is thrown away; pull and push replay it on a nested tape.
template <class F, class Inputs, class Output> struct CheckpointMap final : RecordedMap<RealOf<Over<Output, Value>>> {
  using S = RealOf<Over<Output, Value>>;
  static constexpr bool owns_memory = true;
  F f;
  Inputs inputs;
  Output output;

  CheckpointMap(const F& function, const Inputs& x, const Output& y) : f(function), inputs(x), output(y) {}
  const char* name() const override { return "checkpoint"; }
  void arguments(std::vector<Extent>& extents) const override {
    for_each_leaf([&](const auto& leaf) {
      for_each_interval(leaf, [&](Coordinate first, Coordinate last) { extents.push_back({first, last}); });
    }, inputs);
  }
  void pull(const Cotangents<S>& w, bool masked) const override {
    Tape<S> nested;
    const auto x = input(nested, values());
    const auto y = settle(call(f, x));
    S* plane = nested.cotangents();
    transfer(w.plane(), output, plane, y);
    nested.pull(plane, {}, masked);
    transfer(plane, x, w, inputs);
  }
  void push(S* v) const override {
    Tape<S> nested;
    const auto x = input(nested, values());
    const auto y = settle(call(f, x));
    S* plane = nested.cotangents();
    transfer(v, inputs, plane, x);
    nested.push(plane);
    for_each_leaf([&](const auto& leaf) {
      for_each_interval(leaf, [&](Coordinate first, Coordinate last) { std::fill(v + first, v + last, S(0)); });
    }, output);
    transfer(plane, y, v, output);
    nested.clear_cotangents();
  }

 private:
  auto values() const {
    return transform_leaves<Value>(inputs, [](const auto& leaf) { return leaf.value(); });
  }
  template <class A, class B> static void transfer(const S* from, const A& a, const Cotangents<S>& to, const B& b) {
    for_each_leaf([&]<class X>(const Var<X>& source, const Var<X>& target) {
      X components{};
      read_components(from, source, components);
      add_components(to, target, components);
    }, a, b);
  }
};

/// f(x…) of traced x, for memory: what f records is forgotten at once and recorded again during the sweep, so that a long
/// program needs the tape of its longest piece only. f captures no traced value, and gives the same result again.
template <class F, class... X> auto checkpoint(const F& f, const X&... x) {
  const auto inputs = std::tuple(settle(x)...);
  using S = RealOf<Over<std::remove_const_t<decltype(inputs)>, Value>>;
  Tape<S>* tape = nullptr;
  for_each_leaf([&](const auto& leaf) {
    if (leaf.tag() == 0) return;
    auto* here = static_cast<Tape<S>*>(tape_of(leaf.tag()));
    if (!here) throw_stale("checkpoint");
    if (tape && tape != here) throw_foreign("checkpoint");
    tape = here;
  }, inputs);
  if (!tape) throw IndependentLoss("checkpoint: at least one traced argument was expected; call the function itself on plain values");
  Tape<S> nested;
  const auto y = settle(call(f, input(nested, transform_leaves<Value>(inputs, [](const auto& leaf) { return leaf.value(); }))));
  static_assert(AnyLeaf<decltype(y)>, "checkpoint: the function was expected to return one traced scalar or matrix");
  using Y = typename PointOf<std::remove_cvref_t<decltype(y)>>::type;
  auto outer = input(*tape, y.value());
  const auto place = [&](Coordinate first, Coordinate last) {
    tape->add_map(CheckpointMap<F, std::remove_const_t<decltype(inputs)>, Var<Y>>(f, inputs, outer), {first, last});
  };
  for_each_interval(outer, place);
  return outer;
}

}  // namespace coframe
