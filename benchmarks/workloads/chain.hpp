// SPDX-License-Identifier: MIT
#pragma once
// A chain of 10⁶ operations, each of which waits for the one before: y ← c y + x_i, half a million times over eight inputs.

#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

struct Chain : WorkloadBase {
  int links = 500000;
  double factor = 0.99999;

  std::string label() const { return "chain"; }
  std::size_t results() const { return 8; }
  std::vector<double> point() const { return Uniform(11).vector(8, -1, 1); }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    T y = x[0];
    for (int i = 0; i < links; ++i) y = factor * y + x[static_cast<std::size_t>(i % 8)];
    return y;
  }
};

/// Linear: component j sums the powers of c with which x_j reaches the end.
class ChainAdjoint {
public:
  explicit ChainAdjoint(const Chain& f) : f_(f) {}

  double operator()(const double* x, double* g) const {
    double y = x[0], bar = 1;
    for (int j = 0; j < 8; ++j) g[j] = 0;
    for (int i = 0; i < f_.links; ++i) y = f_.factor * y + x[i % 8];
    for (int i = f_.links; i-- > 0; bar *= f_.factor) g[i % 8] += bar;
    g[0] += bar;
    return y;
  }

private:
  Chain f_;
};

using Workload = Chain;
using Adjoint = ChainAdjoint;
inline std::vector<Workload> instances() { return {Chain{}}; }

} // namespace bench
