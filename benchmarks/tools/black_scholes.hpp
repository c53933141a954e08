// SPDX-License-Identifier: MIT
#pragma once
// Black and Scholes' price in Coframe: the scalar function as a kernel mapped over the options; forward mode for a single one.

#include "coframe.hpp"

namespace bench {

struct BlackScholesKernel {
  template <class X>
  auto operator()(const BlackScholes& f, const X& x) const {
    const auto quantity = [&](int q) { return x.segment(q * f.options, f.options).array(); };
    const auto price = [](auto spot, auto strike, auto rate, auto volatility, auto maturity) {
      return call_price(spot, strike, rate, volatility, maturity);
    };
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
