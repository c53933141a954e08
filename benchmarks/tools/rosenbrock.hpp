// SPDX-License-Identifier: MIT
#pragma once
// Rosenbrock's valley in Coframe: whole segments for many variables, forward mode for two.

#include "coframe.hpp"

namespace bench {

struct RosenbrockArrays {
  template <class X>
  auto operator()(const Rosenbrock& f, const X& x) const {
    const auto here = x.head(f.n - 1).array(), next = x.tail(f.n - 1).array();
    return sum(100.0 * square(next - square(here)) + square(1.0 - here));
  }
};

struct RosenbrockOfTwo {
  template <class X>
  auto operator()(const X& x) const {
    const auto valley = coframe::eval(x[1] - x[0] * x[0]), slope = coframe::eval(1.0 - x[0]);
    return coframe::eval(100.0 * valley * valley + slope * slope);
  }
};

inline std::vector<Tool> array_tools(const Rosenbrock& f) {
  auto tools = array_tool<RosenbrockArrays>(f);
  if (f.n == 2) tools.push_back(tool("Coframe forward", Kind::arrays, f, CoframeForward<RosenbrockOfTwo, 2>{}));
  return tools;
}

} // namespace bench
