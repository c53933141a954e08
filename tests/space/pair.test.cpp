// SPDX-License-Identifier: MIT
#include "coframe/space/pair.hpp"

#include "catch.hpp"
#include "models.hpp"

using namespace coframe;
using namespace space_test;

TEST_CASE("pair is bilinear, and the dot product of real coordinates", "[space]") {
  std::mt19937 random{21};
  for_each_space([&](const auto& x) {
    const auto w = random_like(cotangent(x), random), z = random_like(cotangent(x), random);
    const auto u = random_like(tangent(x), random), v = random_like(tangent(x), random);
    CHECK(pair(w + z, v) == pair(w, v) + pair(z, v));
    CHECK(pair(w, u + v) == pair(w, u) + pair(w, v));
    CHECK(pair(3 * w, v) == 3 * pair(w, v));
    CHECK(pair(w, 3 * v) == 3 * pair(w, v));
    CHECK(pair(w, v) == flatten(w).dot(flatten(v)));
  });
}

TEST_CASE("pair reads off each coordinate: it is not degenerate", "[space]") {
  std::mt19937 random{22};
  for_each_space([&](const auto& x) {
    const auto w = random_like(cotangent(x), random);
    const auto coordinates = flatten(w);
    for (Eigen::Index i = 0; i < coordinates.size(); ++i) {
      const auto e_i = unflatten(tangent(x), Eigen::VectorXd::Unit(coordinates.size(), i));
      CHECK(pair(w, e_i) == coordinates[i]);
    }
  });
}

TEST_CASE("shapes must match in a pairing", "[space]") {
  CHECK_THROWS_AS(pair(cotangent(Eigen::VectorXd::Zero(2)), tangent(Eigen::VectorXd::Zero(3))), ShapeError);
  CHECK_THROWS_AS(pair(cotangent(std::vector{1.0}), tangent(std::vector{1.0, 2.0})), ShapeError);
}

TEST_CASE("tangent and cotangent evaluate and promote their arguments", "[space]") {
  const Eigen::MatrixXd A = Eigen::MatrixXd::Ones(2, 3);
  const auto v = tangent(1, 2.0f, A * A.transpose(), std::complex<float>(0, 1));
  static_assert(std::is_same_v<decltype(v), const std::tuple<Tangent<double>, Tangent<float>, Tangent<Eigen::MatrixXd>,
                                                             Tangent<std::complex<float>>>>);
  CHECK(std::get<2>(v)(1, 1) == 3);
  static_assert(std::is_same_v<decltype(cotangent(1)), Cotangent<double>>);
  static_assert(std::is_same_v<decltype(cotangent(small_net())), Net<Cotangent>>);
  static_assert(std::is_same_v<decltype(tangent(A.col(0))), Tangent<Eigen::VectorXd>>);
  CHECK(pair(cotangent(2, 3), tangent(5, 7)) == 31);
}

TEST_CASE("a complex cotangent is w_z dz + w_zbar dzbar", "[space]") {
  std::mt19937 random{23};
  const auto z = std::complex<double>();
  for (int i = 0; i < 10; ++i) {
    const auto w = random_like(cotangent(z), random);
    const auto v = random_like(tangent(z), random);
    const auto dz = v.components();
    CHECK(w.d_dz() * dz + w.d_dzbar() * std::conj(dz) == std::complex<double>(pair(w, v)));
    CHECK(w.d_dz() == std::conj(w.d_dzbar()));
  }
  const auto W = random_like(cotangent(Eigen::MatrixXcf::Zero(2, 3)), random);
  const auto V = random_like(tangent(Eigen::MatrixXcf::Zero(2, 3)), random);
  const Eigen::MatrixXcf dZ = V.components();
  CHECK((W.d_dz().cwiseProduct(dZ) + W.d_dzbar().cwiseProduct(dZ.conjugate())).sum() == std::complex<float>(pair(W, V)));
  // dx of f(x, y) = x is the cotangent 1, dy is i
  CHECK(pair(cotangent(std::complex<double>(1, 0)), tangent(std::complex<double>(3, 4))) == 3);
  CHECK(pair(cotangent(std::complex<double>(0, 1)), tangent(std::complex<double>(3, 4))) == 4);
}
