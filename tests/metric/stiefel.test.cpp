// SPDX-License-Identifier: MIT
// Geodesics of Stiefel manifolds, real and complex, with fewer columns than rows.
#include "catch.hpp"
#include "stiefel_samples.hpp"

using namespace stiefel_samples;
using Eigen::MatrixXcd, Eigen::MatrixXd;

namespace {

template <class X>
void geodesic_laws(const X& like, unsigned seed) {
  INFO(like.rows() << "×" << like.cols() << (ComplexLeaf<X> ? " complex" : " real"));
  std::mt19937 random(seed);
  const Stiefel m;
  const X x = draw(like, random);
  for (const double length : {0.01, 0.4, 2.5}) {
    const auto v = velocity(x, length, random);
    const auto at = [&](double t) { return m.exp(x, t * v); };
    const X y = at(1);
    CHECK(m.residual(y) < 1e-13);
    CHECK((at(0) - x).norm() < 1e-14);
    CHECK((m.log(x, y) - v).components().norm() < 1e-12);
    CHECK(m.distance(y, x) == Approx(length).epsilon(1e-11));
    CHECK(m.distance(at(0.3), at(0.8)) == Approx(length / 2).epsilon(1e-11));   // constant speed
    CHECK(m.log(x, x).components().norm() < 1e-13);
    // Ÿ = -Y ẎᴴẎ, the geodesics of Re tr(dXᴴ dX), by differences.
    const double h = 1e-3;
    const X acceleration = (at(0.7 + h) - 2 * at(0.7) + at(0.7 - h)) / (h * h), slope = (at(0.7 + h) - at(0.7 - h)) / (2 * h);
    CHECK((acceleration + at(0.7) * (slope.adjoint() * slope)).norm() < 1e-5 * (1 + length * length * length * length));
    CHECK(slope.norm() == Approx(length).epsilon(1e-5));
  }
  const auto v = velocity(x, 1, random);
  // Carried parallel, a vector turns within the manifold only as far as it must: what it changes by is normal to it.
  const auto u = velocity(x, 1, random);
  const auto carried = [&](double t) { return m.transport(x, m.exp(x, t * v), u); };
  const double t = 0.6, h = 1e-3;
  const Tangent<X> change = (carried(t + h) - carried(t - h)) / (2 * h);
  CHECK(change.components().norm() > 0.1);
  CHECK(m.project(m.exp(x, t * v), change).components().norm() < 1e-5);
  for (const auto retraction : {Retraction::qr, Retraction::polar, Retraction::cayley}) {
    const auto apart = [&](double h) { return (Stiefel{retraction}.retract(x, h * v) - m.exp(x, h * v)).norm(); };
    CHECK(apart(1e-3) < 1e-5);
    CHECK(apart(2e-2) / apart(1e-2) > 3.5);   // of the second order at least
  }
}

}  // namespace

TEST_CASE("geodesics of Stiefel manifolds: exp, log, distance", "[metric][manifold]") {
  geodesic_laws(MatrixXd(5, 2), 1);
  geodesic_laws(MatrixXcd(5, 2), 2);
  geodesic_laws(MatrixXd(4, 3), 3);   // fewer directions across than columns
  geodesic_laws(MatrixXcd(3, 2), 4);
}
