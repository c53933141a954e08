// expect: sharp
// SPDX-License-Identifier: MIT
#include "coframe/space.hpp"

auto sum(coframe::Tangent<double> v, coframe::Cotangent<double> w) { return v + w; }
