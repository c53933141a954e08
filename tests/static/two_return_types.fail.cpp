// SPDX-License-Identifier: MIT
// expect: inconsistent deduction|deduced as
#include <coframe/ops.hpp>
using namespace coframe;
auto f(Real x) {  // the cure is a return type, `-> Real`, or eval(x * x)
  if (x > 0) return x * x;
  return x;
}
