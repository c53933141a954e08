// SPDX-License-Identifier: MIT
#pragma once
// The recurrent network in Coframe's arrays: a gate acts on all units at once.

#include "coframe.hpp"

namespace bench {

class LstmArrays {
public:
  template <class X>
  auto operator()(const Lstm& f, const X& x) {
    using Field = coframe::Var<Eigen::ArrayXd>;
    const int b = Lstm::units, steps = f.characters - 1;
    if (letters_.empty()) prepare();
    const auto part = [&](int k) { return x.segment(k * b, b).array(); };
    const auto into = part(8 * f.layers), scale = part(8 * f.layers + 1), bias = part(8 * f.layers + 2);
    std::vector<Field> hidden(static_cast<std::size_t>(f.layers)), cell(hidden);
    const auto start = [&](int k) { return Eigen::Map<const Eigen::ArrayXd>(f.start.data() + k * b, b); };
    coframe::Var<double> loss = 0.0;
    for (int t = 0; t < steps; ++t) {
      Field z = into * letters_[static_cast<std::size_t>(f.text[static_cast<std::size_t>(t)])];
      for (int l = 0; l < f.layers; ++l) {
        Field &h = hidden[static_cast<std::size_t>(l)], &c = cell[static_cast<std::size_t>(l)];
        const auto gate = [&](int k) { return part(8 * l + k); };
        const auto forget = [&] { return sigmoid(z * gate(0) + gate(1)); };
        if (t == 0) {
          c = start(2 * l + 1) * forget() + sigmoid(start(2 * l) * gate(2) + gate(3)) * tanh(start(2 * l) * gate(6) + gate(7));
        } else {
          c = c * forget() + sigmoid(h * gate(2) + gate(3)) * tanh(h * gate(6) + gate(7));
        }
        h = sigmoid(z * gate(4) + gate(5)) * tanh(c);
        z = h;
      }
      const Field y = z * scale + bias;
      loss += log(2.0 + sum(exp(y))) - y(f.text[static_cast<std::size_t>(t + 1)]);
    }
    return loss / static_cast<double>(steps * b);
  }

private:
  void prepare() {
    for (int i = 0; i < Lstm::units; ++i) letters_.push_back(Eigen::VectorXd::Unit(Lstm::units, i).array());
  }
  std::vector<Eigen::ArrayXd> letters_;
};

inline std::vector<Tool> array_tools(const Lstm& f) { return array_tool<LstmArrays>(f); }

} // namespace bench
