// SPDX-License-Identifier: MIT
#pragma once
// CoDiPack on Jacobian blocks: one small recording an observation, both rows in one sweep of a two-vector tape.

#include <codi.hpp>

#include "../../tool.hpp"

namespace bench {

class CodipackBlocks {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) const {
    auto& tape = Real::getTape();
    double sum = 0;
    std::array<Real, Workload::columns> active;
    for (int i = 0; i < f.observations; ++i) {
      const auto in = f.block(x.data(), i);
      tape.setActive();
      for (std::size_t k = 0; k < in.size(); ++k) {
        active[k] = in[k];
        tape.registerInput(active[k]);
      }
      auto e = f.residual(active.data(), i);
      for (std::size_t row = 0; row < 2; ++row) {
        tape.registerOutput(e[row]);
        e[row].gradient()[row] = 1.0;
        sum += e[row].getValue();
      }
      tape.setPassive();
      tape.evaluate();
      double* to = &g[static_cast<std::size_t>(i) * 30];
      for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t k = 0; k < in.size(); ++k) to[15 * row + k] = active[k].getGradient()[row];
      tape.reset();
    }
    return sum;
  }

private:
  using Real = codi::RealReverseVec<2>;
};

template <class Workload>
std::vector<Tool> codipack_tools(const Workload& f) {
  return {tool("CoDiPack RealReverseVec<2>", Kind::peer, f, CodipackBlocks{})};
}

} // namespace bench
