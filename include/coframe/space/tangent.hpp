// SPDX-License-Identifier: MIT
#pragma once
// Tangent vectors: velocities, displacements. Points move along them.
#include "coframe/space/components.hpp"
#include "coframe/space/tree_over.hpp"

namespace coframe {

/// A velocity at a point of the leaf space X, contravariant; X(t + h) ≈ x + h v. For complex X it is v = ẋ + i ẏ.
/// Vector space operations, and point + tangent, raise ShapeError if shapes differ.
template <class X>
class Tangent : public Components<Tangent<X>, X> {
 public:
  using Components<Tangent, X>::Components;

  friend X operator+(const X& x, const Tangent& v) {
    require_same_shape(x, v.components(), "point + tangent");
    return x + v.components();
  }
  friend X operator-(const X& x, const Tangent& v) {
    require_same_shape(x, v.components(), "point - tangent");
    return x - v.components();
  }
  friend X& operator+=(X& x, const Tangent& v) {
    require_same_shape(x, v.components(), "point += tangent");
    return x += v.components();
  }
  friend X& operator-=(X& x, const Tangent& v) {
    require_same_shape(x, v.components(), "point -= tangent");
    return x -= v.components();
  }
};

template <class X>
struct PointOf<Tangent<X>> {
  using type = X;
};

/// The tangent v with from + v = to, up to rounding. Raises ShapeError if the shapes differ.
template <Leaf X>
Tangent<X> displacement(const X& from, const X& to) {
  require_same_shape(from, to, "displacement");
  return Tangent<X>(X(to - from));
}

}  // namespace coframe
