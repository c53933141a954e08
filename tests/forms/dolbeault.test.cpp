// SPDX-License-Identifier: MIT
// ∂ and ∂̄ on complex charts.
#include "laws/form_laws.hpp"

using namespace coframe;

TEST_CASE("∂∂ = 0, ∂̄∂̄ = 0, ∂∂̄ = −∂̄∂, d = ∂ + ∂̄, ∂̄ conj = conj ∂") {
  std::mt19937 random(laws::form_seed);
  const auto points = laws::random_points<4>(random, 3);
  const auto check = [&](const auto& a) {
    laws::zero(del(del(a)), points);
    laws::zero(delbar(delbar(a)), points);
    laws::same(del(delbar(a)), -delbar(del(a)), points);
    laws::same(del(a) + delbar(a), d(a), points);
    laws::same(delbar(conj(a)), conj(del(a)), points);
  };
  check(laws::random_complex_form<0, 4>(random));
  check(laws::random_complex_form<1, 4>(random));
}

TEST_CASE("∂̄ of a function vanishes exactly where it is holomorphic") {
  const auto holomorphic = complex_form<0, 2>([](const auto& z) {
    using std::exp;
    return exp(z[0]) * z[1] + z[0] * z[0];
  });
  const auto not_holomorphic = complex_form<0, 2>([](const auto& z) {
    using std::conj;
    return z[0] * conj(z[1]);
  });
  const Points<4> points{{0.1, 0.2, 0.3, 0.4}, {-1, 0.5, 2, 0.3}};
  laws::zero(delbar(holomorphic), points);
  laws::same(del(holomorphic), d(holomorphic), points);
  laws::same(delbar(not_holomorphic), complex_form<0, 2>([](const auto& z) { return z[0]; }) * dzbar<2>(1), points);
}

TEST_CASE("∂̄ of a (p, q)-form has type (p, q + 1): it vanishes with too many holomorphic vectors") {
  const auto f = complex_form<0, 2>([](const auto& z) {
    using std::conj;
    return z[0] * conj(z[0]) * z[1] + conj(z[1]) * conj(z[1]);
  });
  const auto a = f * dz<2>(0);
  const std::array<double, 4> x{0.3, -0.2, 0.5, 0.7};
  using C = std::complex<double>;
  const C i(0, 1);
  const std::array<C, 4> d0{0.5, -0.5 * i, 0, 0}, d1{0, 0, 0.5, -0.5 * i}, d0bar{0.5, 0.5 * i, 0, 0};   // ∂/∂z₀, ∂/∂z₁, ∂/∂z̄₀
  CHECK(std::abs(evaluate(dz<2>(0), x, d0) - 1.0) < 1e-15);
  CHECK(std::abs(evaluate(dzbar<2>(0), x, d0)) < 1e-15);
  CHECK(std::abs(evaluate(delbar(a), x, d0, d1)) < 1e-14);
  CHECK(std::abs(evaluate(del(a), x, d0, d0bar)) < 1e-14);
  CHECK(std::abs(evaluate(del(a), x, d0, d1)) > 0.01);
  CHECK(std::abs(evaluate(delbar(a), x, d0, d0bar)) > 0.01);
}

TEST_CASE("the Kähler form of |z|²: i ∂∂̄ |z|² = 2 Σ dx ∧ dy, closed") {
  const auto norm2 = complex_form<0, 2>([](const auto& z) {
    using std::conj;
    return z[0] * conj(z[0]) + z[1] * conj(z[1]);
  });
  const auto kaehler = std::complex<double>(0, 1) * del(delbar(norm2));
  laws::same(kaehler, 2 * (wedge(dx<4>(0), dx<4>(1)) + wedge(dx<4>(2), dx<4>(3))), {{0.1, 0.2, 0.3, 0.4}});
  laws::zero(d(kaehler), {{0.1, 0.2, 0.3, 0.4}});
}

TEST_CASE("Cauchy's theorem: a holomorphic f dz integrates to 0 around a square, 1/z to 2πi") {
  const auto square = cube<2>([](const auto& t) { return std::array{2.0 * t[0] - 1.0, 2.0 * t[1] - 1.0}; });
  const auto f = complex_form<0, 1>([](const auto& z) {
    using std::exp;
    return exp(z[0]);
  });
  const auto pole = complex_form<0, 1>([](const auto& z) { return std::complex<double>(1) / z[0]; });
  CHECK(std::abs(integrate(f * dz<1>(0), boundary(square))) < 1e-13);
  CHECK(std::abs(integrate(pole * dz<1>(0), boundary(square), 40) - std::complex<double>(0, 2 * std::numbers::pi)) < 1e-12);
}
