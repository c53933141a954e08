// SPDX-License-Identifier: MIT
// The exterior derivative and pullbacks.
#include "laws/form_laws.hpp"

using namespace coframe;

TEST_CASE("d d = 0, and d is a graded derivation") {
  std::mt19937 random(laws::form_seed);
  laws::exterior_laws<2, 0, 1>(random);
  laws::exterior_laws<3, 1, 1>(random);
  laws::exterior_laws<4, 1, 2>(random);
  laws::exterior_laws<4, 2, 1>(random);
  laws::exterior_laws<5, 2, 2>(random);
}

TEST_CASE("d of components is what differences say") {
  std::mt19937 random(laws::form_seed);
  const auto a = laws::random_form<1, 3>(random);
  const auto x = laws::random_points<3>(random, 1)[0];
  const double h = 1e-5;
  const auto slope = [&](std::size_t i, std::size_t j) {
    auto ahead = x, behind = x;
    ahead[j] += h, behind[j] -= h;
    return (a(ahead)[i] - a(behind)[i]) / (2 * h);
  };
  const auto curl = d(a)(x);
  CHECK(curl[0] == Approx(slope(1, 0) - slope(0, 1)).margin(1e-8));
  CHECK(curl[1] == Approx(slope(2, 0) - slope(0, 2)).margin(1e-8));
  CHECK(curl[2] == Approx(slope(2, 1) - slope(1, 2)).margin(1e-8));
}

TEST_CASE("pullbacks commute with d, wedge and composition") {
  std::mt19937 random(laws::form_seed);
  laws::pullback_laws<3, 3, 1, 1>(random);
  laws::pullback_laws<2, 3, 1, 0>(random);
  laws::pullback_laws<4, 3, 1, 1>(random);
  laws::pullback_laws<4, 3, 2, 1>(random);
  laws::pullback_laws<3, 5, 2, 1>(random);
}

TEST_CASE("a pulled-back form on vectors is the form on pushed vectors") {
  std::mt19937 random(laws::form_seed);
  const auto a = laws::random_form<2, 4>(random);
  const auto f = laws::random_map<4, 3>(random);
  const auto x = laws::random_points<3>(random, 1)[0];
  const auto v = laws::random_points<3>(random, 2);
  const auto pushed = [&](const auto& u) { return derivative_along<4, 3>(f, x, u); };
  CHECK(evaluate(pullback<3>(f, a), x, v[0], v[1]) == Approx(evaluate(a, f(x), pushed(v[0]), pushed(v[1]))).epsilon(1e-12));
}

TEST_CASE("df does not depend on the coordinates: another unit, a rotation, polar, any map") {
  std::mt19937 random(laws::form_seed);
  const auto f = laws::random_function<2>(random);
  const auto points = laws::random_points<2>(random);
  const auto check = [&](const auto& map) {
    laws::same(d<2>([f, map](const auto& x) { return f(map(x)); }), pullback(map, d<2>(f)), points);
  };
  check([](const auto& x) { return std::array{x[0] / 2.0, x[1]}; });
  check([](const auto& x) { return std::array{0.6 * x[0] - 0.8 * x[1], 0.8 * x[0] + 0.6 * x[1]}; });
  check([](const auto& p) {
    using std::cos, std::sin;
    return std::array{p[0] * cos(p[1]), p[0] * sin(p[1])};
  });
  check(laws::random_map<2, 2>(random));
}

TEST_CASE("the area form in polar coordinates is r dr dφ; that of 2n phase-space coordinates is the symplectic power") {
  const auto polar = [](const auto& p) {
    using std::cos, std::sin;
    return std::array{p[0] * cos(p[1]), p[0] * sin(p[1])};
  };
  const auto area = wedge(dx<2>(0), dx<2>(1));
  laws::same(pullback(polar, area), coordinate<2>(0) * area, {{0.5, 0.3}, {2.0, -1.0}});
  const auto omega = wedge(dx<4>(0), dx<4>(2)) + wedge(dx<4>(1), dx<4>(3));   // (q₀, q₁, p₀, p₁)
  CHECK(wedge(omega, omega)({0, 0, 0, 0})[0] == -2);
}

TEST_CASE("complex forms: d and pullback are linear over the complex numbers") {
  std::mt19937 random(laws::form_seed);
  const auto a = laws::random_form<1, 3>(random), b = laws::random_form<1, 3>(random);
  const std::complex<double> c(0.3, -1.2);
  const auto f = laws::random_map<3, 3>(random);
  const auto points = laws::random_points<3>(random);
  laws::same(d(a + c * b), d(a) + c * d(b), points);
  laws::same(pullback(f, a + c * b), pullback(f, a) + c * pullback(f, b), points);
  laws::zero(d(d(a + c * b)), points);
  laws::same(conj(d(a + c * b)), d(a) + std::conj(c) * d(b), points);
}

TEST_CASE("closed or not") {
  std::mt19937 random(laws::form_seed);
  const auto points = laws::random_points<3>(random);
  const auto a = laws::random_form<1, 3>(random);
  CHECK(is_closed(d(a), points));
  CHECK_FALSE(is_closed(a, points));
}
