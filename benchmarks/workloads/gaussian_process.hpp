// SPDX-License-Identifier: MIT
#pragma once
// Log marginal likelihood of a Gaussian process with squared-exponential kernel in three hyperparameters: log length, log amplitude, log noise.

#include <Eigen/Dense>
#include <cmath>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

struct GaussianProcess : WorkloadBase {
  int n;
  std::vector<double> sites, values;

  explicit GaussianProcess(int size) : n(size) {
    Uniform random(31);
    for (int i = 0; i < n; ++i) {
      sites.push_back(random(-5, 5));
      values.push_back(std::sin(sites.back()) + random(-0.3, 0.3));
    }
  }
  std::string label() const { return "gaussian_process_" + std::to_string(n); }
  std::size_t results() const { return 3; }
  std::vector<double> point() const { return {0.1, -0.2, -1.2}; }

  // -½ yᵀK⁻¹y - ½ log |K| - n/2 log 2π by the columns of K's Cholesky factor, solving along the way
  template <class T>
  T operator()(const std::vector<T>& x) const {
    using std::exp, std::log, std::sqrt;
    const std::size_t m = static_cast<std::size_t>(n);
    const T scale = -0.5 * exp(-2.0 * x[0]), amplitude = exp(2.0 * x[1]), noise = exp(2.0 * x[2]);
    std::vector<T> factor(m * m), solved(values.begin(), values.end());
    for (std::size_t j = 0; j < m; ++j) {
      for (std::size_t i = j; i < m; ++i) factor[j * m + i] = amplitude * exp(scale * ((sites[i] - sites[j]) * (sites[i] - sites[j])));
      factor[j * m + j] += noise;
    }
    T result = -0.5 * n * std::log(2 * std::acos(-1.0));
    for (std::size_t j = 0; j < m; ++j) {
      const T pivot = sqrt(factor[j * m + j]);
      factor[j * m + j] = pivot;
      for (std::size_t i = j + 1; i < m; ++i) factor[j * m + i] /= pivot;
      for (std::size_t k = j + 1; k < m; ++k)
        for (std::size_t i = k; i < m; ++i) factor[k * m + i] -= factor[j * m + i] * factor[j * m + k];
      solved[j] /= pivot;
      for (std::size_t i = j + 1; i < m; ++i) solved[i] -= factor[j * m + i] * solved[j];
      result -= 0.5 * solved[j] * solved[j] + log(pivot);
    }
    return result;
  }
};

/// ½ tr((a aᵀ - K⁻¹) dK), a = K⁻¹y.
class GaussianProcessAdjoint {
public:
  explicit GaussianProcessAdjoint(const GaussianProcess& f) : f_(f), squares_(f.n, f.n), y_(Eigen::Map<const Eigen::VectorXd>(f.values.data(), f.n)) {
    for (int j = 0; j < f.n; ++j)
      for (int i = 0; i < f.n; ++i) {
        const double distance = f.sites[static_cast<std::size_t>(i)] - f.sites[static_cast<std::size_t>(j)];
        squares_(i, j) = distance * distance;
      }
  }

  double operator()(const double* x, double* g) {
    const double inverse_square = std::exp(-2 * x[0]), amplitude = std::exp(2 * x[1]), noise = std::exp(2 * x[2]);
    signal_ = (amplitude * (-0.5 * inverse_square * squares_.array()).exp()).matrix();
    kernel_ = signal_;
    kernel_.diagonal().array() += noise;
    factor_.compute(kernel_);
    a_ = factor_.solve(y_);
    inverse_.setIdentity(f_.n, f_.n);
    factor_.solveInPlace(inverse_);
    inverse_.noalias() -= a_ * a_.transpose();
    g[0] = -0.5 * inverse_square * (inverse_.array() * signal_.array() * squares_.array()).sum();
    g[1] = -inverse_.cwiseProduct(signal_).sum();
    g[2] = -noise * inverse_.trace();
    return -0.5 * y_.dot(a_) - factor_.matrixLLT().diagonal().array().log().sum() - 0.5 * f_.n * std::log(2 * std::acos(-1.0));
  }

private:
  GaussianProcess f_;
  Eigen::MatrixXd squares_, signal_, kernel_, inverse_;
  Eigen::VectorXd y_, a_;
  Eigen::LLT<Eigen::MatrixXd> factor_;
};

using Workload = GaussianProcess;
using Adjoint = GaussianProcessAdjoint;
inline std::vector<Workload> instances() { return {GaussianProcess(200)}; }

} // namespace bench
