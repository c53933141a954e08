// SPDX-License-Identifier: MIT
#pragma once
// Adam and its kin: forces averaged over time, and a metric made of their mean squares.
#include "coframe/flows/descent.hpp"

namespace coframe {

// 1/(√s + ε)
template <class A, class S>
void conductance(A& a, const S& mean_square, double correction, double epsilon) {
  using R = BlockReal<A>;
  a = ((static_cast<R>(correction) * mean_square).sqrt() + static_cast<R>(epsilon)).inverse();
}
// s ← β s + (1 - β)|w|²
template <class S, class W>
void average_square(S& s, const W& w, double beta) {
  using R = BlockReal<S>;
  s = static_cast<R>(beta) * s + static_cast<R>(1 - beta) * w.abs2();
}
// m ← β m + (1 - β) w
template <class M, class W>
void average(M& m, const W& w, double beta) {
  using R = BlockReal<M>;
  m = static_cast<R>(beta) * m + static_cast<R>(1 - beta) * w;
}
// 1/(1 - βⁿ), which makes a mean of n terms of one that began at 0
inline double unbias(double beta, long n) { return 1 / (1 - std::pow(beta, static_cast<double>(n))); }

/// The moments of w = dL + κ x, the force m̂ and the conductance 1/(√ŝ + ε) of a leaf of this age.
inline auto adam_kernel(double beta1, double beta2, double epsilon, double kappa, long age) {
  return [=, c1 = unbias(beta1, age + 1), c2 = unbias(beta2, age + 1)](auto& f, auto& a, const auto& p, const auto& w,
                                                                       auto& m, auto& s) -> void {
    add_decay(f, p, w, kappa);
    average(m, f, beta1);
    average_square(s, f, beta2);
    f = static_cast<BlockReal<decltype(a)>>(c1) * m;
    conductance(a, s, c2, epsilon);
  };
}
inline void require_averages(const char* flow, double beta1, double beta2, double epsilon) {
  require_setting(flow, "beta1", beta1, 0, 1);
  require_setting(flow, "beta2", beta2, 0, 1);
  require_setting(flow, "epsilon", epsilon, std::numeric_limits<double>::min(), unbounded);
}

/// s ← β s + (1 - β)|w|²,   x ← x - η g^ A w,   A = 1/(√s + ε),   w = dL + κ x.
struct RmsProp {
  Rate rate = 1e-3;
  double beta = 0.9;
  double epsilon = 1e-8;
  double decay = 0;
  FlowState state{};

  /// One step of the model x. ShapeError, NotFinite and DomainError come before anything has moved.
  template <Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL) {
    const double eta = rate(state.steps);
    require_setting("RmsProp", "beta", beta, 0, 1);
    require_setting("RmsProp", "epsilon", epsilon, std::numeric_limits<double>::min(), unbounded);
    require_setting("RmsProp", "decay", decay, 0, unbounded);
    check_step(x, g, dL);
    auto& [square] = state.moments.trees<PerElement>(x);
    move(
        x, g, eta, state,
        [this](long) {
          return [beta = beta, epsilon = epsilon, kappa = decay](auto& f, auto& a, const auto& p, const auto& w,
                                                                 auto& s) -> void {
            add_decay(f, p, w, kappa);
            average_square(s, f, beta);
            conductance(a, s, 1, epsilon);
          };
        },
        dL, square);
  }
  template <Point X>
  void step(X& x, const Over<X, Cotangent>& dL) {
    step(x, euclidean, dL);
  }
};

/// m ← β₁ m + (1 - β₁) w,   s ← β₂ s + (1 - β₂)|w|²,   x ← x - η g^ A m̂,   A = 1/(√ŝ + ε),   m̂ = m/(1 - β₁ⁿ), ŝ alike.
/// Moments are those of the cotangent w = dL + κ x, |w|² for complex elements: a rotated parameter plane gives the
/// rotated path. So g^ acts after A: a stiffness s divides what Adam would do by s, whatever the forces have been. Adam
/// is the limit m → 0 of averaged Newton mechanics. (eqs. 25, 26)
struct Adam {
  Rate rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double decay = 0;
  FlowState state{};

  /// One step of the model x. ShapeError, NotFinite and DomainError come before anything has moved.
  template <Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL) {
    const double eta = rate(state.steps);
    require_averages("Adam", beta1, beta2, epsilon);
    require_setting("Adam", "decay", decay, 0, unbounded);
    check_step(x, g, dL);
    auto& [momentum, square] = state.moments.trees<Cotangent, PerElement>(x);
    move(
        x, g, eta, state, [this](long age) { return adam_kernel(beta1, beta2, epsilon, decay, age); }, dL, momentum,
        square);
  }
  template <Point X>
  void step(X& x, const Over<X, Cotangent>& dL) {
    step(x, euclidean, dL);
  }
};

}  // namespace coframe
