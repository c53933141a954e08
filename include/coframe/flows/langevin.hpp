// SPDX-License-Identifier: MIT
#pragma once
// Brownian motion of a model in its landscape: descent with noise of a temperature.
#include "coframe/base/number.hpp"
#include "coframe/flows/descent.hpp"

namespace coframe {

/// x ← x - η g^ dL + √(2ηT) √g^ ξ with ξ standard normal: at rest x has Boltzmann's distribution e^{-L/T}, whatever the
/// metric and the stiffness, for η → 0; on a parabola kx²/2 the variance is 2T/(k(2 - ηk)) at any η.
/// Without forces it diffuses, ⟨|x - x₀|²⟩ = 2 g^ T t with t = nη. Frozen leaves do not move. (sec. 2.4)
struct Langevin {
  Rate rate = 1e-2;
  double temperature = 1;
  FlowState state{};

  /// The temperature at which noise of deviation s in the differential, as of small batches, keeps a flow of rate η: ηs²/2.
  /// The stationary variance is then ηs²/(k(2 - ηk)).
  static double temperature_of_noise(double s, double eta) { return eta * s * s / 2; }

  /// One step of the model x. ShapeError, NotFinite and DomainError come before anything has moved.
  template <class Random, Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL, Random& random) {
    const double eta = rate(state.steps);
    require_setting("Langevin", "temperature", temperature, 0, unbounded);
    check_step(x, g, dL);
    auto& [velocity, noise] = state.buffers.trees<Tangent, Tangent>(x);
    auto& room = kept<RoomOf<G, X>>(state.room);
    sharp(g, dL, velocity, room);
    velocity *= -static_cast<RealOf<X>>(eta);
    if (temperature > 0) {
      sample(g, random, x, noise, room);
      velocity += (noise *= static_cast<RealOf<X>>(std::sqrt(2 * eta * temperature)));
    }
    for_each_numbered_leaf([&](std::size_t i, auto& p, const auto& v) {
      if (!is_frozen(g, i)) p += v;
    }, x, velocity);
    ++state.steps;
  }
  template <class Random, Point X>
  void step(X& x, const Over<X, Cotangent>& dL, Random& random) {
    step(x, euclidean, dL, random);
  }
};

}  // namespace coframe
