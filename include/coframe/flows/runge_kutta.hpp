// SPDX-License-Identifier: MIT
#pragma once
// One step of a Runge–Kutta method for points of any tree.
#include "coframe/flows/tableau.hpp"
#include "coframe/flows/trajectory.hpp"

namespace coframe {

/// f(t, x) is the velocity of the point x at time t.
template <class F, class X>
concept FieldOn = Point<X> && requires(F& f, double t, const X& x) {
  { f(t, x) } -> std::convertible_to<Over<X, Tangent>>;
};

/// Steps of ẋ = f(t, x). It keeps the stages, and the velocity at an end is the first stage of the next step.
template <RungeKuttaMethod Method, Point X, class F>
  requires FieldOn<F, X>
class RungeKutta {
 public:
  using V = Over<X, Tangent>;

  RungeKutta(F& f, const X& x, double t) : f_(f), t_(t), x_(x), v_(field(t, x)) {
    stages_.assign(Method::tableau.stages, zeros_like(v_));
  }
  double t() const { return t_; }
  const X& x() const { return x_; }
  const V& v() const { return v_; }
  long evaluations() const { return evaluations_; }

  /// The arc of a step h from here; the state stays.
  Arc<X> attempt(double h) {
    constexpr const auto& m = Method::tableau;
    constexpr int n = m.stages;
    stages_[0] = v_;
    for (int i = 1; i < n; ++i) {
      const std::size_t at = static_cast<std::size_t>(i);
      stages_[at] = field(t_ + m.c[at] * h, moved(h, m.a[at]));
    }
    X end = moved(h, m.b);
    V v_end = m.ends_in_velocity() ? stages_[n - 1] : field(t_ + h, end);
    return {t_, t_ + h, x_, std::move(end), v_, std::move(v_end), sum(h, m.d)};
  }
  /// The estimated error of the last attempt.
  V error(double h) const
    requires EmbeddedMethod<Method>
  {
    return sum(h, Method::tableau.e);
  }
  void accept(const Arc<X>& arc) {
    t_ = arc.t1;
    x_ = arc.x1;
    v_ = arc.v1;
  }
  V field(double t, const X& x) {
    ++evaluations_;
    return f_(t, x);
  }

 private:
  template <class Weights>
  V sum(double h, const Weights& weights) const {
    V total = zeros_like(v_);
    for (std::size_t i = 0; i < weights.size(); ++i)
      if (weights[i] != 0) add_scaled(total, h * weights[i], stages_[i]);
    return total;
  }
  template <class Weights>
  X moved(double h, const Weights& weights) const {
    X x = x_;
    return x += sum(h, weights);
  }

  F& f_;
  long evaluations_ = 0;  // before what is made by evaluating
  double t_;
  X x_;
  V v_;
  std::vector<V> stages_;
};

}  // namespace coframe
