// SPDX-License-Identifier: MIT
#pragma once
// libtorch on the Gaussian process: kernel, Cholesky factor and solve as tensor operations in double, one thread.

#include <torch/torch.h>

#include <cmath>

#include "../../tool.hpp"
#include "../../workloads/gaussian_process.hpp"

namespace bench {

class TorchProcess {
public:
  double operator()(const GaussianProcess& f, const std::vector<double>& x, std::vector<double>& g) {
    const auto kind = torch::TensorOptions().dtype(torch::kFloat64);
    if (!squares_.defined()) {
      torch::set_num_threads(1);
      const torch::Tensor sites = torch::from_blob(const_cast<double*>(f.sites.data()), {f.n, 1}, kind);
      squares_ = (sites - sites.t()).square();
      values_ = torch::from_blob(const_cast<double*>(f.values.data()), {f.n, 1}, kind).clone();
      identity_ = torch::eye(f.n, kind);
    }
    const torch::Tensor h = torch::from_blob(const_cast<double*>(x.data()), {3}, kind).clone().requires_grad_();
    const torch::Tensor e = torch::exp(2 * h * signs());
    const torch::Tensor kernel = e[1] * torch::exp(-0.5 * e[0] * squares_) + e[2] * identity_;
    const torch::Tensor factor = torch::linalg_cholesky(kernel);
    const torch::Tensor solved = torch::linalg_solve_triangular(factor, values_, false);
    const torch::Tensor y = -0.5 * solved.square().sum() - factor.diagonal().log().sum() - 0.5 * f.n * std::log(2 * std::acos(-1.0));
    y.backward();
    const torch::Tensor gradient = h.grad();
    std::copy_n(gradient.data_ptr<double>(), 3, g.data());
    return y.item<double>();
  }

private:
  static torch::Tensor signs() { return torch::tensor({-1.0, 1.0, 1.0}, torch::kFloat64); }
  torch::Tensor squares_, values_, identity_;
};

template <class Workload>
std::vector<Tool> torch_tools(const Workload& f) {
  return {tool("libtorch", Kind::peer, f, TorchProcess{})};
}

} // namespace bench
