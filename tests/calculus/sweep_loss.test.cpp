// SPDX-License-Identifier: MIT
// The differential of a loss goes straight to the result's memory for large inputs: it is the pullback of 1, whatever reads them.
#include <coframe/coframe.hpp>
#include <complex>
#include <tuple>

#include "catch.hpp"

using namespace coframe;
using Eigen::MatrixXcd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

template <class T> bool same(const T& a, const T& b) {
  bool equal = true;
  for_each_leaf([&](const auto& one, const auto& other) {
    if constexpr (requires { one.components().rows(); })
      equal = equal && one.components().rows() == other.components().rows() && (one.components().array() == other.components().array()).all();
    else equal = equal && one.components() == other.components();
  }, a, b);
  return equal;
}
/// The recorder's differential, twice (its memory holds the first one's), is the pullback of 1.
template <class X, class F> void compare(const X& x, const F& f) {
  const auto expected = pullback(f, x, Cotangent<double>(1.0));
  Recorder record;
  CHECK(same(record.differential(x, f), expected));
  CHECK(same(record.differential(x, f), expected));
}
VectorXd point(int n) { return VectorXd::LinSpaced(n, -1.0, 2.0).array().sin(); }

}  // namespace

TEST_CASE("fused arrays: alone, twice, shifted and broadcast", "[calculus][sweep_loss]") {
  for (int n : {512, 513, 640, 1023}) {
    const VectorXd x = point(n);
    compare(x, [](const auto& v) { return sum(v); });
    compare(x, [](const auto& v) { return sum(exp(v.array())); });
    compare(x, [](const auto& v) { return sum(v.array() * v.array() + sin(v.array())); });
    compare(x, [n](const auto& v) { return sum(v.segment(0, n - 1).array() * v.segment(1, n - 1).array()); });
    compare(x, [n](const auto& v) { return sum(v.segment(10, n / 2).array().square()) + sum(v.segment(n / 2, n / 3).array()); });
    compare(x, [](const auto& v) { return sum(v.array() * v(3)); });
  }
}

TEST_CASE("products, outer products and affine maps assign, add where something is there, and leave the rest zero", "[calculus][sweep_loss]") {
  const MatrixXd A = MatrixXd(point(30 * 40).reshaped(30, 40)), B = MatrixXd(point(40 * 20).reshaped(40, 20));
  const VectorXd b = point(600);
  compare(std::tuple(A, B), [](const auto& a, const auto& c) { return squared_norm(product(a, c)); });
  compare(std::tuple(A, B), [](const auto& a, const auto& c) { return squared_norm(product(a, c)) + sum(a); });
  compare(A, [](const auto& a) { return squared_norm(product(a, a.transpose())); });
  compare(A, [](const auto& a) { return squared_norm(product(a.block(2, 3, 10, 20), a.block(5, 7, 20, 30))); });
  compare(b, [](const auto& v) { return squared_norm(product(v.segment(3, 200).reshaped(20, 10), v.segment(203, 10))) + sum(v.segment(590, 5)); });
  compare(b, [](const auto& v) { return squared_norm(affine(v.segment(0, 200).reshaped(20, 10), v.segment(220, 10), v.segment(200, 20))); });
  compare(std::tuple(A, b), [](const auto& a, const auto&) { return sum(a); });
}

TEST_CASE("statements that read elements of large inputs, and a loss that is one", "[calculus][sweep_loss]") {
  const VectorXd x = point(700);
  compare(x, [](const auto& v) { return sum(v.array().square()) * v(5) + v(699) * v(0); });
  compare(x, [](const auto& v) { return v(17); });
  compare(x, [](const auto& v) { return v(17) * v(17); });
  compare(std::tuple(x, 2.0, VectorXd(point(600))), [](const auto& v, const auto& s, const auto& u) { return sum(v) * s + u(3) * s + sum(u.array() * s); });
}

TEST_CASE("complex inputs", "[calculus][sweep_loss]") {
  const MatrixXcd z = MatrixXd(point(900).reshaped(30, 30)).cast<std::complex<double>>() * std::complex<double>(1, 2);
  compare(z, [](const auto& a) { return squared_norm(product(a, a)); });
  compare(z, [](const auto& a) { return sum(real(a.array() * a.array())) + squared_norm(a.block(1, 1, 9, 9)); });
}

TEST_CASE("exact zeros mask infinite slopes of large inputs", "[calculus][sweep_loss]") {
  VectorXd x = point(600).array().abs();
  x(44) = 0;
  Recorder record;
  const auto& d = record.differential(x, [](const auto& v) { return sum(sqrt(v.array()) * 0.0) + sum(v); });
  CHECK((d.components().array() == 1.0).all());
  compare(x, [](const auto& v) { return sum(sqrt(v.array()) * 0.0) + sum(v); });
}

TEST_CASE("Hessian times vector of large inputs", "[calculus][sweep_loss]") {
  // f = Σ xᵢ⁴/12, H = diag x²
  const VectorXd x = point(800), v = point(800).reverse();
  const auto hv = hessian_vector([](const auto& y) { return sum(y.array().square().square()) / 12.0; }, x, Tangent<VectorXd>(v));
  CHECK((hv.components().array() - x.array().square() * v.array()).abs().maxCoeff() < 1e-14);
}
