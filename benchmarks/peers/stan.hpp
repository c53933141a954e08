// SPDX-License-Identifier: MIT
#pragma once
// Stan Math: scalar reverse mode on its arena, which is kept between calls.

#include <stan/math/rev/scal.hpp>

#include "../tool.hpp"

namespace bench {

class StanGradient {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    const std::vector<stan::math::var> active(x.begin(), x.end());
    stan::math::var y = f(active);
    y.grad();
    const double value = y.val();
    for (std::size_t i = 0; i < x.size(); ++i) g[i] = active[i].adj();
    stan::math::recover_memory();
    return value;
  }
};

template <class Workload>
std::vector<Tool> stan_tools(const Workload& f) {
  return {tool("Stan", Kind::peer, f, StanGradient{})};
}

} // namespace bench
