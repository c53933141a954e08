// SPDX-License-Identifier: MIT
// Packs of complex numbers against the standard library: near it in long double where all is ordinary, what it gives where it is not.
#include <coframe/ops.hpp>
#include <limits>
#include <random>

#include "catch.hpp"

using namespace coframe;

namespace {
/// The largest |f(z) − exact| / |exact| over random z whose components are at most `range` from 0, in units of epsilon.
template <class S, class F> double worst_eps(const F& f, double range) {
  using Z = ComplexPack<S, Pack<S>::width>;
  std::mt19937_64 random(21);
  std::uniform_real_distribution<S> uniform(static_cast<S>(-range), static_cast<S>(range));
  double worst = 0;
  for (int k = 0; k < 1000; ++k) {
    Z a, b;
    for (int i = 0; i < Pack<S>::width; ++i) set_lane(a, i, std::complex<S>(uniform(random), uniform(random))), set_lane(b, i, std::complex<S>(uniform(random), uniform(random)));
    const auto y = f(a, b);
    for (int i = 0; i < Pack<S>::width; ++i) {
      using Exact = std::complex<long double>;
      const Exact exact = f(Exact(lane_of(a, i)), Exact(lane_of(b, i)));
      worst = std::max(worst, static_cast<double>(std::abs(Exact(lane_of(y, i)) - exact) / std::abs(exact) / static_cast<long double>(std::numeric_limits<S>::epsilon())));
    }
  }
  return worst;
}

constexpr double inf = std::numeric_limits<double>::infinity(), not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max(), smallest = std::numeric_limits<double>::denorm_min(), least = std::numeric_limits<double>::min();
const double special[] = {0., -0., 1., -3., inf, -inf, not_a_number, largest, smallest, least, 1e-300, 1e200};

bool same(double a, double b) { return std::isnan(b) ? std::isnan(a) : std::abs(a - b) <= 4 * std::abs(b) * std::numeric_limits<double>::epsilon() || a == b; }
bool same(std::complex<double> a, std::complex<double> b) { return same(a.real(), b.real()) && same(a.imag(), b.imag()); }
/// f of pairs of special numbers in one lane, beside ordinary ones in the others.
template <class F> void like_the_standard_library(const F& f) {
  using Z = ComplexPack<double, Pack<double>::width>;
  for (const double x : special)
    for (const double y : special) {
      Z z(std::complex<double>(0.5, 2));
      set_lane(z, 1, {x, y});
      const auto got = lane_of(f(z), 1);
      const auto expected = f(std::complex<double>(x, y));
      INFO("at " << x << " + " << y << " i: " << got << ", expected " << expected);
      CHECK(same(got, expected));
      CHECK(same(lane_of(f(z), 0), f(std::complex<double>(0.5, 2))));
    }
}
}  // namespace

TEMPLATE_TEST_CASE("complex packs: arithmetic and functions within a few eps", "", double, float) {
  using S = TestType;
  CHECK(worst_eps<S>([](const auto& a, const auto& b) { return a + b; }, 3) < 1);
  CHECK(worst_eps<S>([](const auto& a, const auto& b) { return a - b * a; }, 3) < 200);   // cancels now and then
  CHECK(worst_eps<S>([](const auto& a, const auto& b) { return a * b; }, 3) < 2);
  CHECK(worst_eps<S>([](const auto& a, const auto& b) { return a / b; }, 3) < 4);
  CHECK(worst_eps<S>([](const auto& a, const auto& b) { return a * b.imag() / b.real() - b.real() / a; }, 3) < 200);
  CHECK(worst_eps<S>([](const auto& a, const auto&) { using std::exp; return exp(a); }, 5) < 3);
  CHECK(worst_eps<S>([](const auto& a, const auto&) { using std::sqrt; return sqrt(a); }, 5) < 3);
}
TEST_CASE("complex packs: the modulus within two ulp") {
  CHECK(worst_eps<double>([](const auto& a, const auto& b) { using std::abs; return abs(a) + (b - b); }, 3) < 2);
}
TEST_CASE("complex packs: quotients, moduli and exponentials of special numbers") {
  like_the_standard_library([](const auto& z) { return like(z, 1) / z; });
  like_the_standard_library([](const auto& z) { return z / like(z, 3); });
  like_the_standard_library([](const auto& z) { using std::abs; return abs(z); });
}
TEST_CASE("complex packs: quotients whose parts would overflow") {
  using Z = ComplexPack<double, Pack<double>::width>;
  const std::complex<double> big(1e300, -2e300), small(3e-300, 1e-300);
  CHECK(same(lane_of(Z(big) / Z(big), 0), big / big));
  CHECK(same(lane_of(Z(small) / Z(small * 2.), 0), {0.5, 0}));
}
TEST_CASE("complex packs: the exponential where it overflows, and of real numbers") {
  using Z = ComplexPack<double, Pack<double>::width>;
  for (const std::complex<double> z : {std::complex(710., 1.5), std::complex(-800., 1.), std::complex(inf, 0.), std::complex(-inf, 3.), std::complex(0., 0.), std::complex(1., 0.), std::complex(2., inf)}) {
    INFO(z);
    CHECK(same(lane_of(exp(Z(z)), 0), std::exp(z)));
  }
}
TEST_CASE("masks: all and any of their lanes") {
  using P = Pack<double>;
  const P zero(0);
  for (int i = 0; i < P::width; ++i) {
    P one = zero;
    one.v[i] = 1;
    CHECK((one > zero).any());
    CHECK_FALSE((one > zero).all());
    CHECK_THROWS_AS(bool(one > zero), Diverged);
  }
  CHECK((P(1) > zero).all());
  CHECK_FALSE((zero > zero).any());
  CHECK(bool(P(1) > zero));
  CHECK_FALSE(bool(zero > zero));
}
