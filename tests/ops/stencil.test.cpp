// SPDX-License-Identifier: MIT
// Stencils: the same as map over shifted views, and adjoint to sums over the neighbours that see a point.
#include <coframe/calculus/differential.hpp>
#include <coframe/calculus/hessian.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"
#include "ops/waves.hpp"

using namespace coframe;
using Eigen::ArrayXd, Eigen::ArrayXf, Eigen::ArrayXXd, Eigen::MatrixXd;
using RowArray = Eigen::Array<double, 1, Eigen::Dynamic>;
using RowMajorArray = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

namespace {
template <class X> X wave(Eigen::Index m, Eigen::Index n, double phase) { return sine_wave<X>(m, n, phase, 1.5, 1.0); }
double gap(const auto& a, const auto& b) {
  if (a.components().size() == 0) return 0;
  return static_cast<double>(((a.components() - b.components()).array().abs() / (1 + b.components().array().abs())).maxCoeff());
}
double value_gap(const auto& a, const auto& b) { return a.size() == 0 ? 0 : static_cast<double>((a - b).abs().maxCoeff()); }

const auto expression = [](const auto& a, const auto& b, const auto& c, const auto& d) { return a - 0.3 * b * (a - c) + d * c; };
const auto transcendental = [](const auto& a, const auto& b, const auto& c, const auto& d) { return exp(-a * b) / (1.0 + c * c) + tanh(d - a); };
const auto statements = [](auto a, auto b, auto c, auto d) {
  decltype(a) z = a * b;
  for (int k = 0; k < 3; ++k) z = z * c + sin(d);
  return z;
};
const auto both = [](const auto& a, const auto& b, const auto& c, const auto& d) {
  std::remove_cvref_t<decltype(a)> z = exp(a * c);
  return z * b + d;
};
const auto piecewise = [](const auto& a, const auto& b, const auto& c, const auto& d) {
  using std::fmax;
  return fmax(a, b) * relu(c - 1.5) + square(d);
};
const auto branches = [](auto a, auto b, auto c, auto d) {
  if (a > b) return decltype(a)(a * c);
  return decltype(a)(b * d);
};

/// Σ w f(u₋₁, u₀, u₂, v₀) in two ways.
template <class F> auto by_stencil(const F& f, const auto& w) {
  return [=](const auto& u, const auto& v) { return sum(w * eval(stencil(f, around(u, shift<-1>, shift<0>, shift<2>), around(v, shift<0>)))); };
}
template <class F> auto by_map(const F& f, const auto& w) {
  return [=](const auto& u, const auto& v) {
    const int n = static_cast<int>(w.size());
    return sum(w * eval(map(f, u.segment(0, n), u.segment(1, n), u.segment(3, n), v.segment(1, n))));
  };
}
template <class X, class F> void agrees_along_a_line(const F& f, double tolerance) {
  for (int n : {4, 5, 6, 7, 10, 11, 12, 19, 20, 131, 4200}) {   // 1 … elements within
    INFO(n << " elements");
    const bool row = X::RowsAtCompileTime == 1;
    const auto line = [&](int size, double phase) { return row ? wave<X>(1, size, phase) : wave<X>(size, 1, phase); };
    const X u = line(n, 0.1), v = line(n, 2.0);
    const X w = line(n - 3, 4.0) - 1.5f;
    CHECK(value_gap(stencil(f, around(u, shift<-1>, shift<0>, shift<2>), around(v, shift<0>)),
                    map(f, X(u.segment(0, n - 3)), X(u.segment(1, n - 3)), X(u.segment(3, n - 3)), X(v.segment(1, n - 3)))) == 0);
    const auto [du, dv] = differential(by_stencil(f, w), u, v);
    const auto [su, sv] = differential(by_map(f, w), u, v);
    CHECK(gap(du, su) < tolerance);
    CHECK(gap(dv, sv) < tolerance);
  }
}

/// f at (0, 0), (−1, 0), (1, 1) of u and (0, −2) of v: rows −1 … 1, columns −2 … 1.
template <class F> auto plane_stencil(const F& f, const auto& u, const auto& v) {
  return stencil(f, around(u, shift<0, 0>, shift<-1, 0>, shift<1, 1>), around(v, shift<0, -2>));
}
template <class F> auto plane_map(const F& f, const auto& u, const auto& v, int m, int n) {
  return map(f, u.block(1, 2, m - 2, n - 3), u.block(0, 2, m - 2, n - 3), u.block(2, 3, m - 2, n - 3), v.block(1, 0, m - 2, n - 3));
}
template <class X, class F> void agrees_in_the_plane(const F& f) {
  for (const auto& [m, n] : {std::pair(3, 4), {4, 9}, {11, 5}, {21, 23}, {67, 6}}) {
    INFO(m << " x " << n);
    const X u = wave<X>(m, n, 0.1), v = wave<X>(m, n, 2.0), w = wave<X>(m - 2, n - 3, 4.0) - 1.5;
    const auto [du, dv] = differential([&](const auto& a, const auto& b) { return sum(w * eval(plane_stencil(f, a, b))); }, u, v);
    const auto [su, sv] = differential([&, m = m, n = n](const auto& a, const auto& b) { return sum(w * eval(plane_map(f, a, b, m, n))); }, u, v);
    CHECK(gap(du, su) < 1e-14);
    CHECK(gap(dv, sv) < 1e-14);
    // where one field is not traced, and where the result goes into another array
    CHECK(gap(differential([&](const auto& a) { return sum(w * eval(plane_stencil(f, a, v))); }, u), su) < 1e-14);
    CHECK(gap(differential([&](const auto& b) { return sum(w * eval(plane_stencil(f, u, b))); }, v), sv) < 1e-14);
    const X weights = wave<X>(m, n, 1.0);
    const auto dr = differential([&](const auto& a) { return sum(weights * eval(replace(a, 1, 2, plane_stencil(f, a, v)))); }, u);
    const auto sr = differential([&, m = m, n = n](const auto& a) { return sum(weights * eval(replace(a, 1, 2, plane_map(f, a, eval(a * 0.0 + v), m, n)))); }, u);
    CHECK(gap(dr, sr) < 1e-14);
  }
}
}  // namespace

