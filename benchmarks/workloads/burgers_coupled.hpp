// SPDX-License-Identifier: MIT
#pragma once
// Two coupled Burgers equations on a line, 500 points and 500 steps; the squared norm of the last state.

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "../workload.hpp"

namespace bench {

struct BurgersCoupled : WorkloadBase {
  int n = 500, steps = 500;
  double viscosity = 0.002, dt = 5e-4, coupling = 0.5;

  std::string label() const { return "burgers_coupled"; }
  std::size_t results() const { return static_cast<std::size_t>(2 * n); }
  double advection() const { return dt * (n - 1); }
  double diffusion() const { return viscosity * dt * (n - 1) * (n - 1); }
  std::vector<double> point() const {
    std::vector<double> x(results());
    for (int i = 0; i < n; ++i) {
      const double angle = 2 * std::acos(-1.0) * i / (n - 1);
      x[static_cast<std::size_t>(i)] = 0.5 + 0.4 * std::sin(angle);
      x[static_cast<std::size_t>(n + i)] = 0.4 + 0.3 * std::cos(angle);
    }
    return x;
  }

  // u' = u - c (u + k v) (u - west) + e (east - 2 u + west), v' likewise with the roles exchanged, the ends held
  template <class T>
  T operator()(const std::vector<T>& x) const {
    std::vector<T> u(x.begin(), x.begin() + n), v(x.begin() + n, x.end()), next_u(u), next_v(v);
    const double c = advection(), e = diffusion();
    for (int s = 0; s < steps; ++s) {
      for (std::size_t i = 1; i + 1 < u.size(); ++i) {
        next_u[i] = u[i] - c * (u[i] + coupling * v[i]) * (u[i] - u[i - 1]) + e * (u[i + 1] - 2.0 * u[i] + u[i - 1]);
        next_v[i] = v[i] - c * (v[i] + coupling * u[i]) * (v[i] - v[i - 1]) + e * (v[i + 1] - 2.0 * v[i] + v[i - 1]);
      }
      std::swap(u, next_u);
      std::swap(v, next_v);
    }
    T sum = u[0] * u[0] + v[0] * v[0];
    for (std::size_t i = 1; i < u.size(); ++i) sum = sum + u[i] * u[i] + v[i] * v[i];
    return sum;
  }
};

/// Keeps every state; the transposed stencil gathers.
class BurgersCoupledAdjoint {
public:
  explicit BurgersCoupledAdjoint(const BurgersCoupled& f)
      : f_(f), states_(f.results() * static_cast<std::size_t>(f.steps + 1)), a_(f.results()), next_(a_) {}

  double operator()(const double* x, double* g) {
    const int n = f_.n;
    std::copy(x, x + 2 * n, states_.data());
    for (int s = 0; s < f_.steps; ++s) forward(state(s), state(s) + n, state(s + 1), state(s + 1) + n);
    const double* last = state(f_.steps);
    double sum = 0;
    for (int i = 0; i < 2 * n; ++i) sum += last[i] * last[i];
    for (int i = 0; i < 2 * n; ++i) a_[static_cast<std::size_t>(i)] = 2 * last[i];
    const int ends[] = {0, n - 1, n, 2 * n - 1};
    double held[] = {0, 0, 0, 0};
    double *from = a_.data(), *into = next_.data();
    for (int s = f_.steps; s-- > 0;) {
      for (int k = 0; k < 4; ++k) held[k] += from[ends[k]], from[ends[k]] = 0;
      double* to = s == 0 ? g : into;
      backward(state(s), state(s) + n, from, from + n, to, to + n);
      std::swap(from, into);
    }
    for (int k = 0; k < 4; ++k) g[ends[k]] += held[k];
    return sum;
  }

private:
  double* state(int s) { return states_.data() + static_cast<std::ptrdiff_t>(2 * s) * f_.n; }

  void forward(const double* __restrict u, const double* __restrict v, double* __restrict p, double* __restrict q) const {
    const int n = f_.n;
    const double c = f_.advection(), e = f_.diffusion(), k = f_.coupling;
    p[0] = u[0], p[n - 1] = u[n - 1], q[0] = v[0], q[n - 1] = v[n - 1];
    for (int i = 1; i < n - 1; ++i) {
      p[i] = u[i] - c * (u[i] + k * v[i]) * (u[i] - u[i - 1]) + e * (u[i + 1] - 2 * u[i] + u[i - 1]);
      q[i] = v[i] - c * (v[i] + k * u[i]) * (v[i] - v[i - 1]) + e * (v[i + 1] - 2 * v[i] + v[i - 1]);
    }
  }

  void backward(const double* __restrict u, const double* __restrict v, const double* __restrict a, const double* __restrict b,
                double* __restrict gu, double* __restrict gv) const {
    const int n = f_.n;
    const double c = f_.advection(), e = f_.diffusion(), k = f_.coupling;
    for (int i = 1; i < n - 1; ++i) {
      const double du = u[i] - u[i - 1], dv = v[i] - v[i - 1], speed_u = u[i] + k * v[i], speed_v = v[i] + k * u[i];
      gu[i] = a[i] * (1 - 2 * e - c * (du + speed_u)) - c * k * b[i] * dv + a[i + 1] * (c * (u[i + 1] + k * v[i + 1]) + e) + e * a[i - 1];
      gv[i] = b[i] * (1 - 2 * e - c * (dv + speed_v)) - c * k * a[i] * du + b[i + 1] * (c * (v[i + 1] + k * u[i + 1]) + e) + e * b[i - 1];
    }
    gu[0] = a[1] * (c * (u[1] + k * v[1]) + e), gu[n - 1] = e * a[n - 2];
    gv[0] = b[1] * (c * (v[1] + k * u[1]) + e), gv[n - 1] = e * b[n - 2];
  }

  BurgersCoupled f_;
  std::vector<double> states_, a_, next_;
};

using Workload = BurgersCoupled;
using Adjoint = BurgersCoupledAdjoint;
inline std::vector<Workload> instances() { return {BurgersCoupled{}}; }

} // namespace bench
