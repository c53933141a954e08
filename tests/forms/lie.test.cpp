// SPDX-License-Identifier: MIT
// Lie derivatives and brackets.
#include "laws/form_laws.hpp"

using namespace coframe;

TEST_CASE("the Lie derivative: Cartan's formula and the flow agree, and both keep the commutator laws") {
  std::mt19937 random(laws::form_seed);
  laws::lie_laws<2, 0>(random);
  laws::lie_laws<3, 1>(random);
  laws::lie_laws<3, 2>(random);
  laws::lie_laws<3, 3>(random);
}

TEST_CASE("Jacobi: the bracket of vector fields") {
  std::mt19937 random(laws::form_seed);
  const auto X = laws::random_field<3>(random), Y = laws::random_field<3>(random), Z = laws::random_field<3>(random);
  const auto points = laws::random_points<3>(random);
  const auto nested = [](const auto& A, const auto& B, const auto& C) { return laws::as_form<3>(lie_bracket<3>(A, lie_bracket<3>(B, C))); };
  laws::same(nested(X, Y, Z) + nested(Y, Z, X), -nested(Z, X, Y), points);
}

TEST_CASE("a rotation's flow keeps the area form and turns dx into −dy") {
  const auto turn = [](const auto& x) { return std::tuple{-x[1], x[0]}; };
  laws::zero(lie(turn, wedge(dx<2>(0), dx<2>(1))), {{0.3, 0.7}});
  laws::same(lie(turn, dx<2>(0)), -dx<2>(1), {{0.3, 0.7}});
}

TEST_CASE("L_X of a form is the time derivative of its pullback along the flow") {
  // X = (x₁, −sin x₀), a pendulum, integrated by one high-order step to ±h.
  const auto X = [](const auto& x) {
    using std::sin;
    return std::array{x[1], -sin(x[0])};
  };
  const auto flow = [X](double h) {
    return [X, h](const auto& x) {
      const auto shifted = [&](const auto& k, double c) { return each([c](const auto& p, const auto& q) { return p + c * q; }, x, k); };
      const auto k1 = X(x), k2 = X(shifted(k1, h / 2)), k3 = X(shifted(k2, h / 2)), k4 = X(shifted(k3, h));
      return each([h](const auto& p, const auto& a, const auto& b, const auto& c, const auto& e) { return p + (h / 6) * (a + 2.0 * b + 2.0 * c + e); }, x, k1, k2, k3, k4);
    };
  };
  std::mt19937 random(laws::form_seed);
  const auto a = laws::random_form<1, 2>(random);
  const double h = 1e-3;
  const auto difference = (pullback(flow(h), a) - pullback(flow(-h), a)) / (2 * h);
  laws::same(difference, lie(X, a), laws::random_points<2>(random), 1e-4);
  const auto finer = (pullback(flow(h / 10), a) - pullback(flow(-h / 10), a)) / (h / 5);
  laws::same(finer, lie_along_flow(X, a), laws::random_points<2>(random), 1e-6);
}
