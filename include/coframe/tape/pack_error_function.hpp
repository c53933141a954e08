// SPDX-License-Identifier: MIT
#pragma once
// erf of packs of double by two polynomials, and erfc with the rational functions of fdlibm's s_erf.c.
#include <cmath>

#include "coframe/tape/pack.hpp"

namespace coframe {

/// What the two functions are made of.
template <int W> struct ErrorFunction {
  using P = Pack<double, W>;
  static constexpr double small = 0.84375, medium = 1.25, large = 1 / 0.35;

  /// erf x − x for |x| ≤ 7/8: x R(x²), R of least maximal error, 2.2e-17.
  static P near_zero(const P& x) {
    constexpr double r[] = {0.128379167095512552,    -0.3761263890318305627,    0.1128379167091855262,    -0.02686617063763495732,
                            0.005223977546584881425, -0.000854832217817994525,  0.0001205514700707148259, -0.00001492105040047551641,
                            1.638857279166367232e-6, -1.562659418223675647e-7, 1.047588796403155133e-8};
    return x * polynomial(x * x, r);
  }
  /// −log erfc a for 7/8 ≤ a ≤ 6 by powers of a − 1, of least maximal error in 1 − erf a, 3.3e-18.
  static P decay(const P& a) {
    constexpr double even[] = {1.84960550993324823,     0.843107256358501038,     -0.0100338254358903306,  -0.000237324702316174279, 0.0000271434841234666435,
                               2.03085185090593766e-6, -1.1338526550297088e-7, -1.74410953718366543e-8, -4.64910381116911539e-10, -1.43365213552588778e-12};
    constexpr double odd[] = {2.63896751423479151,      0.0415610980464272175,   0.00197790303480534531, -0.0000262708204668560535, -9.58404319689324996e-6,
                              -1.18010534982872857e-7, 5.946996958277858e-8, 3.47001570534782392e-9, 3.80153018366737186e-11};
    const P s = a - P(1), z = s * s;
    return polynomial(z, even) + s * polynomial(z, odd);   // apart, in half the time
  }
  /// erfc a for 27/32 ≤ a < 5/4: 1 − c − R(a − 1), as (1 − c) and R.
  static constexpr double middle = 8.45062911510467529297e-01;
  static P around_one(const P& a) {
    constexpr double p[] = {-2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01, 3.18346619901161753674e-01,
                            -1.10894694282396677476e-01, 3.54783043256182359371e-02, -2.16637559486879084300e-03};
    constexpr double q[] = {1.0, 1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02, 1.26171219808761642112e-01,
                            1.36370839120290507362e-02, 1.19844998467991074170e-02};
    const P s = a - P(1);
    return polynomial(s, p) / polynomial(s, q);
  }
  /// erfc a for a ≥ 5/4: exp(−a² − 9/16 + R(1/a²))/a, the square exact by splitting a.
  static P tail(const P& a) {
    constexpr double pa[] = {-9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01, -6.23753324503260060396e+01,
                             -1.62396669462573470355e+02, -1.84605092906711035994e+02, -8.12874355063065934246e+01, -9.81432934416914548592e+00};
    constexpr double qa[] = {1.0, 1.96512716674392571292e+01, 1.37657754143519042600e+02, 4.34565877475229228821e+02, 6.45387271733267880336e+02,
                             4.29008140027567833386e+02, 1.08635005541779435134e+02, 6.57024977031928170135e+00, -6.04244152148580987438e-02};
    constexpr double pb[] = {-9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01, -1.60636384855821916062e+02,
                             -6.37566443368389627722e+02, -1.02509513161107724954e+03, -4.83519191608651397019e+02};
    constexpr double qb[] = {1.0, 3.03380607434824582924e+01, 3.25792512996573918826e+02, 1.53672958608443695994e+03, 3.19985821950859553908e+03,
                             2.55305040643316442583e+03, 4.74528541206955367215e+02, -2.24409524465858183362e+01};
    const P s = P(1) / (a * a);
    const auto near = a < P(large);
    const P ratio = select(near, polynomial(s, pa), polynomial(s, pb)) / select(near, polynomial(s, qa), polynomial(s, qb));
    const P head = (a + a * P(134217728.0)) - a * P(134217728.0);   // a to 26 bits, so that head² is exact
    return exp(-head * head - P(0.5625)) * exp((head - a) * (head + a) + ratio) / a;
  }
};

/// erf x, at most 2 ulp from the exact value: x + x R(x²), and 1 − exp(−decay).
template <int W> inline Pack<double, W> erf(const Pack<double, W>& x) {
  using P = Pack<double, W>;
  using F = ErrorFunction<W>;
  const P a = abs(x), bounded = select(a < P(6), a, P(6));   // erfc 6 is below half an ulp of 1
  const P positive = select(a < P(0.875), a + F::near_zero(a), P(1) - exp(-F::decay(bounded)));
  return select(x != x, x, select(a == P(0), x, select(x < P(0), -positive, positive)));
}
/// erfc x, at most 4 ulp from the exact value where that is a normal number (two exponentials are multiplied in its tail), 0 beyond.
template <int W> inline Pack<double, W> erfc(const Pack<double, W>& x) {
  using P = Pack<double, W>;
  using F = ErrorFunction<W>;
  const P a = abs(x), last(26.543), bounded = select(a < last, a, last);
  const P small = select(x < P(0.25), P(1) - (x + F::near_zero(x)), P(0.5) - (F::near_zero(x) + (x - P(0.5))));
  const P complement = select(a < P(F::medium), P(1 - F::middle) - F::around_one(bounded), select(a < last, F::tail(bounded), P(0)));
  const P beyond = select(x < P(0), P(2) - complement, complement);
  return select(x != x, x, select(a < P(F::small), small, beyond));
}
template <int W> inline Pack<float, W> erf(const Pack<float, W>& x) { return lane_by_lane([](float a) { return std::erf(a); }, x); }
template <int W> inline Pack<float, W> erfc(const Pack<float, W>& x) { return lane_by_lane([](float a) { return std::erfc(a); }, x); }

}  // namespace coframe
