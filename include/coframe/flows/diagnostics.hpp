// SPDX-License-Identifier: MIT
#pragma once
// What finite steps do that a flow does not: the loss they really descend, where they are stable, and a step that is neither
// too long nor too short.
#include <cmath>
#include <memory>

#include "coframe/flows/landscape.hpp"

namespace coframe {

/// L + (h/4)|dL|²: the loss whose flow descent by steps h follows, to second order in h. (sec. 3.6)
template <class L, Point X, class G = Euclidean>
double modified_loss(L&& loss, const X& x, double h, const G& g = G{}) {
  BasicRecorder<RealOf<X>> recorder;
  const auto& dL = recorder.differential(x, loss);
  return static_cast<double>(recorder.value() + static_cast<RealOf<X>>(h / 4) * pair(dL, sharp(g, dL)));
}

/// The velocity field of its flow, -g^ (dL + (h/2) H g^ dL), in a metric that does not depend on the place.
/// It owns a recorder, so it is moved and not copied.
template <Point X, class L, class G>
class ModifiedFlow {
 public:
  ModifiedFlow(L loss, double h, G metric)
      : loss_(std::move(loss)), h_(h), metric_(std::move(metric)), first_(std::make_unique<BasicRecorder<RealOf<X>>>()),
        second_(std::make_unique<DualRecorder<X>>()) {}
  Over<X, Tangent> operator()(double, const X& x) {
    const auto v = sharp(metric_, first_->differential(x, loss_));
    auto w = second_->hessian_vector(loss_, x, v);
    w *= static_cast<RealOf<X>>(h_ / 2);
    w += second_->differential;
    return -sharp(metric_, w);
  }

 private:
  L loss_;
  double h_;
  G metric_;
  std::unique_ptr<BasicRecorder<RealOf<X>>> first_;
  std::unique_ptr<DualRecorder<X>> second_;
};
/// modified_flow<X>(L, h, g): the flow that descent by steps h is a step of, to third order in h.
template <Point X, class L, class G = Euclidean>
ModifiedFlow<X, L, G> modified_flow(L loss, double h, G metric = G{}) {
  return {std::move(loss), h, std::move(metric)};
}

/// 2/λ, λ the greatest curvature of L at x in the metric: the step beyond which descent of its parabola diverges.
/// Infinity where nothing curves up. A few Lanczos steps give λ to some digits, from below. (sec. 3.6)
template <class L, Point X, class G = Euclidean>
double stability_limit(L&& loss, const X& x, const G& g = G{}, int lanczos_steps = 30) {
  const auto values = curvatures(loss, x, g, lanczos_steps).values;
  const double greatest = values[values.size() - 1];
  return greatest > 0 ? 2 / greatest : std::numeric_limits<double>::infinity();
}

/// A descent step in two numbers: the change -h|dL|² that a flow would make, and what second order adds, (h²/2) H(v, v) with
/// v = g^dL, in which the pairs of coordinates interfere.
struct StepTerms {
  double linear, quadratic;
};
template <class L, Point X, class G = Euclidean>
StepTerms step_terms(L&& loss, const X& x, double h, const G& g = G{}) {
  BasicRecorder<RealOf<X>> recorder;
  const auto& dL = recorder.differential(x, loss);
  const auto v = sharp(g, dL);
  const auto hv = hessian_vector(loss, x, v);
  return {-h * static_cast<double>(pair(dL, v)), h * h / 2 * static_cast<double>(pair(hv, v))};
}

/// A learning rate for descent that keeps |quadratic| ≤ ratio |linear| at every place: fast in shallow regions, slow over
/// cliffs, at the cost of one product with the Hessian.  η = min(most, 2 ratio |dL|²/|H(v, v)|).
/// With ratio ½ a parabola is descended to its lowest point on the line.
template <class L, Point X, class G = Euclidean>
double cautious_rate(L&& loss, const X& x, const G& g = G{}, double ratio = 0.5, double most = std::numeric_limits<double>::infinity()) {
  const auto [linear, quadratic] = step_terms(loss, x, 1, g);
  if (!(ratio > 0)) throw DomainError("cautious_rate: a positive ratio was expected, but " + std::to_string(ratio) + " came");
  if (linear == 0) return most;
  return std::min(most, ratio * std::abs(linear) / std::abs(quadratic));
}

}  // namespace coframe
