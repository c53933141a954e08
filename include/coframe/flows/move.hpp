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

/// x ← x - rate A^{1/2} g^ A^{1/2} f on the leaves that are not frozen. force(age) makes, for a leaf that has taken `age`
/// steps, a function of blocks that writes the force f, and the conductance A (a positive number for each element) where
/// it takes one: (f, x, tree…) or (f, a, x, tree…). A leafwise metric commutes with A and takes one pass and no buffers.
/// What the trees remember of a frozen leaf is dropped: g^ = 0 there leaves no velocity.
template <Point X, MetricOn<X> G, class MakeForce, class... Trees>
void move(X& x, const G& g, double rate, FlowState& state, const MakeForce& force, Trees&... trees) {
  std::size_t count = 0;
  for_each_leaf([&](const auto&) { ++count; }, x);
  state.ages.resize(count);

  const auto forget = []<class T>(T& tree) {
    if constexpr (!std::is_const_v<T>) components_of(tree) = zeros_like(components_of(tree));
  };
  // p -= rate √a v or rate a v; a is left out where there is none.
  const auto fill = [](const auto& make, auto& f, auto& a, const auto& p, auto&... t) {
    if constexpr (std::is_invocable_v<decltype(make), decltype(f), decltype(a), decltype(p), decltype(t)...>) make(f, a, p, t...);
    else make(f, p, t...);
  };
  if constexpr (LeafwiseMetric<G>) {
    for_each_numbered_leaf([&](std::size_t i, auto& p, auto&... t) {
      using R = RealOf<std::remove_cvref_t<decltype(p)>>;
      using T = ScalarOf<std::remove_cvref_t<decltype(p)>>;
      const R scale = static_cast<R>(g.scale(i, p)), eta = static_cast<R>(rate);
      if (scale == 0) {
        (forget(t), ...);
        state.ages[i] = 0;
        return;
      }
      const auto make = force(state.ages[i]++);
      Block<T> f;
      Block<R> a;
      for_each_block([&](auto&& pb, auto&&... tb) {
        f.resize(pb.size());
        if constexpr (std::is_invocable_v<decltype(make), decltype(f)&, decltype(a)&, decltype(pb), decltype(tb)...>) {
          a.resize(pb.size());
          make(f, a, pb, tb...);
          pb -= eta * (scale * (a * f));
        } else {
          make(f, pb, tb...);
          pb -= eta * (scale * f);
        }
      }, p, t...);
    }, x, trees...);
  }
}

}  // namespace coframe
