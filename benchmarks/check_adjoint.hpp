// SPDX-License-Identifier: MIT
#pragma once
// Compares a hand-written adjoint with central differences: in full for few inputs, along random directions for many.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <type_traits>
#include <vector>

#include "workload.hpp"

namespace bench {

/// d/dt f(x + t v) by central differences with two Richardson steps: error O(h⁶).
template <class Value>
double slope(const Value& value, const std::vector<double>& x, const std::vector<double>& v, double h) {
  const auto central = [&](double step) {
    std::vector<double> up(x), down(x);
    for (std::size_t i = 0; i < x.size(); ++i) up[i] += step * v[i], down[i] -= step * v[i];
    return (value(up) - value(down)) / (2 * step);
  };
  const double d1 = central(h), d2 = central(h / 2), d4 = central(h / 4);
  const double first = (4 * d2 - d1) / 3, second = (4 * d4 - d2) / 3;
  return (16 * second - first) / 15;
}

/// What the hand-written code makes of x, in its own precision.
template <class Workload, class Adjoint>
double adjoint_at(const Workload& f, Adjoint& adjoint, const std::vector<double>& x, std::vector<double>& g) {
  using Scalar = typename Workload::Scalar;
  const std::vector<Scalar> from(x.begin(), x.end());
  std::vector<Scalar> to(f.results());
  const double value = adjoint(from.data(), to.data());
  g.assign(to.begin(), to.end());
  return value;
}

template <class Workload>
bool verdict(const Workload& f, double worst, double bound) {
  const bool good = worst <= bound;
  std::printf("%-4s %-40s worst relative error %.1e (bound %.0e)\n", good ? "ok" : "BAD", f.label().c_str(), worst, bound);
  return good;
}

/// True if the gradient predicts every slope; prints the worst relative error.
template <class Workload, class Adjoint>
bool adjoint_matches(const Workload& f, Adjoint adjoint, double bound) {
  const std::vector<double> x = f.point();
  std::vector<double> g;
  const double value = adjoint_at(f, adjoint, x, g);
  const double plain = f(x);
  double worst = std::abs(value - plain) / std::max(1.0, std::abs(plain));
  const bool few = x.size() <= 8;
  Uniform random(99);
  for (std::size_t trial = 0; trial < (few ? x.size() : 12); ++trial) {
    std::vector<double> v(x.size(), 0.0);
    double moved = 0;
    // blocks of inputs in turn: an error in one kind of input is not drowned by the others
    for (std::size_t i = 0; i < x.size(); ++i) {
      const bool in = few ? i == trial : trial < 4 || (i * 8) / x.size() == trial - 4;
      if (in) v[i] = random(-1, 1) * std::max(0.01, std::abs(x[i])), ++moved;
    }
    double predicted = 0, size = 0;
    for (std::size_t i = 0; i < x.size(); ++i) predicted += g[i] * v[i], size += std::abs(g[i] * v[i]);
    const double measured = slope([&](const std::vector<double>& y) { return f(y); }, x, v, std::min(f.step(), 0.3 / std::sqrt(moved)));
    worst = std::max(worst, std::abs(predicted - measured) / std::max(size, 1e-300));
  }
  return verdict(f, worst, std::is_same_v<typename Workload::Scalar, float> ? 1e-6 : bound);
}

/// The same for a Jacobian in blocks: every observation's rows against differences along one random direction.
template <class Workload, class Adjoint>
  requires requires { Workload::columns; }
bool adjoint_matches(const Workload& f, Adjoint adjoint, double bound) {
  const std::vector<double> x = f.point();
  std::vector<double> g(f.results());
  const double value = adjoint(x.data(), g.data());
  const double plain = f(x);
  double worst = std::abs(value - plain) / std::max(1.0, std::abs(plain));
  Uniform random(99);
  for (int i = 0; i < f.observations; i += 7) {
    const auto in = f.block(x.data(), i);
    const std::vector<double> y(in.begin(), in.end()), v = random.vector(in.size(), -0.1, 0.1);
    for (std::size_t row = 0; row < Workload::rows; ++row) {
      const double* bar = &g[(static_cast<std::size_t>(i) * Workload::rows + row) * in.size()];
      double predicted = 0, size = 0;
      for (std::size_t k = 0; k < in.size(); ++k) predicted += bar[k] * v[k], size += std::abs(bar[k] * v[k]);
      const double measured = slope([&](const std::vector<double>& z) { return f.residual(z.data(), i)[row]; }, y, v, 1e-2);
      worst = std::max(worst, std::abs(predicted - measured) / size);
    }
  }
  return verdict(f, worst, bound);
}

/// The same for second derivatives, by the gradient that is checked elsewhere: ⟨u, H v⟩ is the slope of ⟨u, dL⟩ along v.
template <class Workload, class Adjoint>
  requires requires { typename Workload::Gradient; }
bool adjoint_matches(const Workload& f, Adjoint adjoint, double bound) {
  const std::vector<double> x = f.point();
  const std::size_t n = x.size();
  std::vector<double> h, d(n);
  const double value = adjoint_at(f, adjoint, x, h);
  const double plain = f(x);
  double worst = std::abs(value - plain) / std::max(1.0, std::abs(plain));
  typename Workload::Gradient gradient(f);
  Uniform random(99);
  for (int trial = 0; trial < 12; ++trial) {
    const std::vector<double> v = f.whole ? random.vector(n, -1, 1) : f.direction();
    std::vector<double> u = random.vector(n, -1, 1), hv(n);
    // blocks of components in turn, so that none is drowned by the others
    for (std::size_t i = 0; i < n; ++i)
      if (trial >= 4 && (i * 8) / n != static_cast<std::size_t>(trial) - 4) u[i] = 0;
    for (std::size_t i = 0; i < n; ++i)
      hv[i] = f.whole ? std::inner_product(v.begin(), v.end(), h.begin() + static_cast<std::ptrdiff_t>(i * n), 0.0) : h[i];
    double predicted = 0, size = 0;
    for (std::size_t i = 0; i < n; ++i) predicted += u[i] * hv[i], size += std::abs(u[i] * hv[i]);
    const auto along = [&](const std::vector<double>& y) {
      gradient(y.data(), d.data());
      return std::inner_product(u.begin(), u.end(), d.begin(), 0.0);
    };
    worst = std::max(worst, std::abs(predicted - slope(along, x, v, f.step() / std::sqrt(static_cast<double>(n)))) / size);
  }
  return verdict(f, worst, bound);
}

} // namespace bench
