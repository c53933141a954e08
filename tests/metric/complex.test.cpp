// SPDX-License-Identifier: MIT
// The complex metric of eq. 12, and the gradient 2 ∂L/∂z̄ that follows from it.
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

namespace {
const auto loss = [](auto z) { return abs2(z * z - Z(1, 2)) + real(z) * imag(z); };
}

TEST_CASE("eq. 12: g_zz̄ = 1/2, g^zz̄ = 2, and the plane's own metric in x and y", "[metric][complex]") {
  const ComplexMetric g;
  CHECK(g.matrix()(0, 1) == Z(0.5));
  CHECK(g.matrix()(0, 0) == Z(0));
  CHECK(g.comatrix()(0, 1) == Z(2));
  CHECK(g.real_matrix() == Eigen::Matrix2d::Identity());
}

TEST_CASE("the forms of a complex metric agree", "[metric][complex]") {
  const ComplexMetric g{.g_zzbar = 0.7};
  CHECK((g.matrix() * g.comatrix() - Eigen::Matrix2cd::Identity()).norm() < 1e-15);
  Eigen::Matrix2cd basis;  // (dz, dz̄) of (dx, dy)
  basis << 1, Z(0, 1), 1, Z(0, -1);
  CHECK((basis.transpose() * g.matrix() * basis - g.real_matrix().cast<Z>()).norm() < 1e-15);
  const auto v = tangent(Z(0.3, -2));
  const Eigen::Vector2d xy(0.3, -2);
  CHECK(inner(Euclidean(g), v, v) == Approx(xy.dot(g.real_matrix() * xy)).epsilon(1e-15));
  const auto w = cotangent(Z(1, -3));
  CHECK(g.sharp(w).components() == sharp(Euclidean(g), w).components());
  CHECK(std::abs(g.flat(g.sharp(w)).components() - w.components()) < 1e-15);
}

TEST_CASE("eq. 13: the gradient is g^zz̄ ∂L/∂z̄, whatever the metric", "[metric][complex]") {
  const Z z(0.4, -1.1);
  const auto dL = differential(loss, z);
  CHECK(gradient(loss, z).components() == 2. * dL.d_dzbar());
  const ComplexMetric other{.g_zzbar = 1.5};
  CHECK(std::abs(gradient(loss, z, Euclidean(other)).components() - other.cometric() * dL.d_dzbar()) < 1e-15);
  // Its length squared is the slope along itself, in its own metric.
  for (const auto& g : {Euclidean(), Euclidean(other)}) {
    const auto v = gradient(loss, z, g);
    CHECK(inner(g, v, v) == Approx(pair(dL, v)).epsilon(1e-14));
  }
}

TEST_CASE("the gradient's parts are the slopes along x and y", "[metric][complex]") {
  const Z z(0.4, -1.1);
  const auto f = [](Z at) { return std::norm(at * at - Z(1, 2)) + at.real() * at.imag(); };
  const double h = 1e-5;
  const Z slopes((f(z + h) - f(z - h)) / (2 * h), (f(z + Z(0, h)) - f(z - Z(0, h))) / (2 * h));
  CHECK(std::abs(gradient(loss, z).components() - slopes) < 1e-8);
}

TEST_CASE("a turned plane has a turned gradient", "[metric][complex]") {
  const Z turn = std::polar(1., 0.8), z(0.4, -1.1);
  const auto turned = [&](auto u) { return loss(u * std::conj(turn)); };
  CHECK(std::abs(gradient(turned, turn * z).components() - turn * gradient(loss, z).components()) < 1e-14);
}

TEST_CASE("gradients of several arguments, and with the value", "[metric]") {
  const auto f = [](auto x, auto y) { return sin(x) * y; };
  const auto [u, v] = gradient(f, 2.0, 3.0);
  const auto df = differential(f, 2.0, 3.0);
  CHECK(u.components() == std::get<0>(df).components());
  const auto both = value_and_gradient(f, 2.0, 3.0, Scaled(2));
  CHECK(both.value == std::sin(2.0) * 3.0);
  CHECK(std::get<1>(both.gradient).components() == 2 * v.components());
}

TEST_CASE("the gradient on symmetric matrices: one covector, raised by the Frobenius metric of the chart", "[metric]") {
  // A = [[a, b], [b, c]], |dA|² = da² + 2 db² + dc², so g^ = diag(1, 1/2, 1); the gradient of log det A is A⁻¹.
  const auto log_det = [](auto a, auto b, auto c) { return log(a * c - b * b); };
  const auto v = gradient(log_det, 2., 1., 3., Diagonal(std::tuple(1., 0.5, 1.)));
  const Eigen::Matrix2d inverse = (Eigen::Matrix2d() << 2, 1, 1, 3).finished().inverse();
  CHECK(std::get<0>(v).components() == Approx(inverse(0, 0)));
  CHECK(std::get<1>(v).components() == Approx(inverse(0, 1)));
  CHECK(std::get<2>(v).components() == Approx(inverse(1, 1)));
  CHECK(std::get<1>(differential(log_det, 2., 1., 3.)).components() == Approx(2 * inverse(0, 1)));
}
