// SPDX-License-Identifier: MIT
#pragma once
// The network of three layers in FastAD's matrices; biases are spread by a product with ones.

#include "expression.hpp"

namespace bench {

struct FastadNetwork {
  std::function<double()> operator()(const Network& f, double* x, double* g) const {
    using Matrix = ad::Var<double, ad::mat>;
    struct State {
      Eigen::MatrixXd inputs, ones, true_class;
      Matrix first, second, logits;
    };
    const std::size_t batch = static_cast<std::size_t>(f.batch);
    const auto size = [&](std::size_t l) { return static_cast<std::size_t>(f.sizes[l]); };
    auto s = std::shared_ptr<State>(new State{Eigen::Map<const Eigen::MatrixXd>(f.inputs.data(), f.sizes[0], f.batch),
                                              Eigen::MatrixXd::Ones(1, std::max(f.batch, f.sizes[3])),
                                              Eigen::MatrixXd::Zero(f.sizes[3], f.batch),
                                              Matrix(size(1), batch), Matrix(size(2), batch), Matrix(size(3), batch)});
    for (int j = 0; j < f.batch; ++j) s->true_class(f.classes[static_cast<std::size_t>(j)], j) = 1;
    std::size_t at = 0;
    const auto parameters = [&](std::size_t rows, std::size_t columns) {
      const ad::VarView<double, ad::mat> part(x + at, g + at, rows, columns);
      at += rows * columns;
      return part;
    };
    const auto w1 = parameters(size(1), size(0)), b1 = parameters(size(1), 1), w2 = parameters(size(2), size(1)),
               b2 = parameters(size(2), 1), w3 = parameters(size(3), size(2)), b3 = parameters(size(3), 1);
    const auto inputs = ad::constant_view(s->inputs.data(), size(0), batch), each = ad::constant_view(s->ones.data(), 1, batch),
               rows = ad::constant_view(s->ones.data(), 1, size(3)), picked = ad::constant_view(s->true_class.data(), size(3), batch);
    const auto expression =
        (s->first = ad::tanh(ad::dot(w1, inputs) + ad::dot(b1, each)), s->second = ad::tanh(ad::dot(w2, s->first) + ad::dot(b2, each)),
         s->logits = ad::dot(w3, s->second) + ad::dot(b3, each),
         (ad::sum(ad::log(ad::dot(rows, ad::exp(s->logits)))) - ad::sum(s->logits * picked)) * (1.0 / f.batch));
    return [s, evaluate = fastad_evaluation(expression)] {
      s->first.reset_adj(), s->second.reset_adj(), s->logits.reset_adj();
      return evaluate();
    };
  }
};

template <class Workload>
std::vector<Tool> fastad_tools(const Workload& f) {
  return {tool("FastAD", Kind::peer, f, FastadGradient<FastadNetwork>{})};
}

} // namespace bench
