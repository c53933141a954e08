// SPDX-License-Identifier: MIT
// expect anywhere: take_eval_of
#include <coframe/ops.hpp>
using namespace coframe;
template <class T> T sum_of(T a, T b) {
  T s = 0;
  return s + a + b;
}
Real f(Real x) { return sum_of(x * x, x * x); }
