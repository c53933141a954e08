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

/// L_X α = d/dε φ_ε^* α at ε = 0, φ_ε(x) = x + ε X(x) the flow of X to first order. No exterior derivative takes part:
/// ε is the unit of the dual numbers in which α and the Jacobian 1 + ε ∂X are pulled back.
template <class X, int K, int N, class F> auto lie_along_flow(const X& field, const Form<K, N, F>& a) {
  return form<K, N>([field, a](const auto& x) {
    using S = typename std::remove_cvref_t<decltype(x)>::value_type;
    const auto v = as_array<N>(field(x));
    const auto slopes = partials<N, N, X, S>(field, x);
    std::array<Dual<S>, N> moved;
    std::array<std::array<Dual<S>, N>, N> jacobian;
    for (std::size_t j = 0; j < N; ++j) {
      moved[j] = Dual<S>(x[j], S(v[j]));
      for (std::size_t i = 0; i < N; ++i) jacobian[j][i] = Dual<S>(S(i == j ? 1.0 : 0.0), S(slopes[j][i]));
    }
    return each([](const auto& c) { return tangent_or_zero(c); }, pull_components<K, N, N>(a(moved), jacobian));
  });
}

/// [X, Y]ⁱ = X^j ∂_j Yⁱ − Y^j ∂_j Xⁱ: a vector field.
template <int N, class X, class Y> auto lie_bracket(const X& u, const Y& v) {
  return [u, v](const auto& point) {
    const auto x = as_array<N>(point);
    using S = typename std::remove_cvref_t<decltype(x)>::value_type;
    return each([](const auto& p, const auto& q) { return p - q; }, derivative_along<N, N, Y, S>(v, x, as_array<N>(u(x))),
                derivative_along<N, N, X, S>(u, x, as_array<N>(v(x))));
  };
}

}  // namespace coframe
