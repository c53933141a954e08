// SPDX-License-Identifier: MIT
#pragma once
// Curves in the space of a model: arcs with values between their ends, and trajectories made of them.
#include <algorithm>
#include <vector>

#include "coframe/space.hpp"

namespace coframe {

/// x(t) from t0 to t1 by its ends, the velocities there, and a bump: Hermite's cubic + θ²(1 - θ)² bump.
/// It is defined on t0 … t1 and belongs to the curve up to `end`, where an event may have cut it.
template <Point X>
struct Arc {
  using V = Over<X, Tangent>;
  double t0, t1;
  X x0, x1;
  V v0, v1, bump;
  double end = t1;

  /// x(t).
  X operator()(double t) const {
    if (t == t0) return x0;
    if (t == t1) return x1;
    const double h = t1 - t0, s = (t - t0) / h, r = 1 - s;
    X x = x0;
    add_scaled(x, s * s * (3 - 2 * s), displacement(x0, x1));
    add_scaled(x, h * s * r * r, v0);
    add_scaled(x, -h * s * s * r, v1);
    add_scaled(x, s * s * r * r, bump);
    return x;
  }
  /// ẋ(t).
  V velocity(double t) const {
    if (t == t0) return v0;
    if (t == t1) return v1;
    const double h = t1 - t0, s = (t - t0) / h, r = 1 - s;
    V v = zeros_like(v0);
    add_scaled(v, 6 * s * r / h, displacement(x0, x1));
    add_scaled(v, r * (1 - 3 * s), v0);
    add_scaled(v, s * (3 * s - 2), v1);
    add_scaled(v, 2 * s * r * (1 - 2 * s) / h, bump);
    return v;
  }
};

/// The arc of constant velocity from x0 to x1.
template <Point X>
Arc<X> straight(const X& x0, const X& x1, double t0 = 0, double t1 = 1) {
  const auto v = displacement(x0, x1) / static_cast<RealOf<X>>(t1 - t0);
  return {t0, t1, x0, x1, v, v, zeros_like(v)};
}

/// Where a curve met an event.
template <Point X>
struct Crossing {
  std::size_t event;
  double t;
  X x;
};

/// A curve of arcs that join, what it met, and what it cost.
template <Point X>
struct Trajectory {
  std::vector<Arc<X>> arcs{};
  std::vector<Crossing<X>> crossings{};
  long evaluations = 0, rejected = 0;
  bool stopped = false;  ///< by an event

  double start() const { return first().t0; }
  double end() const { return last().end; }
  X front() const { return first().x0; }
  X back() const { return last()(end()); }
  /// x(t). DomainError outside of the curve.
  X operator()(double t) const { return arc_at(t)(t); }
  Over<X, Tangent> velocity(double t) const { return arc_at(t).velocity(t); }

  /// The arc that holds t. DomainError outside of the curve.
  const Arc<X>& arc_at(double t) const {
    const bool forward = first().t1 >= first().t0;
    if (forward ? !(t >= start() && t <= end()) : !(t <= start() && t >= end()))
      throw DomainError("trajectory: it runs from " + std::to_string(start()) + " to " + std::to_string(end()) + ", but t = " +
                        std::to_string(t) + " was asked for; integrate further");
    return *std::partition_point(arcs.begin(), arcs.end() - 1, [&](const Arc<X>& a) { return forward ? a.t1 < t : a.t1 > t; });
  }

 private:
  const Arc<X>& first() const { return require(), arcs.front(); }
  const Arc<X>& last() const { return require(), arcs.back(); }
  void require() const {
    if (arcs.empty()) throw EmptyInput("trajectory: it has no arcs yet; integrate(…) gives it some");
  }
};

}  // namespace coframe
