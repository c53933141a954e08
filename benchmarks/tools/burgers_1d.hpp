// SPDX-License-Identifier: MIT
#pragma once
// The one-dimensional Burgers equation in Coframe: a step replaces the interior, by a kernel of three neighbours.

#include "coframe.hpp"

namespace bench {

struct Burgers1dArrays {
  template <class X>
  auto operator()(const Burgers1d& f, const X& x) const {
    const int m = f.n - 2;
    const double c = f.advection(), e = f.diffusion();
    const auto moved = [c, e](const auto& west, const auto& here, const auto& east) {
      return here - c * here * (here - west) + e * (east - 2.0 * here + west);
    };
    auto u = x.array();
    for (int s = 0; s < f.steps; ++s) u = coframe::replace(u, 1, coframe::map(moved, u.head(m), u.segment(1, m), u.tail(m)));
    return sum(square(u));
  }
};

inline std::vector<Tool> array_tools(const Burgers1d& f) { return array_tool<Burgers1dArrays>(f); }

} // namespace bench
