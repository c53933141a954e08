// SPDX-License-Identifier: MIT
#pragma once
// The coupled Burgers equations in Coframe's arrays.

#include "coframe.hpp"

namespace bench {

struct BurgersCoupledArrays {
  template <class X>
  auto operator()(const BurgersCoupled& f, const X& x) const {
    using coframe::around, coframe::shift;
    const auto moved = [c = f.advection(), e = f.diffusion(), coupling = f.coupling](const auto& west, const auto& here, const auto& east, const auto& beside) {
      return here - c * (here + coupling * beside) * (here - west) + e * (east - 2.0 * here + west);
    };
    const auto both = [moved](const auto& u_west, const auto& u, const auto& u_east, const auto& v_west, const auto& v, const auto& v_east) {
      return std::tuple(moved(u_west, u, u_east, v), moved(v_west, v, v_east, u));
    };
    const auto [u, v] = coframe::march(f.steps, both, around(x.head(f.n).array(), shift<-1>, shift<0>, shift<1>), around(x.tail(f.n).array(), shift<-1>, shift<0>, shift<1>));
    return sum(square(u)) + sum(square(v));
  }
};

inline std::vector<Tool> array_tools(const BurgersCoupled& f) { return array_tool<BurgersCoupledArrays>(f); }

} // namespace bench
