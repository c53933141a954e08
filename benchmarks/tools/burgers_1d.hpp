// SPDX-License-Identifier: MIT
#pragma once
// The one-dimensional Burgers equation in Coframe: a step replaces the interior, by a stencil of three neighbours.

#include "coframe.hpp"

namespace bench {

struct Burgers1dArrays {
  template <class X>
  auto operator()(const Burgers1d& f, const X& x) const {
    const double c = f.advection(), e = f.diffusion();
    const auto moved = [c, e](const auto& west, const auto& here, const auto& east) {
      return here - c * here * (here - west) + e * (east - 2.0 * here + west);
    };
    auto u = x.array();
    for (int s = 0; s < f.steps; ++s) u = coframe::replace(u, 1, coframe::stencil(moved, coframe::around(u, coframe::shift<-1>, coframe::shift<0>, coframe::shift<1>)));
    return sum(square(u));
  }
};

inline std::vector<Tool> array_tools(const Burgers1d& f) { return array_tool<Burgers1dArrays>(f); }

} // namespace bench
