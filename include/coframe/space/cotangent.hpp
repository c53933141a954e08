// SPDX-License-Identifier: MIT
#pragma once
// Cotangent vectors: differentials. They measure tangents; a metric's sharp makes a direction of them.
#include <concepts>

#include "coframe/space/components.hpp"
#include "coframe/space/tangent.hpp"
#include "coframe/space/tree_over.hpp"

namespace coframe {

/// A differential at a point of the leaf space X, covariant: pair(w, v) is a number. For complex X it stores
/// c = ∂L/∂x + i ∂L/∂y, so that ω = ω_z dz + ω_z̄ dz̄ has ω_z̄ = c/2, ω_z = conj(c)/2 and pair(w, v) = Re(conj(c) v).
template <class X>
class Cotangent : public Components<Cotangent<X>, X> {
 public:
  using Components<Cotangent, X>::Components;

  /// ∂L/∂z = (∂L/∂x - i ∂L/∂y)/2, element by element.
  X d_dz() const
    requires ComplexLeaf<X>
  {
    if constexpr (Scalar<X>)
      return X(this->components().real(), -this->components().imag()) / RealOf<X>(2);
    else
      return this->components().conjugate() / RealOf<X>(2);
  }

  /// ∂L/∂z̄ = (∂L/∂x + i ∂L/∂y)/2, element by element.
  X d_dzbar() const
    requires ComplexLeaf<X>
  {
    return this->components() / RealOf<X>(2);
  }
};

template <class X>
struct PointOf<Cotangent<X>> {
  using type = X;
};

/// A Cotangent, or a tree whose leaves all are.
template <class T>
concept Covector = (Tree<T> || WrappedLeaf<T>) &&
                   std::same_as<Over<std::remove_cvref_t<T>, Cotangent>, std::remove_cvref_t<T>>;

// Points and tangents do not add to cotangents. The return type, never defined, carries the message to the compilers'
// first lines; being deleted, the operators are also absent to a requires-expression.
class a_cotangent_is_no_direction_apply_sharp_of_a_metric_first;

// clang-format off: compilers quote the line that holds the operator's name
template <class A, class B> requires(Covector<A> != Covector<B>)
a_cotangent_is_no_direction_apply_sharp_of_a_metric_first operator+(const A&, const B&) = delete;
template <class A, class B> requires(Covector<A> != Covector<B>)
a_cotangent_is_no_direction_apply_sharp_of_a_metric_first operator-(const A&, const B&) = delete;
template <class A, class B> requires(Covector<A> != Covector<B>)
a_cotangent_is_no_direction_apply_sharp_of_a_metric_first& operator+=(A&&, const B&) = delete;
template <class A, class B> requires(Covector<A> != Covector<B>)
a_cotangent_is_no_direction_apply_sharp_of_a_metric_first& operator-=(A&&, const B&) = delete;
// clang-format on

}  // namespace coframe
