// SPDX-License-Identifier: MIT
#pragma once
// An array expression as one recorded map: forward at primal cost, the pullback recomputes in registers.
#include "coframe/tape/array_flat.hpp"
#include "coframe/tape/array_groups.hpp"
#include "coframe/tape/tape.hpp"

namespace coframe {

/// Writes the elements of e in its Plain's storage order, contiguous or with columns (rows) `outer` apart.
template <ArrayNode E> void evaluate(const E& expression, typename E::Element* out, std::ptrdiff_t outer = -1) {
  const E e = expression;   // a copy that stores to `out` cannot change
  using T = typename E::Element;
  if constexpr (E::vectorizable)
    if (const Flat<E> flat(e); flat && outer < 0)
      return flat.packs([&](std::ptrdiff_t at, const void* const* x, int) {
        store<T, Flat<E>::lanes>(out + at, 0, e.template forward<0, Flat<E>::lanes>(x, 0).y);
      });
  Chunks<E> chunks(e, outer);
  constexpr int lanes = Chunks<E>::lanes;
  chunks.each([&](std::ptrdiff_t at, int n) {
    for (int k = 0; k < n; k += lanes) {
      const auto y = e.template forward<0, lanes>(chunks.x, k).y;
      if (n - k >= lanes) {
        store<T, lanes>(out + at, k, y);
      } else {
        alignas(64) T tail[lanes];
        store<T, lanes>(tail, 0, y);
        std::copy(tail, tail + n, out + at);
      }
    }
  });
}

/// Σ of the elements of e, without materialising them.
template <ArrayNode E> typename E::Element evaluate_sum(const E& e) {
  using T = typename E::Element;
  constexpr int lanes = Chunks<E>::lanes;
  Lane<T, lanes> sum(0);
  if constexpr (E::vectorizable)
    if (const Flat<E> flat(e); flat) {
      flat.packs([&](std::ptrdiff_t, const void* const* x, int stale) {
        const Lane<T, lanes> y = e.template forward<0, lanes>(x, 0).y;
        sum += stale ? without_stale(y, stale) : y;
      });
      return sum_of_lanes(sum);
    }
  Chunks<E> chunks(e);
  T tail_sum(0);
  chunks.each([&](std::ptrdiff_t, int n) {
    for (int k = 0; k < n; k += lanes) {
      const auto y = e.template forward<0, lanes>(chunks.x, k).y;
      if (n - k >= lanes) {
        sum += y;
      } else {
        alignas(64) T tail[lanes];
        store<T, lanes>(tail, 0, y);
        for (int q = 0; q < n; ++q) tail_sum += tail[q];
      }
    }
  });
  if constexpr (lanes == 1) return sum + tail_sum;
  else return sum_of_lanes(sum) + tail_sum;
}

/// w[leaves] += f^* of the cotangents of the elements of e: seed.at(position, n) chooses a chunk, seed(k) loads a pack of it.
template <bool masked, class E, class Seed>
void pull_expression(const E& expression, typename E::Base* w, Seed&& seed, std::ptrdiff_t outer = -1) {
  const E e = expression;
  constexpr int N = E::leaves, lanes = Chunks<E>::lanes;
  if constexpr (E::vectorizable && !masked)
    if (const Flat<E> flat(e); flat && outer < 0 && flat.apart()) return flat.pull(e, w, seed);
  Chunks<E> chunks(e, outer);
  typename Chunks<E>::Buffers buffers, sums;
  void* g[N];
  for (int l = 0; l < N; ++l) g[l] = buffers[l];
  const auto pull_chunk = [&](std::ptrdiff_t at, int n) {
    seed.at(at, n);
    for (int k = 0; k < n; k += lanes) {
      const auto s = e.template forward<0, lanes>(chunks.x, k);
      e.template pull<0, lanes, masked>(s, seed(k), g, k);
    }
  };
  if constexpr (lanes > 1) {
    LeafGroups<E> groups(chunks, buffers);
    chunks.each([&](std::ptrdiff_t at, int n) {
      pull_chunk(at, n);
      groups.add(chunks, buffers, w, n);
      for (int l = 0; l < N; ++l)
        if (chunks.leaf[l].active && !groups.grouped(l)) chunks.add_to_plane(w, l, n, g[l], sums);
    });
  } else {
    chunks.each([&](std::ptrdiff_t at, int n) {
      pull_chunk(at, n);
      for (int l = 0; l < N; ++l)
        if (chunks.leaf[l].active) chunks.add_to_plane(w, l, n, g[l], sums);
    });
  }
  chunks.finish(w, sums);
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
      out(at, k, n, e.template push<0, lanes>(e.template forward<0, lanes>(chunks.x, k), dx, k));
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

  explicit FusedMap(const E& expression) : e(expression) {}
  const char* name() const override { return "array expression"; }
  void arguments(std::vector<Extent>& extents) const override { leaf_extents(e, extents); }
  void pull(S* w, bool masked) const override {
    auto seed = cotangents_from<lanes, T>(reinterpret_cast<const InPlane<T>*>(w + this->range.first));
    if (masked) pull_expression<true>(e, w, seed);
    else pull_expression<false>(e, w, seed);
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

  explicit SumMap(const E& expression) : e(expression) {}
  const char* name() const override { return "sum"; }
  void arguments(std::vector<Extent>& extents) const override { leaf_extents(e, extents); }
  void pull(S* w, bool masked) const override {
    SameCotangent<lanes, T> seed{broadcast<T, lanes>(T(*reinterpret_cast<const InPlane<T>*>(w + this->range.first)))};
    if (masked) pull_expression<true>(e, w, seed);
    else pull_expression<false>(e, w, seed);
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
