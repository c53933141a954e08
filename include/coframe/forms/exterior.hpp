// SPDX-License-Identifier: MIT
#pragma once
// The exterior derivative, exact: the coefficients are differentiated by dual numbers.
#include <algorithm>
#include <type_traits>
#include <vector>

#include "coframe/forms/wedge.hpp"

namespace coframe {

template <class A> struct Exterior {
  static constexpr int K = A::degree, N = A::chart;
  A a;
  template <class S> auto operator()(const std::array<S, N>& x) const {
    const auto slopes = partials<A::size, N>(a, x);
    using T = typename std::remove_cvref_t<decltype(slopes[0])>::value_type;
    std::array<T, static_cast<std::size_t>(binomial(N, K + 1))> result{};
    for (const auto& term : product_table<N, 1, K>) {
      if (term.negative) result[term.out] -= slopes[term.a][term.b];
      else result[term.out] += slopes[term.a][term.b];
    }
    return result;
  }
};
/// dα = Σ_j dx^j ∧ ∂_j α: N evaluations of α on dual numbers. d dα = 0.
template <int K, int N, class F> auto d(const Form<K, N, F>& a) { return form<K + 1, N>(Exterior<Form<K, N, F>>{a}); }
/// d<N>(f): the differential of a function on the chart, a 1-form.
template <int N, class F>
  requires(!is_form_v<F>)
auto d(const F& f) {
  return d(form<0, N>(f));
}

/// Points of an N-dimensional chart where a property is tried.
template <int N> using Points = std::vector<std::array<double, N>>;

/// The largest |component| of α at the points given.
template <int K, int N, class F> double largest_component(const Form<K, N, F>& a, const std::type_identity_t<Points<N>>& points) {
  using std::abs;
  double largest = 0;
  for (const auto& x : points)
    for (const auto& c : a(x)) largest = std::max(largest, static_cast<double>(abs(c)));
  return largest;
}
/// Is dα = 0 at these points, to a tolerance on each component? EmptyInput without points.
template <int K, int N, class F>
bool is_closed(const Form<K, N, F>& a, const std::type_identity_t<Points<N>>& points, double tolerance = 1e-10) {
  if (points.empty()) throw EmptyInput("is_closed: at least one point was expected, but none came");
  return largest_component(d(a), points) <= tolerance;
}

}  // namespace coframe
