// SPDX-License-Identifier: MIT
#pragma once
// Two-dimensional coupled Burgers equation: first-order upwind, explicit Euler; the squared norm of the last state.

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "../workload.hpp"

namespace bench {

struct Burgers2d : WorkloadBase {
  int n = 66;                    ///< points a side; the outermost ones are held
  int steps = 32;
  double viscosity = 0.02, dt = 1e-3;

  std::string label() const { return "burgers_2d"; }
  double advection() const { return dt * (n - 1); }                          // dt / h
  double diffusion() const { return viscosity * dt * (n - 1) * (n - 1); }    // nu dt / h²

  std::vector<double> point() const {
    std::vector<double> x(results());
    const double pi = std::acos(-1.0);
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        const double s = std::sin(pi * i / (n - 1)), t = std::sin(pi * j / (n - 1));
        x[static_cast<std::size_t>(i * n + j)] = 0.2 + s * t;
        x[static_cast<std::size_t>(n * n + i * n + j)] = 0.1 + s * s * t;
      }
    return x;
  }
  std::size_t results() const { return 2 * static_cast<std::size_t>(n) * static_cast<std::size_t>(n); }

  // u' = u - c (u (u - west) + v (u - north)) + e (sum of neighbours - 4 u), and the same for v
  template <class T>
  T operator()(const std::vector<T>& x) const {
    const std::size_t size = static_cast<std::size_t>(n) * static_cast<std::size_t>(n), row = static_cast<std::size_t>(n);
    std::vector<T> u(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(size)), v(x.begin() + static_cast<std::ptrdiff_t>(size), x.end());
    std::vector<T> next_u(u), next_v(v);
    const double c = advection(), e = diffusion();
    for (int step = 0; step < steps; ++step) {
      for (std::size_t i = 1; i + 1 < row; ++i)
        for (std::size_t j = 1; j + 1 < row; ++j) {
          const std::size_t k = i * row + j;
          next_u[k] = u[k] - c * (u[k] * (u[k] - u[k - 1]) + v[k] * (u[k] - u[k - row])) +
                      e * (u[k + 1] + u[k - 1] + u[k + row] + u[k - row] - 4.0 * u[k]);
          next_v[k] = v[k] - c * (u[k] * (v[k] - v[k - 1]) + v[k] * (v[k] - v[k - row])) +
                      e * (v[k + 1] + v[k - 1] + v[k + row] + v[k - row] - 4.0 * v[k]);
        }
      std::swap(u, next_u);
      std::swap(v, next_v);
    }
    T sum = u[0] * u[0] + v[0] * v[0];
    for (std::size_t k = 1; k < size; ++k) sum = sum + u[k] * u[k] + v[k] * v[k];
    return sum;
  }
};

/// Keeps every state; the transposed stencil gathers, so that one flat loop over padded arrays vectorises.
class Burgers2dAdjoint {
public:
  explicit Burgers2dAdjoint(const Burgers2d& f)
      : f_(f), size_(f.n * f.n), pad_(f.n), stride_(size_ + 2 * pad_),
        states_(static_cast<std::size_t>(2 * stride_ * (f.steps + 1)), 0.0), a_(static_cast<std::size_t>(2 * stride_), 0.0), next_(a_) {}

  double operator()(const double* x, double* g) {
    std::copy(x, x + size_, u(0));
    std::copy(x + size_, x + 2 * size_, v(0));
    for (int s = 0; s < f_.steps; ++s) forward(s);
    const double* last_u = u(f_.steps);
    const double* last_v = v(f_.steps);
    double sum = 0;
    for (int k = 0; k < size_; ++k) sum += last_u[k] * last_u[k] + last_v[k] * last_v[k];
    double *a = a_.data() + pad_, *b = a + stride_, *next_a = next_.data() + pad_, *next_b = next_a + stride_;
    for (int k = 0; k < size_; ++k) a[k] = 2 * last_u[k], b[k] = 2 * last_v[k];
    held_.assign(static_cast<std::size_t>(2 * size_), 0.0);
    for (int s = f_.steps; s-- > 0;) {
      hold(a, held_.data());
      hold(b, held_.data() + size_);
      backward(s, a, b, s == 0 ? g : next_a, s == 0 ? g + size_ : next_b);
      std::swap(a, next_a);
      std::swap(b, next_b);
    }
    edge([&](int k) { g[k] += held_[static_cast<std::size_t>(k)], g[size_ + k] += held_[static_cast<std::size_t>(size_ + k)]; });
    return sum;
  }

private:
  double* u(int step) { return states_.data() + static_cast<std::ptrdiff_t>(2 * step) * stride_ + pad_; }
  double* v(int step) { return u(step) + stride_; }

  template <class Visit>
  void edge(Visit visit) const {
    const int n = f_.n;
    for (int j = 0; j < n; ++j) visit(j), visit(size_ - n + j);
    for (int i = 1; i + 1 < n; ++i) visit(i * n), visit(i * n + n - 1);
  }
  // A held point passes its cotangent through unchanged; beside that it acts as if it had none.
  void hold(double* g, double* held) const { edge([&](int k) { held[k] += g[k], g[k] = 0; }); }

