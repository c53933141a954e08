// SPDX-License-Identifier: MIT
#pragma once
// Smooth fields without symmetries, for tests of what walks over arrays.
#include <Eigen/Core>
#include <cmath>

/// x(i, j) = mean + height sin(phase + 0.7 i + 1.3 j)
template <class X> X sine_wave(Eigen::Index m, Eigen::Index n, double phase, double mean, double height) {
  X x(m, n);
  for (Eigen::Index j = 0; j < n; ++j)
    for (Eigen::Index i = 0; i < m; ++i) x(i, j) = static_cast<typename X::Scalar>(mean + height * std::sin(phase + 0.7 * static_cast<double>(i) + 1.3 * static_cast<double>(j)));
  return x;
}
