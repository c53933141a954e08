// SPDX-License-Identifier: MIT
#pragma once
// The dense network in Coframe's matrices: weights and biases are views of the parameter vector.

#include "coframe.hpp"

namespace bench {

template <class S>
class NetworkMatrices {
public:
  template <class X>
  auto operator()(const Network& f, const X& x) {
    if (inputs_.size() == 0) inputs_ = Eigen::Map<const Eigen::MatrixXd>(f.inputs.data(), f.sizes.front(), f.batch).cast<S>();
    int at = 0;
    const auto layer = [&](const auto& below, std::size_t l) {
      const int in = f.sizes[l - 1], out = f.sizes[l];
      const auto weights = x.segment(at, in * out).reshaped(out, in);
      const auto bias = x.segment(at + in * out, out);
      at += in * out + out;
      return coframe::affine(weights, below, bias);
    };
    auto z = layer(inputs_, 1);
    for (std::size_t l = 2; l < f.sizes.size(); ++l) {
      if (f.activation == Activation::tanh) z = layer(tanh(z), l);
      else z = layer(relu(z), l);
    }
    return coframe::cross_entropy(z, f.classes);
  }

private:
  Eigen::MatrixX<S> inputs_;
};

template <std::derived_from<Network> Workload>
std::vector<Tool> array_tools(const Workload& f) {
  return array_tool<NetworkMatrices<typename Workload::Scalar>>(f);
}

} // namespace bench
