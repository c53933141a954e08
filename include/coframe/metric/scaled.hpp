// SPDX-License-Identifier: MIT
#pragma once
// A metric times a number.
#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// g^ of another metric multiplied by a positive number: lengths shrink, directions lengthen. DomainError.
template <class Inner = Euclidean>
class Scaled : public ByValue<Scaled<Inner>> {
 public:
  using ByValue<Scaled>::sharp, ByValue<Scaled>::flat, ByValue<Scaled>::sample;
  template <class X>
  using Room = RoomOf<Inner, X>;
  static constexpr bool leafwise = LeafwiseMetric<Inner>;

  explicit Scaled(double factor, Inner inner = Inner{}) : factor_(factor), inner_(std::move(inner)) {
    if (!(factor > 0 && std::isfinite(factor)))
      throw DomainError("Scaled: a positive finite factor of g^ was expected, but " + std::to_string(factor) +
                        " came; to stop leaves, freeze them");
  }

  template <Covector W>
  requires MetricOn<Inner, W>
  void sharp(const W& w, Over<W, Tangent>& v, RoomOf<Inner, W>& room) const {
    coframe::sharp(inner_, w, v, room);
    v *= real<W>(factor_);
  }
  template <Vector V>
  requires requires(const Inner& g, const V& v) { g.flat(v); }
  void flat(const V& v, Over<V, Cotangent>& w, RoomOf<Inner, V>& room) const {
    coframe::flat(inner_, v, w, room);
    w /= real<V>(factor_);
  }
  template <class Random, class T>
  void sample(Random& random, const T& like, Over<T, Tangent>& v, RoomOf<Inner, T>& room) const {
    coframe::sample(inner_, random, like, v, room);
    v *= real<T>(std::sqrt(factor_));
  }
  template <Leaf X>
  requires leafwise double scale(std::size_t i, const X& x) const { return factor_ * inner_.scale(i, x); }
  bool frozen(std::size_t i) const { return is_frozen(inner_, i); }

 private:
  template <class T>
  static RealOf<T> real(double x) {
    return static_cast<RealOf<T>>(x);
  }
  double factor_;
  Inner inner_;
};

}  // namespace coframe
