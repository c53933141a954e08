// SPDX-License-Identifier: MIT
#pragma once
// The exact forms of the principle of least action for gradient curves.
#include <cmath>

#include "coframe/calculus/recorder.hpp"
#include "coframe/flows/trajectory.hpp"
#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// ∫ f(t, x, ẋ) dt along a curve, by five points of Gauss on each arc: exact for polynomials of degree 9.
template <Point X, class F>
double integral_along(const Trajectory<X>& path, const F& f) {
  constexpr double nodes[] = {0, 0.5384693101056831, -0.5384693101056831, 0.9061798459386640, -0.9061798459386640};
  constexpr double weights[] = {0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891};
  double sum = 0;
  for (const Arc<X>& arc : path.arcs) {
    const double middle = (arc.t0 + arc.end) / 2, half = (arc.end - arc.t0) / 2;
    for (int i = 0; i < 5; ++i) {
      const double t = middle + half * nodes[i];
      sum += half * weights[i] * static_cast<double>(f(t, arc(t), arc.velocity(t)));
    }
  }
  return sum;
}

/// ∫ |ẋ| dt, the length of a curve in the metric g; minimal among curves to the same level of L to first order only. (eq. 11)
template <Point X, class G = Euclidean>
double path_length(const Trajectory<X>& path, const G& g = G{}) {
  return integral_along(path, [&](double, const X&, const auto& v) { return norm(g, v); });
}

/// ∫ |dL| |ẋ| dt ≥ |L(end) - L(start)|, with equality exactly on the curves of the gradient flow, at whatever speed:
/// Fermat's principle in a medium of refractive index |dL|. (eq. 11 made exact)
template <Point X, class L, class G = Euclidean>
double optical_length(const Trajectory<X>& path, L&& loss, const G& g = G{}) {
  BasicRecorder<RealOf<X>> recorder;
  return integral_along(path, [&](double, const X& x, const auto& v) { return dual_norm(g, recorder.differential(x, loss)) * norm(g, v); });
}

/// ½ ∫ (|ẋ|² + |dL|²) dt ≥ L(start) - L(end), with equality exactly where ẋ = -g^ dL.
template <Point X, class L, class G = Euclidean>
double dissipation(const Trajectory<X>& path, L&& loss, const G& g = G{}) {
  BasicRecorder<RealOf<X>> recorder;
  return integral_along(path, [&](double, const X& x, const auto& v) {
    const auto& dL = recorder.differential(x, loss);
    return (inner(g, v, v) + pair(dL, sharp(g, dL))) / 2;
  });
}

}  // namespace coframe
