// SPDX-License-Identifier: MIT
#pragma once
// Heavy balls: a remembered momentum, which is a cotangent.
#include "coframe/flows/descent.hpp"

namespace coframe {

/// p ← β p + w with w = dL + κ x, and the step along p, or along w + β p where it looks ahead.
template <bool ahead, class Flow, Point X, class G>
void step_with_momentum(const char* name, Flow& flow, X& x, const G& g, const Over<X, Cotangent>& dL) {
  const double eta = flow.rate(flow.state.steps);
  require_setting(name, "beta", flow.beta, 0, 1);
  require_setting(name, "decay", flow.decay, 0, unbounded);
  check_step(x, g, dL);
  auto& [momentum] = flow.state.moments.template trees<Cotangent>(x);
  const auto kernel = [beta = flow.beta, kappa = flow.decay](auto& f, const auto& p, const auto& w, auto& m) -> void {
    const auto b = static_cast<BlockReal<decltype(m)>>(beta);
    add_decay(f, p, w, kappa);
    m = b * m + f;
    if constexpr (ahead)
      f += b * m;
    else
      f = m;
  };
  move(x, g, eta, flow.state, [&](long) { return kernel; }, dL, momentum);
}

/// p ← β p + dL + κ x,   x ← x - η g^ p: the heavy ball. Newton's mechanics has β = e^{-λ dt/m}, η = dt²/m. (eq. 24)
struct Momentum {
  Rate rate = 1e-2;
  double beta = 0.9;
  double decay = 0;
  FlowState state{};

  /// One step of the model x. ShapeError, NotFinite and DomainError come before anything has moved.
  template <Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL) {
    step_with_momentum<false>("Momentum", *this, x, g, dL);
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
    step_with_momentum<true>("Nesterov", *this, x, g, dL);
  }
  template <Point X>
  void step(X& x, const Over<X, Cotangent>& dL) {
    step(x, euclidean, dL);
  }
};

}  // namespace coframe
