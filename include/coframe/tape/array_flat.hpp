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

/// The leaves of an expression of at least one pack, if arrays lie contiguously in the result's order. Where the elements do not fill the
/// last pack, it reaches back over `stale` lanes of the one before.
template <class E> class Flat {
 public:
  using S = typename E::Base;
  static constexpr int leaves = std::max(E::leaves, 1), lanes = register_lanes<S>, most_width = complex_leaves<E> ? 2 : 1;
  template <int l> using Element = LeafElement<E, l>;
  template <int l> using L = Lane<Element<l>, lanes>;
  static constexpr bool is(int l, LeafRole role) { return E::kinds[static_cast<std::size_t>(l)].role == role; }
  static constexpr int width(int l) { return E::kinds[static_cast<std::size_t>(l)].width; }

  explicit Flat(const E& e) : size_(std::ptrdiff_t{e.rows()} * e.cols()), flat_(size_ >= lanes) {
    constexpr bool by_rows = E::Plain::IsRowMajor;
    const int column = by_rows ? e.cols() : e.rows(), columns = by_rows ? e.rows() : e.cols();
    e.collect(leaf_);
    each_leaf<E>([&](auto l) {
      if constexpr (!is(l, LeafRole::number)) {
        const LeafView& leaf = leaf_[l];
        const int stride = by_rows ? leaf.col_stride : leaf.row_stride, next = by_rows ? leaf.row_stride : leaf.col_stride;
        flat_ = flat_ && stride == 1 && (columns <= 1 || next == column);
      }
    });
  }
  explicit operator bool() const { return flat_; }

  /// Traced arrays are the same or do not overlap: shifted views are better summed before they are added to a plane.
  bool apart() const {
    int shifted = 0;   // without branches, as there are many pairs
    each_leaf<E>([&](auto l) {
      each_leaf<E>([&](auto q) {
        if constexpr (q < l && is(l, LeafRole::traced) && is(q, LeafRole::traced)) {
          const Coordinate a = leaf_[l].coordinate, b = leaf_[q].coordinate;
          shifted += int(a != b) * int(a < b + extent(q)) * int(b < a + extent(l));
        }
      });
    });
    return shifted == 0;
  }

  /// f(at, x, stale, unit) for each pack of elements, whose leaves are found at x[leaf]; unit runs from 0 to units in turn.
  template <int units = 1, class F> [[gnu::always_inline]] void packs(F&& f) const {
    alignas(64) S spread[leaves][lanes * most_width];
    const S* start[leaves];
    each_leaf<E>([&](auto l) {
      using T = Element<l>;
      start[l] = static_cast<const S*>(leaf_[l].data);
      if constexpr (is(l, LeafRole::number)) store<T, lanes>(spread[l], 0, broadcast<T, lanes>(*reinterpret_cast<const T*>(start[l]))), start[l] = spread[l];
    });
    const auto pack = [&](std::ptrdiff_t at, int stale, auto unit) __attribute__((always_inline)) {
      const void* x[leaves];
      each_leaf<E>([&](auto l) { x[l] = is(l, LeafRole::number) ? start[l] : start[l] + at * width(l); });
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
    auto sums = zeros(std::make_integer_sequence<int, E::leaves>{});   // for numbers
    S* first[leaves] = {};
    bool fresh[leaves] = {};   // assigned to, except by a last pack that reaches back
    each_leaf<E>([&](auto l) {
      const Extent all = strided_extent(leaf_[l], width(l));
      if constexpr (is(l, LeafRole::traced)) {
        if (!w.in_plane(all.first) && alone(l)) first[l] = w.unwritten(all);
        fresh[l] = first[l];
        if (fresh[l]) std::fill(first[l] + (size_ - lanes) * width(l), first[l] + size_ * width(l), S(0));
        else first[l] = w.place(leaf_[l].coordinate, all);
      } else if constexpr (is(l, LeafRole::number)) {
        if (leaf_[l].active) first[l] = w.place(leaf_[l].coordinate, all);
      }
    });
    packs([&](std::ptrdiff_t at, const void* const* x, int stale, auto) __attribute__((always_inline)) {
      alignas(64) S of_leaf[leaves][lanes * most_width];
      void* g[leaves];
      each_leaf<E>([&](auto l) { g[l] = of_leaf[l]; });
      seed.at(at, lanes);
      pulled(x, 0, at, seed(0), g, 0);
      if (stale) [[unlikely]] {
        const auto added = new_lanes<NumberIn<S>, lanes>(stale);
        each_leaf<E>([&](auto l) { store<Element<l>, lanes>(of_leaf[l], 0, only(added, load<Element<l>, lanes>(of_leaf[l], 0))); });
        std::fill(fresh, fresh + leaves, false);
      }
      each_leaf<E>([&](auto l) {
        using T = Element<l>;
        const auto d = load<T, lanes>(of_leaf[l], 0);
        if constexpr (is(l, LeafRole::number)) std::get<l>(sums) += d;
        if constexpr (is(l, LeafRole::traced)) {
          S* const to = first[l] + at * width(l);
          if (fresh[l]) store<T, lanes>(to, 0, d);
          else store<T, lanes>(to, 0, load<T, lanes>(to, 0) + d);
        }
      });
    });
    each_leaf<E>([&](auto l) {
      if constexpr (is(l, LeafRole::number))
        if (leaf_[l].active) *reinterpret_cast<Element<l>*>(first[l]) += sum_of_lanes(std::get<l>(sums));
    });
  }

 private:
  template <int... l> [[gnu::always_inline]] static auto zeros(std::integer_sequence<int, l...>) { return std::tuple(L<l>(0)...); }
  /// How many coordinates a traced array has.
  Coordinate extent(int l) const { return static_cast<Coordinate>(size_ * width(l)); }
  /// A traced array that no other one is the same as.
  bool alone(int l) const {
    bool all = true;
    for (int q = 0; q < E::leaves; ++q) all = all && (q == l || !is(q, LeafRole::traced) || leaf_[q].coordinate != leaf_[l].coordinate);
    return all;
  }

  std::ptrdiff_t size_;
  bool flat_;
  LeafView leaf_[leaves];
};

}  // namespace coframe
