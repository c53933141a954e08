// SPDX-License-Identifier: MIT
#pragma once
// Chunks: walks the leaves of an array expression in short contiguous pieces that stay in the first-level cache.
#include "coframe/tape/array_nodes.hpp"

namespace coframe {

/// Presents an expression's leaves as x[leaf], `size` elements at a time, padded to whole packs at the end. Leaves of unit
/// stride are read in place, a scalar for every element is spread out once, others are gathered. A result without gaps is
/// walked in one run if all leaves lie like it, or if its columns (rows, in a row-major result) are short; otherwise column
/// by column.
template <class E> class Chunks {
 public:
  using S = typename E::Base;
  static constexpr int leaves = std::max(E::leaves, 1), size = 128, short_column = 64;
  static constexpr int lanes = E::vectorizable ? register_lanes<S> : 1;
  static constexpr int bytes = complex_leaves<E> ? 2 * sizeof(S) : sizeof(S);   // at most, of an element
  struct Buffers {
    alignas(64) std::byte memory[leaves][(lanes + size + short_column) * bytes];
    void* operator[](int l) { return memory[l] + lanes * bytes; }   // a pack may be read before the first element
  };

  const void* x[leaves];
  LeafView leaf[leaves];

  /// `outer`: how far apart the result's columns (rows, if it is row-major) lie; the elements of e contiguous by default.
  explicit Chunks(const E& e, std::ptrdiff_t outer = -1) {
    e.collect(leaf);
    const bool by_rows = E::Plain::IsRowMajor;
    column_ = by_rows ? e.cols() : e.rows();
    const std::ptrdiff_t columns = by_rows ? e.rows() : e.cols();
    bool all_flat = true;
    for (int l = 0; l < E::leaves; ++l) {
      stride_[l] = by_rows ? leaf[l].col_stride : leaf[l].row_stride;
      column_stride_[l] = by_rows ? leaf[l].row_stride : leaf[l].col_stride;
      flat_[l] = columns <= 1 || column_stride_[l] == stride_[l] * column_;
      all_flat = all_flat && flat_[l];
    }
    outer_ = outer < 0 ? column_ : outer;
    const bool one_run = columns <= 1 || (outer_ == column_ && (all_flat || column_ < short_column));
    run_ = one_run ? column_ * columns : column_;
    runs_ = one_run ? std::min<std::ptrdiff_t>(columns, 1) : columns;
    if (!one_run) std::fill(flat_, flat_ + leaves, true);   // within a run
    in_place_ = true;
    for (int l = 0; l < E::leaves; ++l) {
      contiguous_[l] = stride_[l] == 1 && flat_[l];
      spread_[l] = stride_[l] == 0 && column_stride_[l] == 0;
      in_place_ = in_place_ && (contiguous_[l] || spread_[l]);
      if (spread_[l] && run_ > 0) spread(l, gathered_[l]);
      repeated_[l] = !flat_[l] && stride_[l] == 1 && column_stride_[l] == 0;
      if (repeated_[l]) repeat(leaf[l].data, l, gathered_[l]);
    }
  }

  /// Calls f(position, n) for each chunk of n elements at a position of the result.
  template <class F> void each(F&& f) {
    for (run_at_ = 0; run_at_ < runs_; ++run_at_) {
      at_ = 0;
      if (in_place_) {   // whole packs of all leaves, read where they are
        const std::byte* start[leaves];
        int step[leaves];
        for (int l = 0; l < E::leaves; ++l) {
          start[l] = static_cast<const std::byte*>(spread_[l] ? gathered_[l] : leaf[l].data) + run_at_ * column_stride_[l] * leaf[l].bytes;
          step[l] = spread_[l] ? 0 : leaf[l].bytes;
        }
        const std::ptrdiff_t whole = run_ / lanes * lanes;
        for (; at_ < whole; at_ += size) {
          for (int l = 0; l < E::leaves; ++l) x[l] = start[l] + at_ * step[l];
          f(run_at_ * outer_ + at_, static_cast<int>(std::min<std::ptrdiff_t>(size, whole - at_)));
        }
        at_ = whole;
      }
      while (at_ < run_) {
        const std::ptrdiff_t left = run_ - at_;
        const int n = static_cast<int>(left >= lanes ? std::min<std::ptrdiff_t>(size, left / lanes * lanes) : left);
        for (int l = 0; l < E::leaves; ++l) x[l] = present<Value>(leaf[l].data, l, n, gathered_[l]);
        f(run_at_ * outer_ + at_, n);
        at_ += n;
      }
    }
  }
  /// Within f: the same chunk of leaf l in another array over the coordinates (tangents).
  const void* in_plane(const S* plane, int l, int n, void* buffer) const { return present<InPlane>(plane + leaf[l].coordinate, l, n, buffer); }
  /// Is leaf l's chunk contiguous in the plane, of real elements?
  bool contiguous(int l) const { return contiguous_[l] && leaf[l].width == 1; }
  bool same_strides(int l, int q) const { return stride_[l] == stride_[q] && column_stride_[l] == column_stride_[q]; }
  /// Within f: the place of leaf l's chunk, where its first element has place `first`.
  S* place_in(S* first, int l) const { return first + run_at_ * column_stride_[l] + at_; }
  /// Within f: adds g to the chunk of leaf l, whose first element's cotangent has place `first`; sums for a repeated column wait for finish().
  void add(S* first, int l, int n, const void* g, Buffers& sums) {
    with_element(l, [&]<class T>(T) {
      const T* from = static_cast<const T*>(g);
      if (repeated_[l]) {
        T* sum = static_cast<T*>(sums[l]);
        if (!summing_[l]) std::fill(sum, sum + std::min<std::ptrdiff_t>(size, run_) + column_, T(S(0))), summing_[l] = true;
        return add_strided(sum + at_ % column_, 1, from, n);
      }
      auto* w = reinterpret_cast<InPlane<T>*>(first);
      segments(l, n, [&](std::ptrdiff_t offset, int k, int length) { add_strided(w + offset, stride_[l], from + k, length); });
    });
  }

  /// After each(): adds what was summed for repeated columns.
  void finish(S* const* first, Buffers& sums) {
    for (int l = 0; l < E::leaves; ++l)
      if (summing_[l])
        with_element(l, [&]<class T>(T) {
          auto* w = reinterpret_cast<InPlane<T>*>(first[l]);
          const T* sum = static_cast<const T*>(sums[l]);
          const std::ptrdiff_t length = std::min<std::ptrdiff_t>(size, run_) + column_;
          for (std::ptrdiff_t k = 0; k < length; k += column_) add_strided(w, 1, sum + k, static_cast<int>(std::min(column_, length - k)));
        });
  }

 private:
  using ComplexElement = typename ConstantIn<S, std::complex<double>>::type;
  /// f(T()) for the element type of leaf l.
  template <class F> void with_element(int l, const F& f) const {
    if (leaf[l].width == 1) f(S());
    else if constexpr (complex_leaves<E>) f(ComplexElement());
  }
  /// f(offset, k, length) for the stretches of equal stride that leaf l's next n elements consist of.
  template <class F> void segments(int l, int n, const F& f) const {
    if (flat_[l]) return f(run_at_ * column_stride_[l] + at_ * stride_[l], 0, n);
    std::ptrdiff_t column = at_ / column_, i = at_ % column_;
    for (int k = 0; k < n; ++column, i = 0) {
      const int length = static_cast<int>(std::min<std::ptrdiff_t>(column_ - i, n - k));
      f(column * column_stride_[l] + i * stride_[l], k, length);
      k += length;
    }
  }
  /// One element for a whole chunk.
  void spread(int l, void* buffer) const {
    with_element(l, [&]<class T>(T) {
      T* to = static_cast<T*>(buffer);
      std::fill(to, to + size + lanes, *static_cast<const T*>(leaf[l].data));
    });
  }
  /// A column repeated, so that a chunk finds it contiguous wherever it begins.
  void repeat(const void* data, int l, void* buffer) const {
    with_element(l, [&]<class T>(T) {
      const T* from = static_cast<const T*>(data);
      T* to = static_cast<T*>(buffer);
      const std::ptrdiff_t length = std::min<std::ptrdiff_t>(size, run_) + column_ + lanes;
      for (std::ptrdiff_t k = 0; k < std::min(column_, length); ++k) to[k] = from[k];
      for (std::ptrdiff_t k = column_; k < std::min<std::ptrdiff_t>(length, size + short_column); ++k) to[k] = to[k - column_];
    });
  }
  /// Elements stored as Stored<T>, in place where that is T.
  template <template <class> class Stored> const void* present(const void* data, int l, int n, void* buffer) const {
    if (spread_[l] && data == leaf[l].data) return buffer;
    if (repeated_[l] && data == leaf[l].data) return static_cast<const std::byte*>(buffer) + at_ % column_ * std::ptrdiff_t{leaf[l].bytes};
    if (contiguous_[l] && n % lanes == 0 && (leaf[l].width == 1 || std::is_same_v<Stored<ComplexElement>, ComplexElement>))
      return static_cast<const std::byte*>(data) + (run_at_ * column_stride_[l] + at_) * std::ptrdiff_t{leaf[l].bytes};
    with_element(l, [&]<class T>(T) {
      T* to = static_cast<T*>(buffer);
      segments(l, n, [&](std::ptrdiff_t offset, int k, int length) {
        const auto* from = static_cast<const Stored<T>*>(data) + offset;
        const std::ptrdiff_t stride = stride_[l];
        if (stride == 1)
          for (int q = 0; q < length; ++q) to[k + q] = from[q];
        else
          for (int q = 0; q < length; ++q) to[k + q] = from[q * stride];
      });
      for (int k = n; k % lanes != 0; ++k) to[k] = to[n - 1];
    });
    return buffer;
  }
  template <class W, class T> static void add_strided(W* w, std::ptrdiff_t stride, const T* g, int n) {
    if (stride == 0) {
      int k = 0;
      T sum(0);
      if constexpr (lanes > 1) {
        Lane<T, lanes> sums(0);
        for (; k + lanes <= n; k += lanes) sums += load<T, lanes>(g, k);
        sum = sum_of_lanes(sums);
      }
      for (; k < n; ++k) sum += g[k];
      *w += sum;
    } else if (stride == 1) {
      int k = 0;
      if constexpr (lanes > 1)
        for (; k + lanes <= n; k += lanes) store<T, lanes>(w, k, load<T, lanes>(w, k) + load<T, lanes>(g, k));
      for (; k < n; ++k) w[k] += g[k];
    } else {
      for (int k = 0; k < n; ++k) w[k * stride] += g[k];
    }
  }

  std::ptrdiff_t column_, run_, runs_, outer_, at_ = 0, run_at_ = 0;
  int stride_[leaves] = {}, column_stride_[leaves] = {};
  bool in_place_, contiguous_[leaves] = {}, spread_[leaves] = {}, flat_[leaves] = {}, repeated_[leaves] = {}, summing_[leaves] = {};
  Buffers gathered_;
};

}  // namespace coframe
