// SPDX-License-Identifier: MIT
#pragma once
// Deliberately broken operations must be caught, and named.
#include <coframe/check.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

/// The checker calls Op wrong, names it, and suggests the cause.
template <class Op, class... X> void caught(const char* cause, const X&... x) {
  const coframe::Report r = coframe::check_operation<Op>(x...);
  INFO(r);
  CHECK(r.verdict == coframe::Verdict::wrong);
  CHECK_THAT(r.check, Catch::Matchers::ContainsSubstring(Op::name));
  CHECK_THAT(r.cause, Catch::Matchers::ContainsSubstring(cause));
}
