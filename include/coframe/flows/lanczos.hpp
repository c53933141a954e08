// SPDX-License-Identifier: MIT
#pragma once
// Lanczos' method: eigenvalues of a symmetric operator from its products with vectors.
#include <Eigen/Eigenvalues>
#include <cmath>
#include <random>
#include <vector>

#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// Ritz values in ascending order, their vectors normed to 1 in the metric, and how far each is from an eigenpair:
/// |H v - λ g v| in the dual norm.
template <class V>
struct Spectrum {
  Eigen::VectorXd values, residuals;
  std::vector<V> vectors;
};

/// The spectrum of g^H on the span of w, Hg^w, Hg^Hg^w, … for a symmetric H that maps tangents to cotangents. The basis is
/// of covectors orthonormal in the co-metric, so degenerate metrics serve: what is frozen is not seen. Where the span
/// closes early, `renew` gives a covector to go on with. Steps are at most the dimension. EmptyInput if w has norm 0.
template <Covector W, class H, class G, class Renew>
Spectrum<Over<W, Tangent>> lanczos(const H& h, const W& w, const G& g, int steps, const Renew& renew) {
  using V = Over<W, Tangent>;
  using S = RealOf<W>;
  using R = std::common_type_t<S, double>;   // of small numbers, and never less
  std::vector<W> basis;
  std::vector<V> raised;
  const auto add = [&](W next, double smallest) {
    for (int twice = 0; twice < 2; ++twice)
      for (std::size_t i = 0; i < basis.size(); ++i) next -= pair(next, raised[i]) * basis[i];
    const double length = static_cast<double>(dual_norm(g, next));
    if (!std::isfinite(length)) throw NotFinite("lanczos: a product with the operator is not finite");
    if (!(length > smallest)) return 0.0;
    next /= static_cast<S>(length);
    raised.push_back(sharp(g, next));
    basis.push_back(std::move(next));
    return length;
  };
  if (add(w, 0) == 0) throw EmptyInput("lanczos: the covector to begin with has norm 0 in this metric (it is 0, or frozen throughout)");
  const int most = static_cast<int>(std::min<Eigen::Index>(steps, dimension(w)));
  Eigen::MatrixX<R> t = Eigen::MatrixX<R>::Zero(most, most);
  double scale = 0, left_over = 0;
  int n = 0;
  for (; n < most && static_cast<std::size_t>(n) < basis.size(); ++n) {
    const W image = h(raised[static_cast<std::size_t>(n)]);
    t(n, n) = static_cast<double>(pair(image, raised[static_cast<std::size_t>(n)]));
    scale = std::max({scale, std::abs(t(n, n)), static_cast<double>(dual_norm(g, image))});
    const double tiny = 64 * static_cast<double>(std::numeric_limits<S>::epsilon()) * scale;
    left_over = add(image, tiny);
    if (n + 1 == most) break;
    if (left_over > 0) {
      t(n, n + 1) = t(n + 1, n) = left_over;
    } else if (auto fresh = renew()) {
      add(*fresh, 1e-6 * static_cast<double>(dual_norm(g, *fresh)));
    }
  }
  n = std::min(n + 1, most);
  n = std::min(n, static_cast<int>(raised.size()));
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixX<R>> small(t.topLeftCorner(n, n));
  Spectrum<V> spectrum{small.eigenvalues(), left_over * small.eigenvectors().row(n - 1).cwiseAbs().transpose(), {}};
  for (int k = 0; k < n; ++k) {
    V v = zeros_like(raised[0]);
    for (int i = 0; i < n; ++i) v += static_cast<S>(small.eigenvectors()(i, k)) * raised[static_cast<std::size_t>(i)];
    spectrum.vectors.push_back(std::move(v));
  }
  return spectrum;
}
/// The same on the span of w alone.
template <Covector W, class H, class G>
Spectrum<Over<W, Tangent>> lanczos(const H& h, const W& w, const G& g, int steps) {
  return lanczos(h, w, g, steps, [] { return static_cast<const W*>(nullptr); });
}

/// A covector at x of independent standard normal coordinates.
template <Point X, class Random>
Over<X, Cotangent> random_covector(const X& x, Random& random) {
  return transform_leaves<Cotangent>(x, [&](const auto& leaf) { return normal_like(random, leaf); });
}

}  // namespace coframe
