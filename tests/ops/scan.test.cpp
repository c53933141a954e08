// SPDX-License-Identifier: MIT
// Scans: the same as a loop over array expressions, adjoint, and a geometric series where the recurrence is linear.
#include <coframe/calculus/differential.hpp>
#include <coframe/calculus/hessian.hpp>
#include <coframe/calculus/pullback.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"
#include "ops/waves.hpp"

using namespace coframe;
using Eigen::ArrayXd, Eigen::ArrayXf, Eigen::ArrayXXd, Eigen::ArrayXXf, Eigen::MatrixXd, Eigen::VectorXd;

namespace {
template <class X> X wave(Eigen::Index m, Eigen::Index n, double phase) { return sine_wave<X>(m, n, phase, 0.9, 0.5); }
double gap(const auto& a, const auto& b) {
  if (a.size() == 0) return 0;
  return static_cast<double>(((a - b).array().abs() / (1 + b.array().abs())).maxCoeff());
}

// (y, z), x, a, k → (y, z): in one expression each, by statements, by branches on which lanes disagree.
const auto expressions = [](auto y, auto z, auto x, auto a, auto k) {
  using std::exp, std::tanh;
  const auto next = y * tanh(x * a) + exp(-z * k);
  return std::tuple(next, k * tanh(next) * x);
};
const auto statements = [](auto y, auto z, auto x, auto a, auto k) {
  using std::sin;
  decltype(y) next = y;
  for (int i = 0; i < 3; ++i) next = next * 0.5 + sin(a * x);
  return std::tuple(next, decltype(y)(k * z + next));
};
const auto branches = [](auto y, auto z, auto x, auto a, auto k) {
  using Y = decltype(y);
  if (y > x) return std::tuple(Y(0.5 * y + a), Y(z * k));
  return std::tuple(Y(y * x), Y(z - a * y));
};

/// All states of both, weighed by numbers of their own, by a scan and by a loop over columns.
template <class F> auto by_scan(const F& f, const auto& w) {
  return [=](const auto& y0, const auto& z0, const auto& x, const auto& a, const auto& k) {
    const auto [y, z] = scan(f, from(y0, z0), along(x), a, k);
    return sum(w * y) + sum(square(w) * z);
  };
}
template <class F> auto by_loop(const F& f, const auto& w) {
  return [=](const auto& y0, const auto& z0, const auto& x, const auto& a, const auto& k) {
    const auto first = [=](auto... e) { return std::get<0>(f(e...)); };
    const auto second = [=](auto... e) { return std::get<1>(f(e...)); };
    auto y = eval(1.0 * y0), z = eval(1.0 * z0);
    auto total = eval_scalar(0.0 * sum(y));
    for (int t = 0; t < static_cast<int>(w.cols()); ++t) {
      const auto column = eval(1.0 * x.col(t));
      const auto next = eval(map(first, y, z, column, a, k));
      z = eval(map(second, y, z, column, a, k));
      y = next;
      total = eval_scalar(total + sum(w.col(t) * y) + sum(square(ArrayXd(w.col(t))) * z));
    }
    return total;
  };
}
template <class F> void agrees_with_a_loop(const F& f) {
  for (int n : {1, 3, 7, 8, 11, 14, 16, 70, 131})
    for (int steps : {1, 2, 7}) {
      INFO(n << " elements, " << steps << " steps");
      const ArrayXd y = wave<ArrayXd>(n, 1, 0.1), z = wave<ArrayXd>(n, 1, 2.0), a = wave<ArrayXd>(n, 1, 4.0);
      const ArrayXXd x = wave<ArrayXXd>(n, steps, 1.0), w = wave<ArrayXXd>(n, steps, 3.0) - 0.8;
      const auto [dy, dz, dx, da, dk] = differential(by_scan(f, w), y, z, x, a, 0.6);
      const auto [ly, lz, lx, la, lk] = differential(by_loop(f, w), y, z, x, a, 0.6);
      CHECK(gap(dy.components(), ly.components()) < 1e-13);
      CHECK(gap(dz.components(), lz.components()) < 1e-13);
      CHECK(gap(dx.components(), lx.components()) < 1e-13);
      CHECK(gap(da.components(), la.components()) < 1e-13);
      CHECK(dk.components() == Approx(lk.components()).epsilon(1e-12));
      CHECK(by_scan(f, w)(y, z, x, a, 0.6) == Approx(value_and_differential(by_scan(f, w), y, z, x, a, 0.6).value).epsilon(1e-13));
    }
}
}  // namespace

