// SPDX-License-Identifier: MIT
// Section 2.2: the metric when parameters are complex. (eqs. 12, 13)
#include <coframe/calculus/jacobian.hpp>
#include <coframe/calculus/wirtinger.hpp>
#include <coframe/flows/adam.hpp>
#include <coframe/flows/bound.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

namespace {

const auto loss = [](auto z) { return 0.3 * abs2(z * z - Z(1, 2)) + real(z) * imag(z); };
/// The same of x and y, written without complex numbers.
const auto real_loss = [](const auto& w) {
  const auto x = w(0), y = w(1);
  return 0.3 * (square(x * x - y * y - 1) + square(2 * x * y - 2)) + x * y;
};

}  // namespace

TEST_CASE("(12) the metric of the complex plane: g_zz = g_z̄z̄ = 0, g_zz̄ = g_z̄z = 1/2", "[paper]") {
  const ComplexMetric g;
  CHECK(g.matrix() == (Eigen::Matrix2cd() << 0, 0.5, 0.5, 0).finished());
  CHECK(g.comatrix() == (Eigen::Matrix2cd() << 0, 2, 2, 0).finished());
  // In the basis (x, y), with dz = dx + i dy and dz̄ = dx - i dy, it is the identity: ds² = dx² + dy².
  Eigen::Matrix2cd basis;
  basis << 1, Z(0, 1), 1, Z(0, -1);
  CHECK((basis.transpose() * g.matrix() * basis - Eigen::Matrix2cd::Identity()).norm() < 1e-15);
  // So ds² is z z̄ and not z², which is not even real.
  const Z dz(3, 4);
  CHECK(inner(euclidean, tangent(dz), tangent(dz)) == 25);
  CHECK((Eigen::Vector2cd(dz, std::conj(dz)).transpose() * g.matrix() * Eigen::Vector2cd(dz, std::conj(dz)))(0) == Z(25));
  CHECK(dz * dz != Z(25));
  // And it raises ω_z̄ to v^z = g^zz̄ ω_z̄, and lowers it again.
  const auto form = cotangent(Z(1, -2));
  CHECK(g.sharp(form).components() == 2. * form.d_dzbar());
  CHECK(g.flat(tangent(dz)).d_dzbar() == 0.5 * dz);
}

TEST_CASE("(13) dW = -2 ∂L/∂W̄ η dt: the curve of the real problem in x and y, and turned planes turn it", "[paper]") {
  const double eta = 0.05;
  const Z start(0.4, -0.3), turn = std::polar(1., 0.9);
  Z z = start, u = turn * start;
  Eigen::Vector2d w(start.real(), start.imag());
  Descent flow{.rate = eta}, real_flow{.rate = eta}, turned_flow{.rate = eta};
  for (int k = 0; k < 50; ++k) {
    const auto dL = differential(loss, z);
    CHECK(std::abs(sharp(euclidean, dL).components() - 2. * dL.d_dzbar()) < 1e-15 * std::abs(dL.components()));
    flow.step(z, dL);
    real_flow.step(w, differential(real_loss, w));
    turned_flow.step(u, differential([&](auto v) { return loss(v * std::conj(turn)); }, u));
    CHECK(std::abs(z - Z(w(0), w(1))) < 1e-15 * 20);
    CHECK(std::abs(u - turn * z) < 1e-14);
  }
  CHECK(std::abs(z - start) > 0.3);
  // Along ∂L/∂W, without the conjugate, it is no descent.
  const auto dL = differential(loss, start);
  CHECK(pair(dL, tangent(-2. * dL.d_dz())) > -0.9 * pair(dL, sharp(euclidean, dL)));
  CHECK(loss(start - 1e-3 * 2. * dL.d_dzbar()) < loss(start));
}

TEST_CASE("2.2: the metric is what conjugates: another one has another gradient g^zz̄ ∂L/∂z̄", "[paper]") {
  const Euclidean wide(ComplexMetric{.g_zzbar = 2});
  const auto dL = differential(loss, Z(0.4, -0.3));
  const auto v = sharp(wide, dL);
  CHECK(std::abs(v.components() - 0.5 * dL.d_dzbar()) < 1e-16);
  // Of all directions of one length, it is the steepest in its own metric.
  for (int k = 0; k < 100; ++k) {
    const auto other = tangent(std::polar(1., 0.0628 * k));
    CHECK(pair(dL, other) / norm(wide, other) <= pair(dL, v) / norm(wide, v) * (1 + 1e-14));
  }
}

