// SPDX-License-Identifier: MIT
#pragma once
// libtorch on the dense network, one thread: parameters are views of one leaf's data, data stay where they are.

#include <torch/torch.h>

#include "../../tool.hpp"
#include "../../workloads/network.hpp"

namespace bench {

template <class S>
class TorchNetwork {
public:
  double operator()(const Network& f, const std::vector<S>& x, std::vector<S>& g) {
    if (layers_.empty()) prepare(f);
    const auto kind = torch::TensorOptions().dtype(torch::CppTypeToScalarType<S>());
    {
      torch::NoGradGuard no_gradient;
      const S* from = x.data();
      for (Layer& layer : layers_) {
        // column-major out × in is row-major in × out
        layer.weights.copy_(torch::from_blob(const_cast<S*>(from), {layer.in, layer.out}, kind));
        from += layer.in * layer.out;
        layer.bias.copy_(torch::from_blob(const_cast<S*>(from), {layer.out}, kind));
        from += layer.out;
        layer.weights.mutable_grad() = torch::Tensor();
        layer.bias.mutable_grad() = torch::Tensor();
      }
    }
    torch::Tensor z = inputs_;
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      z = torch::addmm(layers_[l].bias, z, layers_[l].weights);
      if (l + 1 < layers_.size()) z = f.activation == Activation::tanh ? torch::tanh(z) : torch::relu(z);
    }
    const torch::Tensor loss = torch::nn::functional::cross_entropy(z, classes_);
    loss.backward();
    S* to = g.data();
    for (Layer& layer : layers_)
      for (const torch::Tensor& part : {layer.weights.grad(), layer.bias.grad()}) {
        const torch::Tensor flat = part.contiguous();
        to = std::copy_n(flat.data_ptr<S>(), flat.numel(), to);
      }
    return loss.template item<S>();
  }

private:
  struct Layer {
    long in, out;
    torch::Tensor weights, bias;
  };
  void prepare(const Network& f) {
    torch::set_num_threads(1);
    const auto kind = torch::TensorOptions().dtype(torch::CppTypeToScalarType<S>());
    for (std::size_t l = 1; l < f.sizes.size(); ++l) {
      const long in = f.sizes[l - 1], out = f.sizes[l];
      layers_.push_back({in, out, torch::zeros({in, out}, kind).requires_grad_(), torch::zeros({out}, kind).requires_grad_()});
    }
    inputs_ = torch::from_blob(const_cast<double*>(f.inputs.data()), {f.batch, f.sizes[0]}, torch::kFloat64).to(kind, false, true);
    classes_ = torch::tensor(std::vector<std::int64_t>(f.classes.begin(), f.classes.end()));
  }
  std::vector<Layer> layers_;
  torch::Tensor inputs_, classes_;
};

template <class Workload>
std::vector<Tool> torch_tools(const Workload& f) {
  return {tool("libtorch", Kind::peer, f, TorchNetwork<typename Workload::Scalar>{})};
}

} // namespace bench
