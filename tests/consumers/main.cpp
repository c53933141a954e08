// SPDX-License-Identifier: MIT
// What a user's first program does, built in each of the ways in which one can get hold of Coframe.
#include <cmath>
#include <coframe/coframe.hpp>
#include <cstdio>

int main() {
  using namespace coframe;
  auto f = [](auto x, auto y) { return sin(x) * y; };
  auto df = differential(f, 2.0, 3.0);
  double slope = pair(df, tangent(1.0, 0.0));
  std::printf("slope %.15f\n", slope);
  return std::abs(slope - 3 * std::cos(2.0)) < 1e-14 ? 0 : 1;
}
