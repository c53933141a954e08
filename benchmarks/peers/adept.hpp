// SPDX-License-Identifier: MIT
#pragma once
// Adept: one stack and its active inputs, kept between calls. A stack must be the active one while its variables live.

#include <adept.h>

#include "../tool.hpp"

namespace bench {

class AdeptGradient {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    if (!state_) state_ = std::make_shared<State>(x.size());
    adept::Stack& stack = state_->stack;
    adept::set_values(state_->x.data(), x.size(), x.data());
    stack.new_recording();
    adept::adouble y = f(state_->x);
    y.set_gradient(1.0);
    stack.compute_adjoint();
    adept::get_gradients(state_->x.data(), x.size(), g.data());
    return y.value();
  }
  std::size_t bytes() const { return state_->stack.memory(); }

private:
  struct State {
    adept::Stack stack;
    std::vector<adept::adouble> x;
    explicit State(std::size_t n) : x(n) {}
  };
  std::shared_ptr<State> state_;
};

template <class Workload>
std::vector<Tool> adept_tools(const Workload& f) {
  return {tool("Adept", Kind::peer, f, AdeptGradient{})};
}

} // namespace bench
