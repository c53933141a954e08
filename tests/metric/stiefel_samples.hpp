// SPDX-License-Identifier: MIT
#pragma once
// Random points of Stiefel manifolds and velocities there.
#include <coframe/metric/euclidean.hpp>
#include <coframe/metric/manifold.hpp>
#include <random>

namespace stiefel_samples {
using namespace coframe;

template <class X>
X draw(const X& like, std::mt19937& random) {
  return Stiefel{Retraction::qr}.retract(X(X::Zero(like.rows(), like.cols())), Tangent<X>(normal_like(random, like)));
}
template <class X>
Tangent<X> velocity(const X& x, double length, std::mt19937& random) {
  auto v = Stiefel{}.project(x, Tangent<X>(normal_like(random, x)));
  return v * (length / v.components().norm());
}

}  // namespace stiefel_samples
