// SPDX-License-Identifier: MIT
#pragma once
// map(f, x, y, …): a user's function of scalars, loops and branches included, across arrays in SIMD lanes.
#include "coframe/ops/array_arithmetic.hpp"
#include "coframe/ops/kernel.hpp"

namespace coframe {

template <class Y, class Arguments> struct KernelState {
  Arguments arguments;
  Y y;
};
/// The same with the slopes of y in the arguments, which are made in place: copied as a block, they would wait for the stores of their parts.
template <class Y, class Arguments, int count> struct KernelSlopes {
  Arguments arguments;
  Y y;
  std::array<Y, count> slopes;
  template <class Make> [[gnu::always_inline]] explicit KernelSlopes(const Make& make) : arguments(make()) {}
};

/// yₖ = f(aₖ, bₖ, …): a node like the others, so that it fuses with what surrounds it. A pass for a pullback needs f's slopes: they are
/// pulled back within registers, or by a local tape that stays in the first-level cache if f records statements. Where the lanes of
/// a pack disagree in a comparison, that pack is redone lane by lane.
template <class F, class First, class... Rest> struct ArrayKernel : ArrayNodeBase {
  using Base = typename First::Base;
  using Element = Base;
  using Plain = typename WithElement<typename First::Plain, Element>::type;
  static constexpr int leaves = (First::leaves + ... + Rest::leaves);
  static constexpr bool vectorizable = std::is_floating_point_v<Base> && (First::vectorizable && ... && Rest::vectorizable);
  static constexpr int count = 1 + sizeof...(Rest);
  static_assert(leaves <= most_leaves<Base>, "map: these arguments are expressions of more than 16 leaves together; take eval() of some");
  static_assert((std::is_same_v<typename First::Element, Base> && ... && std::is_same_v<typename Rest::Element, Base>),
                "map: kernels are functions of real scalars; split complex arrays with real() and imag()");
  template <class L, class> using TracedArgument = Var<L>;
  template <class L> using Returned = std::invoke_result_t<const F&, Var<L>, TracedArgument<L, Rest>...>;
  using Formula = Returned<Lane<Base, vectorizable ? register_lanes<Base> : 1>>;
  static constexpr auto displacements = displacements_of<First, Rest...>();   // of a stencil
  static constexpr int transcendental = is_formula<Formula> ? functions_in<Formula> : leaves;   // a tape of its own costs as much

  F f;
  std::tuple<First, Rest...> a;
  KernelTapes<Base>* tapes;

  ArrayKernel(const F& function, Tape<Base>& t, const First& first, const Rest&... rest) : f(function), a(first, rest...), tapes(&t.template workspace<KernelTapes<Base>>()) {
    [[maybe_unused]] auto check = [&](const auto& e) {
      if constexpr (Shaped<std::remove_cvref_t<decltype(e)>>)
        if (e.rows() != rows() || e.cols() != cols())
          throw ShapeError("map: arrays of one shape were expected, but they are " + shape_text(rows(), cols()) + " and " + shape_text(e.rows(), e.cols()));
    };
    (check(rest), ...);
  }
  int rows() const { return std::get<0>(a).rows(); }
  int cols() const { return std::get<0>(a).cols(); }
  void collect(LeafView* v) const {
    std::apply([&](const auto&... e) { ((e.collect(v), v += std::remove_cvref_t<decltype(e)>::leaves), ...); }, a);
  }

  template <int O, int lanes, Aim aim> [[gnu::always_inline]] auto forward(const void* const* x, int k) const {
    using L = Lane<Base, lanes>;
    const auto arguments = [&]() __attribute__((always_inline)) { return states_of_arguments<O, lanes, aim>(x, k); };
    using Arguments = decltype(arguments());
    if constexpr (aim == Aim::values) {
      KernelState<L, Arguments> state{arguments(), {}};
      state.y = std::apply([&](const auto&... s) __attribute__((always_inline)) { return in_lanes<L>(s.y...); }, state.arguments);
      return state;
    } else {
      constexpr bool masked = aim == Aim::masked_pullback;
      KernelSlopes<L, Arguments, count> state(arguments);
      if (!ready_for_registers<lanes>() || !formula_agrees<masked>(state)) [[unlikely]] {
        const void* places[O + leaves];   // copies, so that the addresses of x and state are not known to a call
        std::copy(x + O, x + O + leaves, places + O);
        const auto swept = swept_again<O, lanes, aim>(places, k);
        state = swept;
      }
      return state;
    }
  }
  template <int O, int lanes, bool masked, class S, class W>
  [[gnu::always_inline]] void pull(const S& state, const W& w, void* const* g, int k) const {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      (std::get<i>(a).template pull<O + offset(i), lanes, masked>(std::get<i>(state.arguments), times<masked>(state.slopes[i], w), g, k), ...);
    }(std::make_index_sequence<count>{});
  }
  /// act(what forward gives) in registers, once ready_for_registers(); false if f has recorded a statement, or its lanes disagree.
  template <int O, int lanes, bool masked, class Act> [[gnu::always_inline]] bool in_registers(const void* const* x, int k, const Act& act) const {
    const auto arguments = [&]() __attribute__((always_inline)) { return states_of_arguments<O, lanes, masked ? Aim::masked_pullback : Aim::pullback>(x, k); };
    KernelSlopes<Lane<Base, lanes>, decltype(arguments()), count> state(arguments);
    if (!formula_agrees<masked>(state)) [[unlikely]] return false;
    act(state);
    return true;
  }
  /// No statement of f has been seen, and the tape on which it would record one has coordinates for its arguments.
  template <int lanes> bool ready_for_registers() const {
    using L = Lane<Base, lanes>;
    if constexpr (is_formula<Returned<L>>) return tapes->last != &key && local_tape<L>().size() >= SlopeSums<L, count>::first + count;
    else return false;
  }
  void needs_calls() const { tapes->last = &key; }
  template <int O, int lanes, class S> auto push(const S& state, const void* const* v, int k) const {
    const auto& states = state.arguments;
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      using L = Lane<Base, lanes>;
      return in_lanes<Dual<L>>(Dual<L>(std::get<i>(states).y, std::get<i>(a).template push<O + offset(i), lanes>(std::get<i>(states), v, k))...).tangent;
    }(std::make_index_sequence<count>{});
  }

 private:
  static constexpr char key = 0;   // its address names the kernel
  static constexpr int offset(std::size_t i) {
    constexpr int sizes[] = {First::leaves, Rest::leaves...};
    int sum = 0;
    for (std::size_t q = 0; q < i; ++q) sum += sizes[q];
    return sum;
  }
  /// f of plain numbers T; a pack whose lanes diverge is evaluated lane by lane.
  template <class T, class... X> T in_lanes(const X&... x) const {
    static_assert(!ScalarExpr<decltype(f(x...))>, "map: the kernel captures a traced value; pass it as an argument of map instead");
    if constexpr (PackNumber<T>) {
      try {
        return T(f(x...));
      } catch (const Diverged&) {
        T y;
        for (int lane = 0; lane < T::width; ++lane) y.v[lane] = Base(f(x.v[lane]...));
        return y;
      }
    } else if constexpr (DualNumber<T> && PackNumber<typename DualComponent<T>::type>) {
      try {
        return T(f(x...));
      } catch (const Diverged&) {
        T y;
        for (int lane = 0; lane < DualComponent<T>::type::width; ++lane) {
          const Dual<Base> one(f(Dual<Base>(x.value.v[lane], x.tangent.v[lane])...));
          y.value.v[lane] = one.value, y.tangent.v[lane] = one.tangent;
        }
        return y;
      }
    } else {
      return T(f(x...));
    }
  }
  template <class T> struct DualComponent {
    using type = void;
  };
  template <class C> struct DualComponent<Dual<C>> {
    using type = C;
  };
  template <int O, int lanes, Aim aim> [[gnu::always_inline]] auto states_of_arguments(const void* const* x, int k) const {
    return [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
      return std::tuple(std::get<i>(a).template forward<O + offset(i), lanes, aim>(x, k)...);
    }(std::make_index_sequence<count>{});
  }
  template <class L> Tape<L>& local_tape() const {
    if constexpr (PackNumber<L>) return tapes->pack;
    else return tapes->lane;
  }
  /// y and its slopes within registers, if f is one expression of its arguments and the lanes agree; once ready_for_registers().
  template <bool masked, class L, class Arguments> [[gnu::always_inline]] bool formula_agrees(KernelSlopes<L, Arguments, count>& state) const {
    if constexpr (is_formula<Returned<L>>) {
      try {
        Tape<L>& local = local_tape<L>();
        const Coordinate before = local.size();
        const auto e = std::apply([&](const auto&... s) __attribute__((always_inline)) { return of_traced<L>(local, s.y...); }, state.arguments);
        SlopeSums<L, count> sums;
        e.template pull<0, masked>(sums, L(1));
        state.slopes = sums.slopes;
        state.y = e.value();
        if (local.size() == before) return true;
        needs_calls();
        return false;
      } catch (const Diverged&) {
        return false;
      }
    } else {
      return false;
    }
  }
  /// y and its slopes by a sweep, from the arguments read once more: what is rare keeps nothing of the usual way in memory.
  template <int O, int lanes, Aim aim> [[gnu::noinline]] auto swept_again(const void* const* x, int k) const {
    const auto arguments = [&] { return states_of_arguments<O, lanes, aim>(x, k); };
    KernelSlopes<Lane<Base, lanes>, decltype(arguments()), count> state(arguments);
    with_slopes<aim == Aim::masked_pullback>(state, std::apply([](const auto&... s) { return std::array{s.y...}; }, state.arguments));
    return state;
  }
  /// y and its slopes at x, a pack at a time if its lanes agree.
  template <bool masked, class State, class L> void with_slopes(State& state, const std::array<L, count>& x) const {
    if constexpr (PackNumber<L>) {
      if constexpr (!masked) try {
          state.y = swept<masked>(tapes->pack, x, state.slopes);
          return;
        } catch (const Diverged&) {
          tapes->pack.clear_cotangents();
        }
      for (int lane = 0; lane < L::width; ++lane) {
        std::array<Base, count> one, slopes;
        for (int i = 0; i < count; ++i) one[i] = x[i].v[lane];
        state.y.v[lane] = swept<masked>(tapes->lane, one, slopes);
        for (int i = 0; i < count; ++i) state.slopes[i].v[lane] = slopes[i];
      }
    } else {
      state.y = swept<masked>(tapes->lane, x, state.slopes);
    }
  }
  /// f of traced scalars, the first ones on a tape.
  template <class L, class... Same> [[gnu::always_inline]] auto of_traced(Tape<L>& local, const Same&... x) const {
    return [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
      return f(Var<L>(x, SlopeSums<L, count>::first + static_cast<Coordinate>(i), local.tag())...);
    }(std::make_index_sequence<count>{});
  }
  /// A tape of the arguments.
  template <class L> [[gnu::noinline]] static void prepare(Tape<L>& local) {
    local.rewind();
    for (int i = 0; i < count; ++i) local.add_coordinate();
  }
  template <bool masked, class L> L swept(Tape<L>& local, const std::array<L, count>& x, std::array<L, count>& slopes) const {
    prepare(local);
    const Var<L> y(std::apply([&](const auto&... one) { return of_traced<L>(local, one...); }, x));   // a constant, where f returns a plain number
    L* plane = local.cotangents();
    if (y.tag() != 0) plane[y.coordinate()] += L(1);
    local.pull(plane, {}, masked);
    for (int i = 0; i < count; ++i) slopes[i] = std::exchange(plane[SlopeSums<L, count>::first + static_cast<Coordinate>(i)], L(0));
    return y.value();
  }
};

/// f applied to the elements of arrays of one shape (traced or plain) and scalars, in SIMD lanes; f is generic in its scalar
/// type and captures no traced value. One tape entry. The first argument is a traced array. Fastest where f names what it computes `auto`
/// and returns one expression. ShapeError.
template <class F, ArrayExpr A, class... B> auto map(const F& f, A&& a, B&&... b) {
  auto& tape = tape_of_operand(a);
  auto first = node_of(tape, std::forward<A>(a));
  return [&](auto... rest) {
    return Lazy(ArrayKernel<F, decltype(first), decltype(rest)...>(f, tape, first, rest...));
  }(node_of(tape, std::forward<B>(b))...);
}
/// The same on plain arrays, evaluated.
template <class F, class A, class... B>
  requires(PlainArray<A> || PlainMatrix<A>)
auto map(const F& f, const A& a, const B&... b) {
  using X = typename A::PlainObject;
  X y(a.rows(), a.cols());
  auto at = [](const auto& e, Eigen::Index i, Eigen::Index j) {
    if constexpr (requires { e(i, j); }) return e(i, j);
    else return e;
  };
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i < a.rows(); ++i) y(i, j) = f(a(i, j), at(b, i, j)...);
  return y;
}

}  // namespace coframe
