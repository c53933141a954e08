// SPDX-License-Identifier: MIT
#pragma once
// Lie derivatives, two independent ways, and the Lie bracket.
#include "coframe/forms/exterior.hpp"
#include "coframe/forms/interior.hpp"
#include "coframe/forms/pullback.hpp"

namespace coframe {

/// L_X α = i_X dα + d i_X α, Cartan's formula.
template <class X, int K, int N, class F> auto lie(const X& field, const Form<K, N, F>& a) {
  if constexpr (K == 0) return interior(field, d(a));
  else return interior(field, d(a)) + d(interior(field, a));
}

template <class X, class A> struct AlongFlow {
  static constexpr int N = A::chart;
  X field;
  A a;
  template <class S> auto operator()(const std::array<S, N>& x) const {
    const auto v = as_array<N>(field(x));
    const auto slopes = partials<N, N>(field, x);
    std::array<Dual<S>, N> moved;
    std::array<std::array<Dual<S>, N>, N> jacobian;
    for (std::size_t j = 0; j < N; ++j) {
      moved[j] = Dual<S>(x[j], S(v[j]));
      for (std::size_t i = 0; i < N; ++i) jacobian[j][i] = Dual<S>(S(i == j ? 1.0 : 0.0), S(slopes[j][i]));
    }
    return each([](const auto& c) { return tangent_or_zero(c); }, pull_components<A::degree, N, N>(a(moved), jacobian));
  }
};
/// L_X α = d/dε φ_ε^* α at ε = 0, φ_ε(x) = x + ε X(x) the flow of X to first order. No exterior derivative takes part:
/// ε is the unit of the dual numbers in which α and the Jacobian 1 + ε ∂X are pulled back.
template <class X, int K, int N, class F> auto lie_along_flow(const X& field, const Form<K, N, F>& a) {
  return form<K, N>(AlongFlow<X, Form<K, N, F>>{field, a});
}

template <int N, class X, class Y> struct Bracket {
  X u;
  Y v;
  auto operator()(const auto& point) const {
    const auto x = as_array<N>(point);
    return each(Subtracted(), derivative_along<N, N>(v, x, as_array<N>(u(x))), derivative_along<N, N>(u, x, as_array<N>(v(x))));
  }
};
/// [X, Y]ⁱ = X^j ∂_j Yⁱ − Y^j ∂_j Xⁱ: a vector field.
template <int N, class X, class Y> auto lie_bracket(const X& u, const Y& v) { return Bracket<N, X, Y>{u, v}; }

}  // namespace coframe
