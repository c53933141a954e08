// SPDX-License-Identifier: MIT
#pragma once
// A recurrent network with long short-term memory whose gates act unit by unit, after the ADBench suite's objective:
// l layers of b units read a text of c one-hot characters and predict each next one.

#include <Eigen/Core>
#include <cmath>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

/// Inputs: per layer four gates (forget, input, output, change), each b weights and b biases; then scales of what goes in, scales and
/// biases of what comes out (b each). Gates forget, output read the layer's input, gates input, change its last output.
struct Lstm : WorkloadBase {
  static constexpr int units = 14;
  int layers = 2, characters = 1024;
  std::vector<int> text;
  std::vector<double> start;         ///< per layer last output and cell

  Lstm() {
    Uniform random(21);
    for (int t = 0; t < characters; ++t) text.push_back(static_cast<int>(random(0, units)));
    start = random.vector(static_cast<std::size_t>(2 * layers * units), -1, 1);
  }
  std::string label() const { return "lstm_" + std::to_string(layers) + "_" + std::to_string(characters); }
  std::size_t results() const { return static_cast<std::size_t>((8 * layers + 3) * units); }
  std::vector<double> point() const { return Uniform(22).vector(results(), -1, 1); }

  template <class T>
  static T sigmoid(const T& z) {
    using std::exp;
    return 1.0 / (1.0 + exp(-z));
  }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    using std::exp, std::log, std::tanh;
    std::vector<T> state(start.begin(), start.end()), z(units);
    const T* extra = x.data() + 8 * layers * units;
    T loss = 0.0;
    for (int t = 0; t + 1 < characters; ++t) {
      const int now = text[static_cast<std::size_t>(t)];
      for (int i = 0; i < units; ++i) z[static_cast<std::size_t>(i)] = i == now ? extra[i] : T(0.0);
      for (int l = 0; l < layers; ++l) {
        const T* w = x.data() + 8 * l * units;
        T *hidden = state.data() + 2 * l * units, *cell = hidden + units;
        for (int i = 0; i < units; ++i) {
          const T forget = sigmoid<T>(z[static_cast<std::size_t>(i)] * w[i] + w[units + i]);
          const T enter = sigmoid<T>(hidden[i] * w[2 * units + i] + w[3 * units + i]);
          const T leave = sigmoid<T>(z[static_cast<std::size_t>(i)] * w[4 * units + i] + w[5 * units + i]);
          const T change = tanh(hidden[i] * w[6 * units + i] + w[7 * units + i]);
          cell[i] = cell[i] * forget + enter * change;
          hidden[i] = leave * tanh(cell[i]);
          z[static_cast<std::size_t>(i)] = hidden[i];
        }
      }
      T sum = 2.0;
      for (int i = 0; i < units; ++i) {
        z[static_cast<std::size_t>(i)] = z[static_cast<std::size_t>(i)] * extra[units + i] + extra[2 * units + i];
        sum += exp(z[static_cast<std::size_t>(i)]);
      }
      loss += log(sum) - z[static_cast<std::size_t>(text[static_cast<std::size_t>(t + 1)])];
    }
    return loss / static_cast<double>((characters - 1) * units);
  }
};

/// Sixteen lanes hold the fourteen units; sigmoids and tanh go through the vectorised exponential.
class LstmAdjoint {
public:
  explicit LstmAdjoint(const Lstm& f) : f_(f), steps_(static_cast<std::size_t>(f.layers * (f.characters - 1))), weights_(static_cast<std::size_t>(8 * f.layers + 3)), bars_(weights_) {}

