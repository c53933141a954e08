// SPDX-License-Identifier: MIT
// Integration and Stokes' theorem; potentials by Poincaré's homotopy.
#include "laws/form_laws.hpp"

using namespace coframe;

TEST_CASE("Gauss–Legendre: exact for polynomials of degree 2n − 1, not for 2n") {
  for (int n : {1, 2, 5, 16, 40}) {
    for (int degree : {0, 1, 2 * n - 2, 2 * n - 1}) {
      double sum = 0;
      for (const auto& q : gauss_legendre(n)) sum += q.weight * std::pow(q.t, degree);
      CHECK(sum == Approx(1.0 / (degree + 1)).epsilon(1e-13));
    }
  }
  double sum = 0;
  for (const auto& q : gauss_legendre(2)) sum += q.weight * std::pow(q.t, 4);
  CHECK(std::abs(sum - 0.2) > 1e-3);
  CHECK_THROWS_AS(gauss_legendre(0), EmptyInput);
}

template <int K, int N> void stokes_on_random_cells(std::mt19937& random) {
  const auto a = laws::random_form<K - 1, N>(random);
  const auto f = laws::random_map<N, K>(random);
  const auto on = [&](const auto& cell) {
    const double inside = integrate(d(a), cell, 20), around = integrate(a, boundary(cell), 20);
    CAPTURE(K, N, inside, around);
    CHECK(std::abs(inside) > 1e-3);
    CHECK(std::abs(inside - around) <= 1e-12 * std::max(1.0, std::abs(inside)));
    if constexpr (K > 1) {
      const auto lower = laws::random_form<K - 2, N>(random);
      CHECK(std::abs(integrate(lower, boundary(boundary(cell)), 12)) < 1e-11);
    }
  };
  on(cube<K>(f));
  on(simplex<K>(f));
}

TEST_CASE("Stokes on curved cubes and simplices; the boundary of a boundary is nothing") {
  std::mt19937 random(laws::form_seed);
  stokes_on_random_cells<1, 2>(random);
  stokes_on_random_cells<2, 2>(random);
  stokes_on_random_cells<2, 3>(random);
  stokes_on_random_cells<3, 3>(random);
}

TEST_CASE("Stokes on a disc, whose chart has a centre and a seam") {
  const auto disc = cube<2>([](const auto& t) {
    using std::cos, std::sin;
    const auto angle = 2 * std::numbers::pi * t[1];
    return std::array{t[0] * cos(angle), t[0] * sin(angle)};
  });
  const auto a = form<1, 2>([](const auto& x) { return std::array{-0.5 * x[1], 0.5 * x[0]}; });
  CHECK(integrate(d(a), disc) == Approx(std::numbers::pi).epsilon(1e-13));
  CHECK(integrate(a, boundary(disc), 30) == Approx(std::numbers::pi).epsilon(1e-13));
}

TEST_CASE("corners: the flat simplex has volume 1/k! det, and its orientation follows the order") {
  const auto volume = wedge(dx<3>(0), dx<3>(1), dx<3>(2));
  using P = std::array<double, 3>;
  const std::array<P, 4> corner{P{0, 0, 0}, P{1, 0, 0}, P{1, 2, 0}, P{0, 1, 3}};
  CHECK(integrate(volume, simplex(corner), 3) == Approx(1.0).epsilon(1e-14));
  CHECK(integrate(volume, simplex(std::array{corner[1], corner[0], corner[2], corner[3]}), 3) == Approx(-1.0).epsilon(1e-14));
}

TEST_CASE("∫⟨dα, β⟩ = ∫⟨α, δβ⟩ where the boundary term vanishes") {
  const auto g = flat_metric<2>();
  const auto bump = form<0, 2>([](const auto& x) { return x[0] * (1.0 - x[0]) * x[1] * (1.0 - x[1]); });
  const auto square = cube<2>([](const auto& t) { return t; });
  std::mt19937 random(laws::form_seed);
  const auto b = laws::random_form<1, 2>(random);
  const auto vol = volume_form(g);
  CHECK(integrate(inner(g, d(bump), b) * vol, square) == Approx(integrate(inner(g, bump, codifferential(b, g)) * vol, square)).epsilon(1e-12));
}

TEST_CASE("the homotopy: dK + Kd = 1, and K d f = f − f(centre)") {
  std::mt19937 random(laws::form_seed);
  const auto points = laws::random_points<3>(random, 3);
  const std::array<double, 3> centre{0.2, -0.1, 0.3};
  const auto f = laws::random_form<0, 3>(random);
  const auto a = laws::random_form<1, 3>(random);
  const auto b = laws::random_form<2, 3>(random);
  laws::same(d(homotopy(a, centre)) + homotopy(d(a), centre), a, points);
  laws::same(d(homotopy(b, centre)) + homotopy(d(b), centre), b, points);
  laws::same(homotopy(d(f), centre) + constant_form<0, 3>(f(centre)), f, points);
  laws::zero(homotopy(homotopy(b)), points);
}

TEST_CASE("exact or not; the angle form is closed, but the loop around the hole sees it") {
  std::mt19937 random(laws::form_seed);
  const auto a = laws::random_form<1, 2>(random);
  const auto points = laws::random_points<2>(random);
  CHECK(is_exact(d<2>(laws::random_function<2>(random)), points));
  CHECK_FALSE(is_exact(a, points));
  const auto angle = form<1, 2>([](const auto& x) {
    const auto r2 = x[0] * x[0] + x[1] * x[1];
    return std::array{-x[1] / r2, x[0] / r2};
  });
  CHECK(is_closed(angle, points));
  const auto loop = cube<1>([](const auto& t) {
    using std::cos, std::sin;
    return std::array{cos(2 * std::numbers::pi * t[0]), sin(2 * std::numbers::pi * t[0])};
  });
  CHECK(integrate(angle, loop) == Approx(2 * std::numbers::pi).epsilon(1e-14));
  CHECK_THROWS_AS(is_exact(angle, {}), EmptyInput);
}
