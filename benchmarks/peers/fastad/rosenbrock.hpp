// SPDX-License-Identifier: MIT
#pragma once
#include "expression.hpp"

namespace bench {

struct FastadRosenbrock {
  std::function<double()> operator()(const Rosenbrock& f, double* x, double* g) const {
    const std::size_t m = static_cast<std::size_t>(f.n - 1);
    const ad::VarView<double, ad::vec> here(x, g, m), next(x + 1, g + 1, m);
    return fastad_evaluation(ad::sum(100.0 * ad::pow<2>(next - ad::pow<2>(here)) + ad::pow<2>(1.0 - here)));
  }
};

template <class Workload>
std::vector<Tool> fastad_tools(const Workload& f) {
  return {tool("FastAD", Kind::peer, f, FastadGradient<FastadRosenbrock>{})};
}

} // namespace bench
