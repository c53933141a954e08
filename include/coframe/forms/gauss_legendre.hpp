// SPDX-License-Identifier: MIT
#pragma once
// Gauss–Legendre quadrature on [0, 1].
#include <vector>

namespace coframe {

struct QuadraturePoint {
  double t, weight;
};

/// The n-point rule on [0, 1], exact for polynomials of degree 2n − 1: zeros of the Legendre polynomial P_n by Newton's
/// iteration from Tricomi's estimate, weights 1/((1 − s²) P_n'(s)²). EmptyInput for n < 1.
std::vector<QuadraturePoint> gauss_legendre(int n);

}  // namespace coframe
