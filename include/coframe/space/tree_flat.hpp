// SPDX-License-Identifier: MIT
#pragma once
// A tree as one vector of real coordinates, and what follows from that: its dimension, its zero, its shape.
#include <Eigen/Core>
#include <algorithm>
#include <string>
#include <type_traits>

#include "coframe/base/error.hpp"
#include "coframe/space/tree_visit.hpp"

namespace coframe {

/// The plain leaf inside: x itself, or the components of a Tangent or Cotangent.
template <AnyLeaf L>
constexpr auto& components_of(L& leaf) {
  if constexpr (Leaf<L>)
    return leaf;
  else
    return leaf.components();
}

template <class... S>
struct CommonReal {
  using type = std::common_type_t<S...>;
};
template <>
struct CommonReal<> {};  // no leaves, no scalar

template <class... S>
struct RealList {};
template <class... A, class... B>
RealList<A..., B...> operator|(RealList<A...>, RealList<B...>);

// The real scalars of the leaves of a marked place; `T` is the type that it has in the tree itself.
template <class Mark, class T>
constexpr auto reals_of() {
  if constexpr (std::is_same_v<Mark, T>) {
    return RealList<>{};
  } else if constexpr (is_leaf_mark_v<Mark>) {
    return RealList<RealOf<typename Mark::Space>>{};
  } else if constexpr (is_vector_v<T> || is_array_v<T>) {
    return reals_of<typename Mark::value_type, typename T::value_type>();
  } else {
    using Marks = MarkedFields<T, Mark>;
    using Fields = decltype(fields(std::declval<T&>()));
    return []<std::size_t... i>(std::index_sequence<i...>) {
      return decltype((RealList<>{} | ... |
                       reals_of<std::remove_cvref_t<std::tuple_element_t<i, Marks>>,
                                std::remove_cvref_t<std::tuple_element_t<i, Fields>>>())){};
    }(std::make_index_sequence<std::tuple_size_v<Marks>>{});
  }
}
template <class List>
struct CommonRealOf;
template <class... S>
struct CommonRealOf<RealList<S...>> : CommonReal<S...> {};

template <class T>
  requires(Tree<T> || WrappedLeaf<T>)
struct RealOfType<T> : CommonRealOf<decltype(reals_of<Marked<T>, T>())> {};

/// Number of real coordinates of all leaves.
template <class T>
  requires(Tree<T> || WrappedLeaf<T>)
constexpr Eigen::Index dimension(const T& tree) {
  if constexpr (Tree<T>) {
    Eigen::Index n = 0;
    for_each_leaf([&n](const auto& leaf) { n += dimension(leaf); }, tree);
    return n;
  } else {
    return dimension(components_of(tree));
  }
}

/// The zero of the space that the point or vector `tree` is in; settings are copied.
template <class T>
  requires(Tree<T> || WrappedLeaf<T>)
constexpr T zeros_like(const T& tree) {
  return map_leaves(tree, [](const auto& leaf) { return zeros_like(components_of(leaf)); });
}

/// The zero of the tangents or cotangents at x.
template <template <class> class Wrap, class X>
constexpr Over<X, Wrap> zeros_over(const X& x) {
  return transform_leaves<Wrap>(x, [](const auto& leaf) { return zeros_like(leaf); });
}

template <class Mark, class A, class B, class SameLeaf>
constexpr bool same_tree_at(const A& a, const B& b, const SameLeaf& same_leaf) {
  if constexpr (std::is_same_v<A, Mark>) {
    return true;
  } else if constexpr (is_leaf_mark_v<Mark>) {
    return same_leaf(a, b);
  } else if constexpr (is_vector_v<A> || is_array_v<A>) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const auto& x, const auto& y) {
      return same_tree_at<typename Mark::value_type>(x, y, same_leaf);
    });
  } else {
    using Marks = MarkedFields<A, Mark>;
    return [&]<std::size_t... i>(std::index_sequence<i...>, const auto& x, const auto& y) {
      return (same_tree_at<std::remove_cvref_t<std::tuple_element_t<i, Marks>>>(std::get<i>(x), std::get<i>(y), same_leaf) &&
              ...);
    }(std::make_index_sequence<std::tuple_size_v<Marks>>{}, fields(a), fields(b));
  }
}
template <class Mark, class A, class B>
constexpr bool same_shape_at(const A& a, const B& b) {
  return same_tree_at<Mark>(a, b, [](const auto& x, const auto& y) { return same_shape(components_of(x), components_of(y)); });
}

