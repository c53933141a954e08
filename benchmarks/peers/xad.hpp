// SPDX-License-Identifier: MIT
#pragma once
// XAD: cleared and registered anew each call. Keeping the inputs over newRecording() leaks slots of variables that do not die in
// reverse order, and the adjoint vector then grows from call to call.

#include <XAD/XAD.hpp>

#include "../tool.hpp"

namespace bench {

template <class S>
class XadGradient {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<S>& x, std::vector<S>& g) {
    if (!tape_) tape_ = std::make_shared<typename Mode::tape_type>();
    tape_->clearAll();
    std::vector<Real> active(x.begin(), x.end());
    tape_->registerInputs(active);
    tape_->newRecording();
    Real y = f(active);
    tape_->registerOutput(y);
    xad::derivative(y) = S(1);
    tape_->computeAdjoints();
    for (std::size_t i = 0; i < x.size(); ++i) g[i] = xad::derivative(active[i]);
    return xad::value(y);
  }
  std::size_t bytes() const { return tape_->getMemory(); }

private:
  using Mode = xad::adj<S>;
  using Real = typename Mode::active_type;
  std::shared_ptr<typename Mode::tape_type> tape_;
};

template <class Workload>
std::vector<Tool> xad_tools(const Workload& f) {
  return {tool("XAD", Kind::peer, f, XadGradient<typename Workload::Scalar>{})};
}

} // namespace bench
