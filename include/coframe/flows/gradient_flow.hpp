// SPDX-License-Identifier: MIT
#pragma once
// Gradient descent before it is cut into steps: a differential equation.
#include <memory>

#include "coframe/calculus/recorder.hpp"
#include "coframe/flows/integrate.hpp"
#include "coframe/flows/rate.hpp"
#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// The velocity field Ẋ = -η g^ dL of a loss L. η is a number, a function η(t) or η(t, W), or loss_as_rate.
/// It moves the same curves at whatever η > 0; DomainError where η < 0. (eqs. 6, 7, 21, 22)
/// It owns a recorder, so it is moved and not copied, and belongs to one thread.
template <class S, class L, class G, class Eta>
class GradientFlow {
 public:
  GradientFlow(L loss, G metric, Eta rate)
      : loss_(std::move(loss)), metric_(std::move(metric)), rate_(std::move(rate)), recorder_(std::make_unique<BasicRecorder<S>>()) {}

  template <Point X>
    requires MetricOn<G, X>
  Over<X, Tangent> operator()(double t, const X& x) {
    static_assert(std::is_same_v<RealOf<X>, S>, "gradient_flow is for double; for a model of float take gradient_flow<float>(…)");
    Over<X, Tangent> v = sharp(metric_, recorder_->differential(x, loss_));
    v *= -static_cast<S>(rate(t, x));
    return v;
  }
  /// L(x).
  template <Point X>
  S loss(const X& x) {
    recorder_->differential(x, loss_);
    return recorder_->value();
  }
  const G& metric() const { return metric_; }

 private:
  template <class X>
  double rate(double t, const X& x) const {
    double eta;
    if constexpr (std::is_same_v<Eta, LossAsRate>) eta = static_cast<double>(recorder_->value());
    else if constexpr (std::is_invocable_v<const Eta&, double, const X&>) eta = static_cast<double>(rate_(t, x));
    else if constexpr (std::is_invocable_v<const Eta&, double>) eta = static_cast<double>(rate_(t));
    else eta = static_cast<double>(rate_);
    if (eta < 0)
      throw DomainError("gradient_flow: the rate is " + std::to_string(eta) + " at t = " + std::to_string(t) + ", where the flow would "
                        "climb; " + (std::is_same_v<Eta, LossAsRate> ? "as a rate the loss must not be negative: add a constant to it"
                                                                     : "a number that is not negative was expected"));
    return eta;
  }

  L loss_;
  G metric_;
  Eta rate_;
  std::unique_ptr<BasicRecorder<S>> recorder_;
};

/// integrate(DormandPrince{}, gradient_flow(L, g, η), x, 0, t) follows Ẋ = -η g^ dL from x.
template <class S = double, class L, class G = Euclidean, class Eta = double>
GradientFlow<S, L, G, Eta> gradient_flow(L loss, G metric = G{}, Eta rate = 1) {
  return {std::move(loss), std::move(metric), std::move(rate)};
}

}  // namespace coframe
