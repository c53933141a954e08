// SPDX-License-Identifier: MIT
#pragma once
// The coupled Burgers equations in Coframe's arrays.

#include "coframe.hpp"

namespace bench {

struct BurgersCoupledArrays {
  template <class X>
  auto operator()(const BurgersCoupled& f, const X& x) const {
    auto u = x.head(f.n).array(), v = x.tail(f.n).array();
    for (int s = 0; s < f.steps; ++s) {
      auto next_u = coframe::replace(u, 1, moved(f, u, v)), next_v = coframe::replace(v, 1, moved(f, v, u));
      u = next_u, v = next_v;
    }
    return sum(square(u)) + sum(square(v));
  }

private:
  template <class Field>
  auto moved(const BurgersCoupled& f, const Field& q, const Field& other) const {
    const double c = f.advection(), e = f.diffusion(), coupling = f.coupling;
    const auto next = [c, e, coupling](const auto& west, const auto& here, const auto& east, const auto& beside) {
      return here - c * (here + coupling * beside) * (here - west) + e * (east - 2.0 * here + west);
    };
    return coframe::stencil(next, coframe::around(q, coframe::shift<-1>, coframe::shift<0>, coframe::shift<1>), coframe::around(other, coframe::shift<0>));
  }
};

inline std::vector<Tool> array_tools(const BurgersCoupled& f) { return array_tool<BurgersCoupledArrays>(f); }

} // namespace bench
