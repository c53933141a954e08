// SPDX-License-Identifier: MIT
#pragma once
// All options at once: the quantities are vectors.

#include "expression.hpp"

namespace bench {

struct FastadBlackScholes {
  std::function<double()> operator()(const BlackScholes& f, double* x, double* g) const {
    using Vector = ad::Var<double, ad::vec>;
    struct State {
      Vector spread, d1, d2;
      explicit State(std::size_t n) : spread(n), d1(n), d2(n) {}
    };
    const std::size_t n = static_cast<std::size_t>(f.options);
    const auto in = [&](std::size_t q) { return ad::VarView<double, ad::vec>(x + q * n, g + q * n, n); };
    const auto spot = in(0), strike = in(1), rate = in(2), volatility = in(3), maturity = in(4);
    auto s = std::make_shared<State>(n);
    const double root_half = 0.70710678118654752440;
    const auto expression =
        (s->spread = volatility * ad::sqrt(maturity),
         s->d1 = (ad::log(spot / strike) + (rate + 0.5 * volatility * volatility) * maturity) / s->spread, s->d2 = s->d1 - s->spread,
         ad::sum(0.5 * (spot * (1.0 + ad::erf(root_half * s->d1)) -
                        strike * ad::exp(-rate * maturity) * (1.0 + ad::erf(root_half * s->d2)))));
    return [s, evaluate = fastad_evaluation(expression)] {
      s->spread.reset_adj(), s->d1.reset_adj(), s->d2.reset_adj();
      return evaluate();
    };
  }
};

template <class Workload>
std::vector<Tool> fastad_tools(const Workload& f) {
  return {tool("FastAD", Kind::peer, f, FastadGradient<FastadBlackScholes>{})};
}

} // namespace bench
