// SPDX-License-Identifier: MIT
#pragma once
#include "expression.hpp"

namespace bench {

struct FastadElementary {
  std::function<double()> operator()(const ElementaryProgram& f, double* x, double* g) const {
    const std::size_t n = static_cast<std::size_t>(f.size);
    const ad::VarView<double, ad::vec> v(x, g, n);
    switch (f.kind) {
      case Elementary::sum: return fastad_evaluation(ad::sum(v));
      case Elementary::product: return fastad_evaluation(ad::prod(v));
      case Elementary::log_sum_exp: return fastad_evaluation(ad::log(ad::sum(ad::exp(v)))); // no maximum: shifting is left to the user
      case Elementary::matrix_product: {
        const ad::VarView<double, ad::mat> a(x, g, n, n), b(x + n * n, g + n * n, n, n);
        return fastad_evaluation(ad::norm(ad::dot(a, b))); // its norm is the squared one
      }
      default: {
        const ad::VarView<double> mean(x + n, g + n), deviation(x + n + 1, g + n + 1);
        return fastad_evaluation(ad::normal_adj_log_pdf(v, mean, deviation) - 0.91893853320467274178 * f.size);
      }
    }
  }
};

template <class Workload>
std::vector<Tool> fastad_tools(const Workload& f) {
  return {tool("FastAD", Kind::peer, f, FastadGradient<FastadElementary>{})};
}

} // namespace bench
