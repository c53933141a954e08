// SPDX-License-Identifier: MIT
#pragma once
// Linear equations between tangents and cotangents, by products alone.
#include "coframe/metric/euclidean.hpp"

namespace coframe {

struct CgControl {
  double tolerance = 1e-10;  ///< of the residual, relative to the right side, in the dual norm of the preconditioner
  int most_steps = 0;        ///< 0: twice the dimension, and ten
};

/// The vectors of the method, and what the preconditioner P computes in.
template <class X, class P = Euclidean>
struct CgRoom {
  Scratch<X, Tangent> direction, raised;
  Scratch<X, Cotangent> lowered;
  RoomOf<P, X> precondition;
};

/// v with g v = w, for g a symmetric positive map of tangents to cotangents, g(v, w) writing w, by conjugate gradients from
/// v = 0; `precondition` is a metric near to g. In r comes w and goes the residual w - g v. DegenerateMetric where g has no
/// length in a direction that w has a part in.
template <Covector W, class Map, class P = Euclidean>
void conjugate_gradients(const Map& g, W& r, Over<W, Tangent>& v, CgRoom<Over<W, Value>, P>& room, const P& precondition = P{},
                         const CgControl& control = {}) {
  using S = RealOf<W>;
  auto &z = room.raised.like(r), &p = room.direction.like(r);
  W& gp = room.lowered.like(r);
  sharp(precondition, r, z, room.precondition);
  for_each_leaf([](auto& from_0, auto& along, const auto& first) {
    set_zero(from_0.components(), first.components());
    along.components() = first.components();
  }, v, p, z);
  S rz = pair(r, z);
  const S enough = static_cast<S>(control.tolerance * control.tolerance) * rz;
  const Eigen::Index most = control.most_steps > 0 ? control.most_steps : 2 * dimension(r) + 10;
  const auto unsolved = [&] { return rz > enough && rz > 0; };
  for (Eigen::Index k = 0; k < most && (k == 0 || unsolved()); ++k) {
    g(p, gp);   // for w = 0 too, so that one use takes all of the room
    if (!unsolved()) return;
    const S pgp = pair(gp, p);
    if (!std::isfinite(pgp)) throw NotFinite("conjugate_gradients: a product with the metric is not finite");
    if (!(pgp > std::numeric_limits<S>::min()))
      throw DegenerateMetric("conjugate_gradients: the metric has no length in a direction that the covector has a part in; give it a "
                             "damping, or more samples than parameters");
    const S a = rz / pgp;
    add_scaled(v, a, p);
    add_scaled(r, -a, gp);
    sharp(precondition, r, z, room.precondition);
    const S next = pair(r, z);
    p *= next / rz;
    p += z;
    rz = next;
  }
}

/// The same by value, g(v) returning its cotangent.
template <Covector W, class Map, class P = Euclidean>
Over<W, Tangent> conjugate_gradients(const Map& g, const W& w, const P& precondition = P{}, const CgControl& control = {}) {
  W r = w;
  auto v = transform_leaves<Tangent>(w, [](const auto& c) { return c.components(); });
  CgRoom<Over<W, Value>, P> room;
  conjugate_gradients([&g](const auto& p, W& gp) { gp = g(p); }, r, v, room, precondition, control);
  return v;
}

}  // namespace coframe
