// SPDX-License-Identifier: MIT
#pragma once
// Sine and cosine of packs of double: reduction modulo π/2 in three parts, then fdlibm's polynomials on [−π/4, π/4].
#include <cmath>

#include "coframe/tape/pack.hpp"

namespace coframe {

/// sin x and cos x, each at most 1 ulp from the exact value.
template <int W> struct SineAndCosine {
  Pack<double, W> sine, cosine;
};

template <int W> inline SineAndCosine<W> sine_and_cosine(const Pack<double, W>& x) {
  using P = Pack<double, W>;
  using Bits = typename PackMask<double, W>::Raw;
  // n = round(2x/π): 1.5·2^52 pushes the fraction out, and leaves n mod 4 in the last bits.
  const P shift = 6755399441055744.0, shifted = x * P(6.36619772367581382433e-01) + shift, n = shifted - shift;
  // π/2 in pieces of 33 bits, so that n times each is exact for |n| < 2^20: y + tail = x − n π/2 to 118 bits.
  const P near = x - n * P(1.57079632673412561417e+00), second = n * P(6.07710050630396597660e-11), r = near - second;
  const P rest = n * P(2.02226624879595063154e-21) - ((near - r) - second), y = r - rest, tail = (r - y) - rest;

  constexpr double s[] = {8.33333333332248946124e-03, -1.98412698298579493134e-04, 2.75573137070700676789e-06, -2.50507602534068634195e-08,
                          1.58969099521155010221e-10};
  constexpr double c[] = {4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05, -2.75573143513906633035e-07,
                          2.08757232129817482790e-09, -1.13596475577881948265e-11};
  const P z = y * y, v = z * y;
  const P sine = y - ((z * (P(0.5) * tail - v * polynomial(z, s)) - tail) - v * P(-1.66666666666666324348e-01));
  const P half = P(0.5) * z, w = P(1) - half;
  const P cosine = w + (((P(1) - w) - half) + (z * (z * polynomial(z, c)) - y * tail));

  const Bits quadrant = std::bit_cast<Bits>(shifted.v);
  const PackMask<double, W> odd{(quadrant & 1) != 0}, lower{(quadrant & 2) != 0}, left{((quadrant + 1) & 2) != 0};
  const P sin_x = select(odd, cosine, sine), cos_x = select(odd, sine, cosine);
  return {select(lower, -sin_x, sin_x), select(left, -cos_x, cos_x)};
}
/// Beyond this the reduction has too few bits, and the lanes go to the standard library one by one.
inline constexpr double largest_reduced = 1e6;

template <int W> inline Pack<double, W> sin(const Pack<double, W>& x) {
  using P = Pack<double, W>;
  if (!(abs(x) < P(largest_reduced)).all()) [[unlikely]] return lane_by_lane([](double a) { return std::sin(a); }, x);
  return select(x == P(0), x, sine_and_cosine(x).sine);   // −0 stays
}
template <int W> inline Pack<double, W> cos(const Pack<double, W>& x) {
  using P = Pack<double, W>;
  if (!(abs(x) < P(largest_reduced)).all()) [[unlikely]] return lane_by_lane([](double a) { return std::cos(a); }, x);
  return sine_and_cosine(x).cosine;
}
template <int W> inline Pack<float, W> sin(const Pack<float, W>& x) { return lane_by_lane([](float a) { return std::sin(a); }, x); }
template <int W> inline Pack<float, W> cos(const Pack<float, W>& x) { return lane_by_lane([](float a) { return std::cos(a); }, x); }

}  // namespace coframe
