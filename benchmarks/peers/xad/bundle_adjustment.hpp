// SPDX-License-Identifier: MIT
#pragma once
// XAD on Jacobian blocks: one small recording an observation, one sweep a row.

#include <XAD/XAD.hpp>
#include <array>

#include "../../tool.hpp"

namespace bench {

class XadBlocks {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    if (!tape_) tape_ = std::make_shared<Mode::tape_type>();
    double sum = 0;
    for (int i = 0; i < f.observations; ++i) {
      const auto in = f.block(x.data(), i);
      tape_->clearAll();
      std::array<Mode::active_type, 15> active;
      for (std::size_t k = 0; k < 15; ++k) active[k] = in[k];
      tape_->registerInputs(active.begin(), active.end());
      tape_->newRecording();
      auto e = f.residual(active.data(), i);
      tape_->registerOutputs(e.begin(), e.end());
      for (std::size_t row = 0; row < 2; ++row) {
        sum += xad::value(e[row]);
        tape_->clearDerivatives();
        xad::derivative(e[row]) = 1.0;
        tape_->computeAdjoints();
        for (std::size_t k = 0; k < 15; ++k) g[static_cast<std::size_t>(i) * 30 + 15 * row + k] = xad::derivative(active[k]);
      }
    }
    return sum;
  }

private:
  using Mode = xad::adj<double>;
  std::shared_ptr<Mode::tape_type> tape_;
};

template <class Workload>
std::vector<Tool> xad_tools(const Workload& f) {
  return {tool("XAD", Kind::peer, f, XadBlocks{})};
}

} // namespace bench
