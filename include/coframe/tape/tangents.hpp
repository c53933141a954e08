// SPDX-License-Identifier: MIT
#pragma once
// Tangents in several directions of which most are zero: which ones is part of the type, so that zeros are neither stored nor computed.
#include <array>
#include <bit>
#include <cstdint>

#include "coframe/tape/apply.hpp"

namespace coframe {

/// Components v in the directions that are set in `directions`; 0 in the others. Of a number x + Σ ε_d v_d the type tells what it depends on.
/// Everything is spelled out for each component: of loops compilers make calls of memcpy and memset.
template <class S, std::uint64_t directions> struct Tangents {
  static constexpr std::size_t count = static_cast<std::size_t>(std::popcount(directions));
  static constexpr std::make_index_sequence<count> each{};
  std::array<S, count> v;

  [[gnu::always_inline]] Tangents() : Tangents([](auto) __attribute__((always_inline)) { return S(0); }, each) {}
  [[gnu::always_inline]] Tangents(const Tangents& t) : Tangents([&](auto k) __attribute__((always_inline)) { return t.v[k]; }, each) {}
  Tangents& operator=(const Tangents&) = default;
  /// v[k] = f(std::integral_constant<std::size_t, k>)
  template <class F, std::size_t... k> [[gnu::always_inline]] Tangents(const F& f, std::index_sequence<k...>) : v{f(std::integral_constant<std::size_t, k>{})...} {}

  static constexpr bool has(int d) { return directions >> d & 1; }
  /// The place of direction d in v, and the k-th direction.
  static constexpr std::size_t place(int d) { return static_cast<std::size_t>(std::popcount(directions & ((std::uint64_t{1} << d) - 1))); }
  static constexpr int direction(std::size_t k) {
    int d = std::countr_zero(directions);
    for (auto rest = directions; k-- > 0; d = std::countr_zero(rest)) rest &= rest - 1;
    return d;
  }
  template <int d> [[gnu::always_inline]] S in() const {
    if constexpr (has(d)) return v[place(d)];
    else return S(0);
  }

  [[gnu::always_inline]] friend Tangents operator*(const S& c, const Tangents& t) {
    return Tangents([&](auto k) __attribute__((always_inline)) { return c * t.v[k]; }, each);
  }
  [[gnu::always_inline]] friend Tangents operator*(const Tangents& t, const S& c) { return c * t; }
};

template <class S, std::uint64_t a, std::uint64_t b> [[gnu::always_inline]] inline auto operator+(const Tangents<S, a>& x, const Tangents<S, b>& y) {
  using Sum = Tangents<S, (a | b)>;
  return Sum([&](auto k) __attribute__((always_inline)) {
    constexpr int d = Sum::direction(k);
    if constexpr (!Tangents<S, b>::has(d)) return x.template in<d>();
    else if constexpr (!Tangents<S, a>::has(d)) return y.template in<d>();
    else return x.template in<d>() + y.template in<d>();
  }, Sum::each);
}

/// A number that depends on argument d only: x + ε_d.
template <int d, class S> [[gnu::always_inline]] inline auto along_direction(const S& x) {
  Dual<S, Tangents<S, std::uint64_t{1} << d>> moving(x);
  moving.tangent.v[0] = S(1);
  return moving;
}

}  // namespace coframe
