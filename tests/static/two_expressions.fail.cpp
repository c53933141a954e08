// SPDX-License-Identifier: MIT
// expect: Unevaluated<
#include <coframe/ops.hpp>
using namespace coframe;
Real f(Real x, Real y, bool c) { return c ? x * y : x + y; }
