// SPDX-License-Identifier: MIT
#pragma once
// Sacado on Jacobian blocks: forward mode with all fifteen directions in an SFad.

#include <Sacado.hpp>
#include <array>

#include "../../tool.hpp"

namespace bench {

class SacadoBlocks {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) const {
    using Real = Sacado::Fad::SFad<double, 15>;
    double sum = 0;
    std::array<Real, 15> active;
    for (int i = 0; i < f.observations; ++i) {
      const auto in = f.block(x.data(), i);
      for (std::size_t k = 0; k < 15; ++k) active[k] = Real(15, static_cast<int>(k), in[k]);
      const auto e = f.residual(active.data(), i);
      for (std::size_t row = 0; row < 2; ++row) {
        sum += e[row].val();
        for (int k = 0; k < 15; ++k) g[static_cast<std::size_t>(i) * 30 + 15 * row + static_cast<std::size_t>(k)] = e[row].dx(k);
      }
    }
    return sum;
  }
};

template <class Workload>
std::vector<Tool> sacado_tools(const Workload& f) {
  return {tool("Sacado SFad", Kind::peer, f, SacadoBlocks{})};
}

} // namespace bench