TEST_CASE("2.2: known gradients at z = 3 + 4i", "[paper]") {
  const Z z(3, 4), w(1, -2);
  const auto at = [&](const auto& f) { return gradient(f, z).components(); };
  const auto near = [](Z value, Z expected) { return std::abs(value - expected) < 1e-8 * (1 + std::abs(expected)); };
  CHECK(near(at([](auto z) { return abs2(z); }), {6, 8}));
  CHECK(near(at([](auto z) { return abs(z); }), {0.6, 0.8}));
  CHECK(near(at([](auto z) { return arg(z); }), {-0.16, 0.12}));
  CHECK(near(at([](auto z) { return real(z * z); }), {6, -8}));
  CHECK(near(at([](auto z) { return imag(z * z); }), {8, 6}));
  CHECK(near(at([](auto z) { return abs2(z * z - 1.); }), {288, 416}));
  CHECK(near(at([](auto z) { return real(exp(z)); }), {-13.12878308, 15.20078446}));
  CHECK(near(at([](auto z) { return real(log(z)); }), {0.12, 0.16}));
  CHECK(near(at([](auto z) { return imag(sqrt(z)); }), {-0.1, 0.2}));
  CHECK(near(at([&](auto z) { return real(z / w); }), {0.2, -0.4}));
  CHECK(near(at([](auto z) { return real(sin(z)); }), {-27.0349456, 3.851153335}));
  CHECK(near(at([](auto z) { return real(tanh(z)); }), {-0.001395484579, 0.009823481307}));
}

TEST_CASE("2.2: holomorphic functions are constrained: ∂f/∂z̄ = 0, and the Jacobian turns and scales", "[paper]") {
  const Z z(0.7, -0.4);
  const auto holomorphic = [](auto z) { return exp(z) * z + 1. / z; };
  const auto general = [](auto z) { return z * z + 0.5 * conj(z); };
  CHECK(cauchy_riemann_residual(holomorphic, z) < 1e-15);
  CHECK(cauchy_riemann_residual(general, z) > 0.1);
  CHECK(wirtinger(general, z).d_dzbar == Z(0.5));
  // 2 of the 4 real numbers of a Jacobian are free: [[a, -b], [b, a]].
  const auto J = jacobian(holomorphic, z);
  CHECK(std::abs(J(0, 0) - J(1, 1)) < 1e-15 * J.norm());
  CHECK(std::abs(J(0, 1) + J(1, 0)) < 1e-15 * J.norm());
  CHECK(std::abs(holomorphic_derivative(holomorphic, z) - Z(J(0, 0), J(1, 0))) < 1e-14);
  CHECK_THROWS_AS(holomorphic_derivative(general, z), DomainError);
}

TEST_CASE("2.2: numbers of norm one are connected in ℂ, and on the real line they are not", "[paper]") {
  // Downhill from near 1 to -1: a complex phase gets there along the circle, a real sign has no way to go.
  Z phase = std::polar(1., 0.1);
  auto flow = bound(phase, Descent{.rate = 0.2}).on(UnitCircle{});
  for (int k = 0; k < 300; ++k) {
    flow.step(phase, differential([](auto z) { return real(z); }, phase));
    CHECK(std::abs(std::abs(phase) - 1) < 1e-15 * 4);
  }
  CHECK(std::abs(phase + 1.) < 1e-12);
  double sign = 1;
  auto stuck = bound(sign, Descent{.rate = 0.2}).on(Sphere{});
  for (int k = 0; k < 300; ++k) stuck.step(sign, differential([](auto x) { return x; }, sign));
  CHECK(sign == 1);
}

TEST_CASE("2.2: averages of squares of complex forces are of |g|², so that turned planes turn Adam's path", "[paper]") {
  const Z turn = std::polar(1., 0.7853981633974483);
  Z z(0.4, -0.3), u = turn * z;
  Eigen::Vector2d w(z.real(), z.imag());
  Adam flow{.rate = 0.05}, turned{.rate = 0.05}, by_parts{.rate = 0.05};
  for (int k = 0; k < 20; ++k) {
    flow.step(z, differential(loss, z));
    turned.step(u, differential([&](auto v) { return loss(v * std::conj(turn)); }, u));
    by_parts.step(w, differential(real_loss, w));
  }
  CHECK(std::abs(u - turn * z) < 1e-13);
  CHECK(std::abs(z - Z(w(0), w(1))) > 1e-2);
}
