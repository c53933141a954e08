// SPDX-License-Identifier: MIT
#pragma once
// A program on CppAD's tape (branches taken while recording are frozen in a replay).

#include <cppad/cppad.hpp>
#include <memory>
#include <vector>

namespace bench {

/// The program recorded anew for each point, or once, optimised and replayed.
class CppadProgram {
public:
  explicit CppadProgram(bool replay) : replay_(replay) {}

  /// The value at x; what follows sweeps there.
  template <class Workload>
  double forward(const Workload& f, const std::vector<double>& x) {
    if (!replay_ || !function_) {
      std::vector<CppAD::AD<double>> active(x.begin(), x.end());
      CppAD::Independent(active);
      const std::vector<CppAD::AD<double>> y{f(active)};
      if (!function_) function_ = std::make_shared<CppAD::ADFun<double>>();
      function_->Dependent(active, y);
      if (replay_) function_->optimize();
    }
    return function_->Forward(0, x)[0];
  }
  CppAD::ADFun<double>& function() { return *function_; }
  std::size_t bytes() const { return function_->size_op_seq() + 2 * function_->size_var() * sizeof(double); }

private:
  bool replay_;
  std::shared_ptr<CppAD::ADFun<double>> function_;
};

} // namespace bench
