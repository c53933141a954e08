// SPDX-License-Identifier: MIT
// Where no derivative can be confirmed, the report says so and says why. Inconclusive is false.
#include <coframe/check.hpp>
#include <coframe/ops.hpp>

#include <sstream>

#include "catch.hpp"

using namespace coframe;
using C = std::complex<double>;

namespace {
template <class X> constexpr bool is_plain = Leaf<X>;

void inconclusive(const Report& r, Reason reason) {
  INFO(r);
  CHECK(r.verdict == Verdict::inconclusive);
  CHECK(name_of(r.reason) == std::string(name_of(reason)));
  CHECK_FALSE(r);
}
/// The plain value changed by `noise`, the traced one left alone.
template <class F> auto disturbed(F noise) {
  return [noise](auto x) {
    using std::sin;
    if constexpr (is_plain<decltype(x)>) return noise(sin(x));
    else return sin(x);
  };
}
}  // namespace

TEST_CASE("kinks") {
  const auto f = [](auto x) { using std::abs; return abs(x) + x; };
  const Report r = check_gradient(f, 0.0);
  inconclusive(r, Reason::kink);
  CHECK(r.left == Approx(0).margin(1e-9));
  CHECK(r.right == Approx(2));
  inconclusive(check_gradient([](auto x, auto y) { using std::abs; return abs(x - y); }, 1.0, 1.0), Reason::kink);
  inconclusive(check_gradient([](const auto& x) { return relu(x).sum(); }, Eigen::VectorXd::Zero(20).eval()), Reason::kink);
  inconclusive(check_gradient([](auto x) { using std::abs; return abs(x); }, 0.f), Reason::kink);
  inconclusive(check_gradient([](auto z) { using std::abs; return abs(z); }, C(0)), Reason::kink);
  REQUIRE(check_gradient(f, 1e-3));  // close to the kink is not on it
  REQUIRE(check_gradient(f, -1e-3));
  // a slope outside of [left, right] is no subgradient
  const auto wrong = [](auto x) { using std::abs; if constexpr (is_plain<decltype(x)>) return abs(x); else return 3. * x; };
  CHECK(check_gradient(wrong, 0.0).verdict == Verdict::wrong);
}
TEST_CASE("jumps and branch cuts") {
  inconclusive(check_gradient([](auto x) { if constexpr (is_plain<decltype(x)>) return std::floor(x) + x; else return x + std::floor(x.value()); }, 2.0), Reason::discontinuous);
  inconclusive(check_gradient([](auto z) { using std::log, std::imag; return imag(log(z)); }, C(-2, 0)), Reason::discontinuous);
  REQUIRE(check_gradient([](auto z) { using std::log, std::imag; return imag(log(z)); }, C(-2, 0.01)));
  inconclusive(check_gradient([](auto x) { if constexpr (is_plain<decltype(x)>) return std::cbrt(x); else return 0. * x; }, 0.0), Reason::vertical);
}
TEST_CASE("roughness: the order of |x|^1.5 is told, its derivative confirmed") {
  const auto f = [](auto x) { using std::pow, std::abs; if constexpr (is_plain<decltype(x)>) return pow(abs(x), 1.5); else return 0. * x; };
  const Report r = check_gradient(f, 0.0);
  INFO(r);
  CHECK(r.verdict == Verdict::pass);
  CHECK(r.slope_r1 == Approx(1.5).margin(0.05));
  CHECK_THAT(r.text(), Catch::Matchers::ContainsSubstring("order 1.5"));
}
TEST_CASE("noise") {
  inconclusive(check_gradient(disturbed([](double y) { return static_cast<double>(static_cast<float>(y)); }), 1.0), Reason::noise);
  inconclusive(check_gradient(disturbed([](double y) { return (y + 1e9) - 1e9; }), 1.0), Reason::noise);
  inconclusive(check_gradient(disturbed([](double y) { return y + 1e-7 * std::sin(1e13 * y); }), 1.0), Reason::noise);
  REQUIRE(check_gradient(CheckOptions{.tolerance = 1e-3}, disturbed([](double y) { return static_cast<double>(static_cast<float>(y)); }), 1.0));
  REQUIRE(check_gradient(disturbed([](double y) { return (y + 100.) - 100.; }), 1.0));
}
TEST_CASE("nondeterminism") {
  int calls = 0;
  inconclusive(check_gradient(disturbed([&calls](double y) { return y * (1 + 0.3 * (++calls % 3)); }), 1.0), Reason::nondeterministic);
  inconclusive(check_gradient(disturbed([&calls](double y) { return y + 1e-12 * ++calls; }), 1.0), Reason::nondeterministic);
}
TEST_CASE("domains") {
  const auto f = [](auto x) { using std::sqrt; return sqrt(x); };
  inconclusive(check_gradient(f, -1.0), Reason::not_in_domain);
  CHECK_FALSE(check_gradient(f, 0.0));
  REQUIRE(check_gradient(f, 1e-6));
  inconclusive(check_gradient([](auto x) -> decltype(x) { throw DomainError("no"); }, 1.0), Reason::not_in_domain);
  const auto throws_beside = [](auto x) {
    if constexpr (is_plain<decltype(x)>)
      if (x != 1) throw DomainError("only at 1");
    return x * x;
  };
  inconclusive(check_gradient(throws_beside, 1.0), Reason::not_in_domain);
  const auto from_one_on = [](auto x) {
    if constexpr (is_plain<decltype(x)>)
      if (x < 1) throw DomainError("below 1");
    return x * x;
  };
  const Report r = check_gradient(from_one_on, 1.0);
  INFO(r);
  REQUIRE(r);
  CHECK_THAT(r.text(), Catch::Matchers::ContainsSubstring("one side"));
}
TEST_CASE("traced and plain programs that differ are wrong") {
  CHECK(check_gradient([](auto x) { if constexpr (is_plain<decltype(x)>) return x * x; else return x * x + 1.; }, 2.0).verdict == Verdict::wrong);
  const Report detached = check_gradient([](auto x) { if constexpr (is_plain<decltype(x)>) return x * x; else return x * x.value(); }, 2.0);
  CHECK(detached.verdict == Verdict::wrong);
  CHECK_THAT(detached.cause, Catch::Matchers::ContainsSubstring("1/2"));
}
TEST_CASE("a report fits one screen") {
  std::ostringstream out;
  out << check_gradient([](auto x) { if constexpr (is_plain<decltype(x)>) return x * x; else return 3. * x; }, 2.0);
  const std::string text = out.str();
  CHECK(std::count(text.begin(), text.end(), '\n') <= 24);
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring("WRONG") && Catch::Matchers::ContainsSubstring("seed 7"));
}
