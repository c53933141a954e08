// SPDX-License-Identifier: MIT
// Kernels of map: one expression of their arguments, statements, or both; the differential is that of the kernel on traced scalars.
#include <coframe/calculus/differential.hpp>
#include <coframe/calculus/hessian.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::ArrayXd;

namespace {
ArrayXd wave(int n, double phase) { return ArrayXd::NullaryExpr(n, [=](Eigen::Index k) { return 1.5 + std::sin(phase + 0.7 * static_cast<double>(k)); }); }
/// u in neighbours: Σ wₖ f(uₖ, uₖ₊₁, vₖ).
template <class F> auto by_map(const F& f, const ArrayXd& w) {
  return [=](const auto& u, const auto& v) {
    const int n = static_cast<int>(w.size());
    return sum(w * eval(map(f, u.head(n), u.tail(n), v)));
  };
}
template <class F> auto by_statements(const F& f, const ArrayXd& w) {
  return [=](const auto& u, const auto& v) {
    auto total = eval(u(0) * 0.0);
    for (int k = 0; k < static_cast<int>(w.size()); ++k) total += w[k] * eval(f(eval(u(k)), eval(u(k + 1)), eval(v(k))));
    return total;
  };
}
double gap(const auto& a, const auto& b) { return ((a.components() - b.components()).abs() / (1 + b.components().abs())).maxCoeff(); }

template <class F> void agrees(const F& f) {
  for (int n : {1, 2, 3, 4, 7, 8, 9, 17, 130, 4200}) {
    const ArrayXd u = wave(n + 1, 0.1), v = wave(n, 2.0), w = wave(n, 4.0) - 1.5;
    const auto [du, dv] = differential(by_map(f, w), u, v);
    const auto [su, sv] = differential(by_statements(f, w), u, v);
    INFO(n << " elements");
    CHECK(gap(du, su) < 1e-14);
    CHECK(gap(dv, sv) < 1e-14);
  }
}

const auto expression = [](const auto& a, const auto& b, const auto& c) { return a - 0.3 * b * (a - c) + exp(-c * a) / (1.0 + b * b); };
const auto long_expression = [](const auto& a, const auto& b, const auto& c) {
  const auto p = a * b + b * c + c * a;
  const auto q = tanh(p - a) * p;
  return q * p + log(1.0 + p * p) - q / (2.0 + a * a);   // more than 16 leaves
};
const auto statements = [](auto a, auto b, auto c) {
  decltype(a) z = a * b;
  for (int k = 0; k < 3; ++k) z = z * c + sin(a);
  return z;
};
const auto both = [](const auto& a, const auto& b, const auto& c) {
  std::remove_cvref_t<decltype(a)> z = exp(a * c);
  return z * b + a;
};
const auto changed_argument = [](auto a, auto b, auto c) {
  a += b * c;
  return a * b;
};
const auto beside_a_constant = [](const auto& a, const auto& b, const auto& c) {
  const std::remove_cvref_t<decltype(a)> two(2.0);
  return two * a * b + c / two;
};
const auto an_argument = [](const auto&, const auto& b, const auto&) { return b; };
const auto piecewise = [](const auto& a, const auto& b, const auto& c) {
  using std::fmax, std::fmin, std::pow, std::hypot, std::fabs;
  return fmax(a, 1.2) * relu(c - 1.5) + fmin(a * b, c) + square(a) * pow(b, 3) + hypot(a, 1.0) + sigmoid(fabs(b - c));
};
}  // namespace

TEST_CASE("a kernel that is one expression") { agrees(expression); }
TEST_CASE("a kernel that is a long expression") { agrees(long_expression); }
TEST_CASE("a kernel of statements") { agrees(statements); }
TEST_CASE("a kernel of statements and an expression of them") { agrees(both); }
TEST_CASE("a kernel that changes its copy of an argument") { agrees(changed_argument); }
TEST_CASE("a kernel with a constant variable") { agrees(beside_a_constant); }
TEST_CASE("a kernel that returns an argument") { agrees(an_argument); }
TEST_CASE("a kernel of piecewise operations") { agrees(piecewise); }
TEST_CASE("a kernel that returns a plain number has no slope") {
  const ArrayXd x = wave(9, 0.3);
  const auto d = differential([](const auto& u) { return sum(u * eval(map([](const auto&) { return 2.5; }, u))); }, x);
  CHECK((d.components() == 2.5).all());
}
TEST_CASE("kernels of all kinds by turns on one tape") {
  const int n = 21;
  const ArrayXd u = wave(n + 1, 0.1), v = wave(n, 2.0), w = wave(n, 4.0);
  auto all = [&](const auto& how) {
    return differential([&](const auto& a, const auto& b) {
      return how(expression, w)(a, b) * how(both, w)(a, b) + how(statements, w)(a, b) + how(expression, w)(a, b) * how(changed_argument, w)(a, b);
    }, u, v);
  };
  const auto [du, dv] = all([](const auto& f, const ArrayXd& weights) { return by_map(f, weights); });
  const auto [su, sv] = all([](const auto& f, const ArrayXd& weights) { return by_statements(f, weights); });
  CHECK(gap(du, su) < 1e-13);
  CHECK(gap(dv, sv) < 1e-13);
}
TEST_CASE("kernels at second order") {
  const int n = 11;
  const ArrayXd x = wave(n + 1, 0.1), direction = wave(n + 1, 5.0), w = wave(n, 4.0);
  auto twice = [&](const auto& f, const auto& how) {
    return hessian_vector([&](const auto& u) { return how(f, w)(u, u.head(n)); }, x, Tangent<ArrayXd>(direction));
  };
  auto compare = [&](const auto& f) {
    CHECK(gap(twice(f, [](const auto& g, const ArrayXd& weights) { return by_map(g, weights); }),
              twice(f, [](const auto& g, const ArrayXd& weights) { return by_statements(g, weights); })) < 1e-13);
  };
  compare(expression);
  compare(both);
}
TEST_CASE("an exactly zero slope beside an infinite one, within a kernel") {
  // sqrt(x) y at x = 0, y = 0: the slope in x is ∞ · 0, which counts as 0 where the cotangent meets it.
  const ArrayXd x = ArrayXd::Zero(9);
  const auto root = [](const auto& a, const auto& b) { return sqrt(a) * b; };
  const auto [dx, dy] = differential([&](const auto& a, const auto& b) { return sum(map(root, a, b)); }, x, x);
  CHECK((dx.components() == 0).all());
  CHECK((dy.components() == 0).all());
}
