// SPDX-License-Identifier: MIT
// Reports print themselves: to streams, through fmt, and in a failing assertion.
#include <coframe/check.hpp>
#include <coframe/io/report.hpp>
#include <coframe/ops.hpp>

#include <sstream>

#include "catch.hpp"

using namespace coframe;

TEST_CASE("one text for streams, fmt and Catch") {
  const Report r = check_gradient([](auto x, auto y) { return x * y; }, 2.0, 3.0);
  std::ostringstream out;
  out << r;
  CHECK(fmt::format("{}", r) == out.str());
  CHECK(Catch::Detail::stringify(r) == out.str());
  CHECK(fmt::format("{}", r.verdict) == "PASS");
  CHECK(out.str().starts_with("check_gradient: PASS\n"));
}
TEST_CASE("a report is true for a pass and for nothing else") {
  Report r;
  CHECK_FALSE(r);
  r.verdict = Verdict::wrong;
  CHECK_FALSE(r);
  r.verdict = Verdict::pass;
  CHECK(r);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<Report, bool>);
}
