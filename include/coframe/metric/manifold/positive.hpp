// SPDX-License-Identifier: MIT
#pragma once
// Positive numbers: scales, variances, rates.
#include <cmath>

#include "coframe/metric/manifold/leaves.hpp"
#include "coframe/metric/metric.hpp"

namespace coframe {

/// xᵢ > 0 with ds² = Σ (dxᵢ/xᵢ)², the line of log x: products are what sums are elsewhere. Scalars and real arrays. Flows move
/// log x, in which the metric is 1, so that none depends on the unit of x.
struct PositiveReals {
  template <RealLeaf X>
  Tangent<X> project(const X&, const Tangent<X>& v) const {
    return v;
  }
  /// x² dL.
  template <RealLeaf X>
  Tangent<X> riemannian_gradient(const X& x, const Cotangent<X>& dL) const {
    return each<Tangent<X>>([](auto a, auto w) { return a * a * w; }, x, dL.components());
  }
  template <RealLeaf X>
  RealOf<X> inner(const X& x, const Tangent<X>& u, const Tangent<X>& v) const {
    const auto ratio = [](auto a, auto b) { return b / a; };
    return component_pair(each<X>(ratio, x, u.components()), each<X>(ratio, x, v.components()));
  }
  template <RealLeaf X>
  X retract(const X& x, const Tangent<X>& v) const {
    return exp(x, v);
  }
  /// x e^{v/x}.
  template <RealLeaf X>
  X exp(const X& x, const Tangent<X>& v) const {
    return each<X>([](auto a, auto u) { return a * std::exp(u / a); }, x, v.components());
  }
  /// x log(y/x).
  template <RealLeaf X>
  Tangent<X> log(const X& x, const X& y) const {
    return each<Tangent<X>>([](auto a, auto b) { return a * std::log(b / a); }, x, y);
  }
  template <RealLeaf X>
  RealOf<X> distance(const X& x, const X& y) const {
    const X d = each<X>([](auto a, auto b) { return std::log(b / a); }, x, y);
    return std::sqrt(component_pair(d, d));
  }
  /// v y/x.
  template <RealLeaf X>
  Tangent<X> transport(const X& x, const X& y, const Tangent<X>& v) const {
    return each<Tangent<X>>([](auto a, auto u) { return u / a; }, each<X>([](auto a, auto b) { return a / b; }, x, y), v.components());
  }
  /// y ← log y.
  template <RealLeaf X>
  void chart(X& y) const {
    for_each_element([](auto& a) { a = std::log(a); }, y);
  }
  /// dL ← dL/d log x = x dL.
  template <RealLeaf X>
  void chart(const X& x, Cotangent<X>& dL) const {
    for_each_element([](const auto& a, auto& w) { w *= a; }, x, dL.components());
  }
  /// y ← e^y. DomainError where that is 0 or infinite to rounding.
  template <RealLeaf X>
  void point(X& y) const {
    for_each_element([](auto& a) {
      const auto e = std::exp(a);
      if (!(e > 0 && std::isfinite(e)))
        throw DomainError("PositiveReals: a step has led to log x = " + std::to_string(a) + ", but that x is 0 or infinite to rounding; the "
                          "model was left as it was: lower the rate");
      a = e;
    }, y);
  }
  /// How far below 0 the least element is; infinity at 0 itself, which is not positive.
  template <RealLeaf X>
  RealOf<X> residual(const X& x) const {
    RealOf<X> least;
    if constexpr (Scalar<X>) least = x;
    else least = x.minCoeff();
    return least > 0 ? 0 : std::max(-least, std::numeric_limits<RealOf<X>>::min());
  }

 private:
  template <class Out, class F, class X>
  static Out each(const F& f, const X& x, const X& y) {
    if constexpr (Scalar<X>) return Out(f(x, y));
    else return Out(X(x.binaryExpr(y, f)));
  }
};

}  // namespace coframe
