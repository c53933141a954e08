// SPDX-License-Identifier: MIT
// One law book for all manifolds: tangency, gradients, retractions, exponentials and logarithms, transport.
#include <coframe/metric/euclidean.hpp>
#include <coframe/metric/manifold.hpp>

#include <numbers>

#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

namespace {

constexpr int equal = 9;  // of a retraction that is the exponential

template <class X>
double magnitude(const X& x) {
  return std::sqrt(component_pair(x, x));
}
template <class X>
double magnitude(const Tangent<X>& v) {
  return magnitude(v.components());
}
template <class M, class X>
double length(const M& m, const X& x, const Tangent<X>& v) {
  return std::sqrt(m.inner(x, v, v));
}

void law(const char* name, double defect, double tolerance) {
  INFO(name << ": " << defect);
  CHECK(std::abs(defect) < tolerance);
}
/// f(h) ~ h^order, unless it is rounding.
template <class F>
void order_law(const char* name, const F& f, double h, double order) {
  if (f(h) > 1e-12) law(name, std::log2(f(h) / f(h / 2)) - order, 0.2);
}

/// Laws of projections, gradients and retractions.
template <class M, class X>
void retraction_laws(const M& m, const X& x, std::mt19937& random) {
  const auto ambient = [&] { return Tangent<X>(normal_like(random, x)); };
  const auto a = ambient(), v = m.project(x, a), u = m.project(x, ambient());
  law("the point is on the manifold", m.residual(x), 1e-13);
  law("a projection projects once", magnitude(m.project(x, v) - v), 1e-13 * (1 + magnitude(v)));
  law("and at a right angle", m.inner(x, a - v, u), 1e-11);
  const Cotangent<X> dL(normal_like(random, x));
  const auto gradient = m.riemannian_gradient(x, dL);
  law("gradients are tangent", magnitude(m.project(x, gradient) - gradient), 1e-12 * (1 + magnitude(gradient)));
  law("and pair like the differential", m.inner(x, gradient, u) - pair(dL, u), 1e-11 * (1 + std::abs(pair(dL, u))));
  law("R(0) = x", magnitude(X(m.retract(x, 0. * v) - x)), 1e-13);
  law("R stays on the manifold", m.residual(m.retract(x, 0.1 * v)), 1e-13);
  order_law("dR(0) = 1", [&](double h) { return magnitude(X(m.retract(x, h * v) - (x + h * v))); }, 1e-2, 2);
}
/// Laws of geodesics; the retraction leaves them by h^order.
template <class M, class X>
void geodesic_laws(const M& m, const X& x, int order, std::mt19937& random) {
  const auto tangent_at = [&](const X& at) { return m.project(at, Tangent<X>(normal_like(random, at))); };
  auto v = tangent_at(x);
  v *= 0.4 / length(m, x, v);
  const auto u = tangent_at(x), w = tangent_at(x);
  const X y = m.exp(x, v);
  law("exp stays on the manifold", m.residual(y), 1e-13);
  law("log exp = 1", magnitude(m.log(x, y) - v), 1e-12);
  law("the distance is |v|", m.distance(x, y) - 0.4, 1e-11);
  law("from either side", m.distance(x, y) - length(m, y, m.log(y, x)), 1e-11);
  law("the speed is constant", m.distance(m.exp(x, 0.3 * v), m.exp(x, 0.8 * v)) - 0.2, 1e-11);
  law("no way from x to x", magnitude(m.log(x, x)), 1e-13);
  const auto tu = m.transport(x, y, u), tw = m.transport(x, y, w);
  law("transport gives tangents", magnitude(m.project(y, tu) - tu), 1e-12 * (1 + magnitude(tu)));
  law("transport keeps products", m.inner(y, tu, tw) - m.inner(x, u, w), 1e-11 * (1 + length(m, x, u) * length(m, x, w)));
  law("transport of the velocity is the velocity", magnitude(m.transport(x, y, v) + m.log(y, x)), 1e-11);
  law("there and back", magnitude(m.transport(y, x, tu) - u), 1e-11 * (1 + magnitude(u)));
  const auto apart = [&](double h) { return magnitude(X(m.retract(x, h * v) - m.exp(x, h * v))); };
  if (order == equal) law("R = exp", apart(0.5), 1e-13);
  else law("R leaves exp", std::log2(apart(0.02) / apart(0.01)) - order, 0.2);
}
template <class M, class X>
void laws(const M& m, const X& x, int order, unsigned seed) {
  std::mt19937 random(seed);
  for (int k = 0; k < 3; ++k) {
    retraction_laws(m, x, random);
    geodesic_laws(m, x, order, random);
  }
}
template <class X>
X draw(X like, unsigned seed) {
  std::mt19937 random(seed);
  return normal_like(random, like);
}

}  // namespace

