// SPDX-License-Identifier: MIT
#pragma once
// Gauss–Legendre quadrature on [0, 1].
#include <cmath>
#include <numbers>
#include <vector>

#include "coframe/base/error.hpp"

namespace coframe {

struct QuadraturePoint {
  double t, weight;
};

/// The n-point rule on [0, 1], exact for polynomials of degree 2n − 1: zeros of the Legendre polynomial P_n by Newton's
/// iteration from Tricomi's estimate, weights 1/((1 − s²) P_n'(s)²). EmptyInput for n < 1.
inline std::vector<QuadraturePoint> gauss_legendre(int n) {
  if (n < 1) throw EmptyInput("gauss_legendre: at least one point was expected, but " + std::to_string(n) + " came");
  std::vector<QuadraturePoint> rule(static_cast<std::size_t>(n));
  for (int k = 0; k < n; ++k) {
    double s = std::cos(std::numbers::pi * (k + 0.75) / (n + 0.5)), slope = 1;
    for (int step = 0; step < 8; ++step) {
      double before = 0, p = 1;   // P_{j−1}, P_j by (j+1) P_{j+1} = (2j+1) s P_j − j P_{j−1}
      for (int j = 0; j < n; ++j) {
        const double next = ((2 * j + 1) * s * p - j * before) / (j + 1);
        before = p;
        p = next;
      }
      slope = n * (s * p - before) / (s * s - 1);
      s -= p / slope;
    }
    rule[static_cast<std::size_t>(k)] = {(1 - s) / 2, 1 / ((1 - s * s) * slope * slope)};
  }
  return rule;
}

}  // namespace coframe
