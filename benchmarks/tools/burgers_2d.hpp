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
    auto u = x.segment(0, size).reshaped(n, n).array(), v = x.segment(size, size).reshaped(n, n).array();
    for (int step = 0; step < f.steps; ++step) {
      auto next_u = coframe::replace(u, 1, 1, moved(f, u, u, v)), next_v = coframe::replace(v, 1, 1, moved(f, v, u, v));
      u = next_u, v = next_v;
    }
    return u.square().sum() + v.square().sum();
  }

private:
  template <class Field>
  auto moved(const Burgers2d& f, const Field& q, const Field& u, const Field& v) const {
    const int m = f.n - 2;
    const auto at = [m](const Field& field, int i, int j) { return field.block(1 + i, 1 + j, m, m); };
    const double c = f.advection(), e = f.diffusion();
    const auto next = [c, e](const auto& here, const auto& west, const auto& east, const auto& north, const auto& south, const auto& along, const auto& across) {
      return here - c * (along * (here - west) + across * (here - north)) + e * (east + west + south + north - 4.0 * here);
    };
    return coframe::map(next, at(q, 0, 0), at(q, -1, 0), at(q, 1, 0), at(q, 0, -1), at(q, 0, 1), at(u, 0, 0), at(v, 0, 0));
  }
};

inline std::vector<Tool> array_tools(const Burgers2d& f) {
  auto tools = array_tool<Burgers2dArrays>(f);
  tools.push_back(hand<Burgers2dLoops>(f, "hand-written, plain loops"));
  return tools;
}

} // namespace bench