/// True if the vectors in a and b, point or vector, have the same lengths, whatever the shapes of the leaves.
template <class A, class B>
  requires(SameTree<A, B>)
constexpr bool same_lengths(const A& a, const B& b) {
  return same_tree_at<Marked<A>>(a, b, [](const auto&, const auto&) { return true; });
}
/// True if all leaves of a and b, point or vector, have the same rows and columns, and vectors the same lengths.
template <class A, class B>
  requires(SameTree<A, B> && (Tree<A> || WrappedLeaf<A>))
constexpr bool same_shape(const A& a, const B& b) {
  return same_shape_at<Marked<A>>(a, b);
}

/// Writes the real coordinates of a leaf or tree, in the order of for_each_leaf and of each leaf's storage; a complex
/// element gives its real part, then its imaginary part. Allocates where there were not as many before.
template <class T, class S>
  requires(Tree<T> || AnyLeaf<T>)
void flatten_into(Eigen::Vector<S, Eigen::Dynamic>& coordinates, const T& tree) {
  coordinates.resize(dimension(tree));
  Eigen::Index k = 0;
  const auto put = [&]<Scalar X>(const X& x) {
    if constexpr (ComplexLeaf<X>) {
      coordinates[k++] = S(x.real());
      coordinates[k++] = S(x.imag());
    } else {
      coordinates[k++] = S(x);
    }
  };
  for_each_leaf(
      [&](const auto& leaf) {
        const auto& x = components_of(leaf);
        if constexpr (Scalar<decltype(x)>)
          put(x);
        else
          for (Eigen::Index i = 0; i < x.size(); ++i) put(x.data()[i]);
      },
      tree);
}

/// The real coordinates of a leaf or tree, in that order.
template <class T>
  requires(Tree<T> || AnyLeaf<T>)
Eigen::Vector<RealOf<T>, Eigen::Dynamic> flatten(const T& tree) {
  Eigen::Vector<RealOf<T>, Eigen::Dynamic> coordinates;
  flatten_into(coordinates, tree);
  return coordinates;
}

/// Gives a leaf or tree these real coordinates; its shape stays.
/// Raises ShapeError unless there are dimension(tree) of them.
template <class T, class S>
  requires(Tree<T> || AnyLeaf<T>)
void unflatten_into(T& tree, const Eigen::Vector<S, Eigen::Dynamic>& coordinates) {
  if (coordinates.size() != dimension(tree))
    throw ShapeError("unflatten: expected " + std::to_string(dimension(tree)) + " coordinates, got " +
                     std::to_string(coordinates.size()));
  Eigen::Index k = 0;
  const auto take = [&]<Scalar X>(X& x) {
    if constexpr (ComplexLeaf<X>) {
      x = X(RealOf<X>(coordinates[k]), RealOf<X>(coordinates[k + 1]));
      k += 2;
    } else {
      x = X(coordinates[k++]);
    }
  };
  for_each_leaf(
      [&](auto& leaf) {
        auto& x = components_of(leaf);
        if constexpr (Scalar<decltype(x)>)
          take(x);
        else
          for (Eigen::Index i = 0; i < x.size(); ++i) take(x.data()[i]);
      },
      tree);
}

/// The tree of the shape of `like` that has these real coordinates: unflatten(x, flatten(x)) is x. ShapeError as above.
template <class T, class Coordinates>
  requires(Tree<T> || AnyLeaf<T>)
T unflatten(const T& like, const Eigen::DenseBase<Coordinates>& coordinates) {
  const Eigen::Vector<typename Coordinates::Scalar, Eigen::Dynamic> source = coordinates.derived().reshaped();
  T tree = map_leaves(like, [](const auto& leaf) { return components_of(leaf); });
  unflatten_into(tree, source);
  return tree;
}

}  // namespace coframe
