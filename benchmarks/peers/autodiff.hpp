// SPDX-License-Identifier: MIT
#pragma once
// autodiff: its reverse mode walks the expression tree, a shared node once a path: exponential where values are used again and again.

#include <autodiff/reverse/var.hpp>

#include "../tool.hpp"

namespace bench {

class AutodiffGradient {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    std::vector<autodiff::var> active(x.begin(), x.end());
    const autodiff::var y = f(active);
    for (std::size_t i = 0; i < x.size(); ++i) {
      g[i] = 0;
      active[i].expr->bind_value(&g[i]);
    }
    y.expr->propagate(1.0);
    for (auto& xi : active) xi.expr->bind_value(nullptr);
    return autodiff::val(y);
  }
};

template <class Workload>
std::vector<Tool> autodiff_tools(const Workload& f) {
  return {tool("autodiff var", Kind::peer, f, AutodiffGradient{})};
}

} // namespace bench
