// SPDX-License-Identifier: MIT
#pragma once
// Variants of Adam: decay apart from the moments, and conductances that only fall.
#include "coframe/flows/adam.hpp"

namespace coframe {

/// Adam of dL alone, with the decay x ← x - η g^ κx beside it, not divided by the mean square. Frozen leaves do not
/// decay.
struct AdamW {
  Rate rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double decay = 1e-2;
  FlowState state{};
  FlowState decay_state{};

  /// One step of the model x. ShapeError, NotFinite and DomainError come before anything has moved.
  template <Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL) {
    const double eta = rate(state.steps);
    require_setting("AdamW", "decay", decay, 0, unbounded);
    require_averages("AdamW", beta1, beta2, epsilon);
    check_step(x, g, dL);
    auto& [momentum, square] = state.moments.trees<Cotangent, PerElement>(x);
    if (decay > 0)
      move(x, g, eta, decay_state, [this](long) {
        return [kappa = decay](auto& f, const auto& p) -> void { f = static_cast<BlockReal<decltype(p)>>(kappa) * p; };
      });
    move(
        x, g, eta, state, [this](long age) { return adam_kernel(beta1, beta2, epsilon, 0, age); }, dL, momentum,
        square);
  }
  template <Point X>
  void step(X& x, const Over<X, Cotangent>& dL) {
    step(x, euclidean, dL);
  }
};

/// Adam with A = 1/(ŝ^power + ε), ŝ the greatest corrected mean square so far, so no conductance ever rises.
/// A power of 1/2 is AMSGrad; towards 0 it goes over to averaged descent (Padam).
struct AmsGrad {
  Rate rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double power = 0.5;
  double decay = 0;
  FlowState state{};

  /// One step of the model x. ShapeError, NotFinite and DomainError come before anything has moved.
  template <Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL) {
    const double eta = rate(state.steps);
    require_setting("AmsGrad", "decay", decay, 0, unbounded);
    require_setting("AmsGrad", "power", power, 0, 0.5 + 1e-12);
    require_averages("AmsGrad", beta1, beta2, epsilon);
    check_step(x, g, dL);
    auto& [momentum, square, greatest] = state.moments.trees<Cotangent, PerElement, PerElement>(x);
    move(
        x, g, eta, state,
        [this](long age) {
          return [beta1 = beta1, beta2 = beta2, epsilon = epsilon, kappa = decay, power = power,
                  c1 = unbias(beta1, age + 1), c2 = unbias(beta2, age + 1)](
                     auto& f, auto& a, const auto& p, const auto& w, auto& m, auto& s, auto& most) -> void {
            using R = BlockReal<decltype(a)>;
            add_decay(f, p, w, kappa);
            average(m, f, beta1);
            average_square(s, f, beta2);
            most = most.max(static_cast<R>(c2) * s);
            f = static_cast<R>(c1) * m;
            if (power == 0.5)
              conductance(a, most, 1, epsilon);
            else
              a = (most.pow(static_cast<R>(power)) + static_cast<R>(epsilon)).inverse();
          };
        },
        dL, momentum, square, greatest);
  }
  template <Point X>
  void step(X& x, const Over<X, Cotangent>& dL) {
    step(x, euclidean, dL);
  }
};

}  // namespace coframe
