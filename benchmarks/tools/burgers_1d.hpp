// SPDX-License-Identifier: MIT
#pragma once
// The one-dimensional Burgers equation in Coframe: a march by a stencil of three neighbours.

#include "coframe.hpp"

namespace bench {

struct Burgers1dArrays {
  template <class X>
  auto operator()(const Burgers1d& f, const X& x) const {
    const double c = f.advection(), e = f.diffusion();
    const auto moved = [c, e](const auto& west, const auto& here, const auto& east) {
      return here - c * here * (here - west) + e * (east - 2.0 * here + west);
    };
    return sum(square(coframe::march(f.steps, moved, coframe::around(x.array(), coframe::shift<-1>, coframe::shift<0>, coframe::shift<1>))));
  }
};

inline std::vector<Tool> array_tools(const Burgers1d& f) { return array_tool<Burgers1dArrays>(f); }

} // namespace bench
