// SPDX-License-Identifier: MIT
#pragma once
// Trees of leaves, and the same tree over other leaves: Net<Value>, Net<Tangent>, Net<Cotangent>.
#include <array>
#include <concepts>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "coframe/space/leaf.hpp"

namespace coframe {

/// The leaf wrapper of plain points: Net<Value> holds Eigen objects and numbers.
template <class X>
using Value = X;

/// The leaf space that a wrapped leaf belongs to: PointOf<Tangent<X>>::type is X. Specialise it for further wrappers.
template <class X>
struct PointOf {};
template <Leaf X>
struct PointOf<X> {
  using type = X;
};

/// A leaf X, or a wrapped one such as Tangent<X>.
template <class X>
concept AnyLeaf = requires { typename PointOf<std::remove_cvref_t<X>>::type; };

/// A wrapped leaf only.
template <class X>
concept WrappedLeaf = AnyLeaf<X> && !Leaf<X>;

template <class X, template <class> class F>
struct OverType {
  using type = X;  // a setting
};
/// The same tree over other leaves: leaf X ↦ F<X>, M<From> ↦ M<F>; std::tuple, pair, array and vector element by
/// element; anything else is a setting and stays. Over<Net<Var>, Value> is Net<Value>.
template <class X, template <class> class F>
using Over = typename OverType<X, F>::type;

template <AnyLeaf X, template <class> class F>
struct OverType<X, F> {
  using type = F<typename PointOf<X>::type>;
};
template <template <template <class> class, class...> class M, template <class> class From, class... Rest,
          template <class> class F>
struct OverType<M<From, Rest...>, F> {
  using type = M<F, Rest...>;
};
template <template <template <class> class, auto...> class M, template <class> class From, auto first, auto... rest,
          template <class> class F>
struct OverType<M<From, first, rest...>, F> {
  using type = M<F, first, rest...>;
};
template <class... X, template <class> class F>
struct OverType<std::tuple<X...>, F> {
  using type = std::tuple<Over<X, F>...>;
};
template <class A, class B, template <class> class F>
struct OverType<std::pair<A, B>, F> {
  using type = std::pair<Over<A, F>, Over<B, F>>;
};
template <class X, std::size_t n, template <class> class F>
struct OverType<std::array<X, n>, F> {
  using type = std::array<Over<X, F>, n>;
};
template <class X, class Allocator, template <class> class F>
struct OverType<std::vector<X, Allocator>, F> {
  using type =
      std::vector<Over<X, F>, typename std::allocator_traits<Allocator>::template rebind_alloc<Over<X, F>>>;
};

/// Marks the leaves of a tree: a field of M<From> is a setting exactly if M<LeafMark> has it with the same type.
template <class X>
struct LeafMark {
  using Space = X;
};
template <class X>
inline constexpr bool is_leaf_mark_v = false;
template <class X>
inline constexpr bool is_leaf_mark_v<LeafMark<X>> = true;

/// The tree with its leaves marked; it tells which trees have one shape.
template <class T>
using Marked = Over<std::remove_cvref_t<T>, LeafMark>;

/// A structure of leaves: an instance M<F> of a struct template over its leaves, a tuple, pair, array, vector of leaves.
template <class T>
concept Tree = !AnyLeaf<T> && !std::same_as<Marked<T>, std::remove_cvref_t<T>>;

/// Where a differential can be taken: a leaf, or a tree of plain leaves.
template <class T>
concept Point = Leaf<T> || (Tree<T> && std::same_as<Over<std::remove_cvref_t<T>, Value>, std::remove_cvref_t<T>>);

/// Any leaf, whatever its space.
struct SomeLeaf {};
template <class X>
using Unmarked = SomeLeaf;

/// Trees of one structure, over whatever leaves (also over duals of the same).
template <class A, class B>
concept SameTree = std::same_as<Over<std::remove_cvref_t<A>, Unmarked>, Over<std::remove_cvref_t<B>, Unmarked>>;

}  // namespace coframe
