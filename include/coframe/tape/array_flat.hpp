// SPDX-License-Identifier: MIT
#pragma once
// Flat expressions, the commonest: their packs go from memory through registers to memory, without buffers between.
#include "coframe/tape/array_nodes.hpp"

namespace coframe {

/// x with zeros in its first `stale` lanes.
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> without_stale(const Pack<S, W>& x, int stale) {
  const auto fresh = [&]<int... i>(std::integer_sequence<int, i...>) {
    return Pack<S, W>(typename Pack<S, W>::Raw{S(i)...}) >= Pack<S, W>(stale);
  }(std::make_integer_sequence<int, W>{});
  return select(fresh, x, Pack<S, W>(0));
}
template <class S, int W> [[gnu::always_inline]] inline Dual<Pack<S, W>> without_stale(const Dual<Pack<S, W>>& x, int stale) {
  return {without_stale(x.value, stale), without_stale(x.tangent, stale)};
}

/// The leaves of an expression of at least one pack, if each lies contiguously in the result's order or is one number for all elements.
/// Where the elements do not fill the last pack, it reaches back over `stale` lanes of the one before.
template <class E> class Flat {
 public:
  using S = typename E::Base;
  static constexpr int leaves = std::max(E::leaves, 1), lanes = register_lanes<S>;
  using L = Lane<S, lanes>;

  explicit Flat(const E& e) : size_(std::ptrdiff_t{e.rows()} * e.cols()), flat_(size_ >= lanes) {
    constexpr bool by_rows = E::Plain::IsRowMajor;
    const int column = by_rows ? e.cols() : e.rows(), columns = by_rows ? e.rows() : e.cols();
    e.collect(leaf_);
    each_leaf([&](auto l) {
      const LeafView& leaf = leaf_[l];
      const int stride = by_rows ? leaf.col_stride : leaf.row_stride, next = by_rows ? leaf.row_stride : leaf.col_stride;
      single_[l] = stride == 0 && next == 0;
      flat_ = flat_ && (single_[l] || (stride == 1 && (columns <= 1 || next == column)));
    });
  }
  explicit operator bool() const { return flat_; }

  /// Traced leaves are the same, or do not overlap, or are single: shifted views are better summed before they are added to a plane.
  bool apart() const {
    bool all = true;
    for (int l = 0; l < E::leaves; ++l)
      for (int q = 0; q < l; ++q) {
        const std::ptrdiff_t d = std::ptrdiff_t{leaf_[l].coordinate} - std::ptrdiff_t{leaf_[q].coordinate};
        all = all && (d == 0 || single_[l] || single_[q] || d >= size_ || -d >= size_ || !leaf_[l].active || !leaf_[q].active);
      }
    return all;
  }

  /// f(at, x, stale, unit) for each pack of elements, whose leaves are found at x[leaf]; unit runs from 0 to units in turn.
  template <int units = 1, class F> [[gnu::always_inline]] void packs(F&& f) const {
    alignas(64) S spread[leaves][lanes];
    const S* start[leaves];
    std::ptrdiff_t step[leaves];
    each_leaf([&](auto l) {
      start[l] = static_cast<const S*>(leaf_[l].data);
      if (single_[l]) store<S, lanes>(spread[l], 0, broadcast<S, lanes>(*start[l])), start[l] = spread[l];
      step[l] = single_[l] ? 0 : -1;   // of all bits
    });
    const auto pack = [&](std::ptrdiff_t at, int stale, auto unit) __attribute__((always_inline)) {
      const void* x[leaves];
      each_leaf([&](auto l) { x[l] = start[l] + (at & step[l]); });
      f(at, x, stale, unit);
    };
    std::ptrdiff_t at = 0;
    if constexpr (units > 1)
      for (; at + units * lanes <= size_; at += units * lanes)
        [&]<int... u>(std::integer_sequence<int, u...>) __attribute__((always_inline)) {
          (pack(at + u * lanes, 0, std::integral_constant<int, u>{}), ...);
        }(std::make_integer_sequence<int, units>{});
    for (; at < size_; at += lanes) {
      int stale = 0;
      if (at + lanes > size_) stale = static_cast<int>(at + lanes - size_), at -= stale;
      pack(at, stale, std::integral_constant<int, 0>{});
    }
  }

  /// w[leaves] += f^* of cotangents: seed.at(at, lanes) chooses a pack, seed(0) loads it; pulled(x, 0, at, seed, g) is their pullback.
  template <class Seed, class Pulled> void pull(S* w, Seed& seed, const Pulled& pulled) const {
    L sum[leaves];
    each_leaf([&](auto l) { sum[l] = L(0); });
    packs([&](std::ptrdiff_t at, const void* const* x, int stale, auto) __attribute__((always_inline)) {
      alignas(64) S of_leaf[leaves][lanes];
      void* g[leaves];
      each_leaf([&](auto l) { g[l] = of_leaf[l]; });
      seed.at(at, lanes);
      pulled(x, 0, at, seed(0), g);
      each_leaf([&](auto l) {
        if (!leaf_[l].active) return;
        L d = load<S, lanes>(of_leaf[l], 0);
        if (stale) d = without_stale(d, stale);
        if (single_[l]) sum[l] += d;
        else store<S, lanes>(w + leaf_[l].coordinate, static_cast<int>(at), load<S, lanes>(w + leaf_[l].coordinate, static_cast<int>(at)) + d);
      });
    });
    each_leaf([&](auto l) {
      if (single_[l] && leaf_[l].active) w[leaf_[l].coordinate] += sum_of_lanes(sum[l]);
    });
  }

 private:
  template <class F> [[gnu::always_inline]] static void each_leaf(F&& f) {
    [&]<int... l>(std::integer_sequence<int, l...>) __attribute__((always_inline)) {
      (f(std::integral_constant<int, l>{}), ...);
    }(std::make_integer_sequence<int, E::leaves>{});
  }

  std::ptrdiff_t size_;
  bool flat_, single_[leaves] = {};
  LeafView leaf_[leaves];
};

}  // namespace coframe