TEST_CASE("a scan is a loop over its steps", "[scan]") {
  agrees_with_a_loop(expressions);
  agrees_with_a_loop(statements);
  agrees_with_a_loop(branches);
}
TEST_CASE("kernels by turns on one tape", "[scan]") {
  const ArrayXd y = wave<ArrayXd>(13, 1, 0.1), a = wave<ArrayXd>(13, 1, 4.0);
  const ArrayXXd x = wave<ArrayXXd>(13, 4, 1.0), w = wave<ArrayXXd>(13, 4, 3.0);
  const auto all = [&](const auto& how) {
    return differential([&](const auto& y) { return how(statements)(y, y, x, a, 0.6) * how(expressions)(y, y, x, a, 0.6) * how(branches)(y, y, x, a, 0.6); }, y);
  };
  CHECK(gap(all([&](const auto& f) { return by_scan(f, w); }).components(), all([&](const auto& f) { return by_loop(f, w); }).components()) < 1e-13);
}
TEST_CASE("a linear recurrence sums a geometric series", "[scan]") {
  // y(t) = a y(t − 1) + x(t): dy(T) = Σ aᵀ⁻ᵗ dx(t) + aᵀ dy(0)
  const int n = 11, steps = 6;
  const double a = 0.7;
  const VectorXd y0 = wave<VectorXd>(n, 1, 0.1);
  const MatrixXd x = wave<MatrixXd>(n, steps, 1.0);
  const auto [dy, dx] = differential([&](const auto& y0, const auto& x) {
    return scan([=](auto y, auto x) { return a * y + x; }, from(y0), along(x)).col(steps - 1).sum();
  }, y0, x);
  for (int i = 0; i < n; ++i) {
    CHECK(dy(i) == Approx(std::pow(a, steps)));
    for (int t = 0; t < steps; ++t) CHECK(dx(i, t) == Approx(std::pow(a, steps - 1 - t)));
  }
}
TEST_CASE("a scan's pullback is adjoint to its pushforward, at second order too", "[scan]") {
  const int n = 11, steps = 5;
  const ArrayXd y = wave<ArrayXd>(n, 1, 0.1), v = wave<ArrayXd>(n, 1, 5.0), a = wave<ArrayXd>(n, 1, 4.0);
  const ArrayXXd x = wave<ArrayXXd>(n, steps, 1.0), w = wave<ArrayXXd>(n, steps, 3.0);
  const auto both = [&](const auto& f) {
    auto r = record([&](const auto& y) { return std::get<1>(scan(f, from(y, y), along(x), y, 0.6)); }, y);
    const double along_v = pair(Cotangent<ArrayXXd>(w), r.pushforward(Tangent<ArrayXd>(v)));
    CHECK(pair(r.pullback(Cotangent<ArrayXXd>(w)), Tangent<ArrayXd>(v)) == Approx(along_v).epsilon(1e-13));
    const auto loss = [&](const auto& how) { return [&, how](const auto& y) { return how(f, w)(y, eval(1.0 * y), x, a, 0.6); }; };
    const auto scanned = hessian_vector(loss([](const auto& f, const auto& w) { return by_scan(f, w); }), y, Tangent<ArrayXd>(v));
    const auto looped = hessian_vector(loss([](const auto& f, const auto& w) { return by_loop(f, w); }), y, Tangent<ArrayXd>(v));
    CHECK(gap(scanned.components(), looped.components()) < 1e-12);
  };
  both(expressions);
  both(statements);
  both(branches);
}
TEST_CASE("what a scan reads: views, constants, numbers", "[scan]") {
  const int n = 9, steps = 4;
  const ArrayXXd x = wave<ArrayXXd>(steps, n, 1.0), w = wave<ArrayXXd>(n, steps, 3.0);
  const ArrayXd y = wave<ArrayXd>(n, 1, 0.1), a = wave<ArrayXd>(n, 1, 4.0);
  const ArrayXXd turned = x.transpose();
  // transposed and spread views, where elements do not lie side by side
  const auto of_view = differential([&](const auto& x) { return by_scan(expressions, w)(y, y, x.transpose(), a, 0.6); }, x);
  const auto of_copy = differential([&](const auto& x) { return by_scan(expressions, w)(y, y, x, a, 0.6); }, turned);
  CHECK(gap(of_view.components(), of_copy.components().transpose()) < 1e-14);
  const auto of_row = differential([&](const auto& x) { return by_scan(expressions, w)(x.row(1).transpose(), y, turned, a, 0.6); }, x);
  const auto of_column = differential([&](const auto& y0) { return by_scan(expressions, w)(y0, y, turned, a, 0.6); }, ArrayXd(x.row(1).transpose()));
  CHECK(gap(of_row.components().row(1).transpose(), of_column.components()) < 1e-14);
  CHECK(of_row.components().row(0).abs().maxCoeff() == 0);
  // a number alone is traced
  const auto of_number = differential([&](const auto& k) { return by_scan(expressions, w)(y, y, turned, a, k); }, 0.6);
  CHECK(of_number.components() == Approx(std::get<4>(differential(by_loop(expressions, w), y, y, turned, a, 0.6)).components()));
  // no inputs, one state; the same array as state and as constant
  const auto decay = differential([&](const auto& y) { return scan([](auto y, auto a) { return y - 0.1 * a * y; }, from(y), along(3), y).col(2).sum(); }, y);
  for (int i = 0; i < n; ++i) CHECK(decay(i) == Approx(std::pow(1 - 0.1 * y(i), 3) - 0.3 * y(i) * std::pow(1 - 0.1 * y(i), 2)));
}
TEST_CASE("scans of no elements and of no steps", "[scan]") {
  const ArrayXd none(0), y = wave<ArrayXd>(5, 1, 0.1);
  CHECK(differential([](const auto& y) { return sum(scan([](auto y) { return 2.0 * y; }, from(y), along(4))); }, none).components().size() == 0);
  CHECK((differential([](const auto& y) { return sum(y) + sum(scan([](auto y) { return 2.0 * y; }, from(y), along(0))); }, y).components() == 1).all());
}
TEST_CASE("states of fixed size", "[scan]") {
  const Eigen::Vector3d y{1, 2, 3};
  const Eigen::Matrix<double, 1, 1> one{2.0};
  const auto twice = [](auto y) { return 2.0 * y; };
  STATIC_REQUIRE(std::is_same_v<decltype(scan(twice, from(y), along(2))), Eigen::Matrix<double, 3, Eigen::Dynamic>>);
  CHECK(differential([&](const auto& y) { return scan(twice, from(y), along(3)).col(2).sum(); }, y).components() == Eigen::Vector3d(8, 8, 8));
  CHECK(differential([&](const auto& y) { return scan(twice, from(y), along(3)).sum(); }, one)(0) == 14);
}
TEST_CASE("scans in single precision", "[scan]") {
  const ArrayXf y = wave<ArrayXf>(19, 1, 0.1);
  const ArrayXXf x = wave<ArrayXXf>(19, 3, 1.0);
  const auto f = [](auto y, auto x) { return y * x + tanh(y); };
  const auto in_single = differential([&](const auto& y) { return sum(scan(f, from(y), along(x))); }, y);
  const auto in_double = differential([&](const auto& y) { return sum(scan(f, from(y), along(ArrayXXd(x.cast<double>())))); }, ArrayXd(y.cast<double>()));
  CHECK(gap(in_single.components().cast<double>(), in_double.components()) < 1e-5);
}
TEST_CASE("nothing flows from a step that is not asked for, be its slope infinite", "[scan]") {
  const ArrayXd y{{0, 4, 9, 0, 1, 4, 9, 16, 0}};
  const auto f = [](auto y, auto x) { return sqrt(y) * x; };
  ArrayXXd x = ArrayXXd::Ones(9, 1);
  for (int i = 0; i < 9; ++i) x(i, 0) = y(i) == 0 ? 0 : 1;
  const auto d = differential([&](const auto& y) { return sum(scan(f, from(y), along(x))); }, y);
  for (int i = 0; i < 9; ++i) CHECK(d(i) == (y(i) == 0 ? 0 : 0.5 / std::sqrt(y(i))));
}
TEST_CASE("what a scan refuses", "[scan]") {
  const ArrayXd y = ArrayXd::Ones(4), longer = ArrayXd::Ones(5);
  const ArrayXXd x = ArrayXXd::Ones(4, 3);
  const auto f = [](auto y, auto x) { return y + x; };
  CHECK_THROWS_WITH(scan(f, from(longer), along(x)), Catch::Matchers::ContainsSubstring("the states have 5 elements, so 5×3 numbers were expected, but 4×3 came"));
  CHECK_THROWS_AS(record([&](const auto& y) { return scan(f, from(y), along(x)); }, longer), ShapeError);
  CHECK_THROWS_AS(record([&](const auto& y) { return scan(f, from(y), along(3), x); }, y), ShapeError);
  CHECK_THROWS_AS(record([&](const auto& y) { return scan([](auto y) { return y; }, from(y), along(-1)); }, y), ShapeError);
  CHECK_THROWS_AS(record([&](const auto& y) { return scan([](auto y, auto x, auto a) { return y + x + a; }, from(y), along(x), longer); }, y), ShapeError);
  Tape<double> tape, other;
  const auto there = input(tape, y);
  const auto elsewhere = input(other, x);
  const auto number = input(other, 2.0);
  CHECK_THROWS_AS(scan(f, from(there), along(elsewhere)), ForeignValue);
  CHECK_THROWS_AS(scan([](auto y, auto x, auto k) { return y * k + x; }, from(there), along(x), number), ForeignValue);
  CHECK_THROWS_AS(scan([](auto y, auto x, auto k) { return y * k + x; }, from(y), along(x), Var<double>(2.0)), ForeignValue);
  tape.rewind();
  CHECK_THROWS_AS(scan(f, from(there), along(x)), StaleValue);
}
