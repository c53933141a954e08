// SPDX-License-Identifier: MIT
#pragma once
// Log posterior of a Gaussian mixture with K components in d dimensions for n points, after the objective of the ADBench suite:
// weights α, means μ, and inverse square roots of the covariances as lower triangles L_k with diagonal exp(q_k); Wishart prior.

#include <Eigen/Dense>
#include <cmath>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

/// Inputs: α (K), μ (d × K), then per component q_k (d) and the strict lower triangle by columns (d (d - 1) / 2).
struct GaussianMixture : WorkloadBase {
  int d, K, n;
  std::vector<double> points;        ///< d × n
  double constant;                   ///< the terms that hold no input

  GaussianMixture(int dimensions, int components, int samples) : d(dimensions), K(components), n(samples) {
    points = Uniform(3).vector(static_cast<std::size_t>(d) * static_cast<std::size_t>(n), 0, 1);
    const double pi = std::acos(-1.0), degrees = d + 1;
    double log_gamma = 0.25 * d * (d - 1) * std::log(pi);
    for (int j = 1; j <= d; ++j) log_gamma += std::lgamma(0.5 * (degrees + 1 - j));
    constant = -0.5 * n * d * std::log(2 * pi) - K * (degrees * d * -0.5 * std::log(2.0) - log_gamma);
  }
  int strict() const { return d * (d - 1) / 2; }
  int shape() const { return d + strict(); }
  std::string label() const { return "gaussian_mixture_" + std::to_string(d) + "_" + std::to_string(K) + "_" + std::to_string(n); }
  std::size_t results() const { return static_cast<std::size_t>(K * (1 + d + shape())); }
  std::vector<double> point() const { return Uniform(4).vector(results(), 0, 1); }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    using std::exp, std::log;
    const T *alpha = x.data(), *mean = alpha + K, *icf = mean + d * K;
    std::vector<T> diagonal(static_cast<std::size_t>(d * K)), trace(static_cast<std::size_t>(K)), term(static_cast<std::size_t>(K));
    std::vector<T> centred(static_cast<std::size_t>(d)), y(static_cast<std::size_t>(d));
    T prior = 0.0;
    for (int k = 0; k < K; ++k) {
      const T* q = icf + k * shape();
      T sum = q[0], squares = 0.0;
      for (int i = 1; i < d; ++i) sum += q[i];
      for (int i = 0; i < d; ++i) {
        T& e = diagonal[static_cast<std::size_t>(k * d + i)];
        e = exp(q[i]);
        squares += e * e;
      }
      for (int i = d; i < shape(); ++i) squares += q[i] * q[i];
      trace[static_cast<std::size_t>(k)] = sum;
      prior += 0.5 * squares;
    }
    T total = prior + constant;
    for (int s = 0; s < n; ++s) {
      const double* point = points.data() + s * d;
      for (int k = 0; k < K; ++k) {
        const T* lower = icf + k * shape() + d;
        for (int i = 0; i < d; ++i) centred[static_cast<std::size_t>(i)] = point[i] - mean[k * d + i];
        for (int i = 0; i < d; ++i) y[static_cast<std::size_t>(i)] = diagonal[static_cast<std::size_t>(k * d + i)] * centred[static_cast<std::size_t>(i)];
        for (int j = 0; j < d; ++j)
          for (int i = j + 1; i < d; ++i) y[static_cast<std::size_t>(i)] += *lower++ * centred[static_cast<std::size_t>(j)];
        T squares = y[0] * y[0];
        for (int i = 1; i < d; ++i) squares += y[static_cast<std::size_t>(i)] * y[static_cast<std::size_t>(i)];
        term[static_cast<std::size_t>(k)] = alpha[k] + trace[static_cast<std::size_t>(k)] - 0.5 * squares;
      }
      total += log_sum_exp(term.data());
    }
    return total - static_cast<double>(n) * log_sum_exp(alpha);
  }

private:
  template <class T>
  T log_sum_exp(const T* z) const {
    using std::exp, std::log;
    T top = z[0];
    for (int k = 1; k < K; ++k)
      if (z[k] > top) top = z[k];
    T sum = exp(z[0] - top);
    for (int k = 1; k < K; ++k) sum += exp(z[k] - top);
    return log(sum) + top;
  }
};

