// SPDX-License-Identifier: MIT
// Tangents and cotangents, of leaves and of trees, are real vector spaces, and tangents act on points.
#include "catch.hpp"
#include "models.hpp"

using namespace coframe;
using namespace space_test;

template <class V>
void check_vector_space(const V& like, std::mt19937& random) {
  const V u = random_like(like, random), v = random_like(like, random), w = random_like(like, random);
  CHECK(equal<V>(u + v, v + u));
  CHECK(equal<V>((u + v) + w, u + (v + w)));
  CHECK(equal<V>(u + zeros_like(u), u));
  CHECK(equal<V>(u + -u, zeros_like(u)));
  CHECK(equal<V>(u - v, u + -v));
  CHECK(equal<V>(2 * (u + v), 2 * u + 2 * v));
  CHECK(equal<V>((2 + 3) * u, 2 * u + 3 * u));
  CHECK(equal<V>(2 * (3 * u), (2 * 3) * u));
  CHECK(equal<V>(1 * u, u));
  CHECK(equal<V>(u * 4, 4 * u));
  CHECK(equal<V>(u / 4, 0.25f * u));
  V x = u;
  CHECK(equal<V>(x += v, u + v));
  CHECK(equal<V>(x -= v, u));
  CHECK(equal<V>(x *= 2, u + u));
  CHECK(equal<V>(x /= 2, u));
  if (dimension(u) > 0) CHECK(flatten(V(u + v)) == (flatten(u) + flatten(v)).eval());  // not all zero by accident
}

TEST_CASE("tangents form a vector space", "[space]") {
  std::mt19937 random{11};
  for_each_space([&](const auto& x) { check_vector_space(tangent(x), random); });
}

TEST_CASE("cotangents form a vector space", "[space]") {
  std::mt19937 random{12};
  for_each_space([&](const auto& x) { check_vector_space(cotangent(x), random); });
}

TEST_CASE("points move along tangents, and return", "[space]") {
  std::mt19937 random{13};
  for_each_space([&]<class X>(const X& like) {
    const X x = random_like(like, random), y = random_like(like, random);
    const auto u = random_like(tangent(like), random), v = random_like(tangent(like), random);
    static_assert(std::is_same_v<decltype(x + v), X> && std::is_same_v<decltype(x - v), X>);
    CHECK(equal<X>(x + (u + v), (x + u) + v));
    CHECK(equal<X>(x + v - v, x));
    CHECK(flatten(X(x + v)) == (flatten(x) + flatten(v)).eval());
    CHECK(equal<X>(x + displacement(x, y), y));
    CHECK(equal(displacement(x, X(x + v)), v));
    X moved = x;
    CHECK(equal<X>(moved += v, x + v));
    CHECK(equal<X>(moved -= v, x));
  });
}

TEST_CASE("vectors of different shapes do not add", "[space]") {
  const auto a = tangent(Eigen::MatrixXd::Zero(2, 3)), b = tangent(Eigen::MatrixXd::Zero(3, 2));
  CHECK_THROWS_WITH(a + b, Catch::Matchers::ContainsSubstring("2×3") && Catch::Matchers::ContainsSubstring("3×2"));
  CHECK_THROWS_AS(a - b, ShapeError);
  CHECK_THROWS_AS(Eigen::MatrixXd(2, 2) + a, ShapeError);
  CHECK_THROWS_AS(displacement(a.components(), b.components()), ShapeError);

  auto net = small_net();
  const auto v = tangent(net);
  net.rest.pop_back();
  CHECK_THROWS_WITH(v + tangent(net), Catch::Matchers::ContainsSubstring("vectors of 2 and 1 elements"));
  CHECK_THROWS_AS(net += v, ShapeError);
}

TEST_CASE("elements of a tangent are those of its components", "[space]") {
  Eigen::MatrixXd W(2, 2);
  W << 1, 2, 3, 4;
  auto v = tangent(W);
  CHECK(v(1, 0) == 3);
  v(1, 0) = 7;
  CHECK(v.components()(1, 0) == 7);
  CHECK(v.rows() == 2);
  CHECK(v.size() == 4);
  CHECK(cotangent(Eigen::Vector3d(1, 2, 3))(2) == 3);
  CHECK(Tangent<double>().components() == 0);
  CHECK(Tangent<Eigen::Vector3d>().components().isZero(0));
  CHECK(Tangent<Eigen::MatrixXd>().size() == 0);
}
