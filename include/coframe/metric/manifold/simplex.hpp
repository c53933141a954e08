// SPDX-License-Identifier: MIT
#pragma once
// Probabilities, with Fisher's metric.
#include <cmath>

#include "coframe/metric/manifold/leaves.hpp"
#include "coframe/metric/manifold/sphere.hpp"

namespace coframe {

/// pᵢ > 0, Σ pᵢ = 1 in a real matrix or array, with ds² = Σ dpᵢ²/pᵢ: p = s² makes it a sphere of radius 2.
struct Simplex {
  /// v - p Σ vᵢ, orthogonal in Fisher's metric.
  template <RealDenseLeaf X>
  Tangent<X> project(const X& p, const Tangent<X>& v) const {
    return Tangent<X>(X(v.components() - v.components().sum() * p));
  }
  /// p (dL - Σ pᵢ dLᵢ): the replicator's equation.
  template <RealDenseLeaf X>
  Tangent<X> riemannian_gradient(const X& p, const Cotangent<X>& dL) const {
    Cotangent<X> raised = dL;
    make_gradient(p, raised);
    return Tangent<X>(raised.components());
  }
  template <RealDenseLeaf X>
  RealOf<X> inner(const X& p, const Tangent<X>& u, const Tangent<X>& v) const {
    return u.components().cwiseProduct(v.components()).cwiseQuotient(p).sum();
  }
  /// p e^{v/p}, normed: a mirror descent's step.
  template <RealDenseLeaf X>
  X retract(const X& p, const Tangent<X>& v) const {
    X q = v.components().cwiseQuotient(p);
    make_tilted(p, q);
    return q;
  }
  /// The geodesic of the sphere; it leaves the simplex after a distance, and then returns as its mirror image.
  template <RealDenseLeaf X>
  X exp(const X& p, const Tangent<X>& v) const {
    const X s = p.cwiseSqrt();
    return square(Sphere{}.exp(s, Tangent<X>(X(v.components().cwiseQuotient(s) / 2))));
  }
  template <RealDenseLeaf X>
  Tangent<X> log(const X& p, const X& q) const {
    const X s = p.cwiseSqrt();
    return Tangent<X>(X(2 * s.cwiseProduct(Sphere{}.log(s, X(q.cwiseSqrt())).components())));
  }
  /// 2 arccos Σ √(pᵢ qᵢ).
  template <RealDenseLeaf X>
  RealOf<X> distance(const X& p, const X& q) const {
    return 2 * Sphere{}.distance(X(p.cwiseSqrt()), X(q.cwiseSqrt()));
  }
  template <RealDenseLeaf X>
  Tangent<X> transport(const X& p, const X& q, const Tangent<X>& v) const {
    const X s = p.cwiseSqrt(), t = q.cwiseSqrt();
    return Tangent<X>(X(t.cwiseProduct(Sphere{}.transport(s, t, Tangent<X>(X(v.components().cwiseQuotient(s)))).components())));
  }
  /// dL ← riemannian_gradient(p, dL), in place.
  template <RealDenseLeaf X>
  void make_gradient(const X& p, Cotangent<X>& dL) const {
    const RealOf<X> mean = component_pair(p, dL.components());
    dL.components() = p.binaryExpr(dL.components(), [mean](auto a, auto w) { return a * (w - mean); });
  }
  /// q ← retract(p, project(p, q - p)), in place: p e^{v/p - Σ v}, normed, with v = q - p.
  template <RealDenseLeaf X>
  void settle(const X& p, X& q) const {
    q -= p;
    const RealOf<X> sum = q.sum();
    q = q.binaryExpr(p, [sum](auto v, auto a) { return v / a - sum; });
    make_tilted(p, q);
  }
  /// |Σ p - 1|, and how far below 0 the least is.
  template <RealDenseLeaf X>
  RealOf<X> residual(const X& p) const {
    return std::abs(p.sum() - 1) + std::max(RealOf<X>(0), -p.minCoeff());
  }

 private:
  /// q ← p e^q, normed, in place.
  template <class X>
  static void make_tilted(const X& p, X& q) {
    const RealOf<X> most = q.maxCoeff();
    q = p.binaryExpr(q, [most](auto a, auto e) { return a * std::exp(e - most); });
    q /= q.sum();
  }
  template <class X>
  static X square(const X& s) {
    return s.cwiseProduct(s);
  }
};

}  // namespace coframe
