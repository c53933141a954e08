// SPDX-License-Identifier: MIT
// Functions of packs against the standard library in long double: the accuracy that their docstrings promise.
#include <coframe/ops.hpp>
#include <limits>
#include <random>

#include "catch.hpp"

using namespace coframe;

namespace {
using P = Pack<double>;

/// The largest distance of f(x) from the exact value over random x in [low, high], in units of the last place.
template <class S = double, class F> double worst_ulp(const F& f, double low, double high) {
  using Q = Pack<S>;
  std::mt19937_64 random(20);
  std::uniform_real_distribution<S> uniform(static_cast<S>(low), static_cast<S>(high));
  double worst = 0;
  for (int k = 0; k < 4000; ++k) {
    Q x;
    for (int i = 0; i < Q::width; ++i) x.v[i] = uniform(random);
    const Q y = f(x);
    for (int i = 0; i < Q::width; ++i) {
      const long double exact = f(static_cast<long double>(x.v[i])), size = std::abs(exact);
      const S last_place = std::nextafter(static_cast<S>(size), std::numeric_limits<S>::infinity()) - static_cast<S>(size);
      worst = std::max(worst, static_cast<double>(std::abs(y.v[i] - exact) / last_place));
    }
  }
  return worst;
}
#define FUNCTION(name) [](const auto& x) { using std::name; return name(x); }

/// A pack of special values, and each of them alone.
template <class S = double, class F> bool same_special_values(const F& f, std::initializer_list<double> values) {
  bool same = true;
  for (const double value : values) {
    const Pack<S> y = f(Pack<S>(value));
    const S expected = f(static_cast<S>(value));
    for (int i = 0; i < Pack<S>::width; ++i)
      same = same && (std::isnan(expected) ? std::isnan(y.v[i]) : y.v[i] == expected && std::signbit(y.v[i]) == std::signbit(expected));
  }
  return same;
}
constexpr double inf = std::numeric_limits<double>::infinity(), not_a_number = std::numeric_limits<double>::quiet_NaN();
}  // namespace

TEST_CASE("packs: sine and cosine within an ulp") {
  for (double range : {0.5, 3.0, 100.0, 9.9e5, 1e9}) {
    INFO("within " << range);
    CHECK(worst_ulp(FUNCTION(sin), -range, range) < 1.0);
    CHECK(worst_ulp(FUNCTION(cos), -range, range) < 1.0);
  }
  CHECK(same_special_values(FUNCTION(sin), {0.0, -0.0, inf, -inf, not_a_number, 1e300, 5e-324, 3.141592653589793, 1e-200}));
  CHECK(same_special_values(FUNCTION(cos), {0.0, -0.0, inf, -inf, not_a_number, 1e300, 5e-324, 1.5707963267948966}));
}

TEST_CASE("packs: erf within two ulp, erfc within four") {
  for (double range : {0.3, 1.3, 6.0, 30.0}) {
    INFO("within " << range);
    CHECK(worst_ulp(FUNCTION(erf), -range, range) < 2.0);
    CHECK(worst_ulp(FUNCTION(erfc), -range, std::min(range, 26.5)) < 4.0);
  }
  CHECK(same_special_values(FUNCTION(erf), {0.0, -0.0, inf, -inf, not_a_number, 7.0, -40.0}));
  CHECK(same_special_values(FUNCTION(erfc), {0.0, -0.0, inf, -inf, not_a_number, 1e5, -40.0}));
}

TEMPLATE_TEST_CASE("packs: exp within an ulp, tanh within two", "", double, float) {
  using S = TestType;
  const double most = std::log(static_cast<double>(std::numeric_limits<S>::max())), least = std::log(static_cast<double>(std::numeric_limits<S>::denorm_min()));
  for (double range : {0.3, 1.0, most}) CHECK(worst_ulp<S>(FUNCTION(exp), -range, range) < 1.0);
  CHECK(worst_ulp<S>(FUNCTION(exp), least, -most) < 1.0);   // subnormal results
  for (double range : {1e-3, 0.3, 1.0, 30.0}) CHECK(worst_ulp<S>(FUNCTION(tanh), -range, range) < 2.0);
  CHECK(same_special_values<S>(FUNCTION(exp), {0.0, -0.0, inf, -inf, not_a_number, 1e30, -1e30, 1e-40, 1.01 * most, 1.01 * least}));
  CHECK(same_special_values<S>(FUNCTION(tanh), {0.0, -0.0, inf, -inf, not_a_number, 1e30, -1e30, 1e-40, 22.0}));
}
TEST_CASE("packs: log within two ulp") { CHECK(worst_ulp(FUNCTION(log), 1e-3, 1e3) < 2.0); }