  double operator()(const double* x, double* g) {
    const int L = f_.layers, T = f_.characters - 1;
    for (std::size_t k = 0; k < weights_.size(); ++k) weights_[k] = padded(x + k * Lstm::units), bars_[k].setZero();
    const Lanes *extra = &weights_[static_cast<std::size_t>(8 * L)];
    Lanes* extra_bar = &bars_[static_cast<std::size_t>(8 * L)];
    std::vector<Lanes> hidden, cell;
    for (int l = 0; l < L; ++l) {
      hidden.push_back(padded(f_.start.data() + 2 * l * Lstm::units));
      cell.push_back(padded(f_.start.data() + (2 * l + 1) * Lstm::units));
    }
    outputs_.resize(static_cast<std::size_t>(T));
    double loss = 0;
    const double scale = 1.0 / (T * Lstm::units);
    for (int t = 0; t < T; ++t) {
      Lanes z = Lanes::Zero();
      z[f_.text[static_cast<std::size_t>(t)]] = extra[0][f_.text[static_cast<std::size_t>(t)]];
      for (int l = 0; l < L; ++l) {
        const Lanes* w = &weights_[static_cast<std::size_t>(8 * l)];
        Step& s = steps_[static_cast<std::size_t>(t * L + l)];
        s.z = z, s.hidden = hidden[static_cast<std::size_t>(l)], s.cell = cell[static_cast<std::size_t>(l)];
        s.forget = sigmoid(z * w[0] + w[1]);
        s.enter = sigmoid(s.hidden * w[2] + w[3]);
        s.leave = sigmoid(z * w[4] + w[5]);
        s.change = tangens(s.hidden * w[6] + w[7]);
        cell[static_cast<std::size_t>(l)] = s.cell * s.forget + s.enter * s.change;
        s.squashed = tangens(cell[static_cast<std::size_t>(l)]);
        z = hidden[static_cast<std::size_t>(l)] = s.leave * s.squashed;
      }
      const Lanes y = z * extra[1] + extra[2];
      Lanes& e = outputs_[static_cast<std::size_t>(t)];
      e = y.exp();
      e.tail<2>().setZero();
      const double sum = 2 + e.sum();
      const int next = f_.text[static_cast<std::size_t>(t + 1)];
      loss += std::log(sum) - y[next];
      e *= scale / sum;
      e[next] -= scale;
    }
    std::vector<Lanes> hidden_bar(static_cast<std::size_t>(L), Lanes::Zero()), cell_bar(hidden_bar);
    for (int t = T; t-- > 0;) {
      const Lanes& y_bar = outputs_[static_cast<std::size_t>(t)];
      const Step& top = steps_[static_cast<std::size_t>(t * L + L - 1)];
      extra_bar[1] += y_bar * top.leave * top.squashed;
      extra_bar[2] += y_bar;
      Lanes z_bar = y_bar * extra[1];
      for (int l = L; l-- > 0;) {
        const Lanes* w = &weights_[static_cast<std::size_t>(8 * l)];
        Lanes* bar = &bars_[static_cast<std::size_t>(8 * l)];
        const Step& s = steps_[static_cast<std::size_t>(t * L + l)];
        const Lanes out = z_bar + hidden_bar[static_cast<std::size_t>(l)];
        const Lanes in_cell = cell_bar[static_cast<std::size_t>(l)] + out * s.leave * (1 - s.squashed.square());
        const Lanes forget = in_cell * s.cell * s.forget * (1 - s.forget), enter = in_cell * s.change * s.enter * (1 - s.enter);
        const Lanes leave = out * s.squashed * s.leave * (1 - s.leave), change = in_cell * s.enter * (1 - s.change.square());
        bar[0] += forget * s.z, bar[1] += forget;
        bar[2] += enter * s.hidden, bar[3] += enter;
        bar[4] += leave * s.z, bar[5] += leave;
        bar[6] += change * s.hidden, bar[7] += change;
        z_bar = forget * w[0] + leave * w[4];
        hidden_bar[static_cast<std::size_t>(l)] = enter * w[2] + change * w[6];
        cell_bar[static_cast<std::size_t>(l)] = in_cell * s.forget;
      }
      const int now = f_.text[static_cast<std::size_t>(t)];
      extra_bar[0][now] += z_bar[now];
    }
    for (std::size_t k = 0; k < bars_.size(); ++k)
      for (int i = 0; i < Lstm::units; ++i) g[k * Lstm::units + static_cast<std::size_t>(i)] = bars_[k][i];
    return loss * scale;
  }

private:
  using Lanes = Eigen::Array<double, 16, 1>;
  struct Step {
    Lanes z, hidden, cell, forget, enter, leave, change, squashed;
  };
  static Lanes padded(const double* from) {
    Lanes to = Lanes::Zero();
    for (int i = 0; i < Lstm::units; ++i) to[i] = from[i];
    return to;
  }
  static Lanes sigmoid(const Lanes& z) { return 1 / (1 + (-z).exp()); }
  static Lanes tangens(const Lanes& z) { return 1 - 2 / (1 + (2 * z).exp()); }

  Lstm f_;
  std::vector<Step> steps_;
  std::vector<Lanes> weights_, bars_, outputs_;
};

using Workload = Lstm;
using Adjoint = LstmAdjoint;
inline std::vector<Workload> instances() { return {Lstm{}}; }

} // namespace bench
