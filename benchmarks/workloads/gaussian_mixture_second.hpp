// SPDX-License-Identifier: MIT
#pragma once
// Second derivatives of the Gaussian mixture: a product with the Hessian of 1650 parameters, the whole Hessian of 50.

#include "mixture.hpp"
#include "second_order.hpp"

namespace bench {

/// Forward over reverse by whole matrices: ḟ is the derivative of f along v. With Y = L (X - μ) and ȳ = -π y of each point,
/// L̄ = Σ ȳ (x - μ)ᵀ and μ̄ = -Lᵀ Σ ȳ.
class GaussianMixtureProduct {
public:
  explicit GaussianMixtureProduct(const GaussianMixture& f)
      : f_(f), parts_(static_cast<std::size_t>(f.K)), terms_(f.n, f.K), terms_dot_(f.n, f.K) {}

  double operator()(const double* x, const double* v, double* to) {
    const int d = f_.d, K = f_.K, n = f_.n, shape = f_.shape();
    const Eigen::Map<const Eigen::ArrayXd> alpha(x, K), alpha_dot(v, K);
    const In points(f_.points.data(), d, n), mean(x + K, d, K), mean_dot(v + K, d, K);
    double value = f_.constant;
    for (int k = 0; k < K; ++k) {
      const double *q = x + K + d * K + k * shape, *q_dot = v + K + d * K + k * shape;
      const Eigen::Map<const Eigen::ArrayXd> logs(q, d), logs_dot(q_dot, d), strict(q + d, f_.strict());
      value += 0.5 * (logs.exp().square().sum() + strict.square().sum());
      Part& p = parts_[static_cast<std::size_t>(k)];
      load(p, q, q_dot);
      p.y.noalias() = p.lower * points;
      p.y.colwise() -= (p.lower * mean.col(k)).eval();
      p.y_dot.noalias() = p.lower_dot * points;
      p.y_dot.colwise() -= (p.lower_dot * mean.col(k) + p.lower * mean_dot.col(k)).eval();
      terms_.col(k) = alpha[k] + logs.sum() - 0.5 * p.y.colwise().squaredNorm().transpose().array();
      terms_dot_.col(k) = alpha_dot[k] + logs_dot.sum() - p.y.cwiseProduct(p.y_dot).colwise().sum().transpose().array();
    }
    value += softmax();
    const double largest = alpha.maxCoeff();
    weights_ = (alpha - largest).exp();
    value -= n * (std::log(weights_.sum()) + largest);
    weights_ /= weights_.sum();
    Eigen::Map<Eigen::ArrayXd>(to, K) = -n * weights_ * (alpha_dot - (weights_ * alpha_dot).sum());
    for (int k = 0; k < K; ++k) {
      to[k] += terms_dot_.col(k).sum();
      component(x, v, to, k);
    }
    return value;
  }

private:
  using In = Eigen::Map<const Eigen::MatrixXd>;
  struct Part {
    Eigen::MatrixXd lower, lower_dot, y, y_dot;
  };
  // terms become π, and their derivatives π̇ = π (ṫ - Σ π ṫ)
  double softmax() {
    top_ = terms_.rowwise().maxCoeff();
    terms_ = (terms_.colwise() - top_).exp();
    sums_ = terms_.rowwise().sum();
    const double value = (sums_.log() + top_).sum();
    terms_.colwise() /= sums_;
    sums_ = (terms_ * terms_dot_).rowwise().sum();
    terms_dot_ = terms_ * (terms_dot_.colwise() - sums_);
    return value;
  }
  void load(Part& p, const double* q, const double* q_dot) const {
    p.lower.setZero(f_.d, f_.d);
    p.lower_dot.setZero(f_.d, f_.d);
    for (int j = 0, at = f_.d; j < f_.d; ++j) {
      p.lower(j, j) = std::exp(q[j]);
      p.lower_dot(j, j) = p.lower(j, j) * q_dot[j];
      for (int i = j + 1; i < f_.d; ++i, ++at) p.lower(i, j) = q[at], p.lower_dot(i, j) = q_dot[at];
    }
  }
  void component(const double* x, const double* v, double* to, int k) {
    const int d = f_.d, K = f_.K, n = f_.n;
    const In points(f_.points.data(), d, n);
    const Eigen::Map<const Eigen::VectorXd> mean(x + K + k * d, d), mean_dot(v + K + k * d, d);
    Part& p = parts_[static_cast<std::size_t>(k)];
    const double share_dot = terms_dot_.col(k).sum();
    p.y_dot.array().rowwise() *= -terms_.col(k).transpose();
    p.y_dot.array() -= p.y.array().rowwise() * terms_dot_.col(k).transpose();
    p.y.array().rowwise() *= -terms_.col(k).transpose();
    const Eigen::VectorXd sum = p.y.rowwise().sum(), sum_dot = p.y_dot.rowwise().sum();
    bar_.noalias() = p.y * points.transpose();
    bar_.noalias() -= sum * mean.transpose();
    bar_dot_.noalias() = p.y_dot * points.transpose();
    bar_dot_.noalias() -= sum_dot * mean.transpose() + sum * mean_dot.transpose();
    Eigen::Map<Eigen::VectorXd>(to + K + k * d, d) = -(p.lower_dot.transpose() * sum + p.lower.transpose() * sum_dot);
    double* shape = to + K + d * K + k * f_.shape();
    for (int j = 0, at = d; j < d; ++j) {
      shape[j] = share_dot + (bar_dot_(j, j) + p.lower_dot(j, j)) * p.lower(j, j) + (bar_(j, j) + p.lower(j, j)) * p.lower_dot(j, j);
      for (int i = j + 1; i < d; ++i, ++at) shape[at] = bar_dot_(i, j) + p.lower_dot(i, j);
    }
  }

  GaussianMixture f_;
  std::vector<Part> parts_;
  Eigen::ArrayXXd terms_, terms_dot_;
  Eigen::ArrayXd top_, sums_, weights_;
  Eigen::MatrixXd bar_, bar_dot_;
};

using Workload = SecondOrder<GaussianMixture, GaussianMixtureAdjoint>;
struct Adjoint : Products<Workload, GaussianMixtureProduct> {
  explicit Adjoint(const Workload& f) : Products(f, GaussianMixtureProduct(f)) {}
};
inline std::vector<Workload> instances() { return {{GaussianMixture(10, 25, 1000), false}, {GaussianMixture(3, 5, 100), true}}; }

} // namespace bench
