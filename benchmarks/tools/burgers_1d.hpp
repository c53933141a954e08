// SPDX-License-Identifier: MIT
#pragma once
// The one-dimensional Burgers equation in Coframe's arrays: a step replaces the interior.

#include "coframe.hpp"

namespace bench {

struct Burgers1dArrays {
  template <class X>
  auto operator()(const Burgers1d& f, const X& x) const {
    const int m = f.n - 2;
    const double c = f.advection(), e = f.diffusion();
    auto u = x.array();
    for (int s = 0; s < f.steps; ++s) {
      const auto here = u.segment(1, m), west = u.head(m), east = u.tail(m);
      u = coframe::replace(u, 1, here - c * here * (here - west) + e * (east - 2.0 * here + west));
    }
    return sum(square(u));
  }
};

inline std::vector<Tool> array_tools(const Burgers1d& f) { return array_tool<Burgers1dArrays>(f); }

} // namespace bench
