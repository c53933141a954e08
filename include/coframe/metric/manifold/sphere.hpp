// SPDX-License-Identifier: MIT
#pragma once
// Unit vectors: spheres, and the unit circle of the complex plane.
#include <cmath>

#include "coframe/space.hpp"

namespace coframe {

/// |x| = 1 in a leaf space: S^{n-1} in ℝⁿ, S^{2n-1} in ℂⁿ, the unit circle in ℂ, with the metric of that space.
struct Sphere {
  /// v - ⟨x, v⟩ x.
  template <Leaf X>
  Tangent<X> project(const X& x, const Tangent<X>& v) const {
    return Tangent<X>(X(v.components() - component_pair(x, v.components()) * x));
  }
  /// g^ dL within the sphere: ⟨dL, u⟩ = inner(gradient, u) for all u tangent to it.
  template <Leaf X>
  Tangent<X> riemannian_gradient(const X& x, const Cotangent<X>& dL) const {
    return project(x, Tangent<X>(dL.components()));
  }
  template <Leaf X>
  RealOf<X> inner(const X&, const Tangent<X>& u, const Tangent<X>& v) const {
    return component_pair(u.components(), v.components());
  }
  /// (x + v)/|x + v|, which agrees with exp to second order.
  template <Leaf X>
  X retract(const X& x, const Tangent<X>& v) const {
    return normalized(X(x + v.components()));
  }
  /// cos|v| x + sin|v| v/|v|.
  template <Leaf X>
  X exp(const X& x, const Tangent<X>& v) const {
    const RealOf<X> angle = length(v.components());
    return normalized(X(std::cos(angle) * x + sinc(angle) * v.components()));
  }
  /// The velocity of the geodesic that is at y at time 1. DomainError for opposite points, which have no shortest way.
  template <Leaf X>
  Tangent<X> log(const X& x, const X& y) const {
    const RealOf<X> cosine = component_pair(x, y);
    const X across = X(y - cosine * x);
    const RealOf<X> sine = length(across), angle = std::atan2(sine, cosine);
    if (cosine < 0 && sine < 8 * std::numeric_limits<RealOf<X>>::epsilon())
      throw DomainError("Sphere: the points are opposite, so there is no shortest way between them");
    return Tangent<X>(X(sine > 0 ? RealOf<X>(angle / sine) * across : zeros_like(x)));
  }
  template <Leaf X>
  RealOf<X> distance(const X& x, const X& y) const {
    const RealOf<X> cosine = component_pair(x, y);
    return std::atan2(length(X(y - cosine * x)), cosine);
  }
  /// v carried parallel along the geodesic from x to y.
  template <Leaf X>
  Tangent<X> transport(const X& x, const X& y, const Tangent<X>& v) const {
    const RealOf<X> factor = component_pair(y, v.components()) / (1 + component_pair(x, y));
    return Tangent<X>(X(v.components() - factor * (x + y)));
  }
  /// dL ← riemannian_gradient(x, dL), in place.
  template <Leaf X>
  void make_gradient(const X& x, Cotangent<X>& dL) const {
    dL.components() -= component_pair(x, dL.components()) * x;
  }
  /// y ← retract(x, project(x, y - x)), in place.
  template <Leaf X>
  void settle(const X& x, X& y) const {
    y -= (component_pair(x, y) - component_pair(x, x)) * x;
    y /= length(y);
  }
  /// ||x| - 1|.
  template <Leaf X>
  RealOf<X> residual(const X& x) const {
    return std::abs(length(x) - 1);
  }

 private:
  template <class X>
  static RealOf<X> length(const X& x) {
    return std::sqrt(component_pair(x, x));
  }
  template <class X>
  static X normalized(const X& x) {
    return X(x / length(x));
  }
  template <class R>
  static R sinc(R angle) {
    return angle == 0 ? R(1) : std::sin(angle) / angle;
  }
};

/// z with |z| = 1.
using UnitCircle = Sphere;

}  // namespace coframe
