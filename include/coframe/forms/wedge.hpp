// SPDX-License-Identifier: MIT
#pragma once
// The wedge product, of components, of forms and of vectors; a form evaluated on vectors.
#include "coframe/forms/form.hpp"

namespace coframe {

/// (a ∧ b)_M = Σ ± a_I b_J over I ∪ J = M, for components of degrees K and L.
template <int N, int K, int L, class A, class B, std::size_t p, std::size_t q>
auto wedge_components(const std::array<A, p>& a, const std::array<B, q>& b) {
  static_assert(p == binomial(N, K) && q == binomial(N, L));
  using T = std::remove_cvref_t<decltype(std::declval<A>() * std::declval<B>())>;
  std::array<T, static_cast<std::size_t>(binomial(N, K + L))> c{};
  for (const auto& term : product_table<N, K, L>) {
    const T product = a[term.a] * b[term.b];
    if (term.negative) c[term.out] -= product;
    else c[term.out] += product;
  }
  return c;
}

/// v₁ ∧ … ∧ v_K: all K×K minors of the matrix with these rows, without division.
template <int N, int K, class T, std::size_t count> auto wedge_all(const std::array<std::array<T, N>, count>& v) {
  if constexpr (K == 0) return std::array<T, 1>{T(1.0)};
  else if constexpr (K == 1) return v[0];
  else return wedge_components<N, K - 1, 1>(wedge_all<N, K - 1>(v), v[K - 1]);
}

/// Λ^K A of a matrix A with R rows of C: entry (I, J) is the minor of rows I and columns J.
template <int K, int R, int C, class T> auto minors(const std::array<std::array<T, C>, R>& matrix) {
  std::array<std::array<T, static_cast<std::size_t>(binomial(C, K))>, static_cast<std::size_t>(binomial(R, K))> all{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::array<std::array<T, C>, K> rows{};
    std::size_t next = 0;
    for (std::size_t r = 0; r < R; ++r)
      if (multi_indices<R, K>[i] >> r & 1) rows[next++] = matrix[r];
    all[i] = wedge_all<C, K>(rows);
  }
  return all;
}

/// Σ aᵢ bᵢ
template <class A, class B, std::size_t n> auto contract(const std::array<A, n>& a, const std::array<B, n>& b) {
  using T = std::remove_cvref_t<decltype(std::declval<A>() * std::declval<B>())>;
  T sum(0.0);
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

template <class A, class B> struct Wedge {
  A a;
  B b;
  auto operator()(const auto& x) const { return wedge_components<A::chart, A::degree, B::degree>(a(x), b(x)); }
};
/// α ∧ β: associative, α ∧ β = (−1)^{kl} β ∧ α. Degrees that add to more than N give the zero form, which has no components.
template <int K, int L, int N, class F, class G> auto wedge(const Form<K, N, F>& a, const Form<L, N, G>& b) {
  return form<K + L, N>(Wedge<Form<K, N, F>, Form<L, N, G>>{a, b});
}
template <class A, class B, class... More>
  requires(sizeof...(More) > 0)
auto wedge(const A& a, const B& b, const More&... more) {
  return wedge(wedge(a, b), more...);
}

/// α(v₁, …, v_K) at x: multilinear and antisymmetric in the vectors, Σ_I α_I det v^I. A 0-form takes no vectors.
template <int K, int N, class F, class X, class... V>
  requires(sizeof...(V) == K)
auto evaluate(const Form<K, N, F>& a, const X& x, const V&... v) {
  if constexpr (K == 0) return a(x)[0];
  else {
    using T = std::remove_cvref_t<decltype((as_array<N>(v)[0] + ...))>;
    const std::array<std::array<T, N>, K> vectors{each([](const auto& c) { return T(c); }, as_array<N>(v))...};
    return contract(a(x), wedge_all<N, K>(vectors));
  }
}
/// The same at a point in braces: evaluate(a, {0.5, 2.0}, u, v). ShapeError unless it has N numbers.
template <int K, int N, class F, class... V>
  requires(sizeof...(V) == K)
auto evaluate(const Form<K, N, F>& a, std::initializer_list<double> x, const V&... v) {
  return evaluate(a, as_array<N>(Eigen::Map<const Eigen::VectorXd>(x.begin(), static_cast<Eigen::Index>(x.size()))), v...);
}

}  // namespace coframe
