// SPDX-License-Identifier: MIT
#pragma once
// The pairing of cotangents with tangents, and how to make either from numbers and matrices.
#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

#include "coframe/space/cotangent.hpp"
#include "coframe/space/tangent.hpp"
#include "coframe/space/tree_flat.hpp"

namespace coframe {

/// A Tangent, or a tree whose leaves all are.
template <class T>
concept Vector = (Tree<T> || WrappedLeaf<T>) &&
                 std::same_as<Over<std::remove_cvref_t<T>, Tangent>, std::remove_cvref_t<T>>;

/// ⟨w, v⟩ = Σ wᵢ vᵢ over the real coordinates, Re tr(WᴴV) for matrices, summed over the leaves of trees.
/// Bilinear. Raises ShapeError if w and v belong to points of different shapes.
template <Covector W, Vector V>
  requires std::same_as<Marked<W>, Marked<V>>
RealOf<W> pair(const W& w, const V& v) {
  RealOf<W> sum(0);
  for_each_leaf([&sum](const auto& a, const auto& b) { sum += component_pair(a.components(), b.components()); }, w, v);
  return sum;
}

template <class X>
struct PlainType {};
template <Point X>
struct PlainType<X> {
  using type = X;
};
template <std::integral X>
struct PlainType<X> {
  using type = double;
};
template <class X>
  requires(std::derived_from<X, Eigen::DenseBase<X>> && !Leaf<X> && Leaf<typename X::PlainObject>)
struct PlainType<X> {
  using type = typename X::PlainObject;
};
/// What x is when evaluated: itself for a point, double for an integer, the plain object for an Eigen expression.
template <class X>
using Plain = typename PlainType<std::remove_cvref_t<X>>::type;

/// One argument or several that evaluate to points.
template <class X>
concept PointLike = requires { typename Plain<X>; };

template <template <class> class F, class... X>
auto vectors_over(const X&... x) {
  const auto wrap = []<class P>(const P& point) {
    return transform_leaves<F>(point, [](const auto& leaf) { return leaf; });
  };
  if constexpr (sizeof...(X) == 1)
    return wrap(Plain<X>(x)...);
  else
    return std::tuple<Over<Plain<X>, F>...>(wrap(Plain<X>(x))...);
}

/// The tangent with these components: Tangent<X> of one leaf, the tree over Tangent of a tree, a std::tuple of several
/// arguments. Integers count as double, Eigen expressions are evaluated.
template <PointLike... X>
  requires(sizeof...(X) > 0)
auto tangent(const X&... components) {
  return vectors_over<Tangent>(components...);
}

/// The cotangent with these components, as `tangent` does it; for complex ones ∂L/∂x + i ∂L/∂y.
template <PointLike... X>
  requires(sizeof...(X) > 0)
auto cotangent(const X&... components) {
  return vectors_over<Cotangent>(components...);
}

}  // namespace coframe
