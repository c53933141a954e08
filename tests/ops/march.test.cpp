// SPDX-License-Identifier: MIT
// Marches: the same as stencils that replace what lies within, step after step; and a wave that moves on by a point a step.
#include <coframe/calculus.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"
#include "ops/waves.hpp"

using namespace coframe;
using Eigen::ArrayXd, Eigen::ArrayXf, Eigen::ArrayXXd, Eigen::MatrixXd;
using RowArray = Eigen::Array<double, 1, Eigen::Dynamic>;
using RowMajorArray = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

namespace {
template <class X> X wave(Eigen::Index m, Eigen::Index n, double phase) { return sine_wave<X>(m, n, phase, 0.6, 0.3); }
double gap(const auto& a, const auto& b) { return a.size() == 0 ? 0 : static_cast<double>(((a - b).abs() / (1 + b.abs())).maxCoeff()); }

const auto formula = [](const auto& west, const auto& u, const auto& east, const auto& v_west, const auto& v, const auto& k) {
  return std::tuple(u - 0.2 * (u + 0.5 * v) * (u - west) + 0.1 * k * (east - u), v + 0.3 * u * (v_west - v) * k);
};
const auto transcendental = [](const auto& west, const auto& u, const auto& east, const auto& v_west, const auto& v, const auto& k) {
  return std::tuple(tanh(u + k * (east - west)), v * exp(-0.1 * v_west * u));
};
const auto statements = [](auto west, auto u, auto east, auto v_west, auto v, auto k) {
  decltype(u) a = u * west;
  for (int i = 0; i < 2; ++i) a = 0.5 * a + k * east;
  return std::tuple(decltype(u)(a * 0.5), decltype(u)(v * 0.7 + v_west * a));
};
const auto branches = [](auto west, auto u, auto east, auto v_west, auto v, auto k) {
  if (u > west) return std::tuple(decltype(u)(u * 0.9 + 0.1 * east), decltype(u)(v));
  return std::tuple(decltype(u)(west * k), decltype(u)(v_west * 0.8));
};

/// (u, v) after some steps by march, and by stencils in a loop.
template <class F> auto by_march(const F& f, int steps) {
  return [=](const auto& u, const auto& v, const auto& k) {
    return march(steps, f, around(u, shift<-1>, shift<0>, shift<2>), around(v, shift<-1>, shift<0>), around(k, shift<0>));
  };
}
template <class F> auto by_loop(const F& f, int steps) {
  return [=](const auto& u0, const auto& v0, const auto& k) {
    const auto first = [f](const auto&... x) { return std::get<0>(f(x...)); };
    const auto second = [f](const auto&... x) { return std::get<1>(f(x...)); };
    auto u = eval(u0), v = eval(v0);
    for (int t = 0; t < steps; ++t) {
      const auto step = [&](const auto& g) { return stencil(g, around(u, shift<-1>, shift<0>, shift<2>), around(v, shift<-1>, shift<0>), around(k, shift<0>)); };
      const bool row = u.rows() == 1;
      const auto moved_u = eval(replace(u, row ? 0 : 1, row ? 1 : 0, step(first))), moved_v = eval(replace(v, row ? 0 : 1, row ? 1 : 0, step(second)));
      u = moved_u, v = moved_v;
    }
    return std::tuple(u, v);
  };
}
template <class F> auto weighted(const F& f, const auto& a, const auto& b) {
  return [=](const auto& u, const auto& v, const auto& k) {
    const auto [x, y] = f(u, v, k);
    return sum(a * x) + sum(b * y * y);
  };
}
template <class X, class F> void agrees_along_a_line(const F& f, double tolerance) {
  for (const int n : {4, 5, 7, 8, 11, 19, 131})
    for (const int steps : {0, 1, 2, 5}) {
      INFO(n << " elements, " << steps << " steps");
      const bool row = X::RowsAtCompileTime == 1;
      const auto line = [&](double phase) { return row ? wave<X>(1, n, phase) : wave<X>(n, 1, phase); };
      const X u = line(0.1), v = line(2.0), k = line(1.0), a = line(4.0), b = line(5.0);
      const auto [du, dv, dk] = differential(weighted(by_march(f, steps), a, b), u, v, k);
      const auto [su, sv, sk] = differential(weighted(by_loop(f, steps), a, b), u, v, k);
      CHECK(gap(du.components(), su.components()) < tolerance);
      CHECK(gap(dv.components(), sv.components()) < tolerance);
      CHECK(gap(dk.components(), sk.components()) < tolerance);
      const auto plain = by_march(f, steps)(u, v, k);
      auto traced = record([&](const auto& x, const auto& y, const auto& z) { return by_march(f, steps)(x, y, z); }, std::tuple(u, v, k));
      CHECK(gap(std::get<0>(traced.value()), std::get<0>(plain)) < tolerance);
      CHECK(gap(std::get<1>(traced.value()), std::get<1>(plain)) < tolerance);
      // ⟨w, f_* v⟩ = ⟨f^* w, v⟩
      const auto moving = tangent(a, X(b * 0.5f), X(a - b));
      const auto pushed = traced.pushforward(moving);
      const auto w = cotangent(b, a);
      CHECK(std::abs(pair(w, pushed) - pair(traced.pullback(w), moving)) < 100 * tolerance);
    }
}
}  // namespace

