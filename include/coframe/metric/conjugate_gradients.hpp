// SPDX-License-Identifier: MIT
#pragma once
// Linear equations between tangents and cotangents, by products alone.
#include "coframe/metric/euclidean.hpp"

namespace coframe {

struct CgControl {
  double tolerance = 1e-10;  ///< of the residual, relative to the right side, in the dual norm of the preconditioner
  int most_steps = 0;        ///< 0: twice the dimension, and ten
};

/// The tangent v with g v = w, for g a symmetric positive map of tangents to cotangents, by conjugate gradients; `precondition`
/// is a metric near to g. DegenerateMetric where g has no length in a direction that w has a part in.
template <Covector W, class Map, class P = Euclidean>
Over<W, Tangent> conjugate_gradients(const Map& g, const W& w, const P& precondition = P{}, const CgControl& control = {}) {
  using S = RealOf<W>;
  W r = w;
  Over<W, Tangent> z = sharp(precondition, r), v = zeros_like(z), p = z;
  S rz = pair(r, z);
  const S enough = static_cast<S>(control.tolerance * control.tolerance) * rz;
  const Eigen::Index most = control.most_steps > 0 ? control.most_steps : 2 * dimension(w) + 10;
  for (Eigen::Index k = 0; k < most && rz > enough && rz > 0; ++k) {
    const W gp = g(p);
    const S pgp = pair(gp, p);
    if (!std::isfinite(pgp)) throw NotFinite("conjugate_gradients: a product with the metric is not finite");
    if (!(pgp > std::numeric_limits<S>::min()))
      throw DegenerateMetric("conjugate_gradients: the metric has no length in a direction that the covector has a part in; give it a "
                             "damping, or more samples than parameters");
    const S a = rz / pgp;
    v += a * p;
    r -= a * gp;
    z = sharp(precondition, r);
    const S next = pair(r, z);
    p *= next / rz;
    p += z;
    rz = next;
  }
  return v;
}

}  // namespace coframe
