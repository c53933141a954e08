// SPDX-License-Identifier: MIT
#pragma once
// What L-BFGS remembers: the last steps and how the differential changed along them, and the inverse Hessian that they give.
#include <algorithm>
#include <vector>

#include "coframe/flows/memory.hpp"
#include "coframe/metric/metric.hpp"

namespace coframe {

/// The last pairs (s, y) of steps and changes of the differential, at most `most` of them, ⟨y, s⟩ > 0 each: a ring of trees that
/// are made once and written again.
template <Point X>
class SecantPairs {
 public:
  using S = RealOf<X>;
  using V = Over<X, Tangent>;
  using W = Over<X, Cotangent>;

  SecantPairs(const X& x, int most)
      : most_(static_cast<std::size_t>(std::max(most, 0))), coefficients_(most_), force_(zeros_over<Cotangent>(x)),
        ring_(most_ + 1, Pair{zeros_over<Tangent>(x), force_, S(0)}) {}

  bool empty() const { return size_ == 0; }
  void clear() { size_ = 0; }
  /// Adds s = c v, y = after - before in place of the oldest, unless ⟨y, s⟩ ≤ 0: the Hessian would not stay positive.
  void add(S c, const V& v, const W& before, const W& after) {
    Pair& next = (*this)[size_];   // lies beyond the pairs that are kept, so the oldest is not lost to one that is not taken
    next.s = v;
    next.s *= c;
    next.y = after;
    next.y -= before;
    const S curvature = pair(next.y, next.s);
    if (!(curvature > 0)) return;
    next.rho = 1 / curvature;
    if (size_ < most_) ++size_;
    else oldest_ = (oldest_ + 1) % ring_.size();
  }
  /// v = B⁻¹ w by the two loops. Before the first pair B⁻¹ is g^, then the pairs correct γ g^, γ = ⟨y, s⟩/⟨y, g^ y⟩ of the newest.
  template <class G>
  void raise(const G& g, const W& w, V& v, RoomOf<G, X>& room) {
    if (empty()) return sharp(g, w, v, room);
    const Pair& newest = (*this)[size_ - 1];
    sharp(g, newest.y, v, room);
    const S gamma = 1 / (newest.rho * pair(newest.y, v));
    force_ = w;
    for (std::size_t i = size_; i-- > 0;) {
      const Pair& p = (*this)[i];
      coefficients_[i] = p.rho * pair(force_, p.s);
      add_scaled(force_, -coefficients_[i], p.y);
    }
    sharp(g, force_, v, room);
    v *= gamma;
    for (std::size_t i = 0; i < size_; ++i) {
      const Pair& p = (*this)[i];
      add_scaled(v, coefficients_[i] - p.rho * pair(p.y, v), p.s);
    }
  }

 private:
  struct Pair {
    V s;
    W y;
    S rho;   // 1/⟨y, s⟩
  };
  /// Pair i from the oldest.
  Pair& operator[](std::size_t i) { return ring_[(oldest_ + i) % ring_.size()]; }

  std::size_t most_, size_ = 0, oldest_ = 0;
  std::vector<S> coefficients_;
  W force_;
  std::vector<Pair> ring_;
};

}  // namespace coframe
