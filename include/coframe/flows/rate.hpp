// SPDX-License-Identifier: MIT
#pragma once
// Learning rates: a number, a function of the step, or the loss itself.
#include <algorithm>
#include <cmath>
#include <concepts>
#include <functional>
#include <numbers>
#include <string>

#include "coframe/base/error.hpp"

namespace coframe {

/// η(n) at step n = 0, 1, 2, …: a number, or any callable of the step. (eq. 22)
class Rate {
 public:
  Rate(double constant) : constant_(constant) {}
  template <std::invocable<long> Policy>
  Rate(Policy policy) : policy_(std::move(policy)) {}

  /// DomainError unless the rate is finite and ≥ 0: with η < 0 a descent climbs.
  double operator()(long step) const {
    const double rate = policy_ ? policy_(step) : constant_;
    if (!(rate >= 0 && std::isfinite(rate)))
      throw DomainError("rate: a finite number that is not negative was expected, but " + std::to_string(rate) +
                        " came at step " + std::to_string(step) +
                        "; with a negative rate a descent climbs: to climb, descend -L");
    return rate;
  }

 private:
  double constant_ = 0;
  std::function<double(long)> policy_;
};

/// η(n) = η₀ fⁿ.
inline auto exponential(double rate, double factor) {
  return [=](long n) { return rate * std::pow(factor, static_cast<double>(n)); };
}
/// η(n) = η₀ f^⌊n/every⌋.
inline auto staircase(double rate, double factor, long every) {
  return [=](long n) { return rate * std::pow(factor, static_cast<double>(n / every)); };
}
/// η(n) = η₁ + (η₀ - η₁)(1 + cos πn/N)/2 for n < N, then η₁.
inline auto cosine(double rate, long steps, double last = 0) {
  return [=](long n) {
    const double t = static_cast<double>(std::min(n, steps)) / static_cast<double>(steps);
    return last + (rate - last) * (1 + std::cos(std::numbers::pi * t)) / 2;
  };
}
/// η(n) (n + 1)/N for n < N, then η(n): another rate, warmed up.
inline auto warmup(long steps, Rate rate) {
  return [=](long n) { return rate(n) * std::min(1.0, static_cast<double>(n + 1) / static_cast<double>(steps)); };
}

/// η = L, under which the flow of L is that of L²/2, for L ≥ 0. A gradient flow takes it as it is; a flow by steps is told
/// where the loss stands, Descent{.rate = loss_as_rate(recorder)} or loss_as_rate(recorder, c) for η = c L: the loss of the
/// recorder's last differential. The recorder must outlive the rate. DomainError where L < 0. (eq. 22)
struct LossAsRate {
  template <class Recorder>
    requires requires(const Recorder& recorder) { static_cast<double>(recorder.value()); }
  auto operator()(const Recorder& recorder, double factor = 1) const {
    return [&recorder, factor](long) { return factor * static_cast<double>(recorder.value()); };
  }
  template <class Recorder>
  void operator()(const Recorder&& recorder, double factor = 1) const = delete;  // it would be gone before the first step
};
inline constexpr LossAsRate loss_as_rate;

}  // namespace coframe
