// SPDX-License-Identifier: MIT
#pragma once
// The dense layer, real and complex.
#include "coframe/metric/euclidean.hpp"
#include "coframe/models/affine.hpp"
#include "coframe/models/initialise.hpp"

namespace coframe {

/// x ↦ W x + b, on a vector or on each column of a matrix. Dense<Leaf, std::complex<double>> is the complex layer.
template <template <class> class Leaf, class S = double>
struct Dense {
  Leaf<Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>> W;
  Leaf<Eigen::Vector<S, Eigen::Dynamic>> b;

  /// Plain x in plain layers gives an evaluated matrix. ShapeError.
  auto operator()(const auto& x) const { return affine(W, x, b); }
};

/// A layer of `in` inputs and `out` outputs: normal weights with the standard deviation spread(in, out), zero bias. The
/// default spread `he` suits relu; for tanh and its like take `glorot`. EmptyInput if there are no inputs or no
/// outputs.
template <class S = double, class Random, class Spread = double (*)(Eigen::Index, Eigen::Index)>
Dense<Value, S> dense(Eigen::Index in, Eigen::Index out, Random& random, const Spread& spread = he) {
  if (in < 1 || out < 1)
    throw EmptyInput("dense: at least one input and one output were expected, but " + std::to_string(in) + " and " +
                     std::to_string(out) + " came");
  using R = RealOf<S>;
  const R deviation = static_cast<R>(spread(in, out)) / (is_complex_v<S> ? std::sqrt(R(2)) : R(1));
  Dense<Value, S> layer;
  layer.W = deviation * normal_like(random, Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>(out, in));
  layer.b.setZero(out);
  return layer;
}

}  // namespace coframe
