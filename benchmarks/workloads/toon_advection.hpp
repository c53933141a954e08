// SPDX-License-Identifier: MIT
#pragma once
// Advection by the exponentially fitted scheme of Toon and others (1988) on a periodic line; the squared norm of the last state.
// (exp(c log(q / r)) - 1) q r / (q - r) has the limit c q where q = r: near it digits cancel, so that tools agree to fewer of them.

#include <Eigen/Core>
#include <cmath>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

struct ToonAdvection : WorkloadBase {
  int n = 100, steps = 500;
  double courant = 0.125;

  std::string label() const { return "toon_advection"; }
  double tolerance() const { return 1e-8; } // set from observation: ten tools spread over 3e-9
  std::size_t results() const { return static_cast<std::size_t>(n); }
  std::vector<double> point() const {
    std::vector<double> x(results());
    for (int i = 0; i < n; ++i) x[static_cast<std::size_t>(i)] = 0.5 + 0.4 * std::sin(2 * std::acos(-1.0) * (i + 0.3) / (n - 2));
    return x;
  }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    using std::exp, std::log;
    std::vector<T> q(x), flux(x.size() - 1);
    for (int s = 0; s < steps; ++s) {
      for (std::size_t i = 0; i < flux.size(); ++i) flux[i] = (exp(courant * log(q[i] / q[i + 1])) - 1.0) * q[i] * q[i + 1] / (q[i] - q[i + 1]);
      for (std::size_t i = 1; i + 1 < q.size(); ++i) q[i] += flux[i - 1] - flux[i];
      q[0] = q[q.size() - 2];
      q[q.size() - 1] = q[1];
    }
    T sum = q[0] * q[0];
    for (std::size_t i = 1; i < q.size(); ++i) sum = sum + q[i] * q[i];
    return sum;
  }
};

/// The forward pass keeps both partials of every flux; they need no function beyond those of its value.
class ToonAdvectionAdjoint {
public:
  explicit ToonAdvectionAdjoint(const ToonAdvection& f)
      : f_(f), q_(f.n), flux_(f.n - 1), by_left_(f.n - 1, f.steps), by_right_(f.n - 1, f.steps), difference_(f.n - 1) {}

  double operator()(const double* x, double* g) {
    const int n = f_.n, m = n - 1;
    const double c = f_.courant;
    q_ = Eigen::Map<const Eigen::ArrayXd>(x, n);
    for (int s = 0; s < f_.steps; ++s) {
      const auto a = q_.head(m), b = q_.tail(m);
      power_ = (c * (a / b).log()).exp();
      inverse_ = 1 / (a - b);
      flux_ = (power_ - 1) * a * b * inverse_;
      by_left_.col(s) = inverse_ * (c * power_ * b - (power_ - 1) * b * b * inverse_);
      by_right_.col(s) = inverse_ * ((power_ - 1) * a * a * inverse_ - c * power_ * a);
      q_.segment(1, n - 2) += flux_.head(n - 2) - flux_.tail(n - 2);
      q_[0] = q_[n - 2];
      q_[n - 1] = q_[1];
    }
    Eigen::Map<Eigen::ArrayXd> bar(g, n);
    bar = 2 * q_;
    for (int s = f_.steps; s-- > 0;) {
      bar[1] += bar[n - 1];
      bar[n - 1] = 0;
      bar[n - 2] += bar[0];
      bar[0] = 0;
      difference_ = bar.tail(m) - bar.head(m);
      bar.head(m) += difference_ * by_left_.col(s);
      bar.tail(m) += difference_ * by_right_.col(s);
    }
    return q_.square().sum();
  }

private:
  ToonAdvection f_;
  Eigen::ArrayXd q_, flux_;
  Eigen::ArrayXXd by_left_, by_right_;
  Eigen::ArrayXd difference_, power_, inverse_;
};

using Workload = ToonAdvection;
using Adjoint = ToonAdvectionAdjoint;
inline std::vector<Workload> instances() { return {ToonAdvection{}}; }

} // namespace bench
