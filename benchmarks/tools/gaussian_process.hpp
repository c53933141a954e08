// SPDX-License-Identifier: MIT
#pragma once
// The Gaussian process in Coframe's matrices: a positive definite matrix, factored once.

#include "coframe.hpp"

namespace bench {

class GaussianProcessMatrices {
public:
  template <class X>
  auto operator()(const GaussianProcess& f, const X& x) {
    const Eigen::Index n = f.n;
    if (squares_.rows() != n) prepare(f);
    const auto amplitude = exp(2.0 * x(1)), scale = -0.5 * exp(-2.0 * x(0)), noise = exp(2.0 * x(2));
    const auto kernel = spd_factor((amplitude * exp(scale * squares_)).matrix() + noise * identity_);
    return -0.5 * kernel.solve(values_).dot(values_) - 0.5 * kernel.log_determinant() - 0.5 * f.n * std::log(2 * std::acos(-1.0));
  }

private:
  void prepare(const GaussianProcess& f) {
    const Eigen::Map<const Eigen::ArrayXd> sites(f.sites.data(), f.n);
    squares_ = (sites.replicate(1, f.n) - sites.transpose().replicate(f.n, 1)).square();
    identity_ = Eigen::MatrixXd::Identity(f.n, f.n);
    values_ = Eigen::Map<const Eigen::VectorXd>(f.values.data(), f.n);
  }
  Eigen::ArrayXXd squares_;
  Eigen::MatrixXd identity_;
  Eigen::VectorXd values_;
};

inline std::vector<Tool> array_tools(const GaussianProcess& f) { return array_tool<GaussianProcessMatrices>(f); }

} // namespace bench
