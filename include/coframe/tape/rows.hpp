// SPDX-License-Identifier: MIT
#pragma once
// Rows: recorded scalar statements, each a sparse row of a Jacobian, dy = Σ pᵢ dxᵢ.
#include <array>
#include <utility>

#include "coframe/base/number.hpp"
#include "coframe/tape/segment.hpp"

namespace coframe {

/// A run of statements; the r-th one writes coordinate first + r. Partials lie from `partial` upwards, the coordinates of arguments
/// from `argument` downwards towards them (8 + 4 bytes an argument); partials of exactly ±1 are left out, and shape[r] says which.
template <class S> struct Rows {
  S* partial_end = nullptr;
  unsigned char* shape = nullptr;   // between the two ends: side by side, compilers would advance them in one slow vector
  Coordinate* argument_end = nullptr;
  S* partial = nullptr;
  Coordinate* argument = nullptr;
  Coordinate first = 0, count = 0;
};

/// The shape of a row: how many arguments, and for up to three of them the sign of a unit partial (0: stored).
/// 1 argument: 1 + t₀, 2: 4 + t₀ + 3t₁, 3: 13 + t₀ + 3t₁ + 9t₂ with t = 0 stored, 1 plus, 2 minus; n ≥ 4: 36 + n.
/// This is the one with all partials stored.
constexpr unsigned char row_shape(unsigned n) {
  return static_cast<unsigned char>(n == 1 ? 1 : n == 2 ? 4 : n == 3 ? 13 : 36 + n);
}
inline constexpr unsigned most_units = 3;
/// What a unit partial of argument i < 3 adds to the shape: t 3ⁱ.
constexpr unsigned unit_digit(unsigned i, int sign) {
  constexpr unsigned power[most_units] = {1, 3, 9};
  return power[i] * (sign == 0 ? 0u : sign > 0 ? 1u : 2u);
}
template <std::size_t N> constexpr unsigned char row_shape(const std::array<signed char, N>& sign) {
  unsigned shape = row_shape(static_cast<unsigned>(N));
  if constexpr (N <= most_units)
    for (unsigned i = 0; i < N; ++i) shape += unit_digit(i, sign[i]);
  return static_cast<unsigned char>(shape);
}
/// The shapes of a row of N ≤ 3 leaves, by which of them are active (bit i for leaf i); signs are those of all leaves.
template <std::size_t N> constexpr auto mixed_shapes(const std::array<signed char, N>& signs) {
  std::array<unsigned char, std::size_t{1} << N> shapes{};
  for (unsigned mask = 0; mask < shapes.size(); ++mask) {
    unsigned count = 0, digits = 0;
    for (unsigned i = 0; i < N; ++i)
      if (mask >> i & 1) digits += unit_digit(count++, signs[i]);
    shapes[mask] = static_cast<unsigned char>(count == 0 ? 0 : row_shape(count) + digits);
  }
  return shapes;
}
inline constexpr unsigned unit_shapes = 40;   // shapes below may leave unit partials out
inline constexpr unsigned most_arguments = 255 - 36;

constexpr unsigned shape_arguments(unsigned shape) {
  return shape < 1 ? 0 : shape < 4 ? 1 : shape < 13 ? 2 : shape < unit_shapes ? 3 : shape - 36;
}
/// The sign of argument i's unit partial in a shape, 0 where the partial is stored.
[[gnu::always_inline]] constexpr int shape_sign(unsigned shape, unsigned i) {   // GCC calls it where a known row is long
  if (shape >= unit_shapes) return 0;
  unsigned q = shape < 4 ? shape - 1 : shape < 13 ? shape - 4 : shape - 13;
  for (; i > 0; --i) q /= 3;
  return q % 3 == 0 ? 0 : q % 3 == 1 ? 1 : -1;
}
constexpr unsigned shape_partials(unsigned shape) {
  unsigned stored = 0;
  for (unsigned i = 0; i < shape_arguments(shape); ++i) stored += shape_sign(shape, i) == 0;
  return stored;
}

/// Calls step(std::integral_constant<unsigned, shape>) for shapes below 56, step(shape) above: compiles to a jump table.
template <class Step, unsigned... known>
[[gnu::always_inline]] inline void with_shape(unsigned shape, Step&& step, std::integer_sequence<unsigned, known...>) {
  const bool found = ((shape == known ? (step(std::integral_constant<unsigned, known>{}), true) : false) || ...);
  if (!found) step(shape);
}
template <class Step> [[gnu::always_inline]] inline void with_shape(unsigned shape, Step&& step) {
  with_shape(shape, std::forward<Step>(step), std::make_integer_sequence<unsigned, 56>{});
}

/// One row backward: w[argumentᵢ] += pᵢ y, and past it. With Masked, an exactly zero partial or cotangent gives 0 whatever the other is.
template <bool Masked, class C, class S>
[[gnu::always_inline]] inline void pull_row(auto shape, C* w, const S*& p, const Coordinate*& a, const C& y) {
  const unsigned n = shape_arguments(shape);
  p -= shape_partials(shape);
  a += n;
  if constexpr (!is_pack_v<C>)   // a pack is rarely zero in all lanes
    if (is_zero(y)) return;
  unsigned k = 0;
  for (unsigned i = 0; i < n; ++i) {
    const int sign = shape_sign(shape, i);
    if (sign > 0) w[a[-1 - static_cast<int>(i)]] += y;
    else if (sign < 0) w[a[-1 - static_cast<int>(i)]] -= y;
    else {
      const S& partial = p[k++];
      if constexpr (Masked) {
        if (is_zero(partial)) continue;
      }
      w[a[-1 - static_cast<int>(i)]] += y * partial;
    }
  }
}

/// f^* of a run of statements: sweeps backward, clearing each statement's cotangent as it is used.
/// C is S, or a pack of several cotangents at once.
template <bool Masked, class C, class S> void pull_rows(const Rows<S>& rows, C* __restrict w) {
  const S* p = rows.partial_end;
  const Coordinate* a = rows.argument_end;
  const unsigned char* shape = rows.shape + rows.count;
  C* y = w + rows.first + rows.count;
  for (Coordinate r = rows.count; r > 0; --r) {
    --shape, --y;
    const C seed = *y;
    *y = C(S(0));
    if constexpr (Masked) pull_row<true>(unsigned{*shape}, w, p, a, seed);   // rare, so small rather than fast
    else with_shape(*shape, [&](auto known) __attribute__((always_inline)) { pull_row<false>(known, w, p, a, seed); });
  }
}

// Compiled once for the scalars that most tapes have: it is long.
extern template void pull_rows<false>(const Rows<double>&, double*);
extern template void pull_rows<false>(const Rows<float>&, float*);

/// f_* of a run of statements: v[first + r] = Σ pᵢ v[argumentᵢ].
template <bool Masked = false, class C, class S> void push_rows(const Rows<S>& rows, C* __restrict v) {
  const S* p = rows.partial;
  const Coordinate* a = rows.argument;
  for (Coordinate r = 0; r < rows.count; ++r) {
    const unsigned shape = rows.shape[r], n = shape_arguments(shape);
    C sum = C(S(0));
    for (unsigned i = 0; i < n; ++i) {
      const int sign = shape_sign(shape, i);
      if (sign > 0) sum += v[a[-1 - static_cast<int>(i)]];
      else if (sign < 0) sum -= v[a[-1 - static_cast<int>(i)]];
      else {
        const S& partial = *p++;
        if constexpr (Masked)
          if (is_zero(partial) || is_zero(v[a[-1 - static_cast<int>(i)]])) continue;
        sum += v[a[-1 - static_cast<int>(i)]] * partial;
      }
    }
    a -= n;
    v[rows.first + r] = sum;
  }
}

}  // namespace coframe
