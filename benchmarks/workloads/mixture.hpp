// SPDX-License-Identifier: MIT
#pragma once
// Log posterior of a Gaussian mixture with K components in d dimensions for n points, after the objective of the ADBench suite:
// weights α, means μ, and inverse square roots of the covariances as lower triangles L_k with diagonal exp(q_k); Wishart prior.

#include <Eigen/Dense>
#include <algorithm>
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

/// All components at once, for points that fit into the second cache: with the triangles L_k one below the other, Y = L X - L μ;
/// the transpose of it takes ȳ = -π y of each point to L̄ = Σ ȳ (x - μ)ᵀ and μ̄ = -Lᵀ Σ ȳ.
class GaussianMixtureAdjoint {
public:
  explicit GaussianMixtureAdjoint(const GaussianMixture& f)
      : f_(f), lower_(Eigen::MatrixXd::Zero(f.d * f.K, f.d)), bar_(f.d * f.K, f.d), y_(f.d * f.K, chunk), shift_(f.d * f.K), sum_(f.d * f.K),
        terms_(f.K, chunk), heights_(f.K), share_(f.K), weights_(f.K) {}

  double operator()(const double* x, double* g) {
    const int d = f_.d, K = f_.K, n = f_.n;
    const Eigen::Map<const Eigen::ArrayXd> alpha(x, K);
    load(x);
    // the triangles hold exp q and l: their squares are the prior's
    double value = f_.constant + 0.5 * lower_.squaredNorm();
    bar_.setZero(), sum_.setZero(), share_.setZero();
    for (int first = 0; first < n; first += chunk) value += points(first, std::min(chunk, n - first));
    const double top = alpha.maxCoeff();
    weights_ = (alpha - top).exp();
    value -= n * (std::log(weights_.sum()) + top);
    Eigen::Map<Eigen::ArrayXd>(g, K) = share_ - n / weights_.sum() * weights_;
    for (int k = 0; k < K; ++k) {
      const Eigen::Map<const Eigen::VectorXd> mean(x + K + k * d, d);
      const auto lower = lower_.middleRows(k * d, d);
      const auto sum = sum_.segment(k * d, d);
      Eigen::Map<Eigen::VectorXd>(g + K + k * d, d).noalias() = -lower.transpose() * sum;
      double* shape = g + K + d * K + k * f_.shape();
      for (int j = 0, at = d; j < d; ++j) {
        const auto bar = [&](int i) { return bar_(k * d + i, j) - sum[i] * mean[j] + lower(i, j); };
        shape[j] = share_[k] + bar(j) * lower(j, j);
        for (int i = j + 1; i < d; ++i) shape[at++] = bar(i);
      }
    }
    return value;
  }

private:
  static constexpr int chunk = 64;
  using Row = Eigen::Map<Eigen::Array<double, 1, Eigen::Dynamic>>;

  void load(const double* x) {
    const int d = f_.d, K = f_.K;
    for (int k = 0; k < K; ++k) {
      const double* q = x + K + d * K + k * f_.shape();
      const Eigen::Map<const Eigen::VectorXd> mean(x + K + k * d, d);
      heights_[k] = x[k];
      for (int j = 0, at = d; j < d; ++j) {
        heights_[k] += q[j];
        lower_(k * d + j, j) = std::exp(q[j]);
        for (int i = j + 1; i < d; ++i) lower_(k * d + i, j) = q[at++];
      }
      shift_.segment(k * d, d).noalias() = lower_.middleRows(k * d, d) * mean;
    }
  }
  // Σ log Σ exp of m points, and what they add to the sums
  double points(int first, int m) {
    const int d = f_.d, K = f_.K;
    const Eigen::Map<const Eigen::MatrixXd> x(f_.points.data() + first * d, d, m);
    auto y = y_.leftCols(m);
    auto terms = terms_.leftCols(m);
    Eigen::Map<Eigen::ArrayXXd> parts(y_.data(), d, K * m);   // a column for each component and point
    Row each(terms_.data(), K * m);
    y.noalias() = lower_ * x;
    y.colwise() -= shift_;
    each = parts.square().colwise().sum();
    terms = (-0.5 * terms).colwise() + heights_;
    top_ = terms.colwise().maxCoeff();
    terms = (terms.rowwise() - top_).exp();
    sums_ = terms.colwise().sum();
    terms.rowwise() /= sums_;
    share_ += terms.rowwise().sum();
    parts.rowwise() *= -each;
    bar_.noalias() += y * x.transpose();
    sum_ += y.rowwise().sum();
    return (sums_.log() + top_).sum();
  }

  GaussianMixture f_;
  Eigen::MatrixXd lower_, bar_, y_;
  Eigen::VectorXd shift_, sum_;
  Eigen::ArrayXXd terms_;
  Eigen::ArrayXd heights_, share_, weights_;
  Eigen::Array<double, 1, Eigen::Dynamic> top_, sums_;
};

} // namespace bench
