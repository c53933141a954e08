// SPDX-License-Identifier: MIT
#pragma once
// The balanced tree in Coframe's arrays: a level at once, neighbours being the two rows of the level below.

#include "coframe.hpp"

namespace bench {

struct TreeArrays {
  template <class X>
  auto operator()(const Tree& f, const X& x) const {
    coframe::Var<Eigen::ArrayXd> level = x.array();
    for (int l = 0; l < f.levels; ++l) {
      const auto pairs = level.reshaped(2, level.size() / 2);
      const auto a = pairs.row(0).transpose(), b = pairs.row(1).transpose();
      if (l % 2 == 0) level = 0.5 * (a + b) - 0.125 * a;
      else level = a * b;
    }
    return level(0);
  }
};

inline std::vector<Tool> array_tools(const Tree& f) { return array_tool<TreeArrays>(f); }

} // namespace bench
