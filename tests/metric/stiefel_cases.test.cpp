// SPDX-License-Identifier: MIT
// Geodesics of Stiefel manifolds where others know them, and where there are none.
#include "catch.hpp"
#include "stiefel_samples.hpp"

using namespace stiefel_samples;
using Eigen::MatrixXcd, Eigen::MatrixXd;

TEST_CASE("with one column they are the sphere's, with all of them the group's", "[metric][manifold]") {
  std::mt19937 random(6);
  const MatrixXd s = draw(MatrixXd(4, 1), random);
  const auto v = velocity(s, 1.3, random);
  CHECK((Stiefel{}.exp(s, v) - Sphere{}.exp(s, v)).norm() < 1e-14);
  CHECK((Stiefel{}.log(s, Sphere{}.exp(s, v)) - v).components().norm() < 1e-12);
  const auto carried = velocity(s, 1, random);
  CHECK((Stiefel{}.transport(s, Sphere{}.exp(s, v), carried) - Sphere{}.transport(s, Sphere{}.exp(s, v), carried)).components().norm() < 1e-12);
  const MatrixXcd u = draw(MatrixXcd(3, 3), random);
  const auto w = velocity(u, 1.1, random);
  CHECK((Stiefel{}.exp(u, w) - Unitary{}.exp(u, w)).norm() < 1e-13);
  CHECK((Stiefel{}.log(u, Unitary{}.exp(u, w)) - Unitary{}.log(u, Unitary{}.exp(u, w))).components().norm() < 1e-12);
  const auto moved = velocity(u, 1, random);
  CHECK((Stiefel{}.transport(u, Unitary{}.exp(u, w), moved) - Unitary{}.transport(u, Unitary{}.exp(u, w), moved)).components().norm() < 1e-12);
}

TEST_CASE("a logarithm that is not found says so", "[metric][manifold]") {
  std::mt19937 random(7);
  const MatrixXd o = draw(MatrixXd(3, 3), random), s = draw(MatrixXd(4, 1), random);
  MatrixXd mirrored = o;
  mirrored.col(0) *= -1;
  CHECK_THROWS_AS(Stiefel{}.log(o, mirrored), DomainError);    // no way at all between these
  CHECK_THROWS_AS(Stiefel{}.log(s, MatrixXd(-s)), DomainError);   // and no shortest one here
}
