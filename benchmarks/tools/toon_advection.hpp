// SPDX-License-Identifier: MIT
#pragma once
// Toon's advection in Coframe's arrays: fluxes between neighbours, then the interior moves and the ends follow it.

#include "coframe.hpp"

namespace bench {

struct ToonAdvectionArrays {
  template <class X>
  auto operator()(const ToonAdvection& f, const X& x) const {
    const int n = f.n;
    const auto between = [c = f.courant](const auto& a, const auto& b) { return (exp(c * log(a / b)) - 1.0) * a * b / (a - b); };
    coframe::Var<Eigen::ArrayXd> q = x.array();
    for (int s = 0; s < f.steps; ++s) {
      const auto flux = eval(coframe::stencil(between, coframe::around(q, coframe::shift<0>, coframe::shift<1>)));
      const auto inside = eval(q.segment(1, n - 2) + flux.head(n - 2) - flux.tail(n - 2));
      q = coframe::stack(inside.tail(1), inside, inside.head(1));
    }
    return sum(square(q));
  }
};

inline std::vector<Tool> array_tools(const ToonAdvection& f) { return array_tool<ToonAdvectionArrays>(f); }

} // namespace bench
