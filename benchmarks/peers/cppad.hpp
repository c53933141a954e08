// SPDX-License-Identifier: MIT
#pragma once
// CppAD: recorded anew each call, and recorded once, optimised and replayed (branches taken while recording are frozen).

#include <cppad/cppad.hpp>

#include "../tool.hpp"

namespace bench {

class CppadGradient {
public:
  explicit CppadGradient(bool replay) : replay_(replay) {}

  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    double value;
    if (replay_ && function_) {
      value = function_->Forward(0, x)[0];
    } else {
      std::vector<CppAD::AD<double>> active(x.begin(), x.end());
      CppAD::Independent(active);
      const std::vector<CppAD::AD<double>> y{f(active)};
      if (!function_) function_ = std::make_shared<CppAD::ADFun<double>>();
      function_->Dependent(active, y);
      if (replay_) function_->optimize();
      value = function_->Forward(0, x)[0];
    }
    g = function_->Reverse(1, std::vector<double>{1.0});
    return value;
  }
  std::size_t bytes() const { return function_->size_op_seq() + 2 * function_->size_var() * sizeof(double); }

private:
  bool replay_;
  std::shared_ptr<CppAD::ADFun<double>> function_;
};

template <class Workload>
std::vector<Tool> cppad_tools(const Workload& f) {
  return {tool("CppAD", Kind::peer, f, CppadGradient(false)), tool("CppAD replay", Kind::peer, f, CppadGradient(true))};
}

} // namespace bench
