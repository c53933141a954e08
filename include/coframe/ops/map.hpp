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
  static constexpr auto kinds = joined(First::kinds, Rest::kinds...);
  static constexpr bool vectorizable = std::is_floating_point_v<Base> && (First::vectorizable && ... && Rest::vectorizable);
  static constexpr int count = 1 + sizeof...(Rest);
  static_assert(leaves <= most_leaves<Base>, "map: these arguments are expressions of more than 16 leaves together; take eval() of some");
  static_assert((std::is_same_v<typename First::Element, Base> && ... && std::is_same_v<typename Rest::Element, Base>),
                "map: kernels are functions of real scalars; split complex arrays with real() and imag()");
  using Function = Kernel<F, Base, count>;
  static_assert(Function::results == 1, "map, stencil: the kernel returns one number; of several, take a map for each");
  template <class L> using Returned = std::tuple_element_t<0, typename Function::template Returned<L>>;
  using Formula = Returned<Lane<Base, vectorizable ? register_lanes<Base> : 1>>;
  static constexpr auto displacements = displacements_of<First, Rest...>();   // of a stencil
  static constexpr int transcendental = is_formula<Formula> ? functions_in<Formula> : leaves;   // a tape of its own costs as much

  Function kernel;
  std::tuple<First, Rest...> a;

  ArrayKernel(const F& f, Tape<Base>& tape, const First& first, const Rest&... rest) : kernel(f, tape.template workspace<KernelTapes<Base>>()), a(first, rest...) {
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
      state.y = kernel.template values<L>(values_of<L>(state.arguments))[0];
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
  template <int lanes> bool ready_for_registers() const {
    using L = Lane<Base, lanes>;
    if constexpr (is_formula<Returned<L>>) return kernel.template ready_for_registers<L>();
    else return false;
  }
  void needs_calls() const { kernel.needs_tape(); }
  template <int O, int lanes, class S> auto push(const S& state, const void* const* v, int k) const {
    const auto& states = state.arguments;
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      using L = Lane<Base, lanes>;
      const std::array<Dual<L>, count> x{Dual<L>(std::get<i>(states).y, std::get<i>(a).template push<O + offset(i), lanes>(std::get<i>(states), v, k))...};
      return kernel.values(x)[0].tangent;
    }(std::make_index_sequence<count>{});
  }

 private:
  static constexpr int offset(std::size_t i) {
    constexpr int sizes[] = {First::leaves, Rest::leaves...};
    int sum = 0;
    for (std::size_t q = 0; q < i; ++q) sum += sizes[q];
    return sum;
  }
  template <int O, int lanes, Aim aim> [[gnu::always_inline]] auto states_of_arguments(const void* const* x, int k) const {
    return [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
      return std::tuple(std::get<i>(a).template forward<O + offset(i), lanes, aim>(x, k)...);
    }(std::make_index_sequence<count>{});
  }
  template <class L> [[gnu::always_inline]] static std::array<L, count> values_of(const auto& states) {
    return std::apply([](const auto&... s) __attribute__((always_inline)) { return std::array<L, count>{L(s.y)...}; }, states);
  }
  /// y and its slopes within registers, if f is one expression of its arguments and the lanes agree; once ready_for_registers().
  template <bool masked, class L, class Arguments> [[gnu::always_inline]] bool formula_agrees(KernelSlopes<L, Arguments, count>& state) const {
    if constexpr (is_formula<Returned<L>>) {
      std::array<L, 1> y;
      const bool agrees = kernel.template pull_in_registers<masked, L>(values_of<L>(state.arguments), {L(1)}, y, state.slopes);
      state.y = y[0];
      return agrees;
    } else {
      return false;
    }
  }
  /// y and its slopes by a sweep, from the arguments read once more: what is rare keeps nothing of the usual way in memory.
  template <int O, int lanes, Aim aim> [[gnu::noinline]] auto swept_again(const void* const* x, int k) const {
    using L = Lane<Base, lanes>;
    const auto arguments = [&] { return states_of_arguments<O, lanes, aim>(x, k); };
    KernelSlopes<L, decltype(arguments()), count> state(arguments);
    const auto pulled = kernel.template pulled_by_tape<aim == Aim::masked_pullback, L>(values_of<L>(state.arguments), {L(1)});
    state.y = pulled.y[0], state.slopes = pulled.slopes;
    return state;
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