TEST_CASE("a march is a loop of stencils along a line", "[march]") {
  agrees_along_a_line<ArrayXd>(formula, 1e-13);
  agrees_along_a_line<ArrayXd>(transcendental, 1e-13);
  agrees_along_a_line<ArrayXd>(statements, 1e-13);
  agrees_along_a_line<ArrayXd>(branches, 1e-13);
  agrees_along_a_line<RowArray>(formula, 1e-13);
  agrees_along_a_line<ArrayXf>([](const auto& west, const auto& u, const auto& east, const auto& v_west, const auto& v, const auto& k) {
    return std::tuple(u - u * (u - west) * k + (east - u) * k, v * v_west);
  }, 1e-4);
}
TEST_CASE("a march is a loop of stencils in a plane", "[march]") {
  const auto f = [](const auto& here, const auto& north, const auto& south, const auto& west, const auto& east, const auto& k) {
    return here + k * (north + south + west + 2.0 * east - 5.0 * here) * here;
  };
  const auto in_the_plane = [&]<class X>(const X&, int m, int n, int steps) {
    INFO(m << " x " << n);
    const X u = wave<X>(m, n, 0.1), k = X(0.1 * wave<X>(m, n, 2.0)), weights = wave<X>(m, n, 4.0);
    const auto neighbours = [](const auto& a) { return around(a, shift<0, 0>, shift<-1, 0>, shift<1, 0>, shift<0, -1>, shift<0, 2>); };
    const auto marched = [&](const auto& a, const auto& b) { return sum(weights * march(steps, f, neighbours(a), around(b, shift<0, 0>))); };
    const auto looped = [&](const auto& a, const auto& b) {
      auto now = eval(a);
      for (int t = 0; t < steps; ++t) {
        const auto next = eval(replace(now, 1, 1, stencil(f, neighbours(now), around(b, shift<0, 0>))));
        now = next;
      }
      return sum(weights * now);
    };
    const auto [du, dk] = differential(marched, u, k);
    const auto [su, sk] = differential(looped, u, k);
    CHECK(gap(du.components(), su.components()) < 1e-13);
    CHECK(gap(dk.components(), sk.components()) < 1e-13);
    CHECK(gap(differential([&](const auto& a) { return marched(a, k); }, u).components(), su.components()) < 1e-13);   // a field that is not traced
    CHECK(gap(differential([&](const auto& b) { return marched(u, b); }, k).components(), sk.components()) < 1e-13);   // a state that is not
  };
  for (const auto& [m, n] : {std::pair(3, 4), {4, 9}, {11, 5}, {21, 23}, {67, 6}}) {
    in_the_plane(ArrayXXd(), m, n, 3);
    in_the_plane(RowMajorArray(), m, n, 3);
  }
}
TEST_CASE("a march of west moves a wave on by a point a step", "[march]") {
  const int n = 40, steps = 7;
  const ArrayXd u = wave<ArrayXd>(n, 1, 0.3), w = wave<ArrayXd>(n, 1, 1.0);
  const auto moved = [&](const auto& a) { return march(steps, [](const auto& west) { return west; }, around(a, shift<-1>)); };
  const ArrayXd end = moved(u);
  for (int i = 0; i < n; ++i) CHECK(end(i) == u(std::max(i - steps, 0)));
  const ArrayXd d = differential([&](const auto& a) { return sum(w * moved(a)); }, u).components();
  CHECK(d(0) == Approx(w.head(steps + 1).sum()));
  for (int i = 1; i < n; ++i) CHECK(d(i) == (i + steps < n ? w(i + steps) : 0.0));
}
TEST_CASE("marches of strided fields, and to second order", "[march]") {
  const auto f = [](const auto& west, const auto& u, const auto& east) { return u - 0.3 * u * (u - west) + 0.1 * (east - 2.0 * u + west); };
  const MatrixXd x = wave<ArrayXXd>(5, 12, 0.2).matrix(), v = wave<ArrayXXd>(5, 12, 2.2).matrix();
  const auto marched = [&](const auto& m) { return march(4, f, around(m.row(2).transpose().array(), shift<-1>, shift<0>, shift<1>)).square().sum(); };
  const auto looped = [&](const auto& m) {
    auto u = eval(m.row(2).transpose().array());
    for (int t = 0; t < 4; ++t) {
      const auto next = eval(replace(u, 1, stencil(f, around(u, shift<-1>, shift<0>, shift<1>))));
      u = next;
    }
    return u.square().sum();
  };
  CHECK(gap(differential(marched, x).components().array(), differential(looped, x).components().array()) < 1e-14);
  CHECK(gap(hessian_vector(marched, x, tangent(v)).components().array(), hessian_vector(looped, x, tangent(v)).components().array()) < 1e-13);
}
TEST_CASE("marches of nothing, and of fields without a point within", "[march]") {
  const auto f = [](const auto& west, const auto& east) { return west * east; };
  const ArrayXd none(0), two = wave<ArrayXd>(2, 1, 0.5);
  const auto kept = [&](const auto& u) { return sum(square(march(3, f, around(u, shift<-1>, shift<1>)))); };
  CHECK(differential(kept, two).components().isApprox(2.0 * two));
  CHECK(differential([](const auto& u) { return sum(march(3, [](const auto& x) { return 2.0 * x; }, around(u, shift<0>))) + 0.0; }, none).components().size() == 0);
  CHECK(differential([](const auto& u) { return sum(march(3, [](const auto& x) { return 2.0 * x; }, around(u, shift<0>))); }, two).components().isApproxToConstant(8.0));
}
TEST_CASE("marches say what is wrong", "[march]") {
  const ArrayXd u = ArrayXd::Zero(5), v = ArrayXd::Zero(6), few = ArrayXd::Zero(1);
  const auto f = [](const auto& west, const auto& here) { return west + here; };
  CHECK_THROWS_AS(march(-1, f, around(u, shift<-1>, shift<0>)), ShapeError);
  CHECK_THROWS_AS(march(2, f, around(u, shift<-1>), around(v, shift<0>)), ShapeError);
  CHECK_THROWS_AS(march(2, f, around(few, shift<-1>, shift<1>)), ShapeError);
  Tape<double> one, other;
  const auto a = input(one, u), b = input(other, u);
  CHECK_THROWS_AS(march(2, f, around(a, shift<-1>), around(b, shift<0>)), ForeignValue);
}
