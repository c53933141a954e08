// SPDX-License-Identifier: MIT
#pragma once
// Aristotle's mechanics: velocity follows force.
#include "coframe/flows/move.hpp"
#include "coframe/flows/rate.hpp"
#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// The differential w = dL + κ x, where κ is the constant of a mass term κ/2 |x|² added to the loss. (eq. 33)
template <class F, class P, class W>
void add_decay(F& f, const P& p, const W& w, double decay) {
  if (decay == 0)
    f = w;
  else
    f = w + static_cast<BlockReal<P>>(decay) * p;
}
/// DomainError unless low ≤ value < high.
inline void require_setting(const char* flow, const char* name, double value, double low, double high) {
  if (!(value >= low && value < high))
    throw DomainError(std::string(flow) + ": " + name + " is " + std::to_string(value) + ", but a number from " +
                      std::to_string(low) + " to below " + std::to_string(high) + " was expected");
}
inline constexpr double unbounded = std::numeric_limits<double>::infinity();

/// x ← x - η g^ (dL + κ x): gradient descent. A stiffness s divides the velocity by s, to one ulp. (eqs. 6, 7, 23)
struct Descent {
  Rate rate = 1e-2;
  double decay = 0;
  FlowState state{};

  /// One step of the model x. ShapeError, NotFinite and DomainError come before anything has moved.
  template <Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL) {
    const double eta = rate(state.steps);
    require_setting("Descent", "decay", decay, 0, unbounded);
    check_step(x, g, dL);
    move(
        x, g, eta, state,
        [this](long) {
          return [kappa = decay](auto& f, const auto& p, const auto& w) -> void { add_decay(f, p, w, kappa); };
        },
        dL);
  }
  /// One step in the Euclidean metric.
  template <Point X>
  void step(X& x, const Over<X, Cotangent>& dL) {
    step(x, euclidean, dL);
  }
};

}  // namespace coframe
