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
    return made<Tangent>(w, [&](auto& v, auto& room) { self().sharp(w, v, room); });
  }
  /// w = g v.
  template <Vector V>
    requires requires(const Self& g, const V& v, Over<V, Cotangent>& w, RoomOf<Self, V>& room) { g.flat(v, w, room); }
  Over<V, Cotangent> flat(const V& v) const {
    return made<Cotangent>(v, [&](auto& w, auto& room) { self().flat(v, w, room); });
  }
  /// √g^ ξ with ξ of independent standard normal coordinates; x is a point or a vector.
  template <class Random, class T>
    requires requires(const Self& g, Random& random, const T& x, Over<T, Tangent>& v, RoomOf<Self, T>& room) {
      g.sample(random, x, v, room);
    }
  Over<T, Tangent> sample(Random& random, const T& x) const {
    return made<Tangent>(x, [&](auto& v, auto& room) { self().sample(random, x, v, room); });
  }

 private:
  const Self& self() const { return static_cast<const Self&>(*this); }
  /// What write(out, room) writes into a tree over F in the shape of `like`, in a room of its own.
  template <template <class> class F, class T, class Write>
  static Over<T, F> made(const T& like, const Write& write) {
    auto out = over_components<F>(like);
    RoomOf<Self, T> room;
    write(out, room);
    return out;
  }
};

}  // namespace coframe
