// SPDX-License-Identifier: MIT
#pragma once
// Groups of an expression's leaves that lie close together in the coordinate space: one pass adds all their cotangents.
#include "coframe/tape/array_chunks.hpp"

namespace coframe {

/// w[p] += Σ g[p] for 0 ≤ p < n, a pack at a time; g's lie apart from w, so that no load waits for a store just before it.
template <int count, class S> void add_arrays(S* w, int n, const S* const* g) {
  constexpr int lanes = register_lanes<S>;
  for (int p = 0; p < n; p += lanes) {
    auto sum = load<S, lanes>(g[0], p);
    for (int q = 1; q < count; ++q) sum += load<S, lanes>(g[q], p);
    store<S, lanes>(w, p, load<S, lanes>(w, p) + sum);
  }
}
template <class S> void add_arrays(S* w, int n, const S* const* g, int count) {
  for (; count > 8; count -= 8, g += 8) add_arrays<8>(w, n, g);
  switch (count) {
    case 1: return add_arrays<1>(w, n, g);
    case 2: return add_arrays<2>(w, n, g);
    case 3: return add_arrays<3>(w, n, g);
    case 4: return add_arrays<4>(w, n, g);
    case 5: return add_arrays<5>(w, n, g);
    case 6: return add_arrays<6>(w, n, g);
    case 7: return add_arrays<7>(w, n, g);
    default: return add_arrays<8>(w, n, g);
  }
}

/// Leaves of unit stride in the plane whose coordinates differ by at most a pack: shifted views of one array, and the same leaf twice.
/// The cotangents of a chunk of each wait in a buffer with zeros before and behind, so that shifted ones can be summed.
template <class E> class LeafGroups {
 public:
  using S = typename E::Base;
  static constexpr int leaves = E::leaves, lanes = Chunks<E>::lanes;

  LeafGroups(const Chunks<E>& chunks, typename Chunks<E>::Buffers& g, const Cotangents<S>& w) {
    for (int l = 0; l < leaves; ++l) {
      if (!chunks.leaf[l].active || !chunks.contiguous(l) || !w.in_plane(chunks.leaf[l].coordinate)) continue;
      grouped_[l] = true;
      const Coordinate c = chunks.leaf[l].coordinate;
      Group* group = nullptr;
      for (int q = 0; q < count_ && !group; ++q) {
        Group& other = groups_[q];
        const Coordinate low = std::min(other.low, c), high = std::max(other.high, c);
        if (chunks.same_strides(other.leaf[0], l) && high - low <= static_cast<Coordinate>(lanes)) group = &other, group->low = low, group->high = high;
      }
      if (!group) group = &groups_[count_++], group->low = group->high = c;
      group->leaf[group->members++] = l;
    }
    for (int q = 0; q < count_; ++q)
      for (int m = 0; m < groups_[q].members; ++m) {
        S* buffer = static_cast<S*>(g[groups_[q].leaf[m]]);
        std::fill(buffer - lanes, buffer, S(0));
        groups_[q].array[m] = buffer - (chunks.leaf[groups_[q].leaf[m]].coordinate - groups_[q].low);
      }
  }
  bool grouped(int l) const { return grouped_[l]; }

  /// Adds what the buffers hold for a chunk of n elements.
  void add(const Chunks<E>& chunks, typename Chunks<E>::Buffers& g, S* const* first, int n) {
    for (int q = 0; q < count_; ++q) {
      Group& group = groups_[q];
      if (n != cleared_ || n % lanes != 0)
        for (int m = 0; m < group.members; ++m) {
          S* buffer = static_cast<S*>(g[group.leaf[m]]);
          std::fill(buffer + n, buffer + n + 2 * lanes, S(0));
        }
      S* w = chunks.place_in(first[group.leaf[0]], group.leaf[0]) - (chunks.leaf[group.leaf[0]].coordinate - group.low);
      add_arrays(w, n + static_cast<int>(group.high - group.low), group.array, group.members);
    }
    cleared_ = n;
  }

 private:
  struct Group {
    Coordinate low, high;
    int members = 0, leaf[leaves];
    const S* array[leaves];
  };
  Group groups_[leaves];
  int count_ = 0, cleared_ = -1;
  bool grouped_[leaves] = {};
};

}  // namespace coframe
