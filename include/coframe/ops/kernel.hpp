// SPDX-License-Identifier: MIT
#pragma once
// Kernels: a user's functions of scalars on packs of them, their values and what they pull back.
#include <array>
#include <tuple>
#include <utility>

#include "coframe/base/results.hpp"
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

/// The lanes of a number, a pack, a dual of packs; and one of them.
template <class L> inline constexpr int lanes_of = 1;
template <class S, int W> inline constexpr int lanes_of<Pack<S, W>> = W;
template <class S, int W> inline constexpr int lanes_of<Dual<Pack<S, W>>> = W;
template <class S, int W> Dual<S> lane_of(const Dual<Pack<S, W>>& x, int i) { return {x.value.v[i], x.tangent.v[i]}; }
template <class S, int W> void set_lane(Dual<Pack<S, W>>& x, int i, const Dual<S>& one) { x.value.v[i] = one.value, x.tangent.v[i] = one.tangent; }

/// act(i) for first ≤ i < last, known when compiling.
template <int first, int last, class Act> [[gnu::always_inline]] inline void each_index(const Act& act) {
  [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) { (act(std::integral_constant<int, first + i>{}), ...); }
  (std::make_integer_sequence<int, last - first>{});
}

/// f(x₀, …) → (y₀, …), a tuple or one number, of `count` arguments over S. It is pulled back within registers, as expressions of its
/// arguments; or by a local tape that stays in the first-level cache, if f records statements. Where the lanes of a pack disagree
/// in a comparison, one lane after the other.
template <class F, class S, int count> class Kernel {
  template <class L, int> using Traced = Var<L>;
  static constexpr auto each_argument = std::make_integer_sequence<int, count>{};
  template <class L, int... i> static auto returned(std::integer_sequence<int, i...>) -> decltype(as_tuple(std::declval<const F&>()(std::declval<Traced<L, i>>()...)));

 public:
  /// What f returns for numbers L, as a tuple.
  template <class L> using Returned = decltype(returned<L>(each_argument));
  static constexpr int results = static_cast<int>(std::tuple_size_v<Returned<S>>);
  template <class L> using Arguments = std::array<L, count>;
  template <class L> using Results = std::array<L, results>;
  template <class L> struct Pulled {
    Results<L> y;
    Arguments<L> slopes;
  };

  Kernel(const F& function, KernelTapes<S>& t) : f_(function), tapes_(&t) {}

  /// y at x: plain numbers, duals, or packs of either.
  template <class L> [[gnu::always_inline]] Results<L> values(const Arguments<L>& x) const {
    if constexpr (lanes_of<L> == 1) return values_at_once<L>(x);
    else try {
        return values_at_once<L>(x);
      } catch (const Diverged&) {
        return values_lane_by_lane(x);
      }
  }
  /// f^* w at x: for each argument the sum of what the results' cotangents w give.
  template <bool masked, class L> [[gnu::always_inline]] Arguments<L> pulled(const Arguments<L>& x, const Results<L>& w) const {
    Results<L> y;
    Arguments<L> slopes;
    if (!ready_for_registers<L>() || !pull_in_registers<masked>(x, w, y, slopes)) [[unlikely]] {
      const Arguments<L> there = x;   // copies, so that the addresses of x and w are not known to a call
      const Results<L> seeds = w;
      return pulled_by_tape<masked>(there, seeds).slopes;
    }
    return slopes;
  }

  /// No statement of f has been seen, and the tape on which it would record one has coordinates for its arguments.
  template <class L> bool ready_for_registers() const { return tapes_->last != &key && local_tape<L>().size() >= SlopeSums<L, count>::first + count; }
  void needs_tape() const { tapes_->last = &key; }
  /// y and f^* w within registers, once ready for that; false if f has recorded a statement, or its lanes disagree.
  template <bool masked, class L>
  [[gnu::always_inline]] bool pull_in_registers(const Arguments<L>& x, const Results<L>& w, Results<L>& y, Arguments<L>& slopes) const {
    try {
      Tape<L>& local = local_tape<L>();
      const Coordinate before = local.size();
      SlopeSums<L, count> sums;
      with_traced(x, local, [&](const auto&... result) __attribute__((always_inline)) {
        int q = 0;
        (pull_result<masked>(result, w[q++], sums), ...);
        q = 0;
        ((y[q++] = value_of<L>(result)), ...);
      });
      slopes = sums.slopes;
      if (local.size() == before) return true;
      needs_tape();
      return false;
    } catch (const Diverged&) {
      return false;
    }
  }
  /// y and f^* w by a sweep of a local tape.
  template <bool masked, class L> [[gnu::noinline]] Pulled<L> pulled_by_tape(const Arguments<L>& x, const Results<L>& w) const {
    if constexpr (PackNumber<L>) {
      if constexpr (!masked) try {
          return swept<masked>(tapes_->pack, x, w);
        } catch (const Diverged&) {
          tapes_->pack.clear_cotangents();
        }
      Pulled<L> all;
      for (int lane = 0; lane < lanes_of<L>; ++lane) {
        const auto one = swept<masked>(tapes_->lane, numbers_of_lane(x, lane), numbers_of_lane(w, lane));
        for (int q = 0; q < results; ++q) set_lane(all.y[q], lane, one.y[q]);
        for (int i = 0; i < count; ++i) set_lane(all.slopes[i], lane, one.slopes[i]);
      }
      return all;
    } else {
      return swept<masked>(tapes_->lane, x, w);
    }
  }

 private:
  static constexpr char key = 0;   // its address names the kernel

  template <class L> [[gnu::always_inline]] Results<L> values_at_once(const Arguments<L>& x) const {
    return [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) {
      return with_results(f_(x[i]...), [](const auto&... y) __attribute__((always_inline)) {
        static_assert(!(ScalarExpr<std::remove_cvref_t<decltype(y)>> || ...), "map, stencil, scan: the kernel captures a traced value; pass it as an argument instead");
        return Results<L>{L(y)...};
      });
    }(each_argument);
  }
  template <class L> [[gnu::noinline]] Results<L> values_lane_by_lane(const Arguments<L>& x) const {
    Results<L> y;
    for (int lane = 0; lane < lanes_of<L>; ++lane) {
      const auto one = values_at_once(numbers_of_lane(x, lane));
      for (int q = 0; q < results; ++q) set_lane(y[q], lane, one[q]);
    }
    return y;
  }
  template <class L, std::size_t n> static auto numbers_of_lane(const std::array<L, n>& x, int lane) {
    std::array<decltype(lane_of(x[0], lane)), n> one;
    for (std::size_t i = 0; i < n; ++i) one[i] = lane_of(x[i], lane);
    return one;
  }
  template <class L> Tape<L>& local_tape() const {
    if constexpr (PackNumber<L>) return tapes_->pack;
    else return tapes_->lane;
  }
  /// act(y₀, …) on f of traced numbers that are the first ones on a tape.
  template <class L, class Act> [[gnu::always_inline]] void with_traced(const Arguments<L>& x, Tape<L>& local, const Act& act) const {
    [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) {
      with_results(f_(Var<L>(x[i], SlopeSums<L, count>::first + Coordinate{i}, local.tag())...), act);
    }(each_argument);
  }
  template <bool masked, class Y, class L> [[gnu::always_inline]] static void pull_result(const Y& y, const L& w, SlopeSums<L, count>& sums) {
    if constexpr (ScalarExpr<Y>) y.template pull<0, masked>(sums, w);
  }
  template <class L, class Y> [[gnu::always_inline]] static L value_of(const Y& y) {
    if constexpr (ScalarExpr<Y>) return y.value();
    else return L(y);
  }
  template <bool masked, class L> Pulled<L> swept(Tape<L>& local, const Arguments<L>& x, const Results<L>& w) const {
    local.rewind();
    for (int i = 0; i < count; ++i) local.add_coordinate();
    Pulled<L> all;
    with_traced(x, local, [&](const auto&... result) {
      const std::array<Var<L>, results> y{Var<L>(result)...};   // constants, where f returns plain numbers
      L* plane = local.cotangents();
      for (int q = 0; q < results; ++q) {
        all.y[q] = y[q].value();
        if (y[q].tag() != 0) plane[y[q].coordinate()] += w[q];
      }
      local.pull(plane, {}, masked);
      for (int i = 0; i < count; ++i) all.slopes[i] = std::exchange(plane[SlopeSums<L, count>::first + static_cast<Coordinate>(i)], L(0));
    });
    return all;
  }

  F f_;
  KernelTapes<S>* tapes_;
};

}  // namespace coframe
