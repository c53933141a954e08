// expect: sharp
// SPDX-License-Identifier: MIT
#include "coframe/space.hpp"

using namespace coframe;
auto step(std::tuple<double, double> x) { return x - cotangent(1.0, 2.0); }
