// SPDX-License-Identifier: MIT
// Statements fill a chunk of memory to the last byte, whatever their number of arguments, and go on in the next.
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {
template <class Step> void filled(const Step& step) {
  // Ranges of many sizes come first, so that chunks of rows begin and end everywhere.
  for (int offset = 0; offset < 40; ++offset) {
    Tape<double> tape;
    if (offset > 0) (void)input(tape, Eigen::ArrayXd(Eigen::ArrayXd::Ones(offset * 56)));
    const Real x = input(tape, 1.0);
    Real s = 0;
    constexpr int n = 30'000;
    for (int k = 0; k < n; ++k) s = step(s, x);
    double* w = tape.cotangents();
    w[s.coordinate()] = 1;
    tape.pull(w);
    REQUIRE(w[x.coordinate()] == s.value());
    w[x.coordinate()] = 0;
  }
}
}  // namespace

// Each step adds a multiple of x = 1, so that the slope of the sum is the sum.
TEST_CASE("statements of two arguments") { filled([](const Real& s, const Real& x) { return Real(s + x); }); }
TEST_CASE("statements of three arguments") { filled([](const Real& s, const Real& x) { return Real(s + x + x); }); }
TEST_CASE("statements of one argument between those of two") { filled([](const Real& s, const Real& x) { return Real(s + Real(2.0 * x)); }); }
TEST_CASE("statements of nine arguments") { filled([](const Real& s, const Real& x) { return Real(s + x * 2.0 + x + x + x * 3.0 + x + x + x + x); }); }
