// SPDX-License-Identifier: MIT
#pragma once
// autodiff: forward duals of second order, one evaluation an entry of the triangle. A product alone would cost as much as all of it.

#include <autodiff/forward/dual.hpp>

#include "../../tool.hpp"

namespace bench {

class AutodiffSecond {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& h) const {
    const std::size_t n = x.size();
    std::vector<autodiff::dual2nd> active(x.begin(), x.end());
    autodiff::dual2nd y;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i; j < n; ++j) {
        autodiff::detail::seed<1>(active[i], 1.0);
        autodiff::detail::seed<2>(active[j], 1.0);
        y = f(active);
        h[i * n + j] = h[j * n + i] = autodiff::detail::derivative<2>(y);
        autodiff::detail::seed<1>(active[i], 0.0);
        autodiff::detail::seed<2>(active[j], 0.0);
      }
    return autodiff::val(y);
  }
};

template <class Workload>
std::vector<Tool> autodiff_tools(const Workload& f) {
  if (!f.whole) return {};
  return {tool("autodiff dual2nd", Kind::peer, f, AutodiffSecond{})};
}

} // namespace bench
