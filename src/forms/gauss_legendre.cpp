// SPDX-License-Identifier: MIT
#include <coframe/base/error.hpp>
#include <coframe/forms/gauss_legendre.hpp>

#include <cmath>
#include <numbers>
#include <string>

namespace coframe {

std::vector<QuadraturePoint> gauss_legendre(int n) {
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
