// SPDX-License-Identifier: MIT
// Multi-indices, wedge, evaluation on vectors, interior product.
#include "laws/form_laws.hpp"

using namespace coframe;

TEST_CASE("multi-indices are lexicographic, and rank finds them") {
  CHECK(multi_indices<4, 2> == std::array{0b0011u, 0b0101u, 0b1001u, 0b0110u, 0b1010u, 0b1100u});
  CHECK(multi_indices<3, 0> == std::array{0u});
  CHECK(multi_indices<2, 3>.size() == 0);
  for (std::size_t i = 0; i < multi_indices<7, 3>.size(); ++i) CHECK(multi_index_rank(7, multi_indices<7, 3>[i]) == static_cast<int>(i));
}

TEST_CASE("the wedge product is graded commutative, associative, bilinear") {
  std::mt19937 random(laws::form_seed);
  laws::wedge_laws<3, 1, 1>(random);
  laws::wedge_laws<4, 1, 2>(random);
  laws::wedge_laws<4, 2, 0, 2>(random);
  laws::wedge_laws<5, 2, 2>(random);
  laws::wedge_laws<6, 3, 2>(random);
}

TEST_CASE("a form on vectors is multilinear and antisymmetric; basis forms measure components") {
  std::mt19937 random(laws::form_seed);
  const auto a = laws::random_form<3, 4>(random);
  const auto x = laws::random_points<4>(random, 1)[0];
  const auto v = laws::random_points<4>(random, 4);
  auto combined = v[0];
  for (std::size_t i = 0; i < 4; ++i) combined[i] = 2 * v[0][i] - 3 * v[3][i];
  CHECK(evaluate(a, x, combined, v[1], v[2]) == Approx(2 * evaluate(a, x, v[0], v[1], v[2]) - 3 * evaluate(a, x, v[3], v[1], v[2])).epsilon(1e-12));
  CHECK(evaluate(a, x, v[1], v[0], v[2]) == Approx(-evaluate(a, x, v[0], v[1], v[2])).epsilon(1e-12));
  CHECK(evaluate(a, x, v[1], v[2], v[0]) == Approx(evaluate(a, x, v[0], v[1], v[2])).epsilon(1e-12));
  CHECK(std::abs(evaluate(a, x, v[0], v[0], v[2])) < 1e-14);
  const Eigen::Vector4d u(1, 2, 3, 4);
  CHECK(evaluate(dx<4>(2), x, u) == 3);
  CHECK(evaluate(wedge(dx<4>(1), dx<4>(3)), {0, 0, 0, 0}, u, std::array{5, 6, 7, 8}) == 2 * 8 - 4 * 6);
}

TEST_CASE("a form is its components on basis forms, however written") {
  const auto written = form<2, 3>([](const auto& x) { return std::tuple{x[0] * x[1], 0, 2}; });
  const auto built = coordinate<3>(0) * coordinate<3>(1) * wedge(dx<3>(0), dx<3>(1)) + 2 * wedge(dx<3>(1), dx<3>(2));
  const auto by_function = [](const auto& x) { return x[0] * x[1]; } * wedge(dx<3>(0), dx<3>(1)) - wedge(dx<3>(2), dx<3>(1)) / 0.5;
  std::mt19937 random(laws::form_seed);
  const auto points = laws::random_points<3>(random);
  laws::same(written, built, points);
  laws::same(written, by_function, points);
  CHECK(written({1, 2, 3}) == std::array{2.0, 0.0, 2.0});
  CHECK(written(Eigen::Vector3d(1, 2, 3)) == std::array{2.0, 0.0, 2.0});
}

TEST_CASE("the interior product is nilpotent and a graded derivation") {
  std::mt19937 random(laws::form_seed);
  laws::interior_laws<3, 1, 1>(random);
  laws::interior_laws<4, 2, 1>(random);
  laws::interior_laws<5, 3, 2>(random);
  laws::interior_laws<5, 2, 2>(random);
}

TEST_CASE("the interior product fills the first slot") {
  std::mt19937 random(laws::form_seed);
  const auto a = laws::random_form<3, 5>(random);
  const auto X = laws::random_field<5>(random);
  const auto x = laws::random_points<5>(random, 1)[0];
  const auto v = laws::random_points<5>(random, 2);
  CHECK(evaluate(interior(X, a), x, v[0], v[1]) == Approx(evaluate(a, x, X(x), v[0], v[1])).epsilon(1e-12));
}

TEST_CASE("what does not fit a chart is refused") {
  CHECK_THROWS_AS(dx<3>(3), DomainError);
  CHECK_THROWS_AS(dx<3>(-1), DomainError);
  CHECK_THROWS_AS(coordinate<2>(2), DomainError);
  const auto a = form<1, 3>([](const auto&) { return Eigen::VectorXd(2); });
  CHECK_THROWS_AS(a({0, 0, 0}), ShapeError);
  CHECK_THROWS_AS(dx<3>(0)(Eigen::VectorXd(4)), ShapeError);
  CHECK_THROWS_AS(is_closed(dx<3>(0), {}), EmptyInput);
}
