// SPDX-License-Identifier: MIT
#pragma once
// The exponential of packs, and what follows from it: e^x = 2^n e^r with |r| ≤ ln 2 / 2, without a division.
#include "coframe/tape/pack.hpp"

namespace coframe {

/// What the exponential needs to know of a precision.
template <class S> struct ExponentialConstants;
template <> struct ExponentialConstants<double> {
  static constexpr double shift = 6755399441055744.0;   // 1.5·2^52 pushes a fraction out; the last bits then hold the integer
  static constexpr int digits = 52, bias = 1023;
  static constexpr double least = -746, most = 710;     // beyond: 0 and ∞
  static constexpr double ln2 = 6.93147180369123816490e-01, rest_of_ln2 = 1.90821492927058770002e-10;   // 33 bits and the rest
  // (e^r − 1 − r) / r², even and odd powers, of least maximal error: 1 + r + r² q is e^r to 7e-18
  static constexpr double even[] = {0.50000000000000122, 0.041666666666518817, 0.0013888888946461684, 2.4801490261383684e-05, 2.7631237538851893e-07};
  static constexpr double odd[] = {0.16666666666666699, 0.0083333333333073141, 0.0001984126991738178, 2.7557216150355473e-06, 2.5117945431241268e-08};
};
template <> struct ExponentialConstants<float> {
  static constexpr float shift = 12582912.0f;
  static constexpr int digits = 23, bias = 127;
  static constexpr float least = -104, most = 89;
  static constexpr float ln2 = 0.693359375f, rest_of_ln2 = -2.12194440e-4f;
  static constexpr float even[] = {0.50000001f, 0.0416662041f, 0.00139506549f};
  static constexpr float odd[] = {0.16666518f, 0.00836900548f};
};

/// e^x = 2^n (1 + p + rest), p = e^r − 1 rounded, rest what rounding took.
template <class S, int W> struct ReducedExponential {
  Pack<S, W> n, p, rest;
};
/// For x of which n fits the digits. NaN stays NaN.
template <class S, int W> [[gnu::always_inline]] inline ReducedExponential<S, W> reduced_exponential(const Pack<S, W>& x) {
  using P = Pack<S, W>;
  using C = ExponentialConstants<S>;
  const P n = (x * P(1.44269504088896340736) + P(C::shift)) - P(C::shift);
  // x − n ln 2 = r + tail
  const P near = x - n * P(C::ln2), far = n * P(C::rest_of_ln2), r = near - far, tail = (near - r) - far;
  const P z = r * r, q = polynomial(z, C::even) + r * polynomial(z, C::odd);   // apart, in half the time
  const P s = z * q + tail, p = r + s;
  return {n, p, (r - p) + s};
}
/// 2^n for whole numbers n of normal results.
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> power_of_two(const Pack<S, W>& n) {
  using Bits = typename PackMask<S, W>::Raw;
  using C = ExponentialConstants<S>;
  const Pack<S, W> biased = n + Pack<S, W>(C::shift + C::bias);
  return Pack<S, W>(std::bit_cast<typename Pack<S, W>::Raw>(Bits(std::bit_cast<Bits>(biased.v) << C::digits)));
}

/// e^x, at most 1 ulp from the exact value; subnormal results too.
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> exp(const Pack<S, W>& x) {
  using P = Pack<S, W>;
  using C = ExponentialConstants<S>;
  const P bounded = select(x > P(C::most), P(C::most), select(x < P(C::least), P(C::least), x));   // NaN stays
  const auto [n, p, rest] = reduced_exponential(bounded);
  const P half = (P(0.5) * n + P(C::shift)) - P(C::shift);   // in two steps, so that only the last one rounds
  return (P(1) + p) * power_of_two(half) * power_of_two(n - half);
}

/// tanh x = (e^{2x} − 1) / (e^{2x} + 1), at most 2 ulp from the exact value.
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> tanh(const Pack<S, W>& x) {
  using P = Pack<S, W>;
  const P a = select(x < P(0), -x, x), twice = a + a, one_from(std::is_same_v<S, float> ? 20 : 44);
  const auto [n, p, rest] = reduced_exponential(select(twice > one_from, one_from, twice));
  const P scale = power_of_two(n), less = scale - P(1), more = scale * p, m = less + more, sum = m + P(2), y = m / sum;
  // What rounding took from m and from m + 2, to first order: 1/(m + 2) = (1 − y)/2.
  const P of_m = scale * rest + (more - (m - less)), part = sum - P(2), of_sum = (m - part) + (P(2) - (sum - part));
  const P t = y + P(0.5) * (P(1) - y) * ((P(1) - y) * of_m - y * of_sum);
  return select(x < P(0), -t, select(x == P(0), x, t));   // −0 stays
}

}  // namespace coframe
