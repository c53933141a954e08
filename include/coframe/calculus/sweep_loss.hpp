// SPDX-License-Identifier: MIT
#pragma once
// The differential of a loss: a pullback of 1 that adds the cotangents of large inputs straight to the result's memory.
#include "coframe/calculus/sweep.hpp"

namespace coframe {

/// Is it worth while, and can a result show them: many numbers, one after the other as in the plane?
template <class X> bool goes_straight(const Var<X>& v) {
  constexpr int least = 512;   // fewer are taken out of the plane sooner
  if constexpr (Scalar<X> || !PackedNumber<NumberIn<RealOf<X>>> || !shown_in_plane<ScalarOf<X>>) return false;
  else return v.size() >= least && lies_as<X>(v.view);
}
/// The destinations of large inputs: a result's memory, resized as needed.
template <class S, class Inputs, class Result>
void find_destinations(const Inputs& inputs, Result& result, std::vector<Destination<S>>& destinations) {
  destinations.clear();
  for_each_leaf([&]<class X>(const Var<X>& leaf, auto& out) {
    if constexpr (!Scalar<X>)
      if (goes_straight(leaf)) {
        out.components().resize(leaf.rows(), leaf.cols());
        destinations.emplace_back(extent_of_view(leaf.view), reinterpret_cast<S*>(out.components().data()));
      }
  }, inputs, result);
  std::sort(destinations.begin(), destinations.end(), [](const auto& a, const auto& b) { return a.range.first < b.range.first; });
}
/// f(c) for the coordinates that statements read.
template <class S, class F> void each_read(Tape<S>& tape, const F& f) {
  for (const auto& piece : tape.pieces())
    if (!piece.map) std::for_each(piece.rows.argument_end, piece.rows.argument, f);
}
template <class S> std::size_t reads(Tape<S>& tape) {
  std::size_t n = 0;
  for (const auto& piece : tape.pieces()) n += piece.map ? 0 : static_cast<std::size_t>(piece.rows.argument - piece.rows.argument_end);
  return n;
}
template <class S> std::size_t size_of(const std::vector<Destination<S>>& destinations) {
  std::size_t n = 0;
  for (const auto& d : destinations) n += d.range.last - d.range.first;
  return n;
}

/// Are these numbers alone, none of which goes straight?
template <class Inputs> inline constexpr bool only_numbers = false;
template <Scalar X> inline constexpr bool only_numbers<Var<X>> = true;
template <class... Inputs> inline constexpr bool only_numbers<std::tuple<Inputs...>> = (only_numbers<Inputs> && ...);

/// dL at the inputs of a recorded loss. The result is resized as needed.
template <class S, class Inputs, class Result> void sweep_loss(Tape<S>& tape, const Var<S>& loss, const Inputs& inputs, Result& result) {
  const auto seed = [&](S* w) { w[loss.coordinate()] += S(1); };
  const auto take = [&](S* w) { return take_cotangents(w, inputs, result); };
  if constexpr (only_numbers<Inputs>) {
    sweep_back(tape, seed, take);
  } else {
    auto& destinations = tape.template workspace<std::vector<Destination<S>>>();
    find_destinations(inputs, result, destinations);
    if (size_of(destinations) <= reads(tape)) return sweep_back(tape, seed, take);
    const auto straight = [&](S* w) {
      const Cotangents<S> cotangents(w, destinations);
      tape.pull(cotangents);
      const auto move = [&](Coordinate c) {   // statements know the plane only
        if (!cotangents.in_plane(c)) *cotangents.place(c, {c, c + 1}) += std::exchange(w[c], S(0));
      };
      each_read(tape, move);
      move(loss.coordinate());   // where it is an input's element
      bool finite = true;
      for (Destination<S>& d : destinations) d.finish(), finite = finite && all_finite(d.at(d.range.first), d.at(d.range.last));
      for_each_leaf([&](const auto& leaf, auto& out) {
        if (!goes_straight(leaf)) finite = take_components(w, leaf, out.components()) && finite;
      }, inputs, result);
      return finite;
    };
    sweep_back(tape, seed, straight, take);
  }
}

}  // namespace coframe
