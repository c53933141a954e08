// SPDX-License-Identifier: MIT
// 2 ∂L/∂z̄ at z = 3 + 4i, w = 1 − 2i: forty-digit values computed elsewhere, rounded to ten; and both sides of branch cuts.
#include <coframe/calculus/differential.hpp>
#include <coframe/ops.hpp>
#include <limits>

#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

namespace {
const Z z(3, 4), w(1, -2);
constexpr Z i(0, 1);

void check(Z got, Z expected) {
  INFO("got " << got << ", expected " << expected);
  CHECK(std::abs(got - expected) <= 1e-9 * std::max(1., std::abs(expected)));
}
template <class F> void at_z(const F& f, Z expected) { check(differential(f, z).components(), expected); }
template <class F> void at_zw(const F& f, Z by_z, Z by_w) {
  const auto [dz, dw] = differential(f, z, w);
  check(dz.components(), by_z);
  check(dw.components(), by_w);
}
}  // namespace

TEST_CASE("real functions of one complex number") {
  at_z([](auto z) { return abs2(z); }, 6. + 8. * i);
  at_z([](auto z) { return real(z * conj(z)); }, 6. + 8. * i);
  at_z([](auto z) { return real(z); }, 1.);
  at_z([](auto z) { return imag(z); }, i);
  at_z([](auto z) { return abs(z); }, 0.6 + 0.8 * i);
  at_z([](auto z) { return arg(z); }, -0.16 + 0.12 * i);
  at_z([](auto z) { return real(z * z); }, 6. - 8. * i);
  at_z([](auto z) { return imag(z * z); }, 8. + 6. * i);
  at_z([](auto z) { return real(square(z)); }, 6. - 8. * i);
  at_z([](auto z) { return imag(pow(z, 2)); }, 8. + 6. * i);
  at_z([](auto z) { return abs2(z * z - 1); }, 288. + 416. * i);
  at_z([](auto z) { return square(abs2(z)); }, 300. + 400. * i);
  at_z([](auto z) { return real(z / abs(z)); }, 0.128 - 0.096 * i);
  at_z([](auto z) { return real(sin(z)); }, -27.0349456 + 3.851153335 * i);
  at_z([](auto z) { return real(tanh(z)); }, -0.001395484579 + 0.009823481307 * i);
  at_z([](auto z) { return real(exp(z)); }, -13.12878308 + 15.20078446 * i);
  at_z([](auto z) { return imag(exp(z)); }, -15.20078446 - 13.12878308 * i);
  at_z([](auto z) { return real(log(z)); }, 0.12 + 0.16 * i);
  at_z([](auto z) { return log(abs(z)); }, 0.12 + 0.16 * i);
  at_z([](auto z) { return real(sqrt(z)); }, 0.2 + 0.1 * i);
  at_z([](auto z) { return imag(sqrt(z)); }, -0.1 + 0.2 * i);
  at_z([](auto z) { return real(z * (1 + cos(arg(z))) / 2); }, 0.992 - 0.144 * i);
}

TEST_CASE("real functions of two complex numbers") {
  at_zw([](auto z, auto w) { return real(z / w); }, 0.2 - 0.4 * i, 1.);
  at_zw([](auto z, auto w) { return real(z * w); }, 1. + 2. * i, 3. - 4. * i);
  at_zw([](auto z, auto w) { return real(conj(z) * w); }, 1. - 2. * i, 3. + 4. * i);
  at_zw([](auto z, auto w) { return real(pow(z, w)); }, -5.383456346 - 13.23329802 * i, -11.67672371 + 58.17714364 * i);
}

TEST_CASE("components of a differential") {
  const auto d = differential([](auto z) { return abs2(z); }, z);
  check(d.d_dzbar(), z);
  check(d.d_dz(), std::conj(z));
}

TEST_CASE("both sides of a branch cut: the sign of zero chooses") {
  const Z above(-1, 0.), below(-1, -0.);
  auto d = [](const auto& f, Z at) { return differential(f, at).components(); };
  const auto re_log = [](auto z) { return real(log(z)); };
  const auto angle = [](auto z) { return arg(z); };
  const auto re_sqrt = [](auto z) { return real(sqrt(z)); };
  // log and arg jump, their derivatives do not
  for (const Z at : {above, below}) {
    check(d(re_log, at), -1);
    check(d([](auto z) { return imag(log(z)); }, at), -i);
    check(d(angle, at), -i);
  }
  CHECK(value_and_differential(angle, above).value == Approx(M_PI));
  CHECK(value_and_differential(angle, below).value == Approx(-M_PI));
  // the derivative of the root does
  check(d(re_sqrt, above), 0.5 * i);
  check(d(re_sqrt, below), -0.5 * i);
}

TEST_CASE("moduli of an array with zeros and the smallest numbers among its elements") {
  Eigen::ArrayXcd many(19);
  const Z expected[] = {0., 1., Z(0.6, 0.8), Z(0.6, 0.8), Z(-0.8, 0.6)};
  const Z values[] = {0., std::numeric_limits<double>::denorm_min(), Z(3, 4), Z(3e-310, 4e-310), Z(-4e200, 3e200)};
  for (int k = 0; k < 19; ++k) many(k) = values[k % 5];
  const Eigen::ArrayXcd d = differential([](const auto& x) { return sum(abs(x)); }, many).components();
  for (int k = 0; k < 19; ++k) check(d(k), expected[k % 5]);
}
