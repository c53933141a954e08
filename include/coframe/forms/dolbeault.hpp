// SPDX-License-Identifier: MIT
#pragma once
// Complex charts: ℂ^m as the real chart (x₀, y₀, x₁, y₁, …), and d split into ∂ and ∂̄.
#include "coframe/forms/exterior.hpp"

namespace coframe {

/// The complex coordinates z_j = x_{2j} + i x_{2j+1} of a point of a real chart of 2m dimensions; also of dual numbers.
template <class S, std::size_t n> auto complex_coordinates(const std::array<S, n>& x) {
  static_assert(n % 2 == 0, "a complex chart has an even number of real coordinates: x₀, y₀, x₁, y₁, …");
  using Z = std::remove_cvref_t<decltype(x[0] + std::complex<double>() * x[0])>;
  std::array<Z, n / 2> z{};
  for (std::size_t j = 0; j < n / 2; ++j) z[j] = x[2 * j] + std::complex<double>(0, 1) * x[2 * j + 1];
  return z;
}

template <class F> struct OfComplex {
  F f;
  auto operator()(const auto& x) const { return f(complex_coordinates(x)); }
};
/// complex_form<k, m>([](const auto& z) { … }): a k-form on ℂ^m whose components, on the real basis dx₀, dy₀, dx₁, …, are
/// functions of the m complex coordinates.
template <int K, int M, class F> auto complex_form(F components) {
  return form<K, 2 * M>(OfComplex<F>{std::move(components)});
}

/// dz_j = dx_{2j} + i dx_{2j+1} on ℂ^m, j = 0 … m−1. DomainError.
template <int M> auto dz(int j) {
  require_coordinate(j, M);
  return dx<2 * M>(2 * j) + std::complex<double>(0, 1) * dx<2 * M>(2 * j + 1);
}
/// dz̄_j
template <int M> auto dzbar(int j) {
  require_coordinate(j, M);
  return dx<2 * M>(2 * j) - std::complex<double>(0, 1) * dx<2 * M>(2 * j + 1);
}

/// Σ_j (dx_{2j} + s dx_{2j+1}) ∧ ½ (∂_{2j} − s ∂_{2j+1}) α, s = ±i. The basis forms are carried along: d, ∂ and ∂̄ of them are 0.
template <class A> struct HalfDerivative {
  static constexpr int K = A::degree, N = A::chart;
  static_assert(N % 2 == 0, "a complex chart has an even number of real coordinates: x₀, y₀, x₁, y₁, …");
  A a;
  std::complex<double> s;
  template <class S> auto operator()(const std::array<S, N>& x) const {
    const auto slopes = partials<A::size, N>(a, x);
    using T = std::remove_cvref_t<decltype(s * slopes[0][0])>;
    std::array<T, static_cast<std::size_t>(binomial(N, K + 1))> result{};
    for (const auto& term : product_table<N, 1, K>) {
      const bool imaginary = term.a % 2;
      const auto& own = slopes[term.a][term.b];
      const auto& other = slopes[imaginary ? term.a - 1u : term.a + 1u][term.b];
      const T half = imaginary ? T(0.5 * (s * other - s * s * own)) : T(0.5 * (std::complex<double>(1) * own - s * other));
      if (term.negative) result[term.out] -= half;
      else result[term.out] += half;
    }
    return result;
  }
};

/// ∂α = Σ dz_j ∧ ∂α/∂z_j on a complex chart. ∂∂ = 0, d = ∂ + ∂̄.
template <int K, int N, class F> auto del(const Form<K, N, F>& a) { return form<K + 1, N>(HalfDerivative<Form<K, N, F>>{a, {0, 1}}); }
/// ∂̄α = Σ dz̄_j ∧ ∂α/∂z̄_j: zero on a function exactly where it is holomorphic.
template <int K, int N, class F> auto delbar(const Form<K, N, F>& a) { return form<K + 1, N>(HalfDerivative<Form<K, N, F>>{a, {0, -1}}); }

}  // namespace coframe
