// SPDX-License-Identifier: MIT
#pragma once
// The laws of exterior calculus, on random forms, vector fields and maps: cubic polynomials plus a wave.
#include <algorithm>
#include <random>
#include <vector>

#include "catch.hpp"
#include "coframe/forms.hpp"

namespace laws {

inline constexpr unsigned form_seed = 20241129;

/// c + (l·x)(1 + q·x + (q·x)(r·x)) + a sin(w·x + p)
template <int N> struct RandomFunction {
  std::array<double, N> l, q, r, w;
  double c, a, p;
  auto operator()(const auto& x) const {
    using std::sin;
    const auto linear = coframe::contract(l, x), second = coframe::contract(q, x);
    return c + linear * (1.0 + second + second * coframe::contract(r, x)) + a * sin(coframe::contract(w, x) + p);
  }
};
template <int N> RandomFunction<N> random_function(std::mt19937& random) {
  std::uniform_real_distribution<double> any(-1, 1);
  RandomFunction<N> f;
  for (auto* v : {&f.l, &f.q, &f.r, &f.w})
    for (double& x : *v) x = any(random);
  for (double* x : {&f.c, &f.a, &f.p}) *x = any(random);
  return f;
}

/// M random functions of N coordinates: a map, a vector field, the components of a form.
template <int M, int N> struct RandomFunctions {
  std::array<RandomFunction<N>, M> f;
  auto operator()(const auto& x) const {
    return coframe::each([&](const auto& one) { return one(x); }, f);
  }
};
template <int M, int N> RandomFunctions<M, N> random_map(std::mt19937& random) {
  RandomFunctions<M, N> functions;
  for (auto& f : functions.f) f = random_function<N>(random);
  return functions;
}
template <int N> auto random_field(std::mt19937& random) { return random_map<N, N>(random); }
template <int K, int N> auto random_form(std::mt19937& random) {
  return coframe::form<K, N>(random_map<coframe::binomial(N, K), N>(random));
}
template <int K, int N> auto random_complex_form(std::mt19937& random) {
  const auto real = random_form<K, N>(random);
  return real + std::complex<double>(0, 1) * random_form<K, N>(random);
}
template <int N> coframe::Points<N> random_points(std::mt19937& random, int count = 5) {
  std::uniform_real_distribution<double> any(-0.8, 0.8);
  coframe::Points<N> points(static_cast<std::size_t>(count));
  for (auto& x : points)
    for (double& c : x) c = any(random);
  return points;
}
/// A vector field as the 1-form of the same components, to be compared.
template <int N, class X> auto as_form(const X& field) { return coframe::form<1, N>(field); }

/// α = β: componentwise, to 1e-12 of the larger of them and 1; and not because both are 0.
template <class A, class B>
void same(const A& a, const B& b, const coframe::Points<A::chart>& points, double tolerance = 1e-12) {
  static_assert(A::degree == B::degree && A::chart == B::chart);
  double largest = A::size == 0 ? 1 : 0;
  for (const auto& x : points) {
    const auto p = a(x);
    const auto q = b(x);
    for (std::size_t i = 0; i < p.size(); ++i) {
      using std::abs;
      const double size = std::max({1.0, static_cast<double>(abs(p[i])), static_cast<double>(abs(q[i]))});
      largest = std::max(largest, static_cast<double>(abs(q[i])));
      CAPTURE(A::degree, A::chart, i, p[i], q[i]);
      CHECK(abs(p[i] - q[i]) <= tolerance * size);
    }
  }
  CHECK(largest > 1e-3);
}
/// α = 0, to rounding of terms of the size `scale`.
template <class A> void zero(const A& a, const coframe::Points<A::chart>& points, double tolerance = 1e-12) {
  CAPTURE(A::degree, A::chart);
  CHECK(coframe::largest_component(a, points) <= tolerance);
}

/// ∧: graded commutative, associative, bilinear.
template <int N, int K, int L, int M = 1> void wedge_laws(std::mt19937& random) {
  using coframe::wedge;
  const auto a = random_form<K, N>(random), a2 = random_form<K, N>(random);
  const auto b = random_form<L, N>(random);
  const auto c = random_form<M, N>(random);
  const auto points = random_points<N>(random);
  same(wedge(a, b), (K * L % 2 ? -1 : 1) * wedge(b, a), points);
  same(wedge(wedge(a, b), c), wedge(a, wedge(b, c)), points);
  same(wedge(2.5 * a - a2, b), 2.5 * wedge(a, b) - wedge(a2, b), points);
}

/// d: dd = 0, d(α ∧ β) = dα ∧ β + (−1)^k α ∧ dβ.
template <int N, int K, int L> void exterior_laws(std::mt19937& random) {
  using coframe::d, coframe::wedge;
  const auto a = random_form<K, N>(random);
  const auto b = random_form<L, N>(random);
  const auto points = random_points<N>(random);
  zero(d(d(a)), points);
  same(d(wedge(a, b)), wedge(d(a), b) + (K % 2 ? -1 : 1) * wedge(a, d(b)), points);
}

/// f^*: d f^* = f^* d, (g ∘ f)^* = f^* g^*, id^* = id, f^*(α ∧ β) = f^*α ∧ f^*β; f from M dimensions to N.
template <int M, int N, int K, int L> void pullback_laws(std::mt19937& random) {
  using coframe::d, coframe::pullback, coframe::wedge;
  const auto a = random_form<K, N>(random);
  const auto b = random_form<L, N>(random);
  const auto f = random_map<N, M>(random);
  const auto g = random_map<N, N>(random);
  const auto points = random_points<M>(random);
  same(d(pullback<M>(f, a)), pullback<M>(f, d(a)), points);
  same(pullback<M>([f, g](const auto& x) { return g(f(x)); }, a), pullback<M>(f, pullback(g, a)), points);
  same(pullback<M>(f, wedge(a, b)), wedge(pullback<M>(f, a), pullback<M>(f, b)), points);
  same(pullback([](const auto& x) { return x; }, a), a, random_points<N>(random));
}

/// i_X i_X = 0, i_X i_Y = −i_Y i_X, i_X(α ∧ β) = i_Xα ∧ β + (−1)^k α ∧ i_Xβ.
template <int N, int K, int L> void interior_laws(std::mt19937& random) {
  using coframe::interior, coframe::wedge;
  const auto a = random_form<K, N>(random);
  const auto b = random_form<L, N>(random);
  const auto X = random_field<N>(random), Y = random_field<N>(random);
  const auto points = random_points<N>(random);
  if constexpr (K > 1) {
    zero(interior(X, interior(X, a)), points);
    same(interior(X, interior(Y, a)), -interior(Y, interior(X, a)), points);
  }
  same(interior(X, wedge(a, b)), wedge(interior(X, a), b) + (K % 2 ? -1 : 1) * wedge(a, interior(X, b)), points);
}

/// L_X two ways; [L_X, d] = 0, [L_X, i_Y] = i_[X,Y], [L_X, L_Y] = L_[X,Y], L_X(α ∧ β) = L_Xα ∧ β + α ∧ L_Xβ.
template <int N, int K> void lie_laws(std::mt19937& random) {
  using namespace coframe;
  const auto a = random_form<K, N>(random);
  const auto b = random_form<1, N>(random);
  const auto X = random_field<N>(random), Y = random_field<N>(random);
  const auto points = random_points<N>(random, 3);
  const auto XY = lie_bracket<N>(X, Y);
  same(lie(X, a), lie_along_flow(X, a), points);
  same(lie(X, d(a)), d(lie(X, a)), points);
  same(lie(X, lie(Y, a)) - lie(Y, lie(X, a)), lie_along_flow(XY, a), points);
  same(lie_along_flow(X, lie(Y, a)) - lie_along_flow(Y, lie(X, a)), lie(XY, a), points);
  if constexpr (K > 0) same(lie(X, interior(Y, a)) - interior(Y, lie(X, a)), interior(XY, a), points);
  if constexpr (K < N) same(lie(X, wedge(a, b)), wedge(lie_along_flow(X, a), b) + wedge(a, lie(X, b)), points);
}

/// A metric of index q: Lᵀ S L with L the identity plus a small random function, S = diag(−1 (q times), 1 …).
template <int N> auto random_metric(std::mt19937& random, int q) {
  const auto f = random_map<N * N, N>(random);
  return coframe::metric_field<N>([f, q](const auto& x) {
    const auto e = f(x);
    using T = typename std::remove_cvref_t<decltype(e)>::value_type;
    std::array<std::array<T, N>, N> l, g{};
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t j = 0; j < N; ++j) l[i][j] = (i == j ? 1.0 : 0.0) + (0.5 / N) * sin(e[N * i + j]);
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t j = 0; j < N; ++j)
        for (std::size_t k = 0; k < N; ++k) g[i][j] += (static_cast<int>(k) < q ? -1.0 : 1.0) * l[k][i] * l[k][j];
    return g;
  });
}

