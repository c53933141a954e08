// SPDX-License-Identifier: MIT
#pragma once
// Poincaré's homotopy: the potential of a closed form on a chart that is star-shaped about a centre.
#include "coframe/forms/exterior.hpp"
#include "coframe/forms/gauss_legendre.hpp"
#include "coframe/forms/interior.hpp"

namespace coframe {

template <class A> struct Potential {
  static constexpr int K = A::degree, N = A::chart;
  A a;
  std::array<double, N> centre;
  std::vector<QuadraturePoint> rule;
  auto operator()(const auto& x) const {
    const auto ray = each(Subtracted(), x, centre);
    const auto at = [&](const QuadraturePoint& q) {
      const auto y = each([&](const auto& r, const auto& c) { return c + q.t * r; }, ray, centre);
      double factor = q.weight;
      for (int power = 1; power < K; ++power) factor *= q.t;
      return each([&](const auto& c) { return factor * c; }, interior_components<N, K>(ray, a(y)));
    };
    auto sum = at(rule[0]);
    for (std::size_t i = 1; i < rule.size(); ++i) sum = each(Added(), sum, at(rule[i]));
    return sum;
  }
};
/// (Kα)(x) = ∫₀¹ t^{k−1} i_{x−c} α(c + t (x − c)) dt, of degree k − 1. dK + Kd = 1 for k > 0, and K d f = f − f(c). The
/// quadrature is exact for polynomial coefficients of degree up to 2·points − k.
template <int K, int N, class F>
  requires(K > 0)
auto homotopy(const Form<K, N, F>& a, const std::type_identity_t<std::array<double, N>>& centre = {}, int points = 16) {
  return form<K - 1, N>(Potential<Form<K, N, F>>{a, centre, gauss_legendre(points)});
}

/// Is α = dKα at these points, to a tolerance on each component? On a chart that is star-shaped about the centre, and on
/// which α is regular, that is exactness; where the chart has holes, integrate over the loops around them too. EmptyInput.
template <int K, int N, class F>
  requires(K > 0)
bool is_exact(const Form<K, N, F>& a, const std::type_identity_t<Points<N>>& points,
              const std::type_identity_t<std::array<double, N>>& centre = {}, double tolerance = 1e-10) {
  if (points.empty()) throw EmptyInput("is_exact: at least one point was expected, but none came");
  return largest_component(a - d(homotopy(a, centre)), points) <= tolerance;
}

}  // namespace coframe
