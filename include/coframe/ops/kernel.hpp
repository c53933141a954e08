// SPDX-License-Identifier: MIT
#pragma once
// Kernels: a user's functions of scalars, called on traced packs and pulled back at once.
#include "coframe/tape/array_nodes.hpp"
#include "coframe/tape/tape.hpp"

namespace coframe {

/// The tapes on which kernels are pulled back, a pack or a lane at a time; and the last kernel that was seen to need them.
template <class S> struct KernelTapes {
  Tape<S> lane;
  const void* last = nullptr;
};
template <std::floating_point S> struct KernelTapes<S> {
  Tape<S> lane;
  Tape<Pack<S>> pack;
  const void* last = nullptr;
};

/// A kernel's result that is an expression of its arguments, if no statement was recorded on the way; how many of its functions cost
/// more than memory.
template <class E> inline constexpr bool is_formula = false;
template <class Op, class... A> inline constexpr bool is_formula<Unevaluated<Op, A...>> = true;
template <class E> inline constexpr int functions_in = 0;
template <class Op, class... A> inline constexpr int functions_in<Unevaluated<Op, A...>> = (is_transcendental<Op> + ... + functions_in<A>);

/// Slopes of an expression in the first coordinates of a tape. Those are constants where the expression is made, so that the sums stay in
/// registers.
template <class L, int count> struct SlopeSums {
  static constexpr Coordinate first = typename Tape<L>::Mark().next;
  std::array<L, count> slopes;
  [[gnu::always_inline]] SlopeSums() { slopes.fill(L(0)); }
  template <int> [[gnu::always_inline]] void put(const L& w, Place p) {
    const Coordinate i = coordinate_of(p) - first;
    if (i < count) slopes[i] += w;   // a constant lies at 0, statements lie behind
  }
};

}  // namespace coframe
