// SPDX-License-Identifier: MIT
#pragma once
// Distances: squared errors in any metric, and Huber's loss that forgives outliers.
#include "coframe/losses/gamma.hpp"

namespace coframe {

/// L = ½ Σ |Ŷ - Y|². (eq. 27) ShapeError.
template <AnyDense A, AnyDense B>
auto squared_error(const A& predicted, const B& wanted) {
  return eval_scalar(0.5 * squared_norm(predicted - wanted));
}
/// L = ½ Σ γ_ab (Ŷ - Y)ᵃ (Ŷ - Y)ᵇ, of complex outputs its real part; dL = γ_ab (Ŷ - Y)ᵃ dŶᵇ with the symmetric part of
/// γ. (eqs. 28, 29; the sign of the paper's first line of 29 is wrong) ShapeError.
template <AnyDense A, AnyDense B, class Gamma>
auto squared_error(const A& predicted, const B& wanted, const Gamma& gamma) {
  using std::real;
  const auto e = (predicted - wanted).eval();
  return eval_scalar(0.5 * real(dot(e, gamma.lower(e))));
}
/// Σ |Ŷ - Y|² / number of elements. ShapeError, EmptyInput.
template <AnyDense A, AnyDense B>
auto mean_squared_error(const A& predicted, const B& wanted) {
  require_elements(predicted.size(), "mean_squared_error");
  return eval_scalar(squared_norm(predicted - wanted) * (1.0 / static_cast<double>(predicted.size())));
}

/// y = e²/2 where |e| ≤ δ, δ(|e| - δ/2) beyond,   dy = clamp(e, -δ, δ) de + max(|e| - δ, 0) dδ
struct Huber : Pointwise {
  static constexpr auto name = "huber";
  static auto value(const auto& e, const auto& delta) {
    const auto c = slope(Arg<0>{}, e, delta, e);
    return c * (e - like(e, 0.5) * c);
  }
  static auto slope(Arg<0>, const auto& e, const auto& delta, const auto&) {
    using T = std::remove_cvref_t<decltype(e)>;
    return select(e > T(delta), T(delta), select(e < -T(delta), -T(delta), e));
  }
  static auto slope(Arg<1>, const auto& e, const auto& delta, const auto&) {
    using T = std::remove_cvref_t<decltype(e)>;
    const T c = slope(Arg<0>{}, e, delta, e);
    return sign_of(c) * (e - c);
  }
};
/// Mean over the elements of Huber's loss of e = Ŷ - Y, real: quadratic up to δ, linear beyond. ShapeError, EmptyInput;
/// DomainError unless δ > 0.
template <AnyDense A, AnyDense B>
auto huber(const A& predicted, const B& wanted, double delta = 1) {
  require_elements(predicted.size(), "huber");
  if (!(delta > 0)) throw DomainError("huber: a positive δ was expected, but " + std::to_string(delta) + " came");
  const auto e = (predicted - wanted).eval();
  if constexpr (ArrayExpr<std::remove_cvref_t<decltype(e)>>)
    return mean(apply<Huber>(e, delta));
  else
    return e.unaryExpr([delta](auto x) { return Huber::value(x, decltype(x)(delta)); }).mean();
}

}  // namespace coframe
