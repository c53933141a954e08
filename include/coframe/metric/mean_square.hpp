// SPDX-License-Identifier: MIT
#pragma once
// The metric that forces leave behind: conductances that fall where they have been large.
#include <cmath>

#include "coframe/metric/diagonal.hpp"

namespace coframe {

/// s ← β s + (1 - β)|w|² of the differentials observed, and the diagonal metric g^ = 1/(√ŝ + ε) of it, ŝ = s/(1 - βⁿ).
/// |w|² of complex elements, so turning their plane turns what follows. Descent in it is RMSprop, whose s is not corrected
/// (bias_corrected = false); with the force averaged too it is Adam. Those flows do it in one pass; this is the metric on
/// its own, to measure by, to freeze within, or for a flow of one's own.
///   history.observe(dL);   flow.step(x, history.cometric(), dL);
template <Point X>
class MeanSquare {
 public:
  /// ε is the floor of √ŝ. DomainError unless 0 ≤ β < 1 and ε > 0.
  explicit MeanSquare(const X& x, double beta = 0.999, double epsilon = 1e-8, bool bias_corrected = true)
      : square_(zeros_like(x)), beta_(beta), epsilon_(epsilon), corrected_(bias_corrected) {
    if (!(beta >= 0 && beta < 1 && epsilon > 0))
      throw DomainError("MeanSquare: 0 ≤ beta < 1 and epsilon > 0 were expected, but " + std::to_string(beta) + " and " +
                        std::to_string(epsilon) + " came");
  }

  /// ShapeError for a differential of another model.
  void observe(const Over<X, Cotangent>& w) {
    for_each_leaf(
        [this](auto& s, const auto& c) {
          require_same_shape(s, c.components(), "MeanSquare");
          for_each_element(
              [this](auto& mean, const auto& x) { mean = mean * real(beta_, x) + real(1 - beta_, x) * std::norm(x); }, s,
              c.components());
        },
        square_, w);
    ++observed_;
  }
  /// The metric now. EmptyInput before the first observation.
  Diagonal<X> cometric() const {
    if (observed_ == 0) throw EmptyInput("MeanSquare: observe a differential first");
    const double correction = corrected_ ? 1 / (1 - std::pow(beta_, static_cast<double>(observed_))) : 1;
    X weights = square_;
    for_each_leaf(
        [&](auto& leaf) {
          for_each_element(
              [&](auto& s) { s = real(1, s) / (std::sqrt(real(correction, s) * real_part(s)) + real(epsilon_, s)); }, leaf);
        },
        weights);
    return Diagonal<X>(std::move(weights));
  }

 private:
  template <class T>
  static RealOf<T> real(double x, const T&) {
    return static_cast<RealOf<T>>(x);
  }

  X square_;
  double beta_, epsilon_;
  bool corrected_;
  long observed_ = 0;
};

}  // namespace coframe
