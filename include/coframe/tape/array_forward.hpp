// SPDX-License-Identifier: MIT
#pragma once
// An array expression forward, at primal cost: pack by pack into memory or a sum; slopes that a pullback is to find are kept on the way.
#include "coframe/tape/array_chunks.hpp"
#include "coframe/tape/array_flat.hpp"
#include "coframe/tape/array_slopes.hpp"
#include "coframe/tape/array_stencil.hpp"

namespace coframe {

/// f(position, n, stale, unit, x, k) for each pack of elements, found at x[leaf][k…]: n of them, the first `stale` of which came before;
/// unit counts packs that follow each other, so that f may keep as many sums.
template <int units = 1, ArrayNode E, class F> [[gnu::always_inline]] inline void each_pack(const E& e, std::ptrdiff_t outer, const F& f) {
  constexpr int lanes = Chunks<E>::lanes;
  constexpr std::integral_constant<int, 0> first;
  if constexpr (StencilNode<E>) {
    if (const StencilColumns<E> columns(e, outer); columns)
      return columns.packs([&](std::ptrdiff_t at, const void* const* x, int k, int stale) __attribute__((always_inline)) { f(at, lanes, stale, first, x, k); });
  } else if constexpr (E::vectorizable) {
    if (const Flat<E> flat(e); flat && outer < 0)
      return flat.template packs<units>([&](std::ptrdiff_t at, const void* const* x, int stale, auto unit) __attribute__((always_inline)) {
        f(at, lanes, stale, unit, x, 0);
      });
  }
  Chunks<E> chunks(e, outer);
  chunks.each([&](std::ptrdiff_t at, int n) {
    for (int k = 0; k < n; k += lanes) f(at + k, std::min(n - k, lanes), 0, first, chunks.x, k);
  });
}
/// f(position, n, stale, unit, state) for each pack.
template <Aim aim, int units = 1, ArrayNode E, class F>
[[gnu::always_inline]] inline void forward_packs(const E& expression, std::ptrdiff_t outer, const F& f) {
  const E e = expression;   // a copy that what f stores cannot change
  each_pack<units>(e, outer, [&](std::ptrdiff_t at, int n, int stale, auto unit, const void* const* x, int k) __attribute__((always_inline)) {
    f(at, n, stale, unit, e.template forward<0, Chunks<E>::lanes, aim>(x, k));
  });
}
/// The same in the result's own order; slopes that are to be kept are written on the way.
template <int units = 1, ArrayNode E, class F>
[[gnu::always_inline]] inline void forward_packs(const E& e, const Slopes<E>& slopes, const F& f) {
  if constexpr (keeps_slopes<E>)
    if (slopes) {
      SlopeWriter<E> keep(slopes);
      return forward_packs<Aim::pullback>(e, -1, [&](std::ptrdiff_t at, int n, int stale, auto unit, const auto& s) __attribute__((always_inline)) {
        f(at, n, stale, unit, s);
        keep(e, s, at);
      });
    }
  forward_packs<Aim::values, units>(e, -1, f);
}
/// The same for a kernel whose slopes are to be kept, if all packs can be done in registers; if it returns false, f has been called in vain.
template <ArrayNode E, class F> [[gnu::always_inline]] inline bool forward_in_registers(const E& expression, const Slopes<E>& slopes, const F& f) {
  if constexpr (KernelNode<E> && keeps_slopes<E>) {
    constexpr int lanes = Chunks<E>::lanes;
    if (!slopes || !expression.template ready_for_registers<lanes>()) return false;
    const E e = expression;
    SlopeWriter<E> keep(slopes);
    bool all = true;
    each_pack(e, -1, [&](std::ptrdiff_t at, int n, int stale, auto unit, const void* const* x, int k) __attribute__((always_inline)) {
      all &= e.template in_registers<0, lanes, false>(x, k, [&](const auto& s) __attribute__((always_inline)) {
        f(at, n, stale, unit, s);
        keep(e, s, at);
      });
    });
    if (!all) expression.needs_calls();
    return all;
  } else {
    return false;
  }
}
/// The first n of a pack.
template <class T, int lanes> [[gnu::always_inline]] inline void store_some(T* y, int n, const Lane<T, lanes>& x) {
  if (lanes == 1 || n == lanes) return store<T, lanes>(y, 0, x);
  alignas(64) T part[lanes];
  store<T, lanes>(part, 0, x);
  std::copy(part, part + n, y);
}

/// For forward_packs: writes elements to y.
template <class E> auto elements_to(typename E::Element* y) {
  return [y](std::ptrdiff_t at, int n, int, auto, const auto& s) __attribute__((always_inline)) {
    store_some<typename E::Element, Chunks<E>::lanes>(y + at, n, s.y);
  };
}
/// Writes the elements of e in its Plain's storage order, contiguous or with columns (rows) `outer` apart.
template <ArrayNode E> [[gnu::flatten]] void evaluate(const E& e, typename E::Element* out, std::ptrdiff_t outer = -1) {
  forward_packs<Aim::values>(e, outer, elements_to<E>(out));
}
/// The same, and their slopes if they are to be kept.
template <ArrayNode E> [[gnu::flatten]] void evaluate(const E& e, typename E::Element* out, const Slopes<E>& slopes) {
  if (!forward_in_registers(e, slopes, elements_to<E>(out))) forward_packs(e, slopes, elements_to<E>(out));
}

/// Σ of elements as they come, in independent sums.
template <class T, int lanes, int units> struct Total {
  Lane<T, lanes> packs[units];
  T rest = T(0);
  Total() { std::fill(packs, packs + units, Lane<T, lanes>(0)); }
  template <class Unit> [[gnu::always_inline]] void add(int n, int stale, Unit, const Lane<T, lanes>& y) {
    if constexpr (lanes > 1) {
      if (n < lanes) {
        alignas(64) T part[lanes];
        store<T, lanes>(part, 0, y);
        for (int q = 0; q < n; ++q) rest += part[q];
        return;
      }
      packs[Unit::value] += stale ? only(new_lanes<NumberIn<T>, lanes>(stale), y) : y;
    } else {
      packs[0] += y;
    }
  }
  T sum() const {
    Lane<T, lanes> all = packs[0];
    for (int u = 1; u < units; ++u) all += packs[u];
    if constexpr (lanes == 1) return all;
    else return sum_of_lanes(all) + rest;
  }
};
/// Σ of the elements of e, without materialising them; their slopes are kept if they are to be.
template <ArrayNode E> [[gnu::flatten]] typename E::Element evaluate_sum(const E& e, const Slopes<E>& slopes) {
  constexpr int lanes = Chunks<E>::lanes, units = E::leaves <= 4 && E::transcendental == 0 ? 4 : 1;
  Total<typename E::Element, lanes, units> total;
  const auto add = [&](std::ptrdiff_t, int n, int stale, auto unit, const auto& s) __attribute__((always_inline)) { total.add(n, stale, unit, s.y); };
  if (forward_in_registers(e, slopes, add)) return total.sum();
  total = {};
  forward_packs<units>(e, slopes, add);
  return total.sum();
}

}  // namespace coframe
