// SPDX-License-Identifier: MIT
#pragma once
// The five short programs in Coframe's arrays and matrices.

#include "coframe.hpp"

namespace bench {

template <Elementary kind>
struct ElementaryArrays {
  template <class X>
  auto operator()(const ElementaryProgram& f, const X& x) const {
    const int n = f.size;
    if constexpr (kind == Elementary::sum) {
      return x.sum();
    } else if constexpr (kind == Elementary::product) {
      return x.prod();
    } else if constexpr (kind == Elementary::log_sum_exp) {
      return log_sum_exp(x);
    } else if constexpr (kind == Elementary::matrix_product) {
      return (x.head(n * n).reshaped(n, n) * x.tail(n * n).reshaped(n, n)).squaredNorm();
    } else {
      const auto mean = x(n), deviation = x(n + 1);
      return -0.5 * sum(square((x.head(n).array() - mean) * (1.0 / deviation))) - f.size * (log(deviation) + 0.91893853320467274178);
    }
  }
};

inline std::vector<Tool> array_tools(const ElementaryProgram& f) {
  switch (f.kind) {
    case Elementary::sum: return array_tool<ElementaryArrays<Elementary::sum>>(f);
    case Elementary::product: return array_tool<ElementaryArrays<Elementary::product>>(f);
    case Elementary::log_sum_exp: return array_tool<ElementaryArrays<Elementary::log_sum_exp>>(f);
    case Elementary::matrix_product: return array_tool<ElementaryArrays<Elementary::matrix_product>>(f);
    default: return array_tool<ElementaryArrays<Elementary::normal_log_density>>(f);
  }
}

} // namespace bench
