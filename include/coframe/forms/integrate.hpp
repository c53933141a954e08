// SPDX-License-Identifier: MIT
#pragma once
// Integration over parametrised cubes and simplices, and their boundaries: ∫_∂c α = ∫_c dα.
#include "coframe/forms/gauss_legendre.hpp"
#include "coframe/forms/pullback.hpp"

namespace coframe {

/// The shapes of parameter domains: [0, 1]^K, and {t : tᵢ ≥ 0, Σ tᵢ ≤ 1} with the corners 0, e₁, …, e_K.
enum class CellShape { cube, simplex };

/// A K-dimensional piece of a chart: the image of a cube or simplex under a map t ↦ x, generic in its scalar.
template <CellShape shape, int K, class Map> struct Cell {
  static constexpr int dimension = K;
  Map map;
};
/// cube<2>([](const auto& t) { return std::array{…}; })
template <int K, class Map> auto cube(Map map) { return Cell<CellShape::cube, K, Map>{std::move(map)}; }
/// simplex<2>([](const auto& t) { return std::array{…}; })
template <int K, class Map> auto simplex(Map map) { return Cell<CellShape::simplex, K, Map>{std::move(map)}; }
/// The flat simplex with these corners, oriented by their order.
template <std::size_t corners, std::size_t N> auto simplex(const std::array<std::array<double, N>, corners>& corner) {
  constexpr int K = static_cast<int>(corners) - 1;
  return simplex<K>([corner](const auto& t) {
    using S = std::remove_cvref_t<decltype(t[0] + 0.0)>;
    std::array<S, N> x{};
    for (std::size_t i = 0; i < N; ++i) {
      x[i] = S(corner[0][i]);
      for (std::size_t k = 0; k < t.size(); ++k) x[i] += t[k] * (corner[k + 1][i] - corner[0][i]);
    }
    return x;
  });
}

/// Σ cᵢ cellᵢ with coefficients ±1 (or any).
template <class C> struct Chain {
  struct Term {
    double coefficient;
    C cell;
  };
  std::vector<Term> terms;
};

/// CellFace `side` of direction `axis` of a cube; or the face of a simplex without corner `axis`.
template <CellShape shape, int K, class Map> struct CellFace {
  Map map;
  int axis, side;
  template <class S> auto operator()(const std::array<S, static_cast<std::size_t>(K - 1)>& t) const {
    std::array<S, static_cast<std::size_t>(K)> u{};
    if (shape == CellShape::simplex && axis == 0) {   // corners e₁, …, e_K: the first parameter is what the others leave
      u[0] = S(1.0);
      for (std::size_t i = 1; i < K; ++i) u[i] = t[i - 1], u[0] -= t[i - 1];
    } else {
      const std::size_t fixed = static_cast<std::size_t>(shape == CellShape::simplex ? axis - 1 : axis);
      for (std::size_t i = 0, next = 0; i < K; ++i) u[i] = i == fixed ? S(double(side)) : t[next++];
    }
    return map(u);
  }
};

/// ∂c: Σᵢ (−1)ⁱ (face without corner i) of a simplex, Σᵢ (−1)ⁱ (face tᵢ = 0 − face tᵢ = 1) of a cube. ∂∂ = 0.
template <CellShape shape, int K, class Map>
  requires(K > 0)
auto boundary(const Cell<shape, K, Map>& c) {
  using F = Cell<shape, K - 1, CellFace<shape, K, Map>>;
  Chain<F> faces;
  for (int i = 0; i < (shape == CellShape::simplex ? K + 1 : K); ++i) {
    const double sign = i % 2 ? -1 : 1;
    faces.terms.push_back({shape == CellShape::simplex ? sign : -sign, F{{c.map, i, 0}}});
    if (shape == CellShape::cube) faces.terms.push_back({sign, F{{c.map, i, 1}}});
  }
  return faces;
}
template <class C> auto boundary(const Chain<C>& chain) {
  decltype(boundary(chain.terms[0].cell)) faces;
  for (const auto& [coefficient, cell] : chain.terms)
    for (const auto& face : boundary(cell).terms) faces.terms.push_back({coefficient * face.coefficient, face.cell});
  return faces;
}

/// ∫ f over [0, 1]^K (the rule's tensor product), or over the simplex by t₀ = u₀, t₁ = (1 − u₀) u₁, …
template <CellShape shape, int K, class F> auto integrate_parameters(const F& f, const std::vector<QuadraturePoint>& rule) {
  std::array<std::size_t, static_cast<std::size_t>(K)> digit{};
  decltype(f(std::array<double, static_cast<std::size_t>(K)>{})) sum(0.0);
  for (;;) {
    std::array<double, static_cast<std::size_t>(K)> t{};
    double weight = 1, left = 1;
    for (std::size_t i = 0; i < K; ++i) {
      const auto& q = rule[digit[i]];
      t[i] = left * q.t;
      weight *= left * q.weight;
      if (shape == CellShape::simplex) left -= t[i];
    }
    sum += weight * f(t);
    std::size_t i = 0;
    while (i < K && ++digit[i] == rule.size()) digit[i++] = 0;
    if (i == K) return sum;
  }
}

/// ∫_c α of a k-form over a k-dimensional cell: the pullback integrated over the parameters by Gauss–Legendre, exact for
/// polynomials of degree up to 2·points − k in each parameter.
template <int K, int N, class F, CellShape shape, class Map>
auto integrate(const Form<K, N, F>& a, const Cell<shape, K, Map>& c, int points = 16) {
  const auto pulled = pullback<K>(c.map, a);
  return integrate_parameters<shape, K>([&](const auto& t) { return pulled(t)[0]; }, gauss_legendre(points));
}
/// ∫ over a chain: the sum over its cells. EmptyInput if it has none.
template <int K, int N, class F, class C> auto integrate(const Form<K, N, F>& a, const Chain<C>& chain, int points = 16) {
  if (chain.terms.empty()) throw EmptyInput("integrate: a chain of at least one cell was expected, but it is empty");
  auto sum = chain.terms[0].coefficient * integrate(a, chain.terms[0].cell, points);
  for (std::size_t i = 1; i < chain.terms.size(); ++i) sum += chain.terms[i].coefficient * integrate(a, chain.terms[i].cell, points);
  return sum;
}

}  // namespace coframe
