// SPDX-License-Identifier: MIT
#pragma once
// The dense network in Coframe's matrices: weights and biases are views of the parameter vector.

#include "coframe.hpp"

namespace bench {

struct NetworkMatrices {
  template <class X>
  auto operator()(const Network& f, const X& x) const {
    const Eigen::Map<const Eigen::MatrixXd> inputs(f.inputs.data(), f.sizes.front(), f.batch);
    int at = 0;
    const auto layer = [&](const auto& below, std::size_t l) {
      const int in = f.sizes[l - 1], out = f.sizes[l];
      const auto weights = x.segment(at, in * out).reshaped(out, in);
      const auto bias = x.segment(at + in * out, out);
      at += in * out + out;
      return coframe::affine(weights, below, bias);
    };
    auto z = layer(inputs, 1);
    for (std::size_t l = 2; l < f.sizes.size(); ++l) {
      if (f.activation == Activation::tanh) z = layer(tanh(z), l);
      else z = layer(relu(z), l);
    }
    return coframe::cross_entropy(z, f.classes);
  }
};

inline std::vector<Tool> array_tools(const Network& f) { return array_tool<NetworkMatrices>(f); }

} // namespace bench
