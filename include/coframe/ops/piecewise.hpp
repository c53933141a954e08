// SPDX-License-Identifier: MIT
#pragma once
// Functions with kinks, and activations. At a kink: abs 0, relu 0; max and min follow the first of equals.
#include "coframe/ops/arithmetic.hpp"
#include "coframe/ops/elementwise.hpp"

namespace coframe {

/// −1, 0 or 1 in the type of x.
template <class T> [[gnu::always_inline]] inline T sign_of(const T& x) {
  return select(x > T(0), T(1), select(x < T(0), T(-1), T(0)));
}

/// y = max(x, 0),   dy = dx where x > 0, else 0
struct Relu : Pointwise {
  static constexpr auto name = "relu";
  static auto value(const auto& x) { return select(x > like(x, 0), x, like(x, 0)); }
  static auto slope(const auto& x, const auto&) { return select(x > like(x, 0), like(x, 1), like(x, 0)); }
};
/// y = max(a, b),   dy = da where a ≥ b, else db
struct Max : Pointwise {
  static constexpr auto name = "max";
  static auto value(const auto& a, const auto& b) { return select(a >= b, a, b); }
  static auto slope(Arg<0>, const auto& a, const auto& b, const auto&) { return select(a >= b, like(a, 1), like(a, 0)); }
  static auto slope(Arg<1>, const auto& a, const auto& b, const auto&) { return select(a >= b, like(a, 0), like(a, 1)); }
};
/// y = min(a, b),   dy = da where a ≤ b, else db
struct Min : Pointwise {
  static constexpr auto name = "min";
  static auto value(const auto& a, const auto& b) { return select(a <= b, a, b); }
  static auto slope(Arg<0>, const auto& a, const auto& b, const auto&) { return select(a <= b, like(a, 1), like(a, 0)); }
  static auto slope(Arg<1>, const auto& a, const auto& b, const auto&) { return select(a <= b, like(a, 0), like(a, 1)); }
};
/// y = 1 / (1 + e⁻ˣ),   dy = y (1 − y) dx
struct Sigmoid : Transcendental {
  static constexpr auto name = "sigmoid";
  /// With e^{−|x|}: full relative precision on both sides, no overflow.
  static auto value(const auto& x) {
    using std::exp, std::tanh;
    using T = std::remove_cvref_t<decltype(x)>;
    if constexpr (is_complex_v<T>) {
      return like(x, 0.5) + like(x, 0.5) * tanh(like(x, 0.5) * x);
    } else {
      const T zero = like(x, 0), one = like(x, 1), e = exp(select(x > zero, T(-x), x));
      return T(select(x > zero, one, e) / (one + e));
    }
  }
  static auto slope(const auto&, const auto& y) { return y * (like(y, 1) - y); }
};
/// y = log(1 + eˣ),   dy = dx / (1 + e⁻ˣ)
struct Softplus : Transcendental {
  static constexpr auto name = "softplus";
  static auto value(const auto& x) {
    using std::exp, std::log1p;
    using T = std::remove_cvref_t<decltype(x)>;
    const T zero = like(x, 0);
    return T(select(x > zero, x, zero) + log1p(exp(select(x > zero, T(-x), x))));
  }
  static auto slope(const auto& x, const auto&) { return Sigmoid::value(x); }
};
/// y = erf x,   dy = 2/√π e^{−x²} dx
struct Erf : Transcendental {
  static constexpr auto name = "erf";
  static auto value(const auto& x) { using std::erf; return erf(x); }
  static auto slope(const auto& x, const auto&) { using std::exp; return like(x, 1.1283791670955125739) * exp(-(x * x)); }
};
/// y = 1 − erf x,   dy = −2/√π e^{−x²} dx
struct Erfc : Transcendental {
  static constexpr auto name = "erfc";
  static auto value(const auto& x) { using std::erfc; return erfc(x); }
  static auto slope(const auto& x, const auto&) { using std::exp; return like(x, -1.1283791670955125739) * exp(-(x * x)); }
};

template <class A> concept ActivationInput = FunctionArgument<A> || PlainNumber<A> || PlainMatrix<A> || PlainArray<A>;
template <ActivationInput A> [[gnu::always_inline]] inline auto relu(A&& a) { return activation<Relu>(std::forward<A>(a)); }
template <ActivationInput A> [[gnu::always_inline]] inline auto sigmoid(A&& a) { return activation<Sigmoid>(std::forward<A>(a)); }
template <ActivationInput A> [[gnu::always_inline]] inline auto softplus(A&& a) { return activation<Softplus>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto erf(A&& a) { return elementary<Erf>(std::forward<A>(a)); }
template <Traced A> [[gnu::always_inline]] inline auto erfc(A&& a) { return elementary<Erfc>(std::forward<A>(a)); }
template <class A, class B> requires FunctionArguments<A, B> inline auto max(A&& a, B&& b) { return elementary<Max>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires FunctionArguments<A, B> inline auto min(A&& a, B&& b) { return elementary<Min>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires FunctionArguments<A, B> inline auto fmax(A&& a, B&& b) { return elementary<Max>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires FunctionArguments<A, B> inline auto fmin(A&& a, B&& b) { return elementary<Min>(std::forward<A>(a), std::forward<B>(b)); }

}  // namespace coframe
