// SPDX-License-Identifier: MIT
#pragma once
// Quaternions as parameters.
#include "coframe/models/number.hpp"

namespace coframe {

/// q = w + x i + y j + z k with i² = j² = k² = ijk = -1, four real leaves. |q|² = q q̄ is Euclidean, so `euclidean` is its
/// metric: the gradient of |qp - r|² is 2 (qp - r) p̄. (sec. 4)
template <template <class> class Leaf, class S = double>
struct Quaternion {
  Leaf<S> w, x, y, z;
};
template <template <class> class Leaf, class S>
inline constexpr bool is_number_v<Quaternion<Leaf, S>> = ComputedLeaf<Leaf<S>, S>;

template <class Q>
inline constexpr bool is_quaternion_v = false;
template <template <class> class Leaf, class S>
inline constexpr bool is_quaternion_v<Quaternion<Leaf, S>> = is_number_v<Quaternion<Leaf, S>>;
template <class Q>
concept AnyQuaternion = is_quaternion_v<std::remove_cvref_t<Q>>;

/// Hamilton's product.
template <AnyQuaternion P, AnyQuaternion Q>
  requires SameAlgebra<P, Q>
Together<P, Q> operator*(const P& p, const Q& q) {
  return {p.w * q.w - p.x * q.x - p.y * q.y - p.z * q.z, p.w * q.x + p.x * q.w + p.y * q.z - p.z * q.y,
          p.w * q.y - p.x * q.z + p.y * q.w + p.z * q.x, p.w * q.z + p.x * q.y - p.y * q.x + p.z * q.w};
}
/// q̄ = w - x i - y j - z k
template <AnyQuaternion Q>
Q conj(const Q& q) {
  return {q.w, -q.x, -q.y, -q.z};
}
/// |q|² = q q̄
template <AnyQuaternion Q>
auto abs2(const Q& q) {
  return q.w * q.w + q.x * q.x + q.y * q.y + q.z * q.z;
}
template <AnyQuaternion Q>
auto abs(const Q& q) {
  using std::sqrt;
  return sqrt(abs2(q));
}
/// q⁻¹ = q̄/|q|²
template <AnyQuaternion Q>
Q inverse(const Q& q) {
  const auto square = eval(abs2(q));
  return conj(q) / square;
}
/// q/|q|: a rotation for any q but 0.
template <AnyQuaternion Q>
Q unit(const Q& q) {
  const auto length = eval(abs(q));
  return q / length;
}
/// The vector v (a quaternion without real part) turned by a unit quaternion, q v q̄.
template <AnyQuaternion Q, AnyQuaternion V>
  requires SameAlgebra<Q, V>
Together<Q, V> rotate(const Q& q, const V& v) {
  return q * v * conj(q);
}

}  // namespace coframe
