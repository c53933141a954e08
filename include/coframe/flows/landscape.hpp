// SPDX-License-Identifier: MIT
#pragma once
// The landscape of a loss: curvatures, signatures, critical points and the ways out of them.
#include <optional>

#include "coframe/calculus/hessian.hpp"
#include "coframe/flows/lanczos.hpp"

namespace coframe {

/// The curvatures of L at x: eigenvalues of g^H by Lanczos from a random covector, at most `steps` of them (0: all, in as
/// many products with the Hessian as there are coordinates). Few steps give the outermost ones first.
template <class L, Point X, class G = Euclidean>
Spectrum<Over<X, Tangent>> curvatures(L&& loss, const X& x, const G& g = G{}, int steps = 0, unsigned seed = 1) {
  std::mt19937 random(seed);
  DualRecorder<X> recorder;
  const int n = static_cast<int>(dimension(x));
  return lanczos([&](const Over<X, Tangent>& v) { return recorder.hessian_vector(loss, x, v); }, random_covector(x, random), g,
                 steps > 0 ? steps : n, [&] { return std::optional(random_covector(x, random)); });
}

/// How many directions curve down, not at all, and up.
struct Signature {
  long down = 0, flat = 0, up = 0;
  bool operator==(const Signature&) const = default;
};
/// The signature of the Hessian on what is not frozen; |λ| ≤ tolerance · max |λ| counts as flat.
template <class L, Point X, class G = Euclidean>
Signature signature(L&& loss, const X& x, const G& g = G{}, double tolerance = 1e-9) {
  const auto values = curvatures(loss, x, g).values;
  const double flat = tolerance * values.cwiseAbs().maxCoeff();
  Signature s;
  for (const double value : values) ++(value < -flat ? s.down : value > flat ? s.up : s.flat);
  return s;
}
/// The number of directions in which L curves down: 0 at a minimum.
template <class L, Point X, class G = Euclidean>
long morse_index(L&& loss, const X& x, const G& g = G{}, double tolerance = 1e-9) {
  return signature(loss, x, g, tolerance).down;
}

/// Where a search ended.
template <class X>
struct Found {
  X x;
  double loss;
  double slope;  ///< |dL| in the dual norm
  int steps;
  bool converged;
};
struct Search {
  double slope = 1e-10;  ///< done at |dL| below this
  int most_steps = 200;
  int most_directions = 50;  ///< of Lanczos in a step
};

// -f(g^H) g^dL on the Krylov space of dL, f(λ) = 1/λ or 1/|λ|; curvatures below a millionth of the greatest count as that.
template <class X, class G, class H, class F>
Over<X, Tangent> newton_direction(const H& h, const Over<X, Cotangent>& dL, const G& g, int directions, const F& f) {
  const auto spectrum = lanczos(h, dL, g, directions);
  const double least = 1e-6 * spectrum.values.cwiseAbs().maxCoeff();
  auto v = zeros_like(spectrum.vectors[0]);
  for (Eigen::Index k = 0; k < spectrum.values.size(); ++k) {
    const auto& e = spectrum.vectors[static_cast<std::size_t>(k)];
    const double value = std::copysign(std::max(std::abs(spectrum.values[k]), least), spectrum.values[k]);
    v -= static_cast<RealOf<X>>(f(value)) * pair(dL, e) * e;
  }
  return v;
}

// Newton's steps, halved until `better` says so.
template <class X, class G, class L, class F, class Better>
Found<X> newton_search(L& loss, X x, const G& g, const Search& search, const F& f, const Better& better) {
  DualRecorder<X> second;
  BasicRecorder<RealOf<X>> first;
  Over<X, Cotangent> dL = first.differential(x, loss);
  double value = static_cast<double>(first.value()), slope = static_cast<double>(dual_norm(g, dL));
  for (int k = 0; k < search.most_steps; ++k) {
    if (slope <= search.slope) return {x, value, slope, k, true};
    const auto h = [&](const Over<X, Tangent>& u) { return second.hessian_vector(loss, x, u); };
    auto v = newton_direction<X>(h, dL, g, search.most_directions, f);
    const double along = static_cast<double>(pair(dL, v));
    bool improved = false;
    for (int halved = 0; halved < 40 && !improved; ++halved, v *= RealOf<X>(0.5)) {
      X next = x;
      next += v;
      Over<X, Cotangent> dL_next = first.differential(next, loss);
      const double value_next = static_cast<double>(first.value()), slope_next = static_cast<double>(dual_norm(g, dL_next));
      const double part = std::ldexp(1, -halved);
      if (!std::isfinite(value_next) || !std::isfinite(slope_next) || !better(part, value, value_next, along, slope, slope_next)) continue;
      x = std::move(next), dL = std::move(dL_next), value = value_next, slope = slope_next;
      improved = true;
      break;
    }
    if (!improved) return {x, value, slope, k, false};
  }
  return {x, value, slope, search.most_steps, slope <= search.slope};
}

/// The critical point dL = 0, minimum or saddle, that Newton's method -H⁻¹ dL finds from x with |dL| falling at every step.
/// Steps are made in the Krylov space of dL, so the Hessian is not formed. `converged` tells whether |dL| ≤ search.slope.
template <class L, Point X, class G = Euclidean>
Found<X> critical_point(L&& loss, const X& x, const G& g = G{}, const Search& search = {}) {
  return newton_search(loss, x, g, search, [](double value) { return 1 / value; },
                       [](double part, double, double, double, double before, double after) { return after <= (1 - 1e-4 * part) * before; });
}
/// A minimum, by steps -|H|⁻¹ dL, which fall in every direction, also off saddles.
template <class L, Point X, class G = Euclidean>
Found<X> minimum(L&& loss, const X& x, const G& g = G{}, const Search& search = {}) {
  return newton_search(loss, x, g, search, [](double value) { return 1 / std::abs(value); },
                       [](double part, double before, double after, double along, double slope, double slope_after) {
                         const double rounding = 1e-14 * (1 + std::abs(before));
                         return after <= before + 1e-4 * part * along || (after <= before + rounding && slope_after < slope / 2);
                       });
}

/// The way down from a saddle: along the direction of most negative curvature, on its lower side, for as far as doubling
/// the way lowers L. DomainError where no direction curves down.
template <class L, Point X, class G = Euclidean>
X escape_saddle(L&& loss, const X& x, const G& g = G{}, double start = 1e-3) {
  const auto spectrum = curvatures(loss, x, g);
  if (!(spectrum.values[0] < 0))
    throw DomainError("escape_saddle: no direction curves down here, the least curvature is " + std::to_string(spectrum.values[0]) +
                      "; this is a minimum, or flat");
  BasicRecorder<RealOf<X>> recorder;
  const auto at = [&](double s) { return X(x + static_cast<RealOf<X>>(s) * spectrum.vectors[0]); };
  const auto value = [&](double s) { return recorder.differential(at(s), loss), static_cast<double>(recorder.value()); };
  double s = value(start) <= value(-start) ? start : -start;
  for (int k = 0; k < 60 && value(2 * s) < value(s); ++k) s *= 2;
  return at(s);
}

}  // namespace coframe
