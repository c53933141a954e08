// SPDX-License-Identifier: MIT
#pragma once
// A dense network with softmax cross-entropy, differentiated in its parameters.

#include <Eigen/Dense>
#include <cmath>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

enum class Activation { relu, tanh };

template <class T>
T activated(Activation activation, const T& z) {
  using std::tanh;
  if (activation == Activation::tanh) return tanh(z);
  if (z > 0) return z;   // 0 is of every precision
  return T(0.0);
}

/// Parameters lie layer after layer, each as a column-major weight matrix (out × in) and its bias. Data are columns.
struct Network : WorkloadBase {
  std::vector<int> sizes;
  int batch = 1;
  Activation activation = Activation::relu;

  Network(std::vector<int> layer_sizes, int samples, Activation f) : sizes(std::move(layer_sizes)), batch(samples), activation(f) {
    Uniform random(7);
    inputs = random.vector(static_cast<std::size_t>(sizes.front() * batch), -1, 1);
    for (int s = 0; s < batch; ++s) classes.push_back(static_cast<int>(random(0, sizes.back())));
  }
  std::vector<double> inputs;
  std::vector<int> classes;

  double step() const { return activation == Activation::relu ? 1e-4 : 1e-2; } // not across kinks
  std::string label() const {
    std::string name = "network";
    for (int size : sizes) name += "_" + std::to_string(size);
    return name + "_batch_" + std::to_string(batch);
  }
  std::size_t results() const {
    std::size_t count = 0;
    for (std::size_t l = 1; l < sizes.size(); ++l) count += static_cast<std::size_t>(sizes[l] * (sizes[l - 1] + 1));
    return count;
  }
  std::vector<double> point() const {
    Uniform random(8);
    std::vector<double> x;
    for (std::size_t l = 1; l < sizes.size(); ++l)
      for (double w : random.vector(static_cast<std::size_t>(sizes[l] * (sizes[l - 1] + 1)), -1, 1)) x.push_back(w / std::sqrt(sizes[l - 1]));
    return x;
  }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    using std::exp, std::log;
    T loss = 0.0;
    std::vector<T> below, above;
    for (int s = 0; s < batch; ++s) {
      below.assign(inputs.begin() + s * sizes[0], inputs.begin() + (s + 1) * sizes[0]);
      const T* w = x.data();
      for (std::size_t l = 1; l < sizes.size(); ++l) {
        const int in = sizes[l - 1], out = sizes[l];
        const T* bias = w + in * out;
        above.assign(bias, bias + out);
        for (int j = 0; j < in; ++j)
          for (int i = 0; i < out; ++i) above[static_cast<std::size_t>(i)] += w[j * out + i] * below[static_cast<std::size_t>(j)];
        if (l + 1 < sizes.size())
          for (T& z : above) z = activated(activation, z);
        std::swap(below, above);
        w = bias + out;
      }
      T top = below[0];
      for (const T& z : below)
        if (z > top) top = z;
      T sum = 0.0;
      for (const T& z : below) sum += exp(z - top);
      loss += log(sum) + top - below[static_cast<std::size_t>(classes[static_cast<std::size_t>(s)])];
    }
    return loss / static_cast<double>(batch);
  }
};

/// Forward and backward by whole matrices; tanh through the vectorised exponential.
template <class Scalar>
class NetworkAdjoint {
public:
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

  explicit NetworkAdjoint(const Network& f) : f_(f), layers_(f.sizes.size()), deltas_(f.sizes.size()) {
    layers_[0] = Eigen::Map<const Eigen::MatrixXd>(f.inputs.data(), f.sizes[0], f.batch).template cast<Scalar>();
  }

  double operator()(const Scalar* x, Scalar* g) {
    const std::size_t top = f_.sizes.size() - 1;
    const Scalar* w = x;
    for (std::size_t l = 1; l <= top; ++l) {
      const Eigen::Map<const Matrix> weights(w, f_.sizes[l], f_.sizes[l - 1]);
      const Eigen::Map<const Vector> bias(w + weights.size(), f_.sizes[l]);
      Matrix& z = layers_[l];
      z.resize(f_.sizes[l], f_.batch);
      z.colwise() = bias;
      if (f_.batch == 1) z.col(0).noalias() += weights * layers_[l - 1].col(0);
      else z.noalias() += weights * layers_[l - 1];
      if (l < top) {
        if (f_.activation == Activation::tanh) z = 1 - 2 / ((2 * z.array()).exp() + 1);
        else z = z.cwiseMax(Scalar(0));
      }
      w += weights.size() + bias.size();
    }
    const double loss = softmax();
    Scalar* end = g + f_.results();
    for (std::size_t l = top; l > 0; --l) {
      const int out = f_.sizes[l], in = f_.sizes[l - 1];
      end -= out * (in + 1);
      w -= out * (in + 1);
      Eigen::Map<Matrix> weights_bar(end, out, in);
      Eigen::Map<Vector> bias_bar(end + out * in, out);
      const Matrix& delta = deltas_[l];
      if (f_.batch == 1) {
        weights_bar.noalias() = delta.col(0) * layers_[l - 1].col(0).transpose();
        bias_bar = delta.col(0);
      } else {
        weights_bar.noalias() = delta * layers_[l - 1].transpose();
        bias_bar = delta.rowwise().sum();
      }
      if (l == 1) break;
      const Eigen::Map<const Matrix> weights(w, out, in);
      Matrix& below = deltas_[l - 1];
      below.resize(in, f_.batch);
      if (f_.batch == 1) below.col(0).noalias() = weights.transpose() * delta.col(0);
      else below.noalias() = weights.transpose() * delta;
      const auto& y = layers_[l - 1].array();
      if (f_.activation == Activation::tanh) below.array() *= 1 - y.square();
      else below.array() = (y > 0).select(below.array(), Scalar(0));
    }
    return loss;
  }

private:
  // loss and its differential in the logits, (softmax - one-hot) / batch
  double softmax() {
    const Matrix& z = layers_.back();
    Matrix& p = deltas_.back();
    top_ = z.colwise().maxCoeff();
    p = (z.rowwise() - top_).array().exp();
    sums_ = p.colwise().sum();
    double loss = static_cast<double>((sums_.array().log() + top_.array()).sum());
    p.array().rowwise() /= sums_.array() * Scalar(f_.batch);
    for (int s = 0; s < f_.batch; ++s) {
      const int c = f_.classes[static_cast<std::size_t>(s)];
      loss -= static_cast<double>(z(c, s));
      p(c, s) -= Scalar(1) / Scalar(f_.batch);
    }
    return loss / f_.batch;
  }

  Network f_;
  std::vector<Matrix> layers_, deltas_;
  Eigen::Matrix<Scalar, 1, Eigen::Dynamic> top_, sums_;
};

} // namespace bench
