// SPDX-License-Identifier: MIT
#pragma once
// Chunks: walks the leaves of an array expression in short contiguous pieces that stay in the first-level cache.
#include "coframe/tape/array_nodes.hpp"

namespace coframe {

/// Presents an expression's leaves as x[leaf], `size` elements at a time, padded to whole packs at the end. Leaves of unit
/// stride are read in place, others are gathered.
template <class E> class Chunks {
 public:
  using S = typename E::Base;
  static constexpr int leaves = std::max(E::leaves, 1), size = 128;
  static constexpr int lanes = E::vectorizable ? Pack<std::conditional_t<E::vectorizable, S, double>>::width : 1;
  static constexpr int bytes = E::vectorizable ? sizeof(S) : 2 * sizeof(S);   // at most, of an element
  struct Buffers {
    alignas(64) std::byte memory[leaves][size * bytes];
    void* operator[](int l) { return memory[l]; }
  };

  const void* x[leaves];
  LeafView leaf[leaves];

  /// `outer`: how far apart the result's columns (rows, if it is row-major) lie; the elements of e contiguous by default.
  explicit Chunks(const E& e, std::ptrdiff_t outer = -1) {
    e.collect(leaf);
    const bool by_rows = E::Plain::IsRowMajor;
    fast_ = by_rows ? e.cols() : e.rows();
    slow_ = by_rows ? e.rows() : e.cols();
    outer_ = outer < 0 ? fast_ : outer;
    bool flat = slow_ <= 1 || outer_ == fast_;
    for (int l = 0; l < E::leaves; ++l) {
      fast_stride_[l] = by_rows ? leaf[l].col_stride : leaf[l].row_stride;
      slow_stride_[l] = by_rows ? leaf[l].row_stride : leaf[l].col_stride;
      flat = flat && (slow_ <= 1 || slow_stride_[l] == fast_stride_[l] * fast_);
    }
    if (flat) fast_ *= slow_, slow_ = 1;
  }

  /// Calls f(position, n) for each chunk of n elements at a position of the result.
  template <class F> void each(F&& f) {
    for (slow_at_ = 0; slow_at_ < slow_; ++slow_at_)
      for (fast_at_ = 0; fast_at_ < fast_;) {
        const std::ptrdiff_t left = fast_ - fast_at_;
        const int n = static_cast<int>(left >= lanes ? std::min<std::ptrdiff_t>(size, left / lanes * lanes) : left);
        for (int l = 0; l < E::leaves; ++l) x[l] = present(leaf[l].data, l, n, gathered_[l]);
        f(slow_at_ * outer_ + fast_at_, n);
        fast_at_ += n;
      }
  }
  /// Within f: the same chunk of leaf l in another array over the coordinates (tangents).
  const void* in_plane(const S* plane, int l, int n, void* buffer) const { return present(plane + leaf[l].coordinate, l, n, buffer); }
  /// Within f: adds g to the chunk of leaf l in a plane of cotangents.
  void add_to_plane(S* plane, int l, int n, const void* g) const {
    if (leaf[l].width == 1) add<S>(plane + leaf[l].coordinate, l, n, static_cast<const S*>(g));
    else if constexpr (!E::vectorizable) {
      using Z = typename ConstantIn<S, std::complex<double>>::type;
      add<Z>(reinterpret_cast<Z*>(plane + leaf[l].coordinate), l, n, static_cast<const Z*>(g));
    }
  }

 private:
  const void* present(const void* data, int l, int n, void* buffer) const {
    if (fast_stride_[l] == 1 && n % lanes == 0)
      return static_cast<const std::byte*>(data) + (slow_at_ * slow_stride_[l] + fast_at_) * std::ptrdiff_t{leaf[l].bytes};
    if (leaf[l].width == 1) gather<S>(data, l, n, buffer);
    else if constexpr (!E::vectorizable) gather<typename ConstantIn<S, std::complex<double>>::type>(data, l, n, buffer);
    return buffer;
  }
  template <class T> void gather(const void* data, int l, int n, void* buffer) const {
    const std::ptrdiff_t stride = fast_stride_[l];
    const T* from = static_cast<const T*>(data) + slow_at_ * slow_stride_[l] + fast_at_ * stride;
    T* to = static_cast<T*>(buffer);
    const int padded = (n + lanes - 1) / lanes * lanes;
    for (int k = 0; k < n; ++k) to[k] = from[k * stride];
    for (int k = n; k < padded; ++k) to[k] = to[n - 1];
  }
  template <class T> void add(T* plane, int l, int n, const T* g) const {
    const std::ptrdiff_t stride = fast_stride_[l];
    T* w = plane + slow_at_ * slow_stride_[l] + fast_at_ * stride;
    if (stride == 0) {
      T sum = g[0];
      for (int k = 1; k < n; ++k) sum += g[k];
      *w += sum;
    } else if (stride == 1) {
      int k = 0;
      if constexpr (lanes > 1)
        for (; k + lanes <= n; k += lanes) (Lane<T, lanes>::load(w + k) + Lane<T, lanes>::load(g + k)).store(w + k);
      for (; k < n; ++k) w[k] += g[k];
    } else {
      for (int k = 0; k < n; ++k) w[k * stride] += g[k];
    }
  }

  std::ptrdiff_t fast_, slow_, outer_, fast_at_ = 0, slow_at_ = 0;
  int fast_stride_[leaves] = {}, slow_stride_[leaves] = {};
  Buffers gathered_;
};

}  // namespace coframe
