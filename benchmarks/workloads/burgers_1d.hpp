// SPDX-License-Identifier: MIT
#pragma once
// One-dimensional Burgers equation, upwind and explicit; the squared norm of the last state.

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "../workload.hpp"

namespace bench {

struct Burgers1d : WorkloadBase {
  int n = 500, steps = 1000;
  double viscosity = 0.002, dt = 5e-4;

  std::string label() const { return "burgers_1d"; }
  std::size_t results() const { return static_cast<std::size_t>(n); }
  double advection() const { return dt * (n - 1); }
  double diffusion() const { return viscosity * dt * (n - 1) * (n - 1); }
  std::vector<double> point() const {
    std::vector<double> x(results());
    for (int i = 0; i < n; ++i) x[static_cast<std::size_t>(i)] = 0.5 + 0.4 * std::sin(2 * std::acos(-1.0) * i / (n - 1));
    return x;
  }

  // u' = u - c u (u - west) + e (east - 2 u + west), the ends held
  template <class T>
  T operator()(const std::vector<T>& x) const {
    std::vector<T> u(x), next(x);
    const double c = advection(), e = diffusion();
    for (int s = 0; s < steps; ++s) {
      for (std::size_t i = 1; i + 1 < u.size(); ++i) next[i] = u[i] - c * u[i] * (u[i] - u[i - 1]) + e * (u[i + 1] - 2.0 * u[i] + u[i - 1]);
      std::swap(u, next);
    }
    T sum = u[0] * u[0];
    for (std::size_t i = 1; i < u.size(); ++i) sum = sum + u[i] * u[i];
    return sum;
  }
};

/// Keeps every state; the transposed stencil gathers.
class Burgers1dAdjoint {
public:
  explicit Burgers1dAdjoint(const Burgers1d& f)
      : f_(f), states_(static_cast<std::size_t>(f.n) * static_cast<std::size_t>(f.steps + 1)), a_(static_cast<std::size_t>(f.n)), next_(a_) {}

  double operator()(const double* x, double* g) {
    const int n = f_.n;
    const double c = f_.advection(), e = f_.diffusion();
    std::copy(x, x + n, states_.data());
    for (int s = 0; s < f_.steps; ++s) {
      const double* __restrict u = state(s);
      double* __restrict to = state(s + 1);
      to[0] = u[0], to[n - 1] = u[n - 1];
      for (int i = 1; i < n - 1; ++i) to[i] = u[i] - c * u[i] * (u[i] - u[i - 1]) + e * (u[i + 1] - 2 * u[i] + u[i - 1]);
    }
    double sum = 0;
    const double* last = state(f_.steps);
    for (int i = 0; i < n; ++i) sum += last[i] * last[i];
    for (int i = 0; i < n; ++i) a_[static_cast<std::size_t>(i)] = 2 * last[i];
    double left = 0, right = 0;
    double *from = a_.data(), *into = next_.data();
    for (int s = f_.steps; s-- > 0;) {
      const double* __restrict u = state(s);
      const double* __restrict a = from;
      double* __restrict to = s == 0 ? g : into;
      left += from[0], right += from[n - 1];
      from[0] = from[n - 1] = 0;
      for (int i = 1; i < n - 1; ++i) to[i] = a[i] * (1 - 2 * e - c * (2 * u[i] - u[i - 1])) + a[i + 1] * (c * u[i + 1] + e) + e * a[i - 1];
      to[0] = a[1] * (c * u[1] + e);
      to[n - 1] = e * a[n - 2];
      std::swap(from, into);
    }
    g[0] += left, g[n - 1] += right;
    return sum;
  }

private:
  double* state(int s) { return states_.data() + static_cast<std::ptrdiff_t>(s) * f_.n; }
  Burgers1d f_;
  std::vector<double> states_, a_, next_;
};

using Workload = Burgers1d;
using Adjoint = Burgers1dAdjoint;
inline std::vector<Workload> instances() { return {Burgers1d{}}; }

} // namespace bench
