// SPDX-License-Identifier: MIT
// expect: Unevaluated<
#include <coframe/ops.hpp>
using namespace coframe;
auto f(Real x) {
  if (x > 0) return x * x;
  return x;
}
