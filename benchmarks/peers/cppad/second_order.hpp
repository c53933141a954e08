// SPDX-License-Identifier: MIT
#pragma once
// CppAD: a first-order forward and a second-order reverse sweep; recorded anew each call, and recorded once and replayed.

#include "../../tool.hpp"
#include "program.hpp"

namespace bench {

class CppadSecond {
public:
  explicit CppadSecond(bool replay) : program_(replay) {}

  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& h) {
    const double value = program_.forward(f, x);
    auto& function = program_.function();
    const std::vector<double> one{1.0};
    if (f.whole) {
      h = function.Hessian(x, one);
      return value;
    }
    function.Forward(1, f.direction());
    const std::vector<double> both = function.Reverse(2, one); // dL and H v in turn
    for (std::size_t i = 0; i < x.size(); ++i) h[i] = both[2 * i + 1];
    return value;
  }

private:
  CppadProgram program_;
};

template <class Workload>
std::vector<Tool> cppad_tools(const Workload& f) {
  return {tool("CppAD", Kind::peer, f, CppadSecond(false)), tool("CppAD replay", Kind::peer, f, CppadSecond(true))};
}

} // namespace bench
