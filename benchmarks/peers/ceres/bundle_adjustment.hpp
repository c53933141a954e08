// SPDX-License-Identifier: MIT
#pragma once
// Ceres on Jacobian blocks: forward mode with all fifteen directions in a Jet.

#include <array>
#include <ceres/jet.h>

#include "../../tool.hpp"

namespace bench {

class CeresBlocks {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) const {
    using Real = ceres::Jet<double, 15>;
    double sum = 0;
    std::array<Real, 15> active;
    for (int i = 0; i < f.observations; ++i) {
      const auto in = f.block(x.data(), i);
      for (std::size_t k = 0; k < 15; ++k) active[k] = Real(in[k], static_cast<int>(k));
      const auto e = f.residual(active.data(), i);
      for (std::size_t row = 0; row < 2; ++row) {
        sum += e[row].a;
        for (int k = 0; k < 15; ++k) g[static_cast<std::size_t>(i) * 30 + 15 * row + static_cast<std::size_t>(k)] = e[row].v[k];
      }
    }
    return sum;
  }
};

template <class Workload>
std::vector<Tool> ceres_tools(const Workload& f) {
  return {tool("Ceres Jet", Kind::peer, f, CeresBlocks{})};
}

} // namespace bench
