// SPDX-License-Identifier: MIT
#pragma once
// The recurrent network in Coframe's arrays: each layer is a scan over the text, of all units at once.

#include "coframe.hpp"

namespace bench {

class LstmArrays {
public:
  template <class X>
  auto operator()(const Lstm& f, const X& x) {
    using coframe::along, coframe::from, coframe::scan;
    const int b = Lstm::units, steps = f.characters - 1;
    if (letters_.size() == 0) prepare(f, steps);
    const auto part = [&](int k) { return x.segment(k * b, b).array(); };
    const auto start = [&](int k) { return Eigen::Map<const Eigen::ArrayXd>(f.start.data() + k * b, b); };
    const auto layer = [&](int l, const auto& cell, const auto& below, const auto&... scale) {
      const auto gate = [&](int k) { return part(8 * l + k); };
      return std::get<1>(scan(cell, from(start(2 * l + 1), start(2 * l)), along(below), gate(0), gate(1), gate(2), gate(3), gate(4), gate(5), gate(6), gate(7), scale...));
    };
    auto hidden = layer(0, lowest, letters_, part(8 * f.layers));
    for (int l = 1; l < f.layers; ++l) hidden = layer(l, cell, hidden);
    const auto y = eval((hidden.colwise() * part(8 * f.layers + 1)).colwise() + part(8 * f.layers + 2));
    return (sum(log(2.0 + exp(y).colwise().sum())) - sum(next_ * y)) / static_cast<double>(steps * b);
  }

private:
  // c, h ← from the layer's input z and weights and biases of the gates forget, enter, leave, change
  static constexpr auto cell = [](auto c, auto h, auto z, auto w0, auto b0, auto w1, auto b1, auto w2, auto b2, auto w3, auto b3) {
    using coframe::sigmoid, std::tanh;
    const auto next = c * sigmoid(z * w0 + b0) + sigmoid(h * w1 + b1) * tanh(h * w3 + b3);
    return std::tuple(next, sigmoid(z * w2 + b2) * tanh(next));
  };
  static constexpr auto lowest = [](auto c, auto h, auto letter, auto w0, auto b0, auto w1, auto b1, auto w2, auto b2, auto w3, auto b3, auto scale) {
    return cell(c, h, scale * letter, w0, b0, w1, b1, w2, b2, w3, b3);
  };
  void prepare(const Lstm& f, int steps) {
    letters_ = next_ = Eigen::ArrayXXd::Zero(Lstm::units, steps);
    for (int t = 0; t < steps; ++t) letters_(f.text[static_cast<std::size_t>(t)], t) = next_(f.text[static_cast<std::size_t>(t + 1)], t) = 1;
  }
  Eigen::ArrayXXd letters_, next_;
};

inline std::vector<Tool> array_tools(const Lstm& f) { return array_tool<LstmArrays>(f); }

} // namespace bench
