// SPDX-License-Identifier: MIT
#pragma once
// sharp, flat and sample by value, made of those in place.
#include "coframe/metric/metric.hpp"

namespace coframe {

/// The base of a metric `Self` that has g.sharp(w, v, room), and may have g.flat(v, w, room) and g.sample(random, x, v, room):
/// it adds the maps that return what these write. `Self` names them in using-declarations beside its own.
template <class Self>
class ByValue {
 public:
  /// v = g^ w.
  template <Covector W>
    requires requires(const Self& g, const W& w, Over<W, Tangent>& v, RoomOf<Self, W>& room) { g.sharp(w, v, room); }
  Over<W, Tangent> sharp(const W& w) const {
    auto v = shaped<Tangent>(w);
    RoomOf<Self, W> room;
    self().sharp(w, v, room);
    return v;
  }
  /// w = g v.
  template <Vector V>
    requires requires(const Self& g, const V& v, Over<V, Cotangent>& w, RoomOf<Self, V>& room) { g.flat(v, w, room); }
  Over<V, Cotangent> flat(const V& v) const {
    auto w = shaped<Cotangent>(v);
    RoomOf<Self, V> room;
    self().flat(v, w, room);
    return w;
  }
  /// √g^ ξ with ξ of independent standard normal coordinates; x is a point or a vector.
  template <class Random, class T>
    requires requires(const Self& g, Random& random, const T& x, Over<T, Tangent>& v, RoomOf<Self, T>& room) {
      g.sample(random, x, v, room);
    }
  Over<T, Tangent> sample(Random& random, const T& x) const {
    auto v = shaped<Tangent>(x);
    RoomOf<Self, T> room;
    self().sample(random, x, v, room);
    return v;
  }

 private:
  const Self& self() const { return static_cast<const Self&>(*this); }
  template <template <class> class F, class T>
  static Over<T, F> shaped(const T& like) {
    return transform_leaves<F>(like, [](const auto& leaf) { return components_of(leaf); });
  }
};

}  // namespace coframe
