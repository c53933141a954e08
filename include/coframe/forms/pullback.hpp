// SPDX-License-Identifier: MIT
#pragma once
// Forms pulled back by maps between charts; vectors pushed forward.
#include "coframe/forms/wedge.hpp"

namespace coframe {

/// (f^*a)_J = Σ_I a_I det(∂f^I/∂x^J): components at f(x) and the Jacobian, columns[j] = ∂f/∂x^j, to components at x.
template <int K, int M, int N, class A, class T>
auto pull_components(const std::array<A, static_cast<std::size_t>(binomial(N, K))>& a, const std::array<std::array<T, N>, M>& columns) {
  const auto m = minors<K, M, N>(columns);   // entry (J, I)
  return each([&](const auto& minor) { return contract(a, minor); }, m);
}

template <int M, class Map, class A> struct Pulled {
  Map f;
  A a;
  template <class S> auto operator()(const std::array<S, M>& x) const {
    return pull_components<A::degree, M, A::chart>(a(as_array<A::chart>(f(x))), partials<A::chart, M>(f, x));
  }
};
/// f^*α, a form on an M-dimensional chart, for a map f from there to α's chart: a function from points to N coordinates,
/// generic in its scalar. (g ∘ f)^* = f^* g^*, f^*(α ∧ β) = f^*α ∧ f^*β, d f^* = f^* d. (eqs. 16–18)
template <int M, class Map, int K, int N, class F> auto pullback(const Map& f, const Form<K, N, F>& a) {
  return form<K, M>(Pulled<M, Map, Form<K, N, F>>{f, a});
}
/// The same for a map between charts of one dimension.
template <class Map, int K, int N, class F> auto pullback(const Map& f, const Form<K, N, F>& a) { return pullback<N>(f, a); }

}  // namespace coframe
