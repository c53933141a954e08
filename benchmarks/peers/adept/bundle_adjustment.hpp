// SPDX-License-Identifier: MIT
#pragma once
// Adept on Jacobian blocks: one small recording an observation, two sweeps at once.

#include <adept.h>

#include "../../tool.hpp"

namespace bench {

class AdeptBlocks {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    if (!state_) state_ = std::make_shared<State>();
    adept::Stack& stack = state_->stack;
    auto& active = state_->x;
    double sum = 0, block[30];
    for (int i = 0; i < f.observations; ++i) {
      const auto in = f.block(x.data(), i);
      adept::set_values(active.data(), in.size(), in.data());
      stack.new_recording();
      auto e = f.residual(active.data(), i);
      stack.clear_independents();
      stack.clear_dependents();
      stack.independent(active.data(), in.size());
      stack.dependent(e.data(), 2);
      stack.jacobian_reverse(block);
      for (std::size_t row = 0; row < 2; ++row) {
        sum += e[row].value();
        for (std::size_t k = 0; k < 15; ++k) g[static_cast<std::size_t>(i) * 30 + 15 * row + k] = block[2 * k + row];
      }
    }
    return sum;
  }

private:
  struct State {
    adept::Stack stack;
    std::vector<adept::adouble> x = std::vector<adept::adouble>(15);
  };
  std::shared_ptr<State> state_;
};

template <class Workload>
std::vector<Tool> adept_tools(const Workload& f) {
  return {tool("Adept", Kind::peer, f, AdeptBlocks{})};
}

} // namespace bench
