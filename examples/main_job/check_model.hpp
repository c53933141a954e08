// SPDX-License-Identifier: MIT
#pragma once
// (a) A custom model written as plain structs, its gradient checked against finite differences.
#include <coframe/coframe.hpp>
#include <coframe/io.hpp>

#include <fmt/core.h>

/// A pendulum chain: angles and their rates after some time, with masses, lengths and friction to be found.
template <template <class> class Leaf> struct Pendulum {
  Leaf<double> length, friction, start;
  double step = 0.05;   // a setting: it is copied, not differentiated

  /// The angle at each of n time steps (symplectic Euler).
  auto angle_after(int n) const {
    using coframe::eval, std::sin;
    auto angle = eval_of(start), rate = eval_of(start * 0.0);
    for (int k = 0; k < n; ++k) {
      rate = eval_of(rate - step * (9.81 / length * sin(angle) + friction * rate));
      angle = eval_of(angle + step * rate);
    }
    return angle;
  }

 private:
  static auto eval_of(const auto& x) {
    if constexpr (coframe::ScalarExpr<decltype(x)>) return coframe::eval(x);
    else return x;
  }
};

inline void check_model() {
  using namespace coframe;
  const Pendulum<Value> pendulum{.length = 1.2, .friction = 0.3, .start = 0.8};
  const auto miss = [](const auto& model) {
    const auto angle = model.angle_after(40);
    return (angle + 0.25) * (angle + 0.25);
  };
  const Report report = check_gradient(miss, pendulum);
  fmt::print("{}\n", report);
  const auto dL = differential(miss, pendulum);
  fmt::print("dL: length {:.6f}, friction {:.6f}, start {:.6f}\n", dL.length.components(), dL.friction.components(), dL.start.components());
}
