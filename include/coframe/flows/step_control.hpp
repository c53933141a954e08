// SPDX-License-Identifier: MIT
#pragma once
// How long a step may be: tolerances, the norm of an error, and proportional–integral control.
#include <algorithm>
#include <cmath>
#include <limits>

#include "coframe/flows/blocks.hpp"
#include "coframe/flows/runge_kutta.hpp"

namespace coframe {

/// What an integration is told about its steps.
struct StepControl {
  /// The error of a step is kept below absolute + relative |x|, in the mean over the coordinates.
  double relative = 1e-6, absolute = 1e-9;
  /// The first step, chosen if 0; for methods without an estimate, and with `fixed`, the greatest of equal steps.
  double step = 0;
  double longest = std::numeric_limits<double>::infinity();
  long most_steps = 1000000;
  bool fixed = false;
};

/// √ mean |eᵢ|² / (absolute + relative max(|xᵢ|, |yᵢ|))².
template <Point X>
double scaled_norm(const Over<X, Tangent>& e, const X& x, const X& y, const StepControl& control) {
  double sum = 0;
  for_each_leaf([&](const auto& e_leaf, const auto& x_leaf, const auto& y_leaf) {
    for_each_block([&](auto error, auto a, auto b) {
      using R = BlockReal<decltype(error)>;
      const auto scale = static_cast<R>(control.absolute) + static_cast<R>(control.relative) * a.abs().max(b.abs());
      sum += static_cast<double>((error.abs() / scale).square().sum());
    }, e_leaf, x_leaf, y_leaf);
  }, e, x, y);
  return std::sqrt(sum / static_cast<double>(std::max<Eigen::Index>(1, dimension(x))));
}

/// The next step is h times 0.9 e^{-0.7/k} e₋^{0.4/k}, e the scaled error, e₋ the one before, e ~ hᵏ.
class PiControl {
 public:
  explicit PiControl(int error_order) : k_(error_order + 1) {}
  double after_success(double error) {
    error = std::max(error, 1e-10);
    const double factor = 0.9 * std::pow(error, -0.7 / k_) * std::pow(before_, 0.4 / k_);
    const double most = rejected_ ? 1 : 5;
    before_ = error;
    rejected_ = false;
    return std::clamp(factor, 0.2, most);
  }
  double after_failure(double error) {
    rejected_ = true;
    return std::isfinite(error) ? std::clamp(0.9 * std::pow(error, -1. / k_), 0.1, 0.9) : 0.1;
  }

 private:
  double k_, before_ = 1;
  bool rejected_ = false;
};

/// A first step: a hundredth of the time in which x would change by itself, or f by its tolerance.
template <class Method, class X, class F>
double first_step(RungeKutta<Method, X, F>& steps, double direction, const StepControl& control) {
  const double size = scaled_norm(displacement(zeros_like(steps.x()), steps.x()), steps.x(), steps.x(), control);
  const double speed = scaled_norm(steps.v(), steps.x(), steps.x(), control);
  const double h = size < 1e-5 || speed < 1e-5 ? 1e-6 : 0.01 * size / speed;
  X x = steps.x();
  add_scaled(x, direction * h, steps.v());
  const auto change = steps.field(steps.t() + direction * h, x) - steps.v();
  const double bend = scaled_norm(change, steps.x(), x, control) / h;
  const double most = std::max(speed, bend);
  const double other = most <= 1e-15 ? std::max(1e-6, h * 1e-3) : std::pow(0.01 / most, 1. / (Method::tableau.error_order + 1));
  return std::min(100 * h, other);
}

}  // namespace coframe
