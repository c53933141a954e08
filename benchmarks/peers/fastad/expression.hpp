// SPDX-License-Identifier: MIT
#pragma once
// FastAD: an expression over views of x and g is bound to its cache once and evaluated anew each call. Adjoints add up, so that those of
// inputs and of named intermediates are cleared by hand.

#include <algorithm>
#include <fastad>
#include <functional>

#include "../../tool.hpp"

namespace bench {

/// make(f, x, g) builds the expression in a state that outlives it, and returns its evaluation: a function without arguments.
template <class Make>
class FastadGradient {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    if (!evaluate_) evaluate_ = Make()(f, const_cast<double*>(x.data()), g.data());
    std::fill(g.begin(), g.end(), 0.0);
    return evaluate_();
  }

private:
  std::function<double()> evaluate_;
};

/// An expression that is evaluated with no named intermediates to clear.
template <class Expression>
std::function<double()> fastad_evaluation(const Expression& expression) {
  auto bound = std::make_shared<decltype(ad::bind(expression))>(ad::bind(expression));
  return [bound] { return ad::autodiff(*bound); };
}

} // namespace bench
