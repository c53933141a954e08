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
    const auto next_of_u = [next = moved(f)](const auto& here, const auto& west, const auto& east, const auto& north, const auto& south, const auto& across) {
      return next(here, west, east, north, south, here, across);
    };
    const auto next_of_v = [next = moved(f)](const auto& here, const auto& west, const auto& east, const auto& north, const auto& south, const auto& along) {
      return next(here, west, east, north, south, along, here);
    };
    for (int step = 0; step < f.steps; ++step) {
      auto next_u = coframe::replace(u, 1, 1, coframe::stencil(next_of_u, neighbours(u), itself(v)));
      auto next_v = coframe::replace(v, 1, 1, coframe::stencil(next_of_v, neighbours(v), itself(u)));
      u = next_u, v = next_v;
    }
    return u.square().sum() + v.square().sum();
  }

private:
  static auto neighbours(const auto& field) {
    using coframe::shift;
    return coframe::around(field, shift<0, 0>, shift<-1, 0>, shift<1, 0>, shift<0, -1>, shift<0, 1>);
  }
  static auto itself(const auto& field) { return coframe::around(field, coframe::shift<0, 0>); }
  // The first index runs west to east: u moves a point along it, v across.
  static auto moved(const Burgers2d& f) {
    return [c = f.advection(), e = f.diffusion()](const auto& here, const auto& west, const auto& east, const auto& north, const auto& south, const auto& along, const auto& across) {
      return here - c * (along * (here - west) + across * (here - north)) + e * (east + west + south + north - 4.0 * here);
    };
  }
};

inline std::vector<Tool> array_tools(const Burgers2d& f) {
  auto tools = array_tool<Burgers2dArrays>(f);
  tools.push_back(hand<Burgers2dLoops>(f, "hand-written, plain loops"));
  return tools;
}

} // namespace bench
