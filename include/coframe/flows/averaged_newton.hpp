// SPDX-License-Identifier: MIT
#pragma once
// Newton's mechanics under averaged forces, of which Adam is the limit of no mass.
#include "coframe/flows/adam.hpp"
#include "coframe/flows/newton.hpp"

namespace coframe {

/// d⟨F⟩ = -β(⟨F⟩ - F) dt,   m a = γ ⟨F⟩ - λ v, with F = -dL. γ = 1/(√⟨|F|²⟩ + ε) by a mean of rate β₂ where `damped`,
/// else 1. Both means start at 0 and are divided by what they have seen, 1 - e^{-βt}. (eqs. 25, 26)
/// For m → 0 it is Adam with η = dt/λ, β₁ = e^{-β dt}, β₂ = e^{-β₂ dt}.
struct AveragedNewton {
  double mass = 1;
  double friction = 1;
  double dt = 0.1;
  double beta = 1;
  double beta2 = 0.01;
  double epsilon = 1e-8;
  bool damped = true;
  FlowState state{};

  /// One step of the model x by dt. ShapeError, NotFinite and DomainError come before anything has moved.
  template <Point X, MetricOn<X> G>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL) {
    constexpr double least = std::numeric_limits<double>::min();
    require_setting("AveragedNewton", "mass", mass, least, unbounded);
    require_setting("AveragedNewton", "friction", friction, 0, unbounded);
    require_setting("AveragedNewton", "dt", dt, least, unbounded);
    require_setting("AveragedNewton", "beta", beta, least, unbounded);
    require_setting("AveragedNewton", "beta2", beta2, least, unbounded);
    require_setting("AveragedNewton", "epsilon", epsilon, least, unbounded);
    check_step(x, g, dL);
    auto& [momentum, mean, square] = state.moments.trees<Cotangent, Cotangent, PerElement>(x);
    move(
        x, g, 1, state,
        [this](long age) {
          const double b1 = std::exp(-beta * dt), b2 = std::exp(-beta2 * dt);
          return [b1, b2, c1 = unbias(b1, age + 1), c2 = unbias(b2, age + 1), epsilon = epsilon, damped = damped,
                  k = newton_step(Integrator::exponential, mass, friction, dt, false)](
                     auto& f, const auto&, const auto& w, auto& p, auto& m, auto& s) -> void {
            using R = BlockReal<decltype(s)>;
            average(m, w, b1);
            f = static_cast<R>(c1) * m;
            if (damped) {
              average_square(s, w, b2);
              Block<R> gamma(s.size());
              conductance(gamma, s, c2, epsilon);
              f *= gamma;
            }
            const Block<typename std::remove_cvref_t<decltype(p)>::Scalar> before = p;
            p = static_cast<R>(k.keep) * p - static_cast<R>(k.kick) * f;
            f = static_cast<R>(k.push) * f - static_cast<R>(k.drift) * before;
          };
        },
        dL, momentum, mean, square);
  }
  template <Point X>
  void step(X& x, const Over<X, Cotangent>& dL) {
    step(x, euclidean, dL);
  }
};

}  // namespace coframe
