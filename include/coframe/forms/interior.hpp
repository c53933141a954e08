// SPDX-License-Identifier: MIT
#pragma once
// The interior product: a form with its first slot filled by a vector field.
#include "coframe/forms/wedge.hpp"

namespace coframe {

/// (i_v a)_J = Σ_m v^m a_{mJ} on components.
template <int N, int K, class V, class A, std::size_t q> auto interior_components(const std::array<V, N>& v, const std::array<A, q>& a) {
  using T = std::remove_cvref_t<decltype(std::declval<V>() * std::declval<A>())>;
  std::array<T, static_cast<std::size_t>(binomial(N, K - 1))> c{};
  for (const auto& term : product_table<N, 1, K - 1>) {
    const T product = v[term.a] * a[term.out];
    if (term.negative) c[term.b] -= product;
    else c[term.b] += product;
  }
  return c;
}

template <class X, class A> struct Interior {
  X field;
  A a;
  auto operator()(const auto& x) const {
    return interior_components<A::chart, A::degree>(as_array<A::chart>(field(x)), a(x));
  }
};
/// i_X α = α(X, ·, …). X is a vector field: a function from points to N components, generic in its scalar; an array, a
/// tuple, an Eigen vector. A 0-form has no slot to fill.
template <class X, int K, int N, class F>
  requires(K > 0)
auto interior(const X& field, const Form<K, N, F>& a) {
  return form<K - 1, N>(Interior<X, Form<K, N, F>>{field, a});
}

}  // namespace coframe
