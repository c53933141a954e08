// expect: sharp
// SPDX-License-Identifier: MIT
#include "coframe/space.hpp"

void step(double& x, coframe::Cotangent<double> dL) { x -= 0.1 * dL; }
