// SPDX-License-Identifier: MIT
#pragma once
// Second derivatives of the dense network: a product with the Hessian for the large one, the whole Hessian for a small one.

#include "network.hpp"
#include "second_order.hpp"

namespace bench {

/// Forward over reverse by whole matrices: ḟ is the derivative of f along v.
class NetworkProduct {
public:
  explicit NetworkProduct(const Network& f) : f_(f), layers_(f.sizes.size()) {
    layers_[0].y = Eigen::Map<const Eigen::MatrixXd>(f.inputs.data(), f.sizes[0], f.batch);
  }

  // z = W y + b, ż = Ẇ y + W ẏ + ḃ, y = tanh z
  double operator()(const double* x, const double* v, double* to) {
    const std::size_t top = layers_.size() - 1;
    std::ptrdiff_t at = 0;
    for (std::size_t l = 1; l <= top; ++l) {
      const int out = f_.sizes[l], in = f_.sizes[l - 1];
      const In weights(x + at, out, in), weights_dot(v + at, out, in);
      const Eigen::Map<const Eigen::VectorXd> bias(x + at + out * in, out), bias_dot(v + at + out * in, out);
      const Layer& below = layers_[l - 1];
      Layer& layer = layers_[l];
      layer.y.resize(out, f_.batch), layer.y_dot.resize(out, f_.batch);
      layer.y.colwise() = bias;
      layer.y.noalias() += weights * below.y;
      layer.y_dot.colwise() = bias_dot;
      layer.y_dot.noalias() += weights_dot * below.y;
      if (l > 1) layer.y_dot.noalias() += weights * below.y_dot;
      if (l < top) {
        layer.y = 1 - 2 / ((2 * layer.y.array()).exp() + 1);
        layer.slope = 1 - layer.y.array().square();
        layer.y_dot.array() *= layer.slope;
      }
      at += out * (in + 1);
    }
    const double loss = softmax();
    // W̄ = δ yᵀ, so its derivative is δ̇ yᵀ + δ ẏᵀ; below, with s = 1 - y² and ẏ already times s,
    // δ' = s Wᵀδ and δ̇' = s (Ẇᵀδ + Wᵀδ̇) - 2 y ẏ Wᵀδ
    for (std::size_t l = top; l > 0; --l) {
      const int out = f_.sizes[l], in = f_.sizes[l - 1];
      at -= out * (in + 1);
      const Layer& layer = layers_[l];
      Layer& below = layers_[l - 1];
      Eigen::Map<Eigen::MatrixXd> weights_bar(to + at, out, in);
      weights_bar.noalias() = layer.delta_dot * below.y.transpose();
      if (l > 1) weights_bar.noalias() += layer.delta * below.y_dot.transpose();
      Eigen::Map<Eigen::VectorXd>(to + at + out * in, out) = layer.delta_dot.rowwise().sum();
      if (l == 1) break;
      const In weights(x + at, out, in), weights_dot(v + at, out, in);
      below.delta.noalias() = weights.transpose() * layer.delta;
      below.delta_dot.noalias() = weights_dot.transpose() * layer.delta;
      below.delta_dot.noalias() += weights.transpose() * layer.delta_dot;
      below.delta_dot.array() = below.delta_dot.array() * below.slope - 2 * below.y.array() * below.y_dot.array() * below.delta.array();
      below.delta.array() *= below.slope;
    }
    return loss;
  }

private:
  using In = Eigen::Map<const Eigen::MatrixXd>;
  struct Layer {
    Eigen::MatrixXd y, y_dot, delta, delta_dot;
    Eigen::ArrayXXd slope;
  };
  // δ = (p - one-hot) / n, δ̇ = p (ż - Σ p ż) / n
  double softmax() {
    Layer& layer = layers_.back();
    largest_ = layer.y.colwise().maxCoeff();
    layer.delta = (layer.y.rowwise() - largest_).array().exp();
    sums_ = layer.delta.colwise().sum();
    double loss = (sums_.array().log() + largest_.array()).sum();
    layer.delta.array().rowwise() /= sums_.array() * f_.batch;
    sums_ = layer.delta.cwiseProduct(layer.y_dot).colwise().sum() * f_.batch;
    layer.delta_dot = layer.delta.cwiseProduct(layer.y_dot.rowwise() - sums_);
    for (int s = 0; s < f_.batch; ++s) {
      const int c = f_.classes[static_cast<std::size_t>(s)];
      loss -= layer.y(c, s);
      layer.delta(c, s) -= 1.0 / f_.batch;
    }
    return loss / f_.batch;
  }

  Network f_;
  std::vector<Layer> layers_;
  Eigen::RowVectorXd largest_, sums_;
};

using Workload = SecondOrder<Network, NetworkAdjoint<double>>;
struct Adjoint : Products<Workload, NetworkProduct> {
  explicit Adjoint(const Workload& f) : Products(f, NetworkProduct(f)) {}
};
inline std::vector<Workload> instances() {
  return {{Network({64, 128, 128, 10}, 32, Activation::tanh), false}, {Network({4, 16, 3}, 32, Activation::tanh), true}};
}

} // namespace bench