/// ∗∗ = (−1)^{k(N−k)} sign det g, conj(α) ∧ ∗β = ⟨α, β⟩ vol, ∗1 = vol, ♯ and ♭ inverse, i_X vol = ∗♭X, δδ = 0; a metric of index q.
template <int N, int K> void hodge_laws(std::mt19937& random, int q) {
  using namespace coframe;
  const auto g = random_metric<N>(random, q);
  const auto a = random_form<K, N>(random), b = random_form<K, N>(random);
  const auto points = random_points<N>(random, 3);
  const int sign = (K * (N - K) + q) % 2 ? -1 : 1;
  CHECK(g.sign(points[0]) == (q % 2 ? -1 : 1));
  same(hodge(hodge(a, g), g), sign * a, points);
  same(hodge(a, g, -1), -hodge(a, g), points);
  same(wedge(a, hodge(b, g)), inner(g, a, b) * volume_form(g), points);
  same(inner(g, a, b), inner(g, b, a), points);
  if constexpr (K == 0) same(hodge(constant_form<0, N>(std::array{1.0}), g), volume_form(g), points);
  if constexpr (K == 1) {
    const auto X = random_field<N>(random);
    same(flat(g, sharp(g, a)), a, points);
    same(as_form<N>(sharp(g, flat(g, X))), as_form<N>(X), points);
    same(interior(sharp(g, a), b), inner(g, a, b), points);
    same(interior(X, volume_form(g)), hodge(flat(g, X), g), points);
  }
  if constexpr (K > 1) zero(codifferential(codifferential(a, g), g), points);
}

}  // namespace laws
