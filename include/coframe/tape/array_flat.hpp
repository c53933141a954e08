// SPDX-License-Identifier: MIT
#pragma once
// Flat expressions, the commonest: their packs go from memory through registers to memory, without buffers between.
#include "coframe/tape/array_nodes.hpp"

namespace coframe {

/// Which lanes are not among the first `stale` ones?
template <class S, int W> [[gnu::always_inline]] inline PackMask<S, W> new_lanes(int stale) {
  return [&]<int... i>(std::integer_sequence<int, i...>) {
    return Pack<S, W>(typename Pack<S, W>::Raw{S(i)...}) >= Pack<S, W>(stale);
  }(std::make_integer_sequence<int, W>{});
}
/// x with zeros in the other lanes.
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> only(const PackMask<S, W>& lanes, const Pack<S, W>& x) { return select(lanes, x, Pack<S, W>(0)); }
template <class S, int W> [[gnu::always_inline]] inline ComplexPack<S, W> only(const PackMask<S, W>& lanes, const ComplexPack<S, W>& x) {
  return {only(lanes, x.re), only(lanes, x.im)};
}
template <class S, int W> [[gnu::always_inline]] inline Dual<Pack<S, W>> only(const PackMask<S, W>& lanes, const Dual<Pack<S, W>>& x) {
  return {only(lanes, x.value), only(lanes, x.tangent)};
}

/// The leaves of an expression of at least one pack, if each lies contiguously in the result's order or is one number for all elements.
/// Where the elements do not fill the last pack, it reaches back over `stale` lanes of the one before.
template <class E> class Flat {
 public:
  using S = typename E::Base;
  static constexpr int leaves = std::max(E::leaves, 1), lanes = register_lanes<S>, most_width = complex_leaves<E> ? 2 : 1;
  template <int l> using Element = LeafElement<E, l>;
  template <int l> using L = Lane<Element<l>, lanes>;

  explicit Flat(const E& e) : size_(std::ptrdiff_t{e.rows()} * e.cols()), flat_(size_ >= lanes) {
    constexpr bool by_rows = E::Plain::IsRowMajor;
    const int column = by_rows ? e.cols() : e.rows(), columns = by_rows ? e.rows() : e.cols();
    e.collect(leaf_);
    each_leaf<E>([&](auto l) {
      const LeafView& leaf = leaf_[l];
      const int stride = by_rows ? leaf.col_stride : leaf.row_stride, next = by_rows ? leaf.row_stride : leaf.col_stride;
      single_[l] = stride == 0 && next == 0;
      flat_ = flat_ && (single_[l] || (stride == 1 && (columns <= 1 || next == column)));
    });
  }
  explicit operator bool() const { return flat_; }

  /// Traced leaves are the same, or do not overlap, or are single: shifted views are better summed before they are added to a plane.
  bool apart() const {
    constexpr Coordinate nowhere = std::numeric_limits<Coordinate>::max();
    Coordinate first[leaves], last[leaves];
    each_leaf<E>([&](auto l) {
      const bool counts = leaf_[l].active && !single_[l];
      first[l] = counts ? leaf_[l].coordinate : nowhere;
      last[l] = counts ? leaf_[l].coordinate + static_cast<Coordinate>(size_ * E::widths[l]) : nowhere;
    });
    int shifted = 0;   // without branches, as there are many pairs
    each_leaf<E>([&](auto l) {
      for (int q = 0; q < l; ++q) shifted += int(first[l] != first[q]) * int(first[l] < last[q]) * int(first[q] < last[l]);
    });
    return shifted == 0;
  }

  /// f(at, x, stale, unit) for each pack of elements, whose leaves are found at x[leaf]; unit runs from 0 to units in turn.
  template <int units = 1, class F> [[gnu::always_inline]] void packs(F&& f) const {
    alignas(64) S spread[leaves][lanes * most_width];
    const S* start[leaves];
    std::ptrdiff_t step[leaves];
    each_leaf<E>([&](auto l) {
      start[l] = static_cast<const S*>(leaf_[l].data);
      using T = Element<l>;
      if (single_[l]) store<T, lanes>(spread[l], 0, broadcast<T, lanes>(*reinterpret_cast<const T*>(start[l]))), start[l] = spread[l];
      step[l] = single_[l] ? 0 : -1;   // of all bits
    });
    const auto pack = [&](std::ptrdiff_t at, int stale, auto unit) __attribute__((always_inline)) {
      const void* x[leaves];
      each_leaf<E>([&](auto l) { x[l] = start[l] + (at & step[l]) * E::widths[l]; });
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

  /// w[leaves] += f^* of cotangents: seed.at(at, lanes) chooses a pack, seed(0) loads it; pulled(x, 0, at, seed, g, 0) is their pullback.
  template <class Seed, class Pulled> [[gnu::flatten, gnu::noinline]] void pull(const Cotangents<S>& w, Seed& seed, const Pulled& pulled) const {
    auto sums = zeros(std::make_integer_sequence<int, E::leaves>{});
    S* first[leaves];
    bool fresh[leaves];   // assigned to, except by a last pack that reaches back
    each_leaf<E>([&](auto l) {
      const Extent extent = strided_extent(leaf_[l], E::widths[l]);
      first[l] = !w.in_plane(extent.first) && alone(l) ? w.unwritten(extent) : nullptr;
      fresh[l] = first[l];
      if (fresh[l]) std::fill(first[l] + (size_ - lanes) * E::widths[l], first[l] + size_ * E::widths[l], S(0));
      else if (leaf_[l].active) first[l] = w.place(leaf_[l].coordinate, extent);
    });
    auto added = new_lanes<NumberIn<S>, lanes>(0);
    packs([&](std::ptrdiff_t at, const void* const* x, int stale, auto) __attribute__((always_inline)) {
      if (stale) [[unlikely]] added = new_lanes<NumberIn<S>, lanes>(stale), std::fill(fresh, fresh + leaves, false);
      alignas(64) S of_leaf[leaves][lanes * most_width];
      void* g[leaves];
      each_leaf<E>([&](auto l) { g[l] = of_leaf[l]; });
      seed.at(at, lanes);
      pulled(x, 0, at, seed(0), g, 0);
      each_leaf<E>([&](auto l) {
        if (!leaf_[l].active) return;
        using T = Element<l>;
        const auto d = only(added, load<T, lanes>(of_leaf[l], 0));
        if (single_[l]) std::get<l>(sums) += d;
        else if (fresh[l]) store<T, lanes>(first[l], static_cast<int>(at), d);
        else store<T, lanes>(first[l], static_cast<int>(at), load<T, lanes>(first[l], static_cast<int>(at)) + d);
      });
    });
    each_leaf<E>([&](auto l) {
      if (single_[l] && leaf_[l].active) *reinterpret_cast<Element<l>*>(first[l]) += sum_of_lanes(std::get<l>(sums));
    });
  }

 private:
  template <int... l> [[gnu::always_inline]] static auto zeros(std::integer_sequence<int, l...>) { return std::tuple(L<l>(0)...); }
  /// A traced leaf that no other one is the same as.
  bool alone(int l) const {
    bool all = leaf_[l].active && !single_[l];
    for (int q = 0; q < E::leaves; ++q) all = all && (q == l || !leaf_[q].active || leaf_[q].coordinate != leaf_[l].coordinate);
    return all;
  }

  std::ptrdiff_t size_;
  bool flat_, single_[leaves] = {};
  LeafView leaf_[leaves];
};

}  // namespace coframe
