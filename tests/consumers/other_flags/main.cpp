// SPDX-License-Identifier: MIT
// Memory that crosses the border between the program and the compiled part, in many sizes, taken here and freed there.
#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <coframe/coframe.hpp>
#include <cstdio>

int main() {
  using namespace coframe;
  double worst = 0;
  for (int n = 1; n <= 130; n += 3) {
    Eigen::MatrixXd a = Eigen::MatrixXd::Random(n, n + 1), da = Eigen::MatrixXd::Random(n, n + 1);
    Eigen::VectorXd x = Eigen::VectorXd::Random(n + 1), dx = Eigen::VectorXd::Random(n + 1);
    auto f = [](auto a, auto x) { return (a * x).squaredNorm(); };
    const double slope = pair(differential(f, a, x), tangent(da, dx));
    const double expected = 2 * (a * x).dot(da * x + a * dx);  // d|a x|² = 2 (a x)·(da x + a dx)
    worst = std::max(worst, std::abs(slope - expected) / (1 + std::abs(expected)));
  }
  std::printf("EIGEN_MAX_ALIGN_BYTES %d, worst relative error %.1e\n", EIGEN_MAX_ALIGN_BYTES, worst);
  return worst < 1e-12 ? 0 : 1;
}
