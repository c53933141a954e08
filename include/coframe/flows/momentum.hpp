// SPDX-License-Identifier: MIT
#pragma once
// Heavy balls: a remembered momentum, which is a cotangent.
#include "coframe/flows/descent.hpp"

namespace coframe {

/// p ← β p + dL + κ x,   x ← x - η g^ p: the heavy ball. Newton's mechanics has β = e^{-λ dt/m}, η = dt²/m. (eq. 24)
struct Momentum {
  Rate rate = 1e-2;
  double beta = 0.9;
  double decay = 0;
  FlowState state{};

  /// One step of the model x. ShapeError, NotFinite and DomainError come before anything has moved.
  template <Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL) {
    const double eta = rate(state.steps);
    require_setting("Momentum", "beta", beta, 0, 1);
    require_setting("Momentum", "decay", decay, 0, unbounded);
    check_step(x, g, dL);
    auto& [momentum] = state.moments.trees<Cotangent>(x);
    move(
        x, g, eta, state,
        [this](long) {
          return [beta = beta, kappa = decay](auto& f, const auto& p, const auto& w, auto& m) -> void {
            add_decay(f, p, w, kappa);
            m = static_cast<BlockReal<decltype(m)>>(beta) * m + f;
            f = m;
          };
        },
        dL, momentum);
  }
  template <Point X>
  void step(X& x, const Over<X, Cotangent>& dL) {
    step(x, euclidean, dL);
  }
};

/// p ← β p + w,   x ← x - η g^ (w + β p) with w = dL + κ x: Nesterov's look ahead, written at the point looked from.
/// (eq. 24)
struct Nesterov {
  Rate rate = 1e-2;
  double beta = 0.9;
  double decay = 0;
  FlowState state{};

  /// One step of the model x. ShapeError, NotFinite and DomainError come before anything has moved.
  template <Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL) {
    const double eta = rate(state.steps);
    require_setting("Nesterov", "beta", beta, 0, 1);
    require_setting("Nesterov", "decay", decay, 0, unbounded);
    check_step(x, g, dL);
    auto& [momentum] = state.moments.trees<Cotangent>(x);
    move(
        x, g, eta, state,
        [this](long) {
          return [beta = beta, kappa = decay](auto& f, const auto& p, const auto& w, auto& m) -> void {
            const auto b = static_cast<BlockReal<decltype(m)>>(beta);
            add_decay(f, p, w, kappa);
            m = b * m + f;
            f += b * m;
          };
        },
        dL, momentum);
  }
  template <Point X>
  void step(X& x, const Over<X, Cotangent>& dL) {
    step(x, euclidean, dL);
  }
};

}  // namespace coframe
