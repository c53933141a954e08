// SPDX-License-Identifier: MIT
#pragma once
// The two-dimensional Burgers equation in Coframe's arrays: fields are views of the input, a step replaces their interior.

#include "coframe.hpp"

namespace bench {

struct Burgers2dArrays {
  // The fields are row-major in x, so here they appear transposed: the first index runs west to east.
  template <class X>
  auto operator()(const Burgers2d& f, const X& x) const {
    const int n = f.n, size = n * n;
    using coframe::around, coframe::shift;
    const auto field = [&](int k) { return around(x.segment(k * size, size).reshaped(n, n).array(), shift<0, 0>, shift<-1, 0>, shift<1, 0>, shift<0, -1>, shift<0, 1>); };
    // The first index runs west to east: u moves a point along it, v across.
    const auto moved = [c = f.advection(), e = f.diffusion()](const auto& here, const auto& west, const auto& east, const auto& north, const auto& south, const auto& along, const auto& across) {
      return here - c * (along * (here - west) + across * (here - north)) + e * (east + west + south + north - 4.0 * here);
    };
    const auto both = [moved](const auto& u, const auto& u_west, const auto& u_east, const auto& u_north, const auto& u_south, const auto& v, const auto& v_west, const auto& v_east,
                              const auto& v_north, const auto& v_south) {
      return std::tuple(moved(u, u_west, u_east, u_north, u_south, u, v), moved(v, v_west, v_east, v_north, v_south, u, v));
    };
    const auto [u, v] = coframe::march(f.steps, both, field(0), field(1));
    return u.square().sum() + v.square().sum();
  }
};

inline std::vector<Tool> array_tools(const Burgers2d& f) {
  auto tools = array_tool<Burgers2dArrays>(f);
  tools.push_back(hand<Burgers2dLoops>(f, "hand-written, plain loops"));
  return tools;
}

} // namespace bench
