// SPDX-License-Identifier: MIT
#pragma once
// CppAD: recorded anew each call, and recorded once, optimised and replayed (branches taken while recording are frozen).

#include "../tool.hpp"
#include "cppad/program.hpp"

namespace bench {

class CppadGradient {
public:
  explicit CppadGradient(bool replay) : program_(replay) {}

  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    const double value = program_.forward(f, x);
    g = program_.function().Reverse(1, std::vector<double>{1.0});
    return value;
  }
  std::size_t bytes() const { return program_.bytes(); }

private:
  CppadProgram program_;
};

template <class Workload>
std::vector<Tool> cppad_tools(const Workload& f) {
  return {tool("CppAD", Kind::peer, f, CppadGradient(false)), tool("CppAD replay", Kind::peer, f, CppadGradient(true))};
}

} // namespace bench