TEST_CASE("spheres, real and complex, and the unit circle", "[metric][manifold]") {
  laws(Sphere{}, Eigen::VectorXd(draw(Eigen::VectorXd(4), 1).normalized()), 3, 2);
  laws(Sphere{}, Eigen::VectorXcd(draw(Eigen::VectorXcd(3), 3).normalized()), 3, 4);
  laws(Sphere{}, Eigen::MatrixXd(draw(Eigen::MatrixXd(3, 2), 5).normalized()), 3, 6);
  laws(UnitCircle{}, std::polar(1., 2.1), 3, 7);
  CHECK(UnitCircle{}.distance(std::polar(1., 3.), std::polar(1., -3.)) == Approx(2 * std::numbers::pi - 6).epsilon(1e-12));
  CHECK_THROWS_AS(Sphere{}.log(Eigen::Vector2d(1, 0), Eigen::Vector2d(-1, 0)), DomainError);
}

TEST_CASE("O(n) and U(n), by their three retractions", "[metric][manifold]") {
  const Eigen::MatrixXcd u = Stiefel{Retraction::polar}.retract(Eigen::MatrixXcd(Eigen::MatrixXcd::Zero(3, 3)), tangent(draw(Eigen::MatrixXcd(3, 3), 8)));
  const Eigen::MatrixXd o = Stiefel{Retraction::qr}.retract(Eigen::MatrixXd(Eigen::MatrixXd::Zero(4, 4)), tangent(draw(Eigen::MatrixXd(4, 4), 9)));
  for (const auto& [retraction, order] : {std::pair(Retraction::qr, 2), {Retraction::polar, 3}, {Retraction::cayley, 3}}) {
    laws(Unitary{{retraction}}, u, order, 10);
    laws(Unitary{{retraction}}, o, order, 11);
  }
  Eigen::MatrixXd mirrored = o;
  mirrored.col(0) *= -1;
  CHECK_THROWS_AS(Unitary{}.log(o, mirrored), DomainError);
}

TEST_CASE("Stiefel manifolds, real and complex", "[metric][manifold]") {
  const Eigen::MatrixXcd x = Stiefel{Retraction::qr}.retract(Eigen::MatrixXcd(Eigen::MatrixXcd::Zero(5, 2)), tangent(draw(Eigen::MatrixXcd(5, 2), 13)));
  const Eigen::MatrixXd y = Stiefel{}.retract(Eigen::MatrixXd(Eigen::MatrixXd::Zero(4, 3)), tangent(draw(Eigen::MatrixXd(4, 3), 14)));
  for (const auto& [retraction, order] : {std::pair(Retraction::qr, 2), {Retraction::polar, 3}, {Retraction::cayley, 2}}) {
    laws(Stiefel{retraction}, x, order, 12);
    laws(Stiefel{retraction}, y, order, 26);
  }
}

TEST_CASE("positive matrices, whose lengths a change of basis keeps", "[metric][manifold]") {
  const Eigen::MatrixXd b = draw(Eigen::MatrixXd(3, 3), 15), a = b * b.transpose() + Eigen::MatrixXd::Identity(3, 3);
  laws(PositiveDefinite{}, a, 3, 16);
  const Eigen::MatrixXcd c = draw(Eigen::MatrixXcd(2, 2), 17);
  laws(PositiveDefinite{}, Eigen::MatrixXcd(c * c.adjoint() + Eigen::MatrixXcd::Identity(2, 2)), 3, 18);
  const Eigen::MatrixXd other = Eigen::Vector3d(1, 2, 3).asDiagonal();
  CHECK(PositiveDefinite{}.distance(Eigen::MatrixXd(b * a * b.transpose()), Eigen::MatrixXd(b * other * b.transpose())) ==
        Approx(PositiveDefinite{}.distance(a, other)).epsilon(1e-8));
  CHECK_THROWS_AS(PositiveDefinite{}.distance(Eigen::MatrixXd(-a), a), DomainError);
}

TEST_CASE("symmetric and Hermitian matrices are flat", "[metric][manifold]") {
  laws(Symmetric{}, hermitian_part(draw(Eigen::MatrixXd(3, 3), 19)), equal, 20);
  laws(Hermitian{}, hermitian_part(draw(Eigen::MatrixXcd(2, 2), 21)), equal, 22);
}

TEST_CASE("probabilities with Fisher's metric", "[metric][manifold]") {
  Eigen::VectorXd p(5);
  p << 0.1, 0.3, 0.2, 0.25, 0.15;
  laws(Simplex{}, p, 2, 23);
  // Between the corners of two classes lies a quarter of a circle of radius 2.
  CHECK(Simplex{}.distance(Eigen::Vector2d(1, 0), Eigen::Vector2d(0, 1)) == Approx(std::numbers::pi).epsilon(1e-12));
}

TEST_CASE("positive numbers are a line of logarithms", "[metric][manifold]") {
  laws(PositiveReals{}, 2.5, equal, 24);
  laws(PositiveReals{}, Eigen::Array3d(0.1, 1, 7), equal, 25);
  CHECK(PositiveReals{}.distance(1., std::exp(2.)) == Approx(2));
}
