// SPDX-License-Identifier: MIT
#pragma once
// Rosenbrock's valley in n variables.

#include <Eigen/Core>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

struct Rosenbrock : WorkloadBase {
  int n = 2;

  std::string label() const { return "rosenbrock_" + std::to_string(n); }
  std::vector<double> point() const { return Uniform(1).vector(results(), -1.5, 1.5); }
  std::size_t results() const { return static_cast<std::size_t>(n); }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    T sum = 0.0;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
      const T valley = x[i + 1] - x[i] * x[i];
      const T slope = 1.0 - x[i];
      sum += 100.0 * valley * valley + slope * slope;
    }
    return sum;
  }
};

/// Two variables in closed form; many by whole arrays.
class RosenbrockAdjoint {
public:
  explicit RosenbrockAdjoint(const Rosenbrock& f) : n_(f.n), valley_(f.n - 1), slope_(f.n - 1) {}

  double operator()(const double* x, double* g) {
    if (n_ == 2) {
      const double valley = x[1] - x[0] * x[0], slope = 1 - x[0];
      g[0] = -400 * valley * x[0] - 2 * slope;
      g[1] = 200 * valley;
      return 100 * valley * valley + slope * slope;
    }
    const int m = n_ - 1;
    const Eigen::Map<const Eigen::ArrayXd> here(x, m), next(x + 1, m);
    Eigen::Map<Eigen::ArrayXd> bar(g, m);
    valley_ = next - here.square();
    slope_ = 1 - here;
    bar = -400 * valley_ * here - 2 * slope_;
    bar.tail(m - 1) += 200 * valley_.head(m - 1);
    g[m] = 200 * valley_[m - 1];
    return (100 * valley_.square() + slope_.square()).sum();
  }

private:
  int n_;
  Eigen::ArrayXd valley_, slope_;
};

using Workload = Rosenbrock;
using Adjoint = RosenbrockAdjoint;
inline std::vector<Workload> instances() { return {{{}, 2}, {{}, 100}}; }

} // namespace bench
