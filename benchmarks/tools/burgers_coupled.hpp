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
    const int m = f.n - 2;
    const auto here = q.segment(1, m), west = q.head(m), east = q.tail(m);
    return here - f.advection() * (here + f.coupling * other.segment(1, m)) * (here - west) + f.diffusion() * (east - 2.0 * here + west);
  }
};

inline std::vector<Tool> array_tools(const BurgersCoupled& f) { return array_tool<BurgersCoupledArrays>(f); }

} // namespace bench
