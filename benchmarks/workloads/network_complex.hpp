// SPDX-License-Identifier: MIT
#pragma once
// A complex dense network with one hidden layer z / (1 + |z|) and softmax cross-entropy of |z|², differentiated in its parameters.

#include <Eigen/Dense>
#include <cmath>
#include <complex>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

/// Parameters lie layer after layer, each as a column-major complex weight matrix (out × in) and its bias, real before imaginary part.
/// Data are columns. A gradient holds ∂/∂Re and ∂/∂Im of each parameter.
struct ComplexNetwork : WorkloadBase {
  int in = 64, hidden = 128, out = 10, batch = 1;
  std::vector<double> inputs;
  std::vector<int> classes;

  explicit ComplexNetwork(int samples) : batch(samples) {
    Uniform random(71);
    inputs = random.vector(static_cast<std::size_t>(2 * in * batch), -1, 1);
    for (int s = 0; s < batch; ++s) classes.push_back(static_cast<int>(random(0, out)));
  }
  std::string label() const {
    std::string name = "network_complex";
    for (int size : {in, hidden, out}) name += "_" + std::to_string(size);
    return name + "_batch_" + std::to_string(batch);
  }
  std::size_t results() const { return 2 * static_cast<std::size_t>(hidden * (in + 1) + out * (hidden + 1)); }
  std::vector<double> point() const {
    Uniform random(72);
    std::vector<double> x = random.vector(static_cast<std::size_t>(2 * hidden * (in + 1)), -0.2, 0.2);
    for (double w : random.vector(static_cast<std::size_t>(2 * out * (hidden + 1)), -0.2, 0.2)) x.push_back(w);
    return x;
  }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    using std::exp, std::log, std::sqrt;
    T loss = 0.0;
    std::vector<T> sample(static_cast<std::size_t>(2 * in)), z(static_cast<std::size_t>(2 * hidden)), top(static_cast<std::size_t>(2 * out)),
        logits(static_cast<std::size_t>(out));
    for (int s = 0; s < batch; ++s) {
      for (std::size_t k = 0; k < sample.size(); ++k) sample[k] = inputs[static_cast<std::size_t>(2 * in * s) + k];
      affine(x.data(), sample, z);
      for (std::size_t i = 0; i < z.size(); i += 2) {
        const T scale = 1.0 / (1.0 + sqrt(z[i] * z[i] + z[i + 1] * z[i + 1]));
        z[i] *= scale;
        z[i + 1] *= scale;
      }
      affine(x.data() + 2 * hidden * (in + 1), z, top);
      for (std::size_t i = 0; i < logits.size(); ++i) logits[i] = top[2 * i] * top[2 * i] + top[2 * i + 1] * top[2 * i + 1];
      T largest = logits[0];
      for (const T& l : logits)
        if (l > largest) largest = l;
      T sum = 0.0;
      for (const T& l : logits) sum += exp(l - largest);
      loss += log(sum) + largest - logits[static_cast<std::size_t>(classes[static_cast<std::size_t>(s)])];
    }
    return loss / static_cast<double>(batch);
  }

private:
  // z = W below + b over pairs of real and imaginary part
  template <class T>
  static void affine(const T* w, const std::vector<T>& below, std::vector<T>& z) {
    const T* bias = w + z.size() * below.size() / 2;
    z.assign(bias, bias + z.size());
    for (std::size_t j = 0; j < below.size(); j += 2, w += z.size())
      for (std::size_t i = 0; i < z.size(); i += 2) {
        z[i] += w[i] * below[j] - w[i + 1] * below[j + 1];
        z[i + 1] += w[i] * below[j + 1] + w[i + 1] * below[j];
      }
  }
};

/// Complex matrices throughout: W̄ = δ aᴴ, ā = Wᴴ δ; of a = s z with s = 1 / (1 + |z|), z̄ = s ā - s² Re(ā* z) z / |z|.
class ComplexNetworkAdjoint {
public:
  explicit ComplexNetworkAdjoint(const ComplexNetwork& f) : f_(f), inputs_(complex(f.inputs.data(), f.in, f.batch)) {}

  double operator()(const double* x, double* g) {
    const auto *w1 = x, *b1 = w1 + 2 * f_.hidden * f_.in, *w2 = b1 + 2 * f_.hidden, *b2 = w2 + 2 * f_.out * f_.hidden;
    const In weights1 = complex(w1, f_.hidden, f_.in), bias1 = complex(b1, f_.hidden, 1), weights2 = complex(w2, f_.out, f_.hidden),
             bias2 = complex(b2, f_.out, 1);
    forward(z_, weights1, inputs_, bias1);
    length_ = z_.array().abs();
    scale_ = 1 / (1 + length_);
    a_ = (z_.array() * scale_).matrix();
    forward(top_, weights2, a_, bias2);
    const double loss = softmax();
    top_.array() *= 2 * slopes_;
    backward(g + (w2 - x), top_, a_);
    if (f_.batch == 1) a_bar_.noalias() = weights2.adjoint() * top_.col(0);
    else a_bar_.noalias() = weights2.adjoint() * top_;
    slopes_ = scale_.square() * (a_bar_.array().real() * z_.array().real() + a_bar_.array().imag() * z_.array().imag()) / length_;
    z_ = (a_bar_.array() * scale_ - z_.array() * slopes_).matrix();
    backward(g, z_, inputs_);
    return loss;
  }

private:
  using Complex = std::complex<double>;
  using Matrix = Eigen::MatrixXcd;
  using In = Eigen::Map<const Matrix>;
  static In complex(const double* from, int rows, int columns) { return In(reinterpret_cast<const Complex*>(from), rows, columns); }

  void forward(Matrix& z, const In& weights, const auto& below, const In& bias) const {
    z.resize(weights.rows(), below.cols());
    z.colwise() = bias.col(0);
    if (f_.batch == 1) z.col(0).noalias() += weights * below.col(0);
    else z.noalias() += weights * below;
  }
  void backward(double* g, const Matrix& delta, const auto& below) const {
    Eigen::Map<Matrix> weights_bar(reinterpret_cast<Complex*>(g), delta.rows(), below.rows());
    Eigen::Map<Eigen::VectorXcd> bias_bar(weights_bar.data() + weights_bar.size(), delta.rows());
    if (f_.batch == 1) weights_bar.noalias() = delta.col(0) * below.col(0).adjoint();
    else weights_bar.noalias() = delta * below.adjoint();
    bias_bar = delta.rowwise().sum();
  }
  // loss, and its differential in the logits in slopes_
  double softmax() {
    logits_ = top_.array().abs2();
    largest_ = logits_.colwise().maxCoeff();
    slopes_ = (logits_.rowwise() - largest_).exp();
    sums_ = slopes_.colwise().sum();
    double loss = (sums_.log() + largest_).sum();
    slopes_.rowwise() /= sums_ * f_.batch;
    for (int s = 0; s < f_.batch; ++s) {
      const int c = f_.classes[static_cast<std::size_t>(s)];
      loss -= logits_(c, s);
      slopes_(c, s) -= 1.0 / f_.batch;
    }
    return loss / f_.batch;
  }

  ComplexNetwork f_;
  Matrix inputs_, z_, a_, a_bar_, top_;
  Eigen::ArrayXXd length_, scale_, logits_, slopes_;
  Eigen::Array<double, 1, Eigen::Dynamic> largest_, sums_;
};

using Workload = ComplexNetwork;
using Adjoint = ComplexNetworkAdjoint;
inline std::vector<Workload> instances() { return {ComplexNetwork(1), ComplexNetwork(32), ComplexNetwork(256)}; }

} // namespace bench
