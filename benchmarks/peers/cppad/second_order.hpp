// SPDX-License-Identifier: MIT
#pragma once
// CppAD: a first-order forward and a second-order reverse sweep; recorded anew each call, and recorded once and replayed.

#include <cppad/cppad.hpp>

#include "../../tool.hpp"

namespace bench {

class CppadSecond {
public:
  explicit CppadSecond(bool replay) : replay_(replay) {}

  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& h) {
    if (!replay_ || !function_) {
      std::vector<CppAD::AD<double>> active(x.begin(), x.end());
      CppAD::Independent(active);
      const std::vector<CppAD::AD<double>> y{f(active)};
      if (!function_) function_ = std::make_shared<CppAD::ADFun<double>>();
      function_->Dependent(active, y);
      if (replay_) function_->optimize();
    }
    const double value = function_->Forward(0, x)[0];
    const std::vector<double> one{1.0};
    if (f.whole) {
      h = function_->Hessian(x, one);
      return value;
    }
    function_->Forward(1, f.direction());
    const std::vector<double> both = function_->Reverse(2, one); // dL and H v in turn
    for (std::size_t i = 0; i < x.size(); ++i) h[i] = both[2 * i + 1];
    return value;
  }

private:
  bool replay_;
  std::shared_ptr<CppAD::ADFun<double>> function_;
};

template <class Workload>
std::vector<Tool> cppad_tools(const Workload& f) {
  return {tool("CppAD", Kind::peer, f, CppadSecond(false)), tool("CppAD replay", Kind::peer, f, CppadSecond(true))};
}

} // namespace bench
