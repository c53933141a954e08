// SPDX-License-Identifier: MIT
// Jacobians of one function at many points: those of the tape at each of them.
#include <coframe/coframe.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {
/// Two residuals of five numbers and a constant: every kind of rule, results of different arguments.
const auto residual = [](auto a, auto b, auto c, auto d, auto e, auto seen) {
  using std::abs, std::cos, std::exp, std::sqrt, std::tanh;
  const auto angle = sqrt(a * a + b * b);
  const auto ray = cos(angle) * c - exp(-b) / d;
  return std::tuple(tanh(ray) + seen * abs(c), (d + e) * ray - pow(d, 1.5) + 2.0);
};
constexpr int W = Pack<double>::width;

template <class F> void like_the_tape(const F& f, const Eigen::Matrix<double, 5, Eigen::Dynamic>& x, const Eigen::Matrix<double, 1, Eigen::Dynamic>& c) {
  const auto J = block_jacobians(f, x, c);
  REQUIRE(J.size() == x.cols());
  for (Eigen::Index i = 0; i < x.cols(); ++i) {
    const auto at = [&](const auto&... v) { return std::apply([](const auto&... y) { return std::tuple(eval(y)...); }, f(v..., c(i))); };
    const auto expected = jacobian(at, x(0, i), x(1, i), x(2, i), x(3, i), x(4, i));
    const auto [y0, y1] = at(x(0, i), x(1, i), x(2, i), x(3, i), x(4, i));
    INFO("point " << i << " of " << x.cols() << ":\n" << J.block(i) << "\nexpected\n" << expected);
    CHECK((J.block(i) - expected).cwiseAbs().maxCoeff() <= 1e-13 * (1 + expected.cwiseAbs().maxCoeff()));
    CHECK((J.values().col(i) - Eigen::Vector2d(y0, y1)).cwiseAbs().maxCoeff() <= 1e-13);
  }
}
Eigen::Matrix<double, 5, Eigen::Dynamic> points(int n) {
  std::srand(11);
  return Eigen::Matrix<double, 5, Eigen::Dynamic>::Random(5, n) + Eigen::Vector<double, 5>(2, 2, 0, 3, 3).replicate(1, n);
}
}  // namespace

TEST_CASE("block Jacobians: the tape's, for any number of points") {
  for (int n : {0, 1, W - 1, W, W + 1, 3 * W + 1}) like_the_tape(residual, points(n), Eigen::Matrix<double, 1, Eigen::Dynamic>::Random(1, n));
}
TEST_CASE("block Jacobians: closed forms, one result, constant results") {
  Eigen::Matrix2Xd x(2, 2 * W + 1);
  for (Eigen::Index i = 0; i < x.cols(); ++i) x.col(i) << 0.25 * static_cast<double>(i), 1 - static_cast<double>(i);
  const auto J = block_jacobians([](auto a, auto b) { return std::tuple(a * b, a, 3.0, b * b); }, x);
  const auto one = block_jacobians([](auto a, auto b) { return a * a * b; }, x);
  for (Eigen::Index i = 0; i < x.cols(); ++i) {
    const double a = x(0, i), b = x(1, i);
    CHECK(J.block(i) == (Eigen::Matrix<double, 4, 2>() << b, a, 1, 0, 0, 0, 0, 2 * b).finished());
    CHECK(J.values().col(i) == Eigen::Vector4d(a * b, a, 3, b * b));
    CHECK(one.block(i) == Eigen::RowVector2d(2 * a * b, a * a));
  }
}
TEST_CASE("block Jacobians: the larger of two numbers, lane by lane") {
  Eigen::Matrix2Xd x(2, W);
  for (Eigen::Index i = 0; i < x.cols(); ++i) x.col(i) << static_cast<double>(i % 2), 0.5;
  const auto J = block_jacobians([](auto a, auto b) { return max(a, b) + abs(a - b); }, x);
  for (Eigen::Index i = 0; i < x.cols(); ++i) CHECK(J.block(i) == (i % 2 ? Eigen::RowVector2d(2, -1) : Eigen::RowVector2d(-1, 2)));
}
TEST_CASE("block Jacobians: float, and a single argument") {
  const Eigen::Matrix<float, 1, Eigen::Dynamic> x = Eigen::RowVectorXf::LinSpaced(19, -3, 3);
  const auto J = block_jacobians([](auto a) { return std::tuple(a * a, a * a * a); }, x);
  STATIC_REQUIRE(std::is_same_v<decltype(J), const BlockJacobians<float, 2, 1>>);
  for (Eigen::Index i = 0; i < 19; ++i) CHECK(J.block(i).isApprox(Eigen::Vector2f(2 * x(i), 3 * x(i) * x(i)), 1e-6f));
}
TEST_CASE("block Jacobians: branches that lanes disagree in") {
  const auto f = [](auto a, auto b, auto c, auto, auto, auto seen) {
    auto r = eval(a * b + seen);
    if (c > 0.0) r = eval(r * 2.0);
    return std::tuple(r * c, r - c);
  };
  like_the_tape(f, points(2 * W + 1), Eigen::Matrix<double, 1, Eigen::Dynamic>::Random(1, 2 * W + 1));
}
TEST_CASE("block Jacobians: an infinite slope behind an exact zero is hidden as on the tape") {
  auto x = points(W + 1);
  x(0, 1) = x(1, 1) = x(0, W) = x(1, W) = 0;   // one lane, and the last point
  like_the_tape(residual, x, Eigen::Matrix<double, 1, Eigen::Dynamic>::Zero(1, W + 1));
  const auto J = block_jacobians([](auto a) { using std::sqrt; return sqrt(a); }, Eigen::Matrix<double, 1, Eigen::Dynamic>(Eigen::RowVector3d::Zero()));
  CHECK(std::isinf(J.block(2)(0, 0)));
}
TEST_CASE("block Jacobians: the memory of the last evaluation is used again") {
  BlockJacobians<double, 2, 5> J;
  const auto x = points(9);
  const Eigen::RowVectorXd c = Eigen::RowVectorXd::Zero(9);
  J.evaluate(residual, x, c);
  const double* const before = J.blocks().data();
  J.evaluate(residual, 2 * x, c);
  CHECK(J.blocks().data() == before);
  CHECK(J.values() == block_jacobians(residual, 2 * x, c).values());
}
TEST_CASE("block Jacobians: constants for every point") {
  const Eigen::RowVectorXd c = Eigen::RowVectorXd::Zero(8);
  CHECK_THROWS_AS(block_jacobians(residual, points(9), c), ShapeError);
}
TEST_CASE("tangents: sums have the directions of both, in order") {
  const auto a = along_direction<1>(2.0);
  const auto b = along_direction<4>(3.0);
  const auto y = a * b - b;
  STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(y.tangent)>, Tangents<double, 0b10010>>);
  CHECK(y.value == 3.0);
  CHECK(y.tangent.template in<0>() == 0.0);
  CHECK(y.tangent.template in<1>() == 3.0);
  CHECK(y.tangent.template in<4>() == 1.0);
  CHECK(Dual<double, Tangents<double, 0b101>>(7.0).tangent.in<2>() == 0.0);
}
