// SPDX-License-Identifier: MIT
#pragma once
// The differential of a real function: a covector at a point.
#include "coframe/calculus/recorder.hpp"

namespace coframe {

/// dL at (x…): the covector with ⟨dL, v⟩ the slope of L along v. One argument gives its cotangent (Net<Cotangent> for a
/// model), several a tuple of them. f is called with traced arguments and returns a traced real scalar. (eq. 5, 19)
template <class F, PointLike... X> auto differential(F&& f, const X&... x) {
  const auto at = point(x...);
  BasicRecorder<RealOf<decltype(at)>> recorder;
  return Over<std::remove_const_t<decltype(at)>, Cotangent>(recorder.differential(at, f));
}

/// L and dL of one evaluation.
template <class S, class D> struct ValueAndDifferential {
  S value;
  D differential;
};
/// The value with the differential, where both are wanted.
template <class F, PointLike... X> auto value_and_differential(F&& f, const X&... x) {
  const auto at = point(x...);
  using S = RealOf<decltype(at)>;
  BasicRecorder<S> recorder;
  auto d = Over<std::remove_const_t<decltype(at)>, Cotangent>(recorder.differential(at, f));
  return ValueAndDifferential<S, decltype(d)>{recorder.value(), std::move(d)};
}

}  // namespace coframe
