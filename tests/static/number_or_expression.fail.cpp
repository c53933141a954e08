// SPDX-License-Identifier: MIT
// expect: take_eval_of|Unevaluated<.*double
#include <coframe/ops.hpp>
using namespace coframe;
Real f(Real x, Real y, bool c) { return c ? x * y : 0.0; }
