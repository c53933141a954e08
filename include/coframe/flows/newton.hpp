// SPDX-License-Identifier: MIT
#pragma once
// Newton's mechanics: mass, friction, and a choice of integrator.
#include "coframe/flows/descent.hpp"

namespace coframe {

/// How dp = -(dL + λ/m p) dt, dx = g^ p/m dt is stepped; r = e^{-λ dt/m} is what friction leaves of the momentum.
enum class Integrator {
  explicit_euler,  ///< x by the old p, then p by dL and λp/m, to first order
  semi_implicit,   ///< p ← r p - dt dL, then x by the new p: a heavy ball
  leapfrog,        ///< half a kick, friction, half a kick, drift; x to second order, friction exact
  exponential      ///< exact where dL is constant; for m → 0 it is descent with η = dt/λ
};

/// p ← keep p - kick dL and x ← x + g^ (drift p - push dL), with the p of before or after.
struct NewtonStep {
  double keep, kick, drift, push = 0;
  bool drift_first = false;
};
inline NewtonStep newton_step(Integrator integrator, double mass, double friction, double dt, bool first) {
  const double x = friction * dt / mass, r = std::exp(-x), lost = -std::expm1(-x);
  switch (integrator) {
    case Integrator::explicit_euler:
      return {1 - x, dt, dt / mass, 0, true};
    case Integrator::leapfrog:  // the first step begins in the middle of the friction
      return first ? NewtonStep{std::sqrt(r), dt / 2, dt / mass} : NewtonStep{r, dt / 2 * (1 + r), dt / mass};
    case Integrator::exponential:
      if (x < 1e-8) return {r, dt, dt / mass, dt * dt / (2 * mass), true};
      return {r, mass / friction * lost, lost / friction, (dt - mass / friction * lost) / friction, true};
    case Integrator::semi_implicit:
      break;
  }
  return {r, dt, dt / mass};
}

/// m a = F - λ v with F = -dL, v = g^ p/m: the momentum p is a cotangent. (eq. 24)
/// The semi-implicit step is the heavy ball of β = e^{-λ dt/m}, η = dt²/m. A stiffness s divides velocities by s.
struct Newton {
  double mass = 1;
  double friction = 1;
  double dt = 0.1;
  Integrator integrator = Integrator::semi_implicit;
  FlowState state{};

  /// One step of the model x by dt. ShapeError, NotFinite and DomainError come before anything has moved.
  template <Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL) {
    require_setting("Newton", "mass", mass, std::numeric_limits<double>::min(), unbounded);
    require_setting("Newton", "friction", friction, 0, unbounded);
    require_setting("Newton", "dt", dt, 0, unbounded);
    check_step(x, g, dL);
    auto& [momentum] = state.moments.trees<Cotangent>(x);
    move(
        x, g, 1, state,
        [this](long age) {
          return [k = newton_step(integrator, mass, friction, dt, age == 0)](auto& f, const auto&, const auto& w,
                                                                             auto& p) -> void {
            using R = BlockReal<decltype(p)>;
            if (k.drift_first) f = static_cast<R>(k.push) * w - static_cast<R>(k.drift) * p;
            p = static_cast<R>(k.keep) * p - static_cast<R>(k.kick) * w;
            if (!k.drift_first) f = static_cast<R>(-k.drift) * p;
          };
        },
        dL, momentum);
  }
  template <Point X>
  void step(X& x, const Over<X, Cotangent>& dL) {
    step(x, euclidean, dL);
  }

  /// The momentum, 0 before the first step. The leapfrog has it half a step behind the next position.
  template <Point X>
  const Over<X, Cotangent>& momentum(const X& x) {
    return std::get<0>(state.moments.trees<Cotangent>(x));
  }
  /// Starts x with the momentum p = m v♭. ShapeError.
  template <Point X>
  void start(const X& x, const Over<X, Cotangent>& p) {
    auto& [own] = state.moments.trees<Cotangent>(x);
    if (!same_shape_at<Marked<X>>(x, p)) throw ShapeError("start: the momentum and the model differ in shape");
    own = p;
    state.ages.clear();
  }
};

}  // namespace coframe
