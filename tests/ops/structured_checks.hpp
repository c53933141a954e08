// SPDX-License-Identifier: MIT
#pragma once
// What tests of structured operations share: the adjoint identity, and central differences of the plain primal.
#include <limits>

#include "catch.hpp"
#include "coframe/calculus/differential.hpp"
#include "coframe/calculus/pullback.hpp"
#include "coframe/ops.hpp"

namespace checks {

using namespace coframe;
using Eigen::MatrixXcd;
using Eigen::MatrixXcf;
using Eigen::MatrixXd;
using Eigen::MatrixXf;
using Eigen::VectorXcd;
using Eigen::VectorXd;
using Z = std::complex<double>;

/// Numbers in [−1, 1] that do not depend on the library's random source.
template <class X> X drawn(Eigen::Index rows, Eigen::Index cols, unsigned seed = 1) {
  using S = RealOf<X>;
  auto next = [state = seed * 2654435761u]() mutable {
    state = state * 1664525u + 1013904223u;
    return static_cast<S>(static_cast<double>(state >> 8) / 8388608.0 - 1.0);
  };
  X x(rows, cols);
  for (Eigen::Index k = 0; k < x.size(); ++k) {
    const S re = next();
    if constexpr (ComplexLeaf<X>) x.data()[k] = ScalarOf<X>(re, next());
    else x.data()[k] = re;
  }
  return x;
}
template <class Y> Y drawn_like(const Y& y, unsigned seed) {
  if constexpr (Scalar<Y>) return drawn<Eigen::Matrix<Y, 1, 1>>(1, 1, seed)(0, 0);
  else return drawn<Y>(y.rows(), y.cols(), seed);
}
/// Hermitian and well inside the cone of positive definite ones.
template <class M> M positive(Eigen::Index n, unsigned seed = 1) {
  const M a = drawn<M>(n, n, seed);
  return a * a.adjoint() + M::Identity(n, n);
}

template <class Y> auto size_of(const Y& y) {
  using std::abs;
  if constexpr (Scalar<Y>) return abs(y);
  else return y.size() ? y.cwiseAbs().maxCoeff() : RealOf<Y>(0);
}
/// Σ |wᵢ| |vᵢ|
template <class Y> RealOf<Y> pairing_size(const Y& w, const Y& v) {
  using std::abs;
  if constexpr (Scalar<Y>) return abs(w) * abs(v);
  else return w.size() ? w.cwiseAbs().cwiseProduct(v.cwiseAbs()).sum() : RealOf<Y>(0);
}

/// ⟨w, f_* v⟩ = ⟨f^* w, v⟩ at x, to 100 ε Σ |w| |f_* v|, and also of the other pairing where it is the larger.
template <class F, class X> void obeys_adjoint_identity(const F& f, const X& x) {
  auto recorded = record(f, x);
  const auto y = recorded.value();
  using Y = std::remove_cvref_t<decltype(y)>;
  for (unsigned seed : {11u, 12u, 13u}) {
    const Tangent<X> v(drawn_like(x, seed));
    const Cotangent<Y> w(drawn_like(y, seed + 100));
    const auto pushed = recorded.pushforward(v);
    const auto pulled = recorded.pullback(w);
    const auto size = std::max(pairing_size(w.components(), pushed.components()), pairing_size(pulled.components(), v.components()));
    const auto gap = pair(w, pushed) - pair(pulled, v);
    INFO("gap " << gap << ", size " << size << ", seed " << seed);
    CHECK(std::abs(gap) <= 100 * std::numeric_limits<RealOf<X>>::epsilon() * size);
  }
}

/// f_* along every real coordinate of x (h and ih) against (f(x + h) − f(x − h)) / 2h of the plain function.
template <class F, class X> void agrees_with_differences(const F& f, const X& x, double tolerance = 1e-8) {
  auto recorded = record(f, x);
  using Y = std::remove_cvref_t<decltype(recorded.value())>;
  const Y y = f(x);
  CHECK(size_of(Y(recorded.value() - y)) <= 1e-12 * (1 + size_of(y)));
  const double h = 1e-5;
  for (Eigen::Index k = 0; k < x.size(); ++k)
    for (int part = 0; part < (ComplexLeaf<X> ? 2 : 1); ++part) {
      X v = X::Zero(x.rows(), x.cols());
      if constexpr (ComplexLeaf<X>) v.data()[k] = part ? Z(0, 1) : Z(1, 0);
      else v.data()[k] = 1;
      const Y up = f(X(x + h * v)), down = f(X(x - h * v));
      const Y pushed = recorded.pushforward(Tangent<X>(v)).components();
      INFO("coordinate " << k << (part ? ", imaginary" : ""));
      CHECK(size_of(Y(pushed - (up - down) / (2 * h))) <= tolerance * (1 + size_of(pushed)));
    }
}
template <class F, class X> void right(const F& f, const X& x, double tolerance = 1e-8) {
  obeys_adjoint_identity(f, x);
  agrees_with_differences(f, x, tolerance);
}

/// The differential along v by duals against central differences of the differential: second order.
template <class F, class X> void right_at_second_order(const F& loss, const X& x, double tolerance = 1e-6) {
  const X v = drawn_like(x, 77);
  const double h = 1e-5;
  const auto d = differential(loss, dual(x, v)).components();
  const X plain = differential(loss, x).components();
  CHECK(size_of(X(value_part(d) - plain)) <= 1e-12 * (1 + size_of(plain)));
  const X up = differential(loss, X(x + h * v)).components(), down = differential(loss, X(x - h * v)).components();
  const X along = tangent_part(d);
  CHECK(size_of(X(along - (up - down) / (2 * h))) <= tolerance * (1 + size_of(along)));
}

}  // namespace checks
