// SPDX-License-Identifier: MIT
#pragma once
// march(steps, f, around(u, shift<-1>, …), …): fields that a stencil moves on, step after step.
#include "coframe/ops/march_map.hpp"

namespace coframe {

/// The q-th of f's results.
template <class F, int q> struct OneResult {
  const F& f;
  auto operator()(const auto&... x) const { return std::get<static_cast<std::size_t>(q)>(as_tuple(f(x...))); }
};
/// Plain fields, a step after the other.
template <int states, class F, class... N> auto plain_march(int steps, const F& f, const N&... fields) {
  constexpr Reach reach = (N::reach | ...);
  std::tuple<typename N::X...> now(fields.values()...);
  for (int t = 0; t < steps; ++t) {
    const auto before = now;
    [&]<int... q, std::size_t... k>(std::integer_sequence<int, q...>, std::index_sequence<k...>) {
      const auto within = [&](auto& u) { return u.block(-reach.top, -reach.left, u.rows() - reach.rows(), u.cols() - reach.cols()); };
      ((within(std::get<q>(now)) = stencil(OneResult<F, q>{f}, fields.of(std::get<k>(before))...)), ...);
    }(std::make_integer_sequence<int, states>{}, std::index_sequence_for<N...>{});
  }
  if constexpr (states == 1) return std::get<0>(now);
  else return [&]<std::size_t... q>(std::index_sequence<q...>) { return std::tuple(std::get<q>(now)...); }(std::make_index_sequence<states>{});
}

/// u after `steps` steps of uₜ₊₁ = f(neighbours in uₜ, …): at all points whose neighbours lie within the fields; the others keep what they have.
/// f is a kernel as in `stencil`; it returns the next value of the first field, or a std::tuple of those of the first fields, of which the
/// result is a std::tuple then. Further fields stay as they are. One tape entry, which keeps the states.
///     auto u = march(1000, f, around(u0, shift<-1>, shift<0>, shift<1>), around(conductivity, shift<0>));
/// ShapeError: as in stencil; fewer than no steps. ForeignValue: fields on two tapes.
template <class F, class... N> auto march(int steps, const F& f, const N&... fields) {
  static_assert(sizeof...(N) > 0, "march: a field is missing: march(steps, f, around(u, shift<-1>, shift<0>, shift<1>))");
  require_neighbourhoods("march", (N::reach | ...), fields...);
  if (steps < 0) throw ShapeError("march: a number of steps was expected, but " + std::to_string(steps) + " came");
  if constexpr ((N::traced || ...)) {
    using S = typename TracedBase<std::remove_cvref_t<decltype(fields.field)>...>::type;
    auto& tape = tape_of_any<S>(fields.field...);
    const std::tuple leaves(fields.leaf(tape)...);
    using Map = MarchMap<S, F, std::tuple<N...>, std::remove_const_t<decltype(leaves)>>;
    const Map map(f, tape, steps, leaves);
    map.evaluate();
    const Coordinate first = tape.add_range(map.size());
    tape.add_map(map, {first, first + static_cast<Coordinate>(map.size())});
    return [&]<int... q>(std::integer_sequence<int, q...>) {
      if constexpr (Map::states == 1) return map.template last<0>(first, tape.tag());
      else return std::tuple(map.template last<q>(first, tape.tag())...);
    }(std::make_integer_sequence<int, Map::states>{});
  } else {
    using Y = decltype(std::apply(f, std::tuple_cat(fields.elements(0, 0, Reach{})...)));
    constexpr int states = static_cast<int>(std::tuple_size_v<decltype(as_tuple(std::declval<Y>()))>);
    static_assert(states <= int(sizeof...(N)), "march: f returns more numbers than there are fields");
    return plain_march<states>(steps, f, fields...);
  }
}

}  // namespace coframe
