// SPDX-License-Identifier: MIT
#pragma once
// A balanced tree over 2¹⁹ inputs, about 10⁶ operations: levels of ½ (a + b) - ⅛ a alternate with levels of a b.

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

struct Tree : WorkloadBase {
  int levels = 19;

  std::string label() const { return "tree"; }
  std::size_t results() const { return std::size_t{1} << levels; }
  std::vector<double> point() const { return Uniform(12).vector(results(), 1.13, 1.15); }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    std::vector<T> below(x), above;
    for (int level = 0; level < levels; ++level) {
      above.assign(below.size() / 2, T(0.0));
      for (std::size_t i = 0; i < above.size(); ++i) {
        const T &a = below[2 * i], &b = below[2 * i + 1];
        if (level % 2 == 0) above[i] = 0.5 * (a + b) - 0.125 * a;
        else above[i] = a * b;
      }
      std::swap(below, above);
    }
    return below[0];
  }
};

class TreeAdjoint {
public:
  explicit TreeAdjoint(const Tree& f) : f_(f) {
    for (std::size_t size = f.results(); size > 0; size /= 2) values_.emplace_back(size), bars_.emplace_back(size);
  }

  double operator()(const double* x, double* g) {
    std::copy(x, x + f_.results(), values_[0].data());
    for (std::size_t l = 0; l + 1 < values_.size(); ++l) {
      const double* __restrict v = values_[l].data();
      double* __restrict to = values_[l + 1].data();
      const std::size_t n = values_[l + 1].size();
      if (l % 2 == 0) for (std::size_t i = 0; i < n; ++i) to[i] = 0.375 * v[2 * i] + 0.5 * v[2 * i + 1];
      else for (std::size_t i = 0; i < n; ++i) to[i] = v[2 * i] * v[2 * i + 1];
    }
    bars_.back()[0] = 1;
    for (std::size_t l = values_.size() - 1; l-- > 0;) {
      const double *__restrict v = values_[l].data(), *__restrict bar = bars_[l + 1].data();
      double* __restrict to = l == 0 ? g : bars_[l].data();
      const std::size_t n = values_[l + 1].size();
      if (l % 2 == 0) for (std::size_t i = 0; i < n; ++i) to[2 * i] = 0.375 * bar[i], to[2 * i + 1] = 0.5 * bar[i];
      else for (std::size_t i = 0; i < n; ++i) to[2 * i] = v[2 * i + 1] * bar[i], to[2 * i + 1] = v[2 * i] * bar[i];
    }
    return values_.back()[0];
  }

private:
  Tree f_;
  std::vector<std::vector<double>> values_, bars_;
};

using Workload = Tree;
using Adjoint = TreeAdjoint;
inline std::vector<Workload> instances() { return {Tree{}}; }

} // namespace bench
