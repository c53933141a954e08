// SPDX-License-Identifier: MIT
#pragma once
// The SIMD form of array elements: packs of real numbers, duals of packs for arrays of duals, one element at a time for the rest.
#include "coframe/tape/dual.hpp"
#include "coframe/tape/pack.hpp"

namespace coframe {

/// Numbers that registers hold several of.
template <class S> concept PackedNumber = std::is_same_v<S, float> || std::is_same_v<S, double>;
/// How many elements T an expression evaluates at a time: packs of numbers, duals of packs for duals.
template <class T> inline constexpr int register_lanes = 1;
template <PackedNumber S> inline constexpr int register_lanes<S> = Pack<S>::width;
template <PackedNumber S> inline constexpr int register_lanes<Dual<S>> = Pack<S>::width;

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
template <class T, int lanes> using Lane = typename LaneType<T, lanes>::type;

/// The same element in every lane.
template <class T, int lanes> [[gnu::always_inline]] inline Lane<T, lanes> broadcast(const T& x) {
  if constexpr (is_dual_v<T> && lanes > 1) return {x.value, x.tangent};
  else return Lane<T, lanes>(x);
}
template <class S, int W> Dual<S> sum_of_lanes(const Dual<Pack<S, W>>& x) { return {sum_of_lanes(x.value), sum_of_lanes(x.tangent)}; }

/// Loads `lanes` elements, those of duals (x₀, v₀, x₁, v₁, …) apart into values and tangents.
template <class T, int lanes> [[gnu::always_inline]] inline Lane<T, lanes> load(const void* x, int k) {
  const T* from = static_cast<const T*>(x) + k;
  if constexpr (lanes == 1) return *from;
  else if constexpr (is_dual_v<T>) {
    using P = Pack<typename T::Component, lanes>;
    const auto* numbers = reinterpret_cast<const typename T::Component*>(from);
    const P a = P::load(numbers), b = P::load(numbers + lanes);
    return [&]<int... i>(std::integer_sequence<int, i...>) -> Lane<T, lanes> {
      return {P(__builtin_shufflevector(a.v, b.v, 2 * i...)), P(__builtin_shufflevector(a.v, b.v, (2 * i + 1)...))};
    }(std::make_integer_sequence<int, lanes>{});
  } else {
    return Lane<T, lanes>::load(from);
  }
}
template <class T, int lanes> [[gnu::always_inline]] inline void store(void* x, int k, const Lane<T, lanes>& y) {
  T* to = static_cast<T*>(x) + k;
  if constexpr (lanes == 1) *to = y;
  else if constexpr (is_dual_v<T>) {
    using P = Pack<typename T::Component, lanes>;
    auto* numbers = reinterpret_cast<typename T::Component*>(to);
    const auto zipped = [&]<int... i>(std::integer_sequence<int, i...>, auto half) {
      return P(__builtin_shufflevector(y.value.v, y.tangent.v, (i / 2 + i % 2 * lanes + half() * lanes / 2)...));
    };
    zipped(std::make_integer_sequence<int, lanes>{}, std::integral_constant<int, 0>{}).store(numbers);
    zipped(std::make_integer_sequence<int, lanes>{}, std::integral_constant<int, 1>{}).store(numbers + lanes);
  } else {
    y.store(to);
  }
}

}  // namespace coframe
