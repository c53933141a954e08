// SPDX-License-Identifier: MIT
// Differentials in forward mode: the tape's, without a tape.
#include <coframe/coframe.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {
const auto valley = [](const auto& x) {
  const auto depth = eval(x[1] - x[0] * x[0]), slope = eval(1.0 - x[0]);
  return eval(100.0 * depth * depth + slope * slope);
};
/// Every kind of pointwise rule, branches on values, and a number used twice.
const auto mixed = [](auto a, auto b, auto c, auto d, auto e) {
  auto s = eval(a * b - c / d);
  if (s > 0.0) s = eval(s * exp(-e) + pow(d, 1.5));
  return eval(tanh(s) * log(b * b + 1.0) + max(a, e) * erfc(c) + atan2(d, a) - sqrt(d) + abs(c) * 2.0);
};
}  // namespace

TEST_CASE("forward mode: a valley's slope vanishes at its bottom and is known elsewhere") {
  const auto bottom = value_and_forward_differential(valley, Eigen::Vector2d(1.0, 1.0));
  CHECK(bottom.value == 0.0);
  CHECK(bottom.differential.components() == Eigen::Vector2d(0.0, 0.0));
  CHECK(forward_differential(valley, Eigen::Vector2d(-1.2, 1.0)).components().isApprox(Eigen::Vector2d(-215.6, -88.0), 1e-14));
}

TEST_CASE("forward mode: numbers and matrices together give what the tape gives") {
  const double at[] = {0.7, -1.3, 0.4, 2.1, 0.2};
  const auto taped = value_and_differential(mixed, at[0], at[1], at[2], at[3], at[4]);
  const auto pushed = value_and_forward_differential(mixed, at[0], at[1], at[2], at[3], at[4]);
  CHECK(pushed.value == taped.value);
  CHECK((flatten(pushed.differential) - flatten(taped.differential)).cwiseAbs().maxCoeff() < 1e-14);

  const auto volume = [](const auto& M, auto t) { return eval((M(0, 0) * M(1, 1) - M(0, 1) * M(1, 0)) * exp(t)); };
  const Eigen::Matrix2d M = (Eigen::Matrix2d() << 2.0, 3.0, 5.0, 7.0).finished();
  const auto [dM, dt] = forward_differential(volume, M, 0.0);
  CHECK(dM.components() == (Eigen::Matrix2d() << 7.0, -5.0, -3.0, 2.0).finished());   // d det = tr(adj(M) dM)
  CHECK(dt.components() == -1.0);
}

TEST_CASE("forward mode: float, one number, and sixteen coordinates") {
  CHECK(forward_differential([](auto x) { return eval(x * x * x); }, 2.0f).components() == 12.0f);
  const Eigen::Vector<double, 16> x = Eigen::Vector<double, 16>::LinSpaced(1, 16);
  CHECK(forward_differential([](const auto& v) { return eval(v.dot(v)); }, x).components() == 2.0 * x);
}

TEST_CASE("forward mode: an infinite slope behind an exact zero is hidden as on the tape") {
  const auto f = [](auto x, auto y) { return eval(sqrt(x * x) + y); };
  const auto d = forward_differential(f, 0.0, 1.0);
  CHECK(std::get<0>(d).components() == 0.0);
  CHECK(std::get<1>(d).components() == 1.0);
  CHECK(std::isinf(forward_differential([](auto x) { return eval(sqrt(x)); }, 0.0).components()));
}

TEST_CASE("forward mode: no complex numbers, no dynamic sizes, no more than sixteen coordinates") {
  STATIC_REQUIRE_FALSE(FewReals<std::complex<double>>);
  STATIC_REQUIRE_FALSE(FewReals<Eigen::VectorXd>);
  STATIC_REQUIRE_FALSE(FewReals<Eigen::Vector<double, 17>>);
}
