// SPDX-License-Identifier: MIT
#pragma once
// Black and Scholes' price in Coframe: a kernel mapped over the options; forward mode for a single one.

#include "coframe.hpp"

namespace bench {

struct BlackScholesKernel {
  /// One expression: what `auto` names is not recorded.
  static constexpr auto price = [](const auto& spot, const auto& strike, const auto& rate, const auto& volatility, const auto& maturity) {
    using std::erf, std::exp, std::log, std::sqrt;
    const double root_half = 0.70710678118654752440;
    const auto spread = volatility * sqrt(maturity);
    const auto d1 = (log(spot / strike) + (rate + 0.5 * volatility * volatility) * maturity) / spread;
    const auto d2 = d1 - spread;
    return 0.5 * (spot * (1.0 + erf(root_half * d1)) - strike * exp(-rate * maturity) * (1.0 + erf(root_half * d2)));
  };
  template <class X>
  auto operator()(const BlackScholes& f, const X& x) const {
    const auto quantity = [&](int q) { return x.segment(q * f.options, f.options).array(); };
    return sum(coframe::map(price, quantity(0), quantity(1), quantity(2), quantity(3), quantity(4)));
  }
};

struct SingleOption {
  template <class X>
  auto operator()(const X& x) const {
    return coframe::eval(call_price(x[0], x[1], x[2], x[3], x[4]));
  }
};

inline std::vector<Tool> array_tools(const BlackScholes& f) {
  auto tools = array_tool<BlackScholesKernel>(f);
  if (f.options == 1) tools.push_back(tool("Coframe forward", Kind::arrays, f, CoframeForward<SingleOption, 5>{}));
  return tools;
}

} // namespace bench
