// SPDX-License-Identifier: MIT
#pragma once
// A kernel of several results, for numbers or for packs of them: its values, and what it pulls back.
#include <array>
#include <tuple>
#include <utility>

#include "coframe/ops/kernel.hpp"

namespace coframe {

/// The lanes of a number, a pack, a dual of packs; and one of them.
template <class L> inline constexpr int lanes_of = 1;
template <class S, int W> inline constexpr int lanes_of<Pack<S, W>> = W;
template <class S, int W> inline constexpr int lanes_of<Dual<Pack<S, W>>> = W;
template <class S, int W> S lane_of(const Pack<S, W>& x, int i) { return x.v[i]; }
template <class S, int W> Dual<S> lane_of(const Dual<Pack<S, W>>& x, int i) { return {x.value.v[i], x.tangent.v[i]}; }
template <class S, int W> void set_lane(Pack<S, W>& x, int i, const S& one) { x.v[i] = one; }
template <class S, int W> void set_lane(Dual<Pack<S, W>>& x, int i, const Dual<S>& one) { x.value.v[i] = one.value, x.tangent.v[i] = one.tangent; }

/// Several results as they are, one as a tuple.
template <class Y> [[gnu::always_inline]] inline auto as_tuple(Y&& y) {
  if constexpr (requires { std::tuple_size<std::remove_cvref_t<Y>>::value; }) return std::forward<Y>(y);
  else return std::tuple(std::forward<Y>(y));
}

/// f(x₀, …) → (y₀, …), a tuple or one number, of `count` arguments over S.
template <class F, class S, int count> class StepKernel {
  template <int> using Traced = Var<S>;
  static constexpr auto each_argument = std::make_integer_sequence<int, count>{};
  template <int... i> static auto returned(std::integer_sequence<int, i...>) -> decltype(as_tuple(std::declval<const F&>()(std::declval<Traced<i>>()...)));

 public:
  static constexpr int results = static_cast<int>(std::tuple_size_v<decltype(returned(each_argument))>);
  template <class L> using Arguments = std::array<L, count>;
  template <class L> using Results = std::array<L, results>;

  StepKernel(const F& function, KernelTapes<S>& t) : f_(function), tapes_(&t) {}

  /// y at x: plain numbers, duals, or packs of either. Where lanes disagree in a comparison, one lane after the other.
  template <class L> [[gnu::always_inline]] Results<L> values(const Arguments<L>& x) const {
    if constexpr (lanes_of<L> == 1) return values_in_step<L>(x);
    else try {
        return values_in_step<L>(x);
      } catch (const Diverged&) {
        return values_lane_by_lane(x);
      }
  }
  /// f^* w at x, the argument for argument sum of what the results' cotangents w give.
  template <bool masked, class L> [[gnu::always_inline]] Arguments<L> pulled(const Arguments<L>& x, const Results<L>& w) const {
    SlopeSums<L, count> sums;
    if (!pulled_in_registers<masked>(x, w, sums)) [[unlikely]] {
      const Arguments<L> there = x;   // copies, so that the addresses of x and w are not known to a call
      const Results<L> seeds = w;
      return pulled_by_tape<masked>(there, seeds);
    }
    return sums.slopes;
  }

 private:
  static constexpr char key = 0;   // its address names the kernel

  template <class L> [[gnu::always_inline]] Results<L> values_in_step(const Arguments<L>& x) const {
    return std::apply([](const auto&... y) __attribute__((always_inline)) {
      static_assert(!(ScalarExpr<std::remove_cvref_t<decltype(y)>> || ...), "scan: the kernel captures a traced value; pass it as an argument instead");
      return Results<L>{L(y)...};
    }, std::apply([&](const auto&... one) __attribute__((always_inline)) { return as_tuple(f_(one...)); }, x));
  }
  template <class L> [[gnu::noinline]] Results<L> values_lane_by_lane(const Arguments<L>& x) const {
    Results<L> y;
    for (int lane = 0; lane < lanes_of<L>; ++lane) {
      const auto one = values_in_step(arguments_of_lane(x, lane));
      for (int q = 0; q < results; ++q) set_lane(y[q], lane, one[q]);
    }
    return y;
  }
  template <class L> static auto arguments_of_lane(const Arguments<L>& x, int lane) {
    Arguments<decltype(lane_of(x[0], lane))> one;
    for (int i = 0; i < count; ++i) one[i] = lane_of(x[i], lane);
    return one;
  }
  template <class L> Tape<L>& local_tape() const {
    if constexpr (PackNumber<L>) return tapes_->pack;
    else return tapes_->lane;
  }
  /// act(y₀, …) on f of traced numbers that are the first ones on a tape.
  template <class L, class Act> [[gnu::always_inline]] void with_traced(const Arguments<L>& x, Tape<L>& local, const Act& act) const {
    [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) {
      std::apply(act, as_tuple(f_(Var<L>(x[i], SlopeSums<L, count>::first + Coordinate{i}, local.tag())...)));
    }(each_argument);
  }
  /// Within registers, if f is expressions of its arguments and the lanes agree.
  template <bool masked, class L> [[gnu::always_inline]] bool pulled_in_registers(const Arguments<L>& x, const Results<L>& w, SlopeSums<L, count>& sums) const {
    Tape<L>& local = local_tape<L>();
    if (tapes_->last == &key || local.size() < SlopeSums<L, count>::first + count) return false;
    try {
      const Coordinate before = local.size();
      with_traced(x, local, [&](const auto&... y) __attribute__((always_inline)) {
        int q = 0;
        (pull_result<masked>(y, w[q++], sums), ...);
      });
      if (local.size() == before) return true;
      tapes_->last = &key;   // it records statements
      return false;
    } catch (const Diverged&) {
      return false;
    }
  }
  template <bool masked, class Y, class L> [[gnu::always_inline]] static void pull_result(const Y& y, const L& w, SlopeSums<L, count>& sums) {
    if constexpr (ScalarExpr<Y>) y.template pull<0, masked>(sums, w);
  }
  /// By a sweep of a local tape; lane by lane where they disagree.
  template <bool masked, class L> [[gnu::noinline]] Arguments<L> pulled_by_tape(const Arguments<L>& x, const Results<L>& w) const {
    if constexpr (PackNumber<L>) {
      if constexpr (!masked) try {
          return swept<masked>(tapes_->pack, x, w);
        } catch (const Diverged&) {
          tapes_->pack.clear_cotangents();
        }
      Arguments<L> slopes;
      for (int lane = 0; lane < lanes_of<L>; ++lane) {
        Results<S> seeds;
        for (int q = 0; q < results; ++q) seeds[q] = w[q].v[lane];
        const auto one = swept<masked>(tapes_->lane, arguments_of_lane(x, lane), seeds);
        for (int i = 0; i < count; ++i) slopes[i].v[lane] = one[i];
      }
      return slopes;
    } else {
      return swept<masked>(tapes_->lane, x, w);
    }
  }
  template <bool masked, class L> Arguments<L> swept(Tape<L>& local, const Arguments<L>& x, const Results<L>& w) const {
    local.rewind();
    for (int i = 0; i < count; ++i) local.add_coordinate();
    Arguments<L> slopes;
    with_traced(x, local, [&](const auto&... y) {
      const std::array<Var<L>, results> result{Var<L>(y)...};
      L* plane = local.cotangents();
      for (int q = 0; q < results; ++q)
        if (result[q].tag() != 0) plane[result[q].coordinate()] += w[q];
      local.pull(plane, {}, masked);
      for (int i = 0; i < count; ++i) slopes[i] = std::exchange(plane[SlopeSums<L, count>::first + static_cast<Coordinate>(i)], L(0));
    });
    return slopes;
  }

  F f_;
  KernelTapes<S>* tapes_;
};

}  // namespace coframe