  void forward(int s) {
    const int n = f_.n;
    const double c = f_.advection(), e = f_.diffusion();
    const double *__restrict p = u(s), *__restrict q = v(s);
    double *__restrict next_p = u(s + 1), *__restrict next_q = v(s + 1);
    edge([&](int k) { next_p[k] = p[k], next_q[k] = q[k]; });
    for (int i = 1; i + 1 < n; ++i)
      for (int k = i * n + 1; k < i * n + n - 1; ++k) {
        next_p[k] = p[k] - c * (p[k] * (p[k] - p[k - 1]) + q[k] * (p[k] - p[k - n])) + e * (p[k + 1] + p[k - 1] + p[k + n] + p[k - n] - 4 * p[k]);
        next_q[k] = q[k] - c * (p[k] * (q[k] - q[k - 1]) + q[k] * (q[k] - q[k - n])) + e * (q[k + 1] + q[k - 1] + q[k + n] + q[k - n] - 4 * q[k]);
      }
  }

  void backward(int s, const double* __restrict a, const double* __restrict b, double* __restrict gu, double* __restrict gv) {
    const int n = f_.n;
    const double c = f_.advection(), e = f_.diffusion();
    const double *__restrict p = u(s), *__restrict q = v(s);
    for (int k = 0; k < size_; ++k) {
      const double west = c * p[k + 1] + e, north = c * q[k + n] + e;
      gu[k] = a[k] * (1 - 4 * e - c * (2 * p[k] - p[k - 1] + q[k])) - c * b[k] * (q[k] - q[k - 1]) + a[k + 1] * west + a[k + n] * north +
              e * (a[k - 1] + a[k - n]);
      gv[k] = b[k] * (1 - 4 * e - c * (2 * q[k] - q[k - n] + p[k])) - c * a[k] * (p[k] - p[k - n]) + b[k + 1] * west + b[k + n] * north +
              e * (b[k - 1] + b[k - n]);
    }
  }

  Burgers2d f_;
  int size_, pad_, stride_;
  std::vector<double> states_, a_, next_, held_;
};

/// The adjoint as one writes it first: every state kept, the loops of the program backwards, each term scattered.
class Burgers2dLoops {
public:
  explicit Burgers2dLoops(const Burgers2d& f) : f_(f), size_(f.n * f.n), states_(static_cast<std::size_t>(2 * size_ * (f.steps + 1))), a_(states_.size()) {}

  double operator()(const double* x, double* g) {
    const int n = f_.n;
    const double c = f_.advection(), e = f_.diffusion();
    std::copy(x, x + 2 * size_, states_.data());
    for (int s = 0; s < f_.steps; ++s) {
      const double *u = at(states_, s), *v = u + size_;
      double *next_u = at(states_, s + 1), *next_v = next_u + size_;
      std::copy(u, u + 2 * size_, next_u);
      for (int i = 1; i + 1 < n; ++i)
        for (int k = i * n + 1; k < i * n + n - 1; ++k) {
          next_u[k] = u[k] - c * (u[k] * (u[k] - u[k - 1]) + v[k] * (u[k] - u[k - n])) + e * (u[k + 1] + u[k - 1] + u[k + n] + u[k - n] - 4 * u[k]);
          next_v[k] = v[k] - c * (u[k] * (v[k] - v[k - 1]) + v[k] * (v[k] - v[k - n])) + e * (v[k + 1] + v[k - 1] + v[k + n] + v[k - n] - 4 * v[k]);
        }
    }
    std::fill(a_.begin(), a_.end(), 0.0);
    double sum = 0;
    const double* last = at(states_, f_.steps);
    for (int k = 0; k < 2 * size_; ++k) sum += last[k] * last[k], at(a_, f_.steps)[k] = 2 * last[k];
    for (int s = f_.steps; s-- > 0;) backward(s, c, e);
    std::copy(a_.data(), a_.data() + 2 * size_, g);
    return sum;
  }

private:
  double* at(std::vector<double>& of, int step) { return of.data() + static_cast<std::ptrdiff_t>(2 * step) * size_; }
  void backward(int s, double c, double e) {
    const int n = f_.n;
    const double *u = at(states_, s), *v = u + size_, *wu = at(a_, s + 1), *wv = wu + size_;
    double *gu = at(a_, s), *gv = gu + size_;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        const int k = i * n + j;
        const double a = wu[k], b = wv[k];
        if (i == 0 || j == 0 || i == n - 1 || j == n - 1) {
          gu[k] += a, gv[k] += b;
          continue;
        }
        gu[k] += a * (1 - c * (2 * u[k] - u[k - 1] + v[k]) - 4 * e) - b * c * (v[k] - v[k - 1]);
        gv[k] += b * (1 - c * (u[k] + 2 * v[k] - v[k - n]) - 4 * e) - a * c * (u[k] - u[k - n]);
        gu[k - 1] += a * (c * u[k] + e), gu[k - n] += a * (c * v[k] + e), gu[k + 1] += a * e, gu[k + n] += a * e;
        gv[k - 1] += b * (c * u[k] + e), gv[k - n] += b * (c * v[k] + e), gv[k + 1] += b * e, gv[k + n] += b * e;
      }
  }
  Burgers2d f_;
  int size_;
  std::vector<double> states_, a_;
};

using Workload = Burgers2d;
using Adjoint = Burgers2dAdjoint;
inline std::vector<Workload> instances() { return {Burgers2d{}}; }

} // namespace bench
