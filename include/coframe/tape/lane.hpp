// SPDX-License-Identifier: MIT
#pragma once
// The SIMD form of array elements: packs of real and of complex numbers, duals of packs for arrays of duals, one element at a time for the rest.
#include "coframe/tape/dual.hpp"
#include "coframe/tape/pack_complex.hpp"

namespace coframe {

/// Numbers that registers hold several of.
template <class S> concept PackedNumber = std::is_same_v<S, float> || std::is_same_v<S, double>;
/// How many elements T an expression evaluates at a time: packs of numbers, duals of packs for duals.
template <class T> inline constexpr int register_lanes = 1;
template <PackedNumber S> inline constexpr int register_lanes<S> = Pack<S>::width;
template <PackedNumber S> inline constexpr int register_lanes<Dual<S>> = Pack<S>::width;
template <PackedNumber S> inline constexpr int register_lanes<std::complex<S>> = Pack<S>::width;

/// `lanes` elements T at once.
template <class T, int lanes> struct LaneType {
  using type = Pack<T, lanes>;
};
template <class T> struct LaneType<T, 1> {
  using type = T;
};
template <class S, int lanes>
  requires(lanes > 1)
struct LaneType<Dual<S>, lanes> {
  using type = Dual<Pack<S, lanes>>;
};
template <class S, int lanes>
  requires(lanes > 1)
struct LaneType<std::complex<S>, lanes> {
  using type = ComplexPack<S, lanes>;
};
template <class T, int lanes> using Lane = typename LaneType<T, lanes>::type;

/// The same element in every lane.
template <class T, int lanes> [[gnu::always_inline]] inline Lane<T, lanes> broadcast(const T& x) {
  if constexpr (is_dual_v<T> && lanes > 1) return {x.value, x.tangent};
  else return Lane<T, lanes>(x);
}
template <class S, int W> Dual<S> sum_of_lanes(const Dual<Pack<S, W>>& x) { return {sum_of_lanes(x.value), sum_of_lanes(x.tangent)}; }

/// Pairs (a₀, b₀, a₁, b₁, …) in memory, apart in registers: (a₀, a₁, …) and (b₀, b₁, …).
template <class S, int W> struct Pairs {
  Pack<S, W> a, b;
  [[gnu::always_inline]] static Pairs load(const S* from) {
    const auto low = Pack<S, W>::load(from), high = Pack<S, W>::load(from + W);
    return [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) -> Pairs {
      return {typename Pack<S, W>::Raw(__builtin_shufflevector(low.v, high.v, 2 * i...)), typename Pack<S, W>::Raw(__builtin_shufflevector(low.v, high.v, (2 * i + 1)...))};
    }(std::make_integer_sequence<int, W>{});
  }
  [[gnu::always_inline]] void store(S* to) const {
    const auto zipped = [&]<int... i>(std::integer_sequence<int, i...>, auto half) __attribute__((always_inline)) {
      return Pack<S, W>(typename Pack<S, W>::Raw(__builtin_shufflevector(a.v, b.v, (i / 2 + i % 2 * W + half() * W / 2)...)));
    };
    zipped(std::make_integer_sequence<int, W>{}, std::integral_constant<int, 0>{}).store(to);
    zipped(std::make_integer_sequence<int, W>{}, std::integral_constant<int, 1>{}).store(to + W);
  }
};

/// Loads `lanes` elements: those of duals apart into values and tangents, complex ones into real and imaginary parts.
template <class T, int lanes> [[gnu::always_inline]] inline Lane<T, lanes> load(const void* x, int k) {
  const T* from = static_cast<const T*>(x) + k;
  if constexpr (lanes == 1) return *from;
  else if constexpr (std::is_same_v<T, NumberIn<T>>) return Lane<T, lanes>::load(from);
  else {
    const auto pairs = Pairs<NumberIn<T>, lanes>::load(reinterpret_cast<const NumberIn<T>*>(from));
    return {pairs.a, pairs.b};
  }
}
template <class T, int lanes> [[gnu::always_inline]] inline void store(void* x, int k, const Lane<T, lanes>& y) {
  T* to = static_cast<T*>(x) + k;
  if constexpr (lanes == 1) *to = y;
  else if constexpr (std::is_same_v<T, NumberIn<T>>) y.store(to);
  else if constexpr (is_dual_v<T>) Pairs<NumberIn<T>, lanes>{y.value, y.tangent}.store(reinterpret_cast<NumberIn<T>*>(to));
  else Pairs<NumberIn<T>, lanes>{y.re, y.im}.store(reinterpret_cast<NumberIn<T>*>(to));
}

}  // namespace coframe
