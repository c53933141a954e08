// SPDX-License-Identifier: MIT
#pragma once
// Stencils: array expressions whose leaves are neighbours in one field, at distances known when compiling. What neighbours add to one
// row of cotangents meets in registers and is added there once.
#include "coframe/tape/array_flat.hpp"

namespace coframe {

/// Where a leaf of a stencil lies: in which of its fields, and how many rows and columns away. Fields that are not traced have no cotangents.
struct Displacement {
  int field, i, j;
  bool traced;
};

/// The elements of a field of type X that lie i rows and j columns away from those that are asked for.
template <class X, bool traced, int field, int i, int j> struct Neighbour : ArrayLeaf<X, traced> {
  static constexpr Displacement displacement{field, i, j, traced};
  explicit Neighbour(const ArrayLeaf<X, traced>& leaf) : ArrayLeaf<X, traced>(leaf) {}
};
/// The displacements of leaves that are all neighbours; none otherwise.
template <class... Leaf> constexpr auto displacements_of() {
  if constexpr (requires { std::array{Leaf::displacement...}; }) return std::array{Leaf::displacement...};
  else return std::array<Displacement, 0>{};
}
/// Neighbours of one field that differ along a column only (a row, where the result is row-major) are a *stream*: their cotangents
/// go to one column of the field. What is said here of a leaf l is known when compiling.
template <class E> struct Streams {
  static constexpr bool by_rows = E::Plain::IsRowMajor;
  static constexpr Displacement at(int l) { return E::displacements[static_cast<std::size_t>(l)]; }
  static constexpr int along(int l) { return by_rows ? at(l).j : at(l).i; }
  static constexpr int across(int l) { return by_rows ? at(l).i : at(l).j; }
  static constexpr bool one_stream(int l, int q) { return at(l).traced && at(l).field == at(q).field && across(l) == across(q); }
  static constexpr bool same(int l, int q) { return one_stream(l, q) && along(l) == along(q); }
  static constexpr bool begins_stream(int l) {
    for (int q = 0; q < l; ++q)
      if (one_stream(l, q)) return false;
    return at(l).traced;
  }
  static constexpr bool is_first(int l) {
    for (int q = 0; q < l; ++q)
      if (same(l, q)) return false;
    return true;
  }
  static constexpr int lowest(int l) {
    int low = l;
    for (int q = 0; q < E::leaves; ++q)
      if (one_stream(l, q) && along(q) < along(low)) low = q;
    return low;
  }
  static constexpr int highest(int l) {
    int high = l;
    for (int q = 0; q < E::leaves; ++q)
      if (one_stream(l, q) && along(q) > along(high)) high = q;
    return high;
  }
  /// How far leaf l lies behind the lowest of its stream.
  static constexpr int distance(int l) { return along(l) - along(lowest(l)); }
  /// Do all neighbours of a stream lie within a register?
  static constexpr bool narrow = [] {
    for (int l = 0; l < E::leaves; ++l)
      if (at(l).traced && distance(l) > register_lanes<typename E::Base>) return false;
    return true;
  }();
};
template <class E> concept StencilNode = ArrayNode<E> && (E::displacements.size() > 0) && E::vectorizable && Streams<E>::narrow;

/// x moved up by s lanes, after what came before: (…, bₙ₋₁), (x₀, x₁, …) → (bₙ₋ₛ, …, bₙ₋₁, x₀, …).
template <int s, class S, int W> [[gnu::always_inline]] inline Pack<S, W> moved(const Pack<S, W>& before, const Pack<S, W>& x) {
  return [&]<int... q>(std::integer_sequence<int, q...>) __attribute__((always_inline)) {
    return Pack<S, W>(typename Pack<S, W>::Raw(__builtin_shufflevector(before.v, x.v, (W - s + q)...)));
  }(std::make_integer_sequence<int, W>{});
}
template <int s, class S, int W> [[gnu::always_inline]] inline Dual<Pack<S, W>> moved(const Dual<Pack<S, W>>& before, const Dual<Pack<S, W>>& x) {
  return {moved<s>(before.value, x.value), moved<s>(before.tangent, x.tangent)};
}

/// A stencil's leaves column by column (row by row), of at least one pack. What the neighbours of a stream have is moved against each
/// other in registers.
template <StencilNode E> class StencilColumns {
  using At = Streams<E>;

 public:
  using S = typename E::Base;
  static constexpr int leaves = E::leaves, lanes = register_lanes<S>;
  using L = Lane<S, lanes>;

  StencilColumns(const E& e, std::ptrdiff_t outer) : column_(At::by_rows ? e.cols() : e.rows()), columns_(At::by_rows ? e.rows() : e.cols()) {
    outer_ = outer < 0 ? column_ : outer;
    e.collect(leaf_);
    usable_ = column_ >= lanes;
    for (int l = 0; l < leaves; ++l) {
      usable_ = usable_ && (At::by_rows ? leaf_[l].col_stride : leaf_[l].row_stride) == 1;
      next_[l] = At::by_rows ? leaf_[l].row_stride : leaf_[l].col_stride;
    }
  }
  explicit operator bool() const { return usable_; }

  /// f(position, x, k, stale) for each pack of elements, which are found at x[leaf][k…]; the first `stale` of them came before.
  template <class F> [[gnu::always_inline]] void packs(const F& f) const {
    for (int c = 0; c < columns_; ++c) {
      const Column column(*this, c);
      const int n = column_;
      int k = 0;
      for (; k + lanes <= n; k += lanes) f(column.position + k, column.x, k, 0);
      if (k < n) f(column.position + n - lanes, column.x, n - lanes, k + lanes - n);
    }
  }

  /// w[leaves] += f^* of cotangents; seeds and pullback are those of pull_expression, copied, since what is stored cannot change a copy.
  template <class Seed, class Pulled> [[gnu::flatten, gnu::noinline]] void pull(const Cotangents<S>& w, const Seed& seeds, const Pulled& pullback) const {
    Seed seed = seeds;
    const Pulled pulled = pullback;
    S* first[leaves];   // the place of each stream's lowest element
    each_leaf<E>([&](auto l) {
      if constexpr (At::begins_stream(l)) {
        const LeafView &low = leaf_[At::lowest(l)], &high = leaf_[At::highest(l)];
        first[l] = w.place(low.coordinate, {low.coordinate, strided_extent(high, 1).last});
      }
    });
    for (int c = 0; c < columns_; ++c) {
      S* to[leaves];
      each_leaf<E>([&](auto l) {
        if constexpr (At::begins_stream(l)) to[l] = first[l] + c * next_[l];
      });
      const Column column(*this, c);
      for (int k = 0; k < column_;) {
        k = pull_packs(column, k, seed, pulled, to);
        if (k >= column_) break;
        const int first = std::min(k, column_ - lanes);
        pull_pack(column, first, k - first, seed, pulled, to);
        k = first + lanes;
      }
    }
  }

 private:
  /// f(q) for the leaves q of the stream of l, the first at each distance.
  template <int l, class F> [[gnu::always_inline]] static void each_distance(F&& f) {
    each_leaf<E>([&](auto q) __attribute__((always_inline)) {
      if constexpr (At::one_stream(l, q) && At::is_first(q)) f(q);
    });
  }
  /// Where the elements of a column lie, and its position.
  struct Column {
    const void* x[leaves];
    std::ptrdiff_t position;
    Column(const StencilColumns& all, int c) : position(c * all.outer_) {
      each_leaf<E>([&](auto l) { x[l] = static_cast<const S*>(all.leaf_[l].data) + c * all.next_[l]; });
    }
  };
  /// From element k on as many packs as can be done in registers; the element after them.
  template <class Seed, class Pulled> [[gnu::always_inline]] int pull_packs(const Column& column, int k, Seed& seed, const Pulled& pulled, S* const* to) const {
    const std::ptrdiff_t position = column.position;
    const int n = column_;
    if (!pulled.ready_for_registers()) return k;
    L before[leaves];
    const auto begin = [&]() __attribute__((always_inline)) { each_leaf<E>([&](auto l) { before[l] = L(0); }); };
    begin();
    while (k < n) {
      alignas(64) S of_leaf[leaves][lanes];
      void* g[leaves];
      each_leaf<E>([&](auto l) { g[l] = of_leaf[l]; });
      const int first = std::min(k, n - lanes);   // the last pack reaches back
      seed.at(position + first, lanes);
      if (!pulled.in_registers(column.x, first, position + first, seed(0), g, 0)) [[unlikely]] break;
      L of[leaves];
      each_leaf<E>([&](auto l) { of[l] = load<S, lanes>(of_leaf[l], 0); });
      if (first < k) [[unlikely]] {
        finish(to, k, before), begin();
        each_leaf<E>([&](auto l) { of[l] = only(new_lanes<NumberIn<S>, lanes>(k - first), of[l]); });
      }
      add(to, first, of, before);
      k = first + lanes;
    }
    finish(to, k, before);
    return k;
  }
  /// One pack, whose first `stale` elements came before.
  template <class Seed, class Pulled> [[gnu::noinline]] void pull_pack(const Column& column, int k, int stale, const Seed& seeds, const Pulled& pulled, S* const* to) const {
    Seed seed = seeds;
    alignas(64) S of_leaf[leaves][lanes];
    void* g[leaves];
    each_leaf<E>([&](auto l) { g[l] = of_leaf[l]; });
    seed.at(column.position + k, lanes);
    pulled(column.x, k, column.position + k, seed(0), g, 0);
    L of[leaves], before[leaves];
    each_leaf<E>([&](auto l) { of[l] = only(new_lanes<NumberIn<S>, lanes>(stale), load<S, lanes>(of_leaf[l], 0)), before[l] = L(0); });
    add(to, k, of, before);
    finish(to, k + lanes, before);
  }
  /// Adds what leaves have in a pack from element k on, moved up after what they had before it.
  [[gnu::always_inline]] static void add(S* const* to, int k, L* of, L* before) {
    each_leaf<E>([&](auto l) {
      if constexpr (At::begins_stream(l)) {
        L sum = load<S, lanes>(to[l], k);
        each_distance<l>([&](auto q) __attribute__((always_inline)) {
          each_leaf<E>([&](auto r) {
            if constexpr (r > q && At::same(r, q)) of[q] += of[r];
          });
          sum += moved<At::distance(q)>(before[q], of[q]);
          before[q] = of[q];
        });
        store<S, lanes>(to[l], k, sum);
      }
    });
  }
  /// Adds what has been moved beyond the first n elements.
  [[gnu::always_inline]] static void finish(S* const* to, int n, const L* before) {
    each_leaf<E>([&](auto l) {
      if constexpr (At::begins_stream(l) && At::distance(At::highest(l)) > 0) {
        L rest(0);
        each_distance<l>([&](auto q) __attribute__((always_inline)) { rest += moved<At::distance(q)>(before[q], L(0)); });
        alignas(64) S part[lanes];
        store<S, lanes>(part, 0, rest);
        for (int k = 0; k < At::distance(At::highest(l)); ++k) to[l][n + k] += part[k];
      }
    });
  }

  int column_, columns_;
  std::ptrdiff_t outer_, next_[leaves];
  bool usable_;
  LeafView leaf_[leaves];
};

}  // namespace coframe
