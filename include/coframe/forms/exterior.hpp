// SPDX-License-Identifier: MIT
#pragma once
// The exterior derivative, exact: the coefficients are differentiated by dual numbers.
#include "coframe/forms/wedge.hpp"

namespace coframe {

/// dα = Σ_j dx^j ∧ ∂_j α: N evaluations of α on dual numbers. d dα = 0.
template <int K, int N, class F> auto d(const Form<K, N, F>& a) {
  return form<K + 1, N>([a](const auto& x) {
    using S = typename std::remove_cvref_t<decltype(x)>::value_type;
    const auto slopes = partials<binomial(N, K), N, Form<K, N, F>, S>(a, x);
    using T = typename std::remove_cvref_t<decltype(slopes[0])>::value_type;
    std::array<T, static_cast<std::size_t>(binomial(N, K + 1))> result{};
    for (const auto& term : product_table<N, 1, K>) {
      if (term.negative) result[term.out] -= slopes[term.a][term.b];
      else result[term.out] += slopes[term.a][term.b];
    }
    return result;
  });
}
/// d<N>(f): the differential of a function on the chart, a 1-form.
template <int N, class F>
  requires(!is_form_v<F>)
auto d(const F& f) {
  return d(form<0, N>(f));
}

/// The largest |component| of α at the points given: 0 for the zero form, 0 to rounding for dα of a closed α.
template <int K, int N, class F, class Points> double largest_component(const Form<K, N, F>& a, const Points& points) {
  using std::abs;
  double largest = 0;
  for (const auto& x : points)
    for (const auto& c : a(x)) largest = std::max(largest, static_cast<double>(abs(c)));
  return largest;
}
/// Is dα = 0 at these points, to a tolerance on each component? EmptyInput without points.
template <int K, int N, class F, class Points> bool is_closed(const Form<K, N, F>& a, const Points& points, double tolerance = 1e-10) {
  if (std::begin(points) == std::end(points)) throw EmptyInput("is_closed: at least one point was expected, but none came");
  return largest_component(d(a), points) <= tolerance;
}

}  // namespace coframe
