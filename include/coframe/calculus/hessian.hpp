// SPDX-License-Identifier: MIT
#pragma once
// Second order: Hessian times vector by forward over reverse, a tape of dual numbers; and the whole Hessian.
#include "coframe/calculus/differential.hpp"

namespace coframe {

template <class X> using DualValue = Dualized<X>;
template <class X> using DualVar = Var<Dualized<X>>;
template <class X> using DualCotangent = Cotangent<Dualized<X>>;

/// d/dε dL(x + ε v): one recording over dual numbers, whose pullback carries the tangent of the differential.
template <Point X> class DualRecorder {
 public:
  using S = RealOf<X>;
  using D = Dual<S>;

  /// H v as a covector at x: pair(H v, u) is the second derivative of f along v and u. ShapeError.
  template <class F> Over<X, Cotangent> hessian_vector(F&& f, const X& x, const Over<X, Tangent>& v) {
    tape_.rewind();
    at_ = transform_leaves<DualValue>(x, [](const auto& leaf, const auto& part) {
      require_same_shape(leaf, part.components(), "hessian_vector");
      return dual(leaf, part.components());
    }, v);
    const auto inputs = transform_leaves<DualVar>(x, [&](const auto&, const auto& moving) { return input_in_place(tape_, moving); }, at_);
    const Var<D> loss = settle_loss(call(f, inputs));
    value = loss.value().value;
    slope = loss.value().tangent;
    auto both = transform_leaves<DualCotangent>(x, []<class L>(const L&) { return Dualized<L>{}; });
    sweep_loss(tape_, loss, inputs, both);
    differential = part_of(x, both, [](const auto& d) { return value_part(d); });
    return part_of(x, both, [](const auto& d) { return tangent_part(d); });
  }
  /// f(x), its slope along v, and its differential, of the last call.
  S value{}, slope{};
  Over<X, Cotangent> differential;

 private:
  template <class P> static Over<X, Cotangent> part_of(const X& x, const Over<X, DualCotangent>& both, const P& part) {
    return transform_leaves<Cotangent>(x, [&]<class L>(const L&, const auto& dual) { return L(part(dual.components())); }, both);
  }
  Over<X, DualValue> at_;   // x + εv, where the tape reads it
  Tape<D> tape_;
};

/// The Hessian of f at x applied to a tangent v: a covector. Costs a small multiple of the differential.
template <class F, PointLike X, class V> auto hessian_vector(F&& f, const X& x, const V& v) {
  return DualRecorder<Plain<X>>().hessian_vector(f, Plain<X>(x), v);
}
template <class T, class C, class H> struct ValueDifferentialAndHessianVector {
  T value;
  C differential;
  H hessian_vector;
};
template <class F, PointLike X, class V> auto value_differential_and_hessian_vector(F&& f, const X& x, const V& v) {
  DualRecorder<Plain<X>> recorder;
  auto hv = recorder.hessian_vector(f, Plain<X>(x), v);
  return ValueDifferentialAndHessianVector<RealOf<Plain<X>>, decltype(hv), decltype(hv)>{recorder.value, recorder.differential, std::move(hv)};
}

/// The matrix of second derivatives over the real coordinates of x (as flatten orders them), symmetric to rounding.
template <class F, PointLike... X> auto hessian(F&& f, const X&... x) {
  const auto at = point(x...);
  using P = std::remove_const_t<decltype(at)>;
  using S = RealOf<P>;
  const Eigen::Index n = dimension(at);
  Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic> H(n, n);
  DualRecorder<P> recorder;
  Eigen::Vector<S, Eigen::Dynamic> e = Eigen::Vector<S, Eigen::Dynamic>::Zero(n);
  const auto zero = zeros_over<Tangent>(at);
  for (Eigen::Index j = 0; j < n; ++j) {
    e[j] = S(1);
    H.col(j) = flatten(recorder.hessian_vector(f, at, unflatten(zero, e)));
    e[j] = S(0);
  }
  return H;
}

}  // namespace coframe