/// All points at once: Y_k = L_k (X - μ_k), and its transpose as two products.
class GaussianMixtureAdjoint {
public:
  explicit GaussianMixtureAdjoint(const GaussianMixture& f) : f_(f), centred_(f.d, f.n), y_(static_cast<std::size_t>(f.K), centred_), terms_(f.n, f.K), lower_(f.d, f.d) {}

  double operator()(const double* x, double* g) {
    const int d = f_.d, K = f_.K, n = f_.n;
    const Eigen::Map<const Eigen::MatrixXd> points(f_.points.data(), d, n), mean(x + K, d, K);
    const Eigen::Map<const Eigen::ArrayXd> alpha(x, K);
    Eigen::Map<Eigen::ArrayXd> alpha_bar(g, K);
    Eigen::Map<Eigen::MatrixXd> mean_bar(g + K, d, K);
    const double* icf = x + K + d * K;
    double* icf_bar = g + K + d * K;
    double value = f_.constant;
    for (int k = 0; k < K; ++k) {
      const Eigen::Map<const Eigen::ArrayXd> q(icf + k * f_.shape(), d), strict(icf + k * f_.shape() + d, f_.strict());
      load(icf + k * f_.shape());
      value += 0.5 * (q.exp().square().sum() + strict.square().sum());
      Eigen::MatrixXd& y = y_[static_cast<std::size_t>(k)];
      y.noalias() = lower_ * points;
      y.colwise() -= (lower_ * mean.col(k)).eval();
      terms_.col(k) = alpha[k] + q.sum() - 0.5 * y.colwise().squaredNorm().transpose().array();
    }
    top_ = terms_.rowwise().maxCoeff();
    terms_.colwise() -= top_;
    terms_ = terms_.exp();
    sums_ = terms_.rowwise().sum();
    value += (sums_.log() + top_).sum();
    terms_.colwise() /= sums_;
    const double alpha_top = alpha.maxCoeff();
    alpha_bar = (alpha - alpha_top).exp();
    const double alpha_sum = alpha_bar.sum();
    value -= n * (std::log(alpha_sum) + alpha_top);
    alpha_bar *= -n / alpha_sum;
    for (int k = 0; k < K; ++k) {
      const double share = terms_.col(k).sum();
      alpha_bar[k] += share;
      load(icf + k * f_.shape());
      Eigen::MatrixXd& y = y_[static_cast<std::size_t>(k)];
      y.array().rowwise() *= -terms_.col(k).transpose();
      const Eigen::VectorXd sum = y.rowwise().sum();
      product_.noalias() = y * points.transpose();
      product_.noalias() -= sum * mean.col(k).transpose();
      mean_bar.col(k).noalias() = -(lower_.transpose() * sum);
      double* bar = icf_bar + k * f_.shape();
      const double* q = icf + k * f_.shape();
      for (int i = 0; i < d; ++i) bar[i] = share + (product_(i, i) + lower_(i, i)) * lower_(i, i);
      for (int j = 0, at = d; j < d; ++j)
        for (int i = j + 1; i < d; ++i, ++at) bar[at] = product_(i, j) + q[at];
    }
    return value;
  }

private:
  void load(const double* q) {
    lower_.setZero();
    for (int i = 0; i < f_.d; ++i) lower_(i, i) = std::exp(q[i]);
    const double* strict = q + f_.d;
    for (int j = 0; j < f_.d; ++j)
      for (int i = j + 1; i < f_.d; ++i) lower_(i, j) = *strict++;
  }

  GaussianMixture f_;
  Eigen::MatrixXd centred_;
  std::vector<Eigen::MatrixXd> y_;
  Eigen::ArrayXXd terms_;
  Eigen::MatrixXd lower_, product_;
  Eigen::ArrayXd top_, sums_;
};

using Workload = GaussianMixture;
using Adjoint = GaussianMixtureAdjoint;
inline std::vector<Workload> instances() { return {GaussianMixture(10, 25, 1000), GaussianMixture(20, 50, 1000)}; }

} // namespace bench
