// SPDX-License-Identifier: MIT
#pragma once
// libtorch on the complex network, in double, one thread; its gradients are ∂L/∂x + i ∂L/∂y as well.

#include <torch/torch.h>

#include "../../tool.hpp"
#include "../../workloads/network_complex.hpp"

namespace bench {

class TorchComplexNetwork {
public:
  double operator()(const ComplexNetwork& f, const std::vector<double>& x, std::vector<double>& g) {
    const auto kind = torch::TensorOptions().dtype(torch::kComplexDouble);
    if (parts_.empty()) {
      torch::set_num_threads(1);
      // column-major out × in is row-major in × out
      parts_ = {part({f.in, f.hidden}), part({f.hidden}), part({f.hidden, f.out}), part({f.out})};
      inputs_ = torch::from_blob(const_cast<double*>(f.inputs.data()), {f.batch, f.in}, kind).clone();
      classes_ = torch::tensor(std::vector<std::int64_t>(f.classes.begin(), f.classes.end()));
    }
    {
      torch::NoGradGuard no_gradient;
      const double* from = x.data();
      for (torch::Tensor& part : parts_) {
        part.copy_(torch::from_blob(const_cast<double*>(from), part.sizes(), kind));
        from += 2 * part.numel();
        part.mutable_grad() = torch::Tensor();
      }
    }
    const torch::Tensor z = torch::addmm(parts_[1], inputs_, parts_[0]), a = z / (1.0 + z.abs());
    const torch::Tensor top = torch::addmm(parts_[3], a, parts_[2]);
    const torch::Tensor loss = torch::nn::functional::cross_entropy(torch::view_as_real(top).square().sum(-1), classes_);
    loss.backward();
    double* to = g.data();
    for (torch::Tensor& part : parts_) {
      const torch::Tensor flat = torch::view_as_real(part.grad().resolve_conj()).contiguous();
      to = std::copy_n(flat.data_ptr<double>(), flat.numel(), to);
    }
    return loss.item<double>();
  }

private:
  static torch::Tensor part(std::vector<std::int64_t> shape) {
    return torch::zeros(shape, torch::TensorOptions().dtype(torch::kComplexDouble)).requires_grad_();
  }
  std::vector<torch::Tensor> parts_;
  torch::Tensor inputs_, classes_;
};

template <class Workload>
std::vector<Tool> torch_tools(const Workload& f) {
  return {tool("libtorch", Kind::peer, f, TorchComplexNetwork{})};
}

} // namespace bench
