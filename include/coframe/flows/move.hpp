// SPDX-License-Identifier: MIT
#pragma once
// One step of any first-order flow: forces are made, raised by the metric, and the live leaves moved along them.
#include <algorithm>

#include "coframe/flows/memory.hpp"
#include "coframe/metric/metric.hpp"

namespace coframe {

/// Elements per block: what a block reads and writes stays in the first-level cache.
inline constexpr Eigen::Index block_size = 256;

template <class T>
using Block = Eigen::Array<T, Eigen::Dynamic, 1, 0, block_size, 1>;

/// f(array, array…) for the elements of some leaves, points or vectors of one shape, in blocks; a scalar is an array of one.
template <class F, class L, class... Ls>
void for_each_block(F&& f, L& leaf, Ls&... leaves) {
  const auto data = [](auto& l) {
    auto& x = components_of(l);
    if constexpr (Scalar<decltype(x)>) return &x;
    else return x.data();
  };
  const auto block = []<class T>(T* first, Eigen::Index n) {
    return Eigen::Map<std::conditional_t<std::is_const_v<T>, const Eigen::ArrayX<std::remove_const_t<T>>, Eigen::ArrayX<T>>>(first, n);
  };
  Eigen::Index size = 1;
  if constexpr (DenseLeaf<decltype(components_of(leaf))>) size = components_of(leaf).size();
  for (Eigen::Index k = 0; k < size; k += block_size) {
    const Eigen::Index n = std::min(block_size, size - k);
    f(block(data(leaf) + k, n), block(data(leaves) + k, n)...);
  }
}

template <class X>
constexpr auto& components_of(PerElement<X>& p) {
  return p.components();
}

/// Refuses what must not reach a model. ShapeError unless dL is a differential at x; NotFinite if a live leaf of it is not.
template <Point X, class G>
void check_step(const X& x, const G& g, const Over<X, Cotangent>& dL) {
  if (!same_shape(x, dL))
    throw ShapeError("step: the differential and the model differ in shape; take the differential at the model that is moved");
  for_each_numbered_leaf([&](std::size_t i, const auto& w) {
    if (is_frozen(g, i)) return;
    bool finite = true;
    for_each_block([&](const auto& block) { finite = finite && is_finite((block - block).sum()); }, w);
    if (!finite)
      throw NotFinite("step: the differential of leaf " + std::to_string(i) + " (" + leaf_names(x)[i] + ") holds NaN or infinity; the "
                      "model was left as it was: lower the rate, or look for log(0), 0/0 or an overflow in the loss");
  }, dL);
}

/// What `force` yields of a block of elements: a force f and a conductance a, one real number each (1 where it is left).
template <class T>
struct Force {
  Block<T> f;
  Block<RealOf<T>> a;
};

/// x ← x - rate A^{1/2} g^ A^{1/2} f on the leaves that are not frozen, with the force f and the conductance A of
/// force(F, x, tree…) block by block. Leafwise metrics commute with A and take one pass without buffers.
template <Point X, class G, class MakeForce, class... Trees>
void move(X& x, const G& g, double rate, Over<X, Cotangent>& f, Over<X, Tangent>& v, Over<X, PerElement>& a, MakeForce&& force,
          Trees&... trees);

}  // namespace coframe
