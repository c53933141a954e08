// SPDX-License-Identifier: MIT
#pragma once
// A metric times a number.
#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// g^ of another metric multiplied by a positive number: lengths shrink, directions lengthen. DomainError.
template <class Inner = Euclidean>
class Scaled {
 public:
  static constexpr bool leafwise = LeafwiseMetric<Inner>;

  explicit Scaled(double factor, Inner inner = Inner{}) : factor_(factor), inner_(std::move(inner)) {
    if (!(factor > 0 && std::isfinite(factor)))
      throw DomainError("Scaled: a positive finite factor of g^ was expected, but " + std::to_string(factor) +
                        " came; to stop leaves, freeze them");
  }

  template <Covector W>
  requires MetricOn<Inner, W> Over<W, Tangent> sharp(const W& w)
  const {
    Over<W, Tangent> v = inner_.sharp(w);
    v *= real<W>(factor_);
    return v;
  }
  template <Covector W>
  requires MetricOn<Inner, W>
  void sharp(const W& w, Over<W, Tangent>& v) const {
    coframe::sharp(inner_, w, v);
    v *= real<W>(factor_);
  }
  template <Vector V>
  Over<V, Cotangent> flat(const V& v) const {
    Over<V, Cotangent> w = inner_.flat(v);
    w /= real<V>(factor_);
    return w;
  }
  template <class Random, class T>
  Over<T, Tangent> sample(Random& random, const T& like) const {
    auto v = transform_leaves<Tangent>(like, [](const auto& leaf) { return components_of(leaf); });
    sample(random, like, v);
    return v;
  }
  template <class Random, class T>
  void sample(Random& random, const T& like, Over<T, Tangent>& v) const {
    coframe::sample(inner_, random, like, v);
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
