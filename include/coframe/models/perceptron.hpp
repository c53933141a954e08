// SPDX-License-Identifier: MIT
#pragma once
// Dense layers one after the other, with an activation between them.
#include <vector>

#include "coframe/models/dense.hpp"

namespace coframe {

/// x ↦ Lₙ ∘ σ ∘ … ∘ σ ∘ L₁ (x): no activation after the last layer. The activation is a default-constructible callable:
/// Perceptron<Value, decltype([](const auto& x) { return relu(x); })>.
template <template <class> class Leaf, class Activation, class S = double>
struct Perceptron {
  std::vector<Dense<Leaf, S>> layers;
  Activation activation;

  /// EmptyInput if there are no layers; ShapeError.
  auto operator()(const auto& x) const {
    if (layers.empty())
      throw EmptyInput(
          "Perceptron: at least one layer was expected, but there is none; perceptron({in, …, out}, random) makes "
          "them");
    auto y = layers.front()(x);
    for (std::size_t i = 1; i < layers.size(); ++i) y = layers[i](activation(y));
    return y;
  }
};

/// A perceptron through these widths, inputs first: perceptron({4, 16, 3}, [](const auto& x) { return relu(x); },
/// random).
template <class S = double, class Activation, class Random, class Spread = double (*)(Eigen::Index, Eigen::Index)>
Perceptron<Value, Activation, S> perceptron(const std::vector<Eigen::Index>& widths, Activation activation,
                                            Random& random, const Spread& spread = he) {
  if (widths.size() < 2)
    throw EmptyInput("perceptron: at least two widths were expected (inputs, …, outputs), but " +
                     std::to_string(widths.size()) + " came");
  Perceptron<Value, Activation, S> model{{}, std::move(activation)};
  for (std::size_t i = 1; i < widths.size(); ++i)
    model.layers.push_back(dense<S>(widths[i - 1], widths[i], random, spread));
  return model;
}

}  // namespace coframe