TEST_CASE("a stencil is map over shifted views of a line", "[stencil]") {
  agrees_along_a_line<ArrayXd>(expression, 1e-14);
  agrees_along_a_line<ArrayXd>(transcendental, 1e-14);
  agrees_along_a_line<ArrayXd>(statements, 1e-14);
  agrees_along_a_line<ArrayXd>(both, 1e-14);
  agrees_along_a_line<ArrayXd>(piecewise, 1e-14);
  agrees_along_a_line<ArrayXd>(branches, 1e-14);
  agrees_along_a_line<RowArray>(expression, 1e-14);
  agrees_along_a_line<ArrayXf>([](const auto& a, const auto& b, const auto& c, const auto& d) { return a - b * (a - c) + d * c; }, 1e-5);
}
TEST_CASE("a stencil is map over shifted blocks of a plane", "[stencil]") {
  agrees_in_the_plane<ArrayXXd>(expression);
  agrees_in_the_plane<ArrayXXd>(branches);
  agrees_in_the_plane<RowMajorArray>(transcendental);
}
TEST_CASE("stencils and other kernels by turns on one tape", "[stencil]") {
  const int n = 37;
  const ArrayXd u = wave<ArrayXd>(n, 1, 0.1), v = wave<ArrayXd>(n, 1, 2.0), w = wave<ArrayXd>(n - 3, 1, 4.0);
  const auto all = [&](const auto& how) {
    return differential([&](const auto& a, const auto& b) { return how(statements)(a, b) * how(expression)(a, b) * how(piecewise)(a, b) * how(branches)(b, a); }, u, v);
  };
  const auto [du, dv] = all([&](const auto& f) { return by_stencil(f, w); });
  const auto [su, sv] = all([&](const auto& f) { return by_map(f, w); });
  CHECK(gap(du, su) < 1e-13);
  CHECK(gap(dv, sv) < 1e-13);
}
TEST_CASE("a linear stencil is pulled back by its mirror image", "[stencil]") {
  // y = Σ cₛ u(· + s), so (f^* w)(p) = Σ cₛ w(p − s).
  const int m = 19, n = 8;
  const MatrixXd u = wave<MatrixXd>(m, n, 0.3), w = wave<MatrixXd>(m - 4, n - 2, 1.0);
  const auto f = [](const auto& a, const auto& b, const auto& c, const auto& d, const auto& e) { return 2.0 * a - 3.0 * b + 5.0 * c - 7.0 * d + 11.0 * e; };
  const auto du = differential([&](const auto& x) {
    return stencil(f, around(x, shift<0, 0>, shift<-2, 0>, shift<2, 0>, shift<0, -1>, shift<1, 1>)).cwiseProduct(w).sum();
  }, u);
  MatrixXd padded = MatrixXd::Zero(m + 4, n + 2);   // w with zeros around: point (i, j) of u lies at (i + 2, j + 1)
  padded.block(4, 2, m - 4, n - 2) = w;
  const auto seen = [&](int i, int j) { return padded.block(2 - i, 1 - j, m, n); };
  CHECK((du.components() - (2.0 * seen(0, 0) - 3.0 * seen(-2, 0) + 5.0 * seen(2, 0) - 7.0 * seen(0, -1) + 11.0 * seen(1, 1))).norm() < 1e-13);
}
TEST_CASE("the same neighbour twice, and one field as two", "[stencil]") {
  const ArrayXd u = wave<ArrayXd>(29, 1, 0.3);
  const auto f = [](const auto& a, const auto& b, const auto& c, const auto& d) { return a * b + exp(c) * d; };
  const auto one = differential([&](const auto& x) { return sum(stencil(f, around(x, shift<0>, shift<1>, shift<0>, shift<1>))); }, u);
  const auto two = differential([&](const auto& x) { return sum(stencil(f, around(x, shift<0>, shift<1>), around(x, shift<0>, shift<1>))); }, u);
  const auto terms = differential([&](const auto& x) { return sum(x.head(28) * x.tail(28)) + sum(exp(x.head(28)) * x.tail(28)); }, u);
  CHECK(gap(one, terms) < 1e-14);
  CHECK(gap(two, terms) < 1e-14);
}
TEST_CASE("neighbours further away than a register holds", "[stencil]") {
  const ArrayXd u = wave<ArrayXd>(60, 1, 0.3);
  const auto f = [](const auto& a, const auto& b) { return a * sin(b); };
  const auto far = differential([&](const auto& x) { return sum(stencil(f, around(x, shift<-20>, shift<1>))); }, u);
  CHECK(gap(far, differential([](const auto& x) { return sum(x.head(39) * sin(x.tail(39))); }, u)) < 1e-14);
}
TEST_CASE("a transposed field", "[stencil]") {
  const ArrayXXd u = wave<ArrayXXd>(17, 21, 0.3);
  const auto f = [](const auto& a, const auto& b) { return a * sin(b); };
  const auto du = differential([&](const auto& x) { return sum(stencil(f, around(x.transpose(), shift<-1, 0>, shift<0, 1>))); }, u);
  CHECK(gap(du, differential([](const auto& x) { return sum(x.block(0, 0, 16, 20) * sin(x.block(1, 1, 16, 20))); }, u)) < 1e-14);
}
TEST_CASE("an exactly zero slope beside an infinite one, within a stencil", "[stencil]") {
  const ArrayXd x = ArrayXd::Zero(12);
  const auto root = [](const auto& a, const auto& b) { return sqrt(a) * b; };
  CHECK((differential([&](const auto& u) { return sum(stencil(root, around(u, shift<0>, shift<1>))); }, x).components() == 0).all());
}
TEST_CASE("large inputs, whose cotangents go straight to the result", "[stencil]") {
  const ArrayXXd u = wave<ArrayXXd>(40, 40, 0.3);
  const auto f = [](const auto& a, const auto& b, const auto& c) { return a * b - square(c); };
  const auto by_stencil_of_all = differential([&](const auto& x) { return sum(stencil(f, around(x, shift<-1, 0>, shift<1, 0>, shift<0, 1>))); }, u);
  const auto by_blocks = differential([&](const auto& x) { return sum(map(f, x.block(0, 0, 38, 39), x.block(2, 0, 38, 39), x.block(1, 1, 38, 39))); }, u);
  CHECK(gap(by_stencil_of_all, by_blocks) < 1e-14);
}
TEST_CASE("stencils at second order", "[stencil]") {
  const int n = 23;
  const ArrayXd x = wave<ArrayXd>(n, 1, 0.1), direction = wave<ArrayXd>(n, 1, 5.0), w = wave<ArrayXd>(n - 3, 1, 4.0);
  const auto twice = [&](const auto& f) { return hessian_vector([&](const auto& u) { return f(u, u); }, x, Tangent<ArrayXd>(direction)); };
  CHECK(gap(twice(by_stencil(expression, w)), twice(by_map(expression, w))) < 1e-13);
  CHECK(gap(twice(by_stencil(transcendental, w)), twice(by_map(transcendental, w))) < 1e-13);
}
TEST_CASE("a stencil of what cannot be one", "[stencil]") {
  const auto f = [](const auto& a, const auto& b) { return a * b; };
  const ArrayXd u = wave<ArrayXd>(5, 1, 0.1), longer = wave<ArrayXd>(6, 1, 0.1), one = wave<ArrayXd>(1, 1, 0.1);
  const auto between = [&](const auto& a, const auto& b) { return sum(stencil(f, around(a, shift<0>), around(b, shift<1>))); };
  CHECK_THROWS_AS(differential(between, u, longer), ShapeError);
  CHECK_THROWS_AS(stencil(f, around(u, shift<-4>, shift<4>)), ShapeError);
  CHECK(stencil(f, around(one, shift<0>, shift<1>)).size() == 0);
  CHECK(gap(differential([&](const auto& a) { return sum(a) + sum(stencil(f, around(a, shift<0>, shift<1>))); }, one), Cotangent<ArrayXd>(ArrayXd::Ones(1))) == 0);
}
TEST_CASE("fields on two tapes, also where the result goes into another array", "[stencil]") {
  const auto f = [](const auto& a, const auto& b) { return a * b; };
  Tape<double> one, two;
  const ArrayXd x = wave<ArrayXd>(9, 1, 0.1);
  const auto a = input(one, x), b = input(two, x);
  CHECK_THROWS_AS(stencil(f, around(a, shift<0>), around(b, shift<1>)), ForeignValue);
  CHECK_THROWS_AS(replace(a, 1, stencil(f, around(b, shift<0>, shift<1>))), ForeignValue);
  CHECK_THROWS_AS(replace(a, 1, map(f, b.head(3), b.tail(3))), ForeignValue);
  CHECK_NOTHROW(replace(a, 1, stencil(f, around(a, shift<0>, shift<1>))));
}
