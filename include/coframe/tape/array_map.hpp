// SPDX-License-Identifier: MIT
#pragma once
// An array expression as one recorded map; its pullback recomputes in registers, or reads kept slopes.
#include "coframe/tape/array_forward.hpp"
#include "coframe/tape/array_groups.hpp"

namespace coframe {

/// g[leaf][k] of the packs of a chunk of n elements, from k on as many as can be done in registers; the element after them. All of it is
/// inlined, a user's kernel too; the pointers are copied, so that they need not be read again behind every store.
template <class E, class Seed, class Pulled>
[[gnu::flatten, gnu::noinline]] int pull_packs(const Chunks<E>& chunks, std::ptrdiff_t at, int k, int n, const Seed& seed, const Pulled& pulled, void* const* g) {
  constexpr int lanes = Chunks<E>::lanes;
  if (!pulled.ready_for_registers()) return k;
  const void* x[Chunks<E>::leaves];
  void* to[Chunks<E>::leaves];
  std::copy(chunks.x, chunks.x + E::leaves, x);
  std::copy(g, g + E::leaves, to);
  for (; k < n; k += lanes)
    if (!pulled.in_registers(x, k, at + k, seed(k), to, k)) [[unlikely]] break;
  return k;
}

/// w[leaves] += f^* of the cotangents of the elements of e: seed.at(position, n) chooses a chunk, seed(k) loads a pack of it;
/// pulled(x, k, position, w, g, q) is Recomputed or KeptSlopes.
template <class E, class Seed, class Pulled>
void pull_expression(const E& e, const Cotangents<typename E::Base>& w, Seed&& seed, const Pulled& pulled, std::ptrdiff_t outer = -1) {
  constexpr int N = E::leaves, lanes = Chunks<E>::lanes;
  if constexpr (StencilNode<E>) {
    if (const StencilColumns<E> columns(e, outer); columns) return columns.pull(w, seed, pulled);
  } else if constexpr (E::vectorizable) {
    if (const Flat<E> flat(e); flat && outer < 0 && flat.apart()) return flat.pull(w, seed, pulled);
  }
  Chunks<E> chunks(e, outer);
  typename Chunks<E>::Buffers buffers, sums;
  void* g[N];
  typename E::Base* first[N];   // the places of each leaf's first element
  for (int l = 0; l < N; ++l) {
    const LeafView& leaf = chunks.leaf[l];
    g[l] = buffers[l];
    first[l] = leaf.active ? w.place(leaf.coordinate, strided_extent(leaf, leaf.width)) : nullptr;
  }
  const auto pull_chunk = [&](std::ptrdiff_t at, int n) {
    seed.at(at, n);
    for (int k = 0; k < n; k += lanes) {
      k = pull_packs(chunks, at, k, n, seed, pulled, g);
      if (k < n) pulled(chunks.x, k, at + k, seed(k), g, k);
    }
  };
  if constexpr (lanes > 1) {
    LeafGroups<E> groups(chunks, buffers, w);
    chunks.each([&](std::ptrdiff_t at, int n) {
      pull_chunk(at, n);
      groups.add(chunks, buffers, first, n);
      for (int l = 0; l < N; ++l)
        if (chunks.leaf[l].active && !groups.grouped(l)) chunks.add(first[l], l, n, g[l], sums);
    });
  } else {
    chunks.each([&](std::ptrdiff_t at, int n) {
      pull_chunk(at, n);
      for (int l = 0; l < N; ++l)
        if (chunks.leaf[l].active) chunks.add(first[l], l, n, g[l], sums);
    });
  }
  chunks.finish(first, sums);
}
template <class E, class Seed>
void pull_expression(const E& e, const Cotangents<typename E::Base>& w, Seed&& seed, bool masked, const Slopes<E>& slopes) {
  if (masked) return pull_expression(e, w, seed, Recomputed<true, E>(e));
  if constexpr (keeps_slopes<E>)
    if (slopes) return pull_expression(e, w, seed, KeptSlopes<E>(slopes));
  pull_expression(e, w, seed, Recomputed<false, E>(e));
}

/// Calls out(position, k, n, tangents of the elements) for the tangents v of the leaves.
template <class E, class Out> void push_expression(const E& e, const typename E::Base* v, const Out& out, std::ptrdiff_t outer = -1) {
  constexpr int N = E::leaves, lanes = Chunks<E>::lanes;
  Chunks<E> chunks(e, outer);
  typename Chunks<E>::Buffers buffers;
  chunks.each([&](std::ptrdiff_t at, int n) {
    const void* dx[N];
    for (int l = 0; l < N; ++l)
      dx[l] = chunks.leaf[l].active ? chunks.in_plane(v, l, n, buffers[l]) : nullptr;
    for (int k = 0; k < n; k += lanes)
      out(at, k, n, e.template push<0, lanes>(e.template forward<0, lanes, Aim::values>(chunks.x, k), dx, k));
  });
}

template <class E> void leaf_extents(const E& e, std::vector<Extent>& extents) {
  LeafView leaf[E::leaves];
  e.collect(leaf);
  for (const LeafView& l : leaf)
    if (l.active && l.rows > 0 && l.cols > 0) extents.push_back(strided_extent(l, l.width));
}

/// Seeds for pull_expression: the cotangents y of its elements, padded with zeros.
template <int lanes, class T> struct CotangentsFrom {
  const InPlane<T>* y;
  const InPlane<T>* chunk = nullptr;
  alignas(64) InPlane<T> tail[lanes];
  explicit CotangentsFrom(const InPlane<T>* from) : y(from) {}
  void at(std::ptrdiff_t position, int n) {
    chunk = y + position;
    if (n % lanes == 0) return;
    std::fill(std::copy(chunk, chunk + n, tail), tail + lanes, InPlane<T>(0));
    chunk = tail;
  }
  [[gnu::always_inline]] Lane<T, lanes> operator()(int k) const {
    if constexpr (lanes == 1) return chunk[k];
    else return load<T, lanes>(chunk, k);
  }
};
template <int lanes, class T> CotangentsFrom<lanes, T> cotangents_from(const InPlane<T>* y) { return CotangentsFrom<lanes, T>(y); }
/// The same cotangent for every element.
template <int lanes, class T> struct SameCotangent {
  Lane<T, lanes> w;
  void at(std::ptrdiff_t, int) {}
  [[gnu::always_inline]] const Lane<T, lanes>& operator()(int) const { return w; }
};
/// Receiver for push_expression: writes tangents to y.
template <int lanes, class T> auto tangents_to(InPlane<T>* y) {
  return [y](std::ptrdiff_t at, int k, int n, const Lane<T, lanes>& dy) {
    if constexpr (lanes == 1) {
      y[at + k] = dy;
    } else {
      if (n % lanes == 0) return store<T, lanes>(y + at, k, dy);
      alignas(64) T tail[lanes];
      store<T, lanes>(tail, 0, dy);
      std::copy(tail, tail + n, y + at);
    }
  };
}

/// y = e, coefficient by coefficient.
template <class E> struct FusedMap final : RecordedMap<typename E::Base> {
  using S = typename E::Base;
  using T = typename E::Element;
  static constexpr bool owns_memory = !std::is_trivially_destructible_v<E>;
  static constexpr int lanes = Chunks<E>::lanes;
  E e;
  [[no_unique_address]] Slopes<E> slopes;

  FusedMap(const E& expression, const Slopes<E>& kept) : e(expression), slopes(kept) {}
  const char* name() const override { return "array expression"; }
  void arguments(std::vector<Extent>& extents) const override { leaf_extents(e, extents); }
  void pull(const Cotangents<S>& w, bool masked) const override {
    auto seed = cotangents_from<lanes, T>(reinterpret_cast<const InPlane<T>*>(w.plane() + this->range.first));
    pull_expression(e, w, seed, masked, slopes);
  }
  void push(S* v) const override {
    push_expression(e, v, tangents_to<lanes, T>(reinterpret_cast<InPlane<T>*>(v + this->range.first)));
  }
};

/// y = Σ e.
template <class E> struct SumMap final : RecordedMap<typename E::Base> {
  using S = typename E::Base;
  using T = typename E::Element;
  static constexpr bool owns_memory = !std::is_trivially_destructible_v<E>;
  static constexpr int lanes = Chunks<E>::lanes;
  E e;
  [[no_unique_address]] Slopes<E> slopes;

  SumMap(const E& expression, const Slopes<E>& kept) : e(expression), slopes(kept) {}
  const char* name() const override { return "sum"; }
  void arguments(std::vector<Extent>& extents) const override { leaf_extents(e, extents); }
  void pull(const Cotangents<S>& w, bool masked) const override {
    SameCotangent<lanes, T> seed{broadcast<T, lanes>(T(*reinterpret_cast<const InPlane<T>*>(w.plane() + this->range.first)))};
    pull_expression(e, w, seed, masked, slopes);
  }
  void push(S* v) const override {
    T total(0);
    push_expression(e, v, [&](std::ptrdiff_t, int, int n, const Lane<T, lanes>& dy) {
      alignas(64) T tail[lanes];
      store<T, lanes>(tail, 0, dy);
      for (int k = 0; k < std::min(n, lanes); ++k) total += tail[k];
    });
    *reinterpret_cast<InPlane<T>*>(v + this->range.first) = total;
  }
};

}  // namespace coframe
