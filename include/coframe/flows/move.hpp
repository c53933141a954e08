// SPDX-License-Identifier: MIT
#pragma once
// One step of any first-order flow: forces are made, raised by the metric, and the live leaves moved along them.
#include "coframe/base/number.hpp"
#include "coframe/flows/blocks.hpp"
#include "coframe/flows/memory.hpp"
#include "coframe/metric/metric.hpp"

namespace coframe {

/// Refuses what must not reach a model. ShapeError unless dL is a differential at x; NotFinite if a live leaf of it is
/// not.
template <Point X, class G>
void check_step(const X& x, const G& g, const Over<X, Cotangent>& dL) {
  if (!same_shape_at<Marked<X>>(x, dL))
    throw ShapeError(
        "step: the differential and the model differ in shape; take the differential at the model that is moved");
  for_each_numbered_leaf(
      [&](std::size_t i, const auto& w) {
        if (is_frozen(g, i)) return;
        bool finite = true;
        for_each_block([&](const auto& block) { finite = finite && is_finite((block - block).sum()); }, w);
        if (!finite)
          throw NotFinite(
              "step: the differential of leaf " + std::to_string(i) + " (" + leaf_names(x)[i] +
              ") holds NaN or infinity; the "
              "model was left as it was: lower the rate, or look for log(0), 0/0 or an overflow in the loss");
      },
      dL);
}

// A kernel writes the force f of a block, and where it takes one also the conductance a; then f(f, a, x, tree…).
template <class Kernel, class... Blocks>
inline constexpr bool conducts = std::is_invocable_v<const Kernel&, Blocks&...>;

/// What is remembered of a frozen leaf is dropped: g^ = 0 leaves no velocity.
template <class T>
void forget(T& leaf) {
  if constexpr (!std::is_const_v<T>) set_zero(leaf.components(), leaf.components());
}

template <Point X, class G, class MakeKernel, class... Trees>
void move_leafwise(X& x, const G& g, double rate, FlowState& state, const MakeKernel& make_kernel, Trees&... trees) {
  for_each_numbered_leaf(
      [&]<class P>(std::size_t i, P& p, auto&... tree) {
        using R = RealOf<P>;
        const R scale = static_cast<R>(g.scale(i, p)), eta = static_cast<R>(rate);
        if (scale == 0) {
          state.ages[i] = 0;
          return (forget(tree), ...);
        }
        const auto kernel = make_kernel(state.ages[i]++);
        Block<ScalarOf<P>> f;
        Block<R> a;
        for_each_block(
            [&](auto x_block, auto... block) {
              f.resize(x_block.size());
              if constexpr (conducts<decltype(kernel), decltype(f), decltype(a), decltype(x_block),
                                     decltype(block)...>) {
                a.resize(x_block.size());
                kernel(f, a, x_block, block...);
                x_block -= eta * (scale * (a * f));
              } else {
                kernel(f, x_block, block...);
                x_block -= eta * (scale * f);
              }
            },
            p, tree...);
      },
      x, trees...);
}

template <Point X, class G, class MakeKernel, class... Trees>
void move_together(X& x, const G& g, double rate, FlowState& state, const MakeKernel& make_kernel, Trees&... trees) {
  auto& [force, root, velocity] = state.buffers.trees<Cotangent, PerElement, Tangent>(x);
  for_each_numbered_leaf(
      [&](std::size_t i, auto& f_leaf, auto& a_leaf, auto& p, auto&... tree) {
        if (is_frozen(g, i)) {
          state.ages[i] = 0;
          forget(f_leaf);
          return (forget(tree), ...);
        }
        const auto kernel = make_kernel(state.ages[i]++);
        for_each_block(
            [&](auto f, auto a, auto x_block, auto... block) {
              if constexpr (conducts<decltype(kernel), decltype(f), decltype(a), decltype(x_block),
                                     decltype(block)...>) {
                kernel(f, a, x_block, block...);
                a = a.sqrt();
                f *= a;
              } else {
                kernel(f, x_block, block...);
                a.setOnes();
              }
            },
            f_leaf, a_leaf, p, tree...);
      },
      force, root, x, trees...);
  sharp(g, force, velocity, kept<RoomOf<G, X>>(state.room));
  for_each_numbered_leaf(
      [&]<class P>(std::size_t i, P& p, const auto& v_leaf, const auto& a_leaf) {
        if (is_frozen(g, i)) return;
        for_each_block([eta = static_cast<RealOf<P>>(rate)](auto x_block, auto v, auto a) { x_block -= eta * (a * v); },
                       p, v_leaf, a_leaf);
      },
      x, velocity, root);
}

/// x ← x - rate A^{1/2} g^ A^{1/2} f on the leaves that are not frozen. make_kernel(age), for a leaf that has taken
/// `age` steps, is a function (f, x, tree…) of blocks that writes the force f, or (f, a, x, tree…) where it also writes
/// a conductance A, a positive number for each element. A leafwise metric commutes with A and takes one pass.
template <Point X, MetricOn<X> G, class MakeKernel, class... Trees>
void move(X& x, const G& g, double rate, FlowState& state, const MakeKernel& make_kernel, Trees&... trees) {
  std::size_t leaves = 0;
  for_each_leaf([&](const auto&) { ++leaves; }, x);
  state.ages.resize(leaves);
  if constexpr (LeafwiseMetric<G>)
    move_leafwise(x, g, rate, state, make_kernel, trees...);
  else
    move_together(x, g, rate, state, make_kernel, trees...);
  ++state.steps;
}

}  // namespace coframe
