// SPDX-License-Identifier: MIT
#pragma once
// Visiting the leaves of several trees of one shape in parallel, and building new trees leaf by leaf.
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "coframe/base/error.hpp"
#include "coframe/space/tree_fields.hpp"
#include "coframe/space/tree_over.hpp"

namespace coframe {

template <class T>
inline constexpr bool is_vector_v = false;
template <class X, class Allocator>
inline constexpr bool is_vector_v<std::vector<X, Allocator>> = true;
template <class T>
inline constexpr bool is_array_v = false;
template <class X, std::size_t n>
inline constexpr bool is_array_v<std::array<X, n>> = true;

/// A struct template instance M<F>, a tuple or a pair.
template <class T>
concept HasFields = Tree<T> && !is_vector_v<T> && !is_array_v<T>;

template <class A, class B>
void require_same_length(const A& a, const B& b) {
  if (a.size() != b.size())
    throw ShapeError("trees of different shapes: vectors of " + std::to_string(a.size()) + " and " +
                     std::to_string(b.size()) + " elements; both must belong to points of one shape");
}

template <class T>
constexpr void require_visitable() {
  static_assert(Tree<T>,
                "a field whose type changes with the leaves must be a leaf, a struct template over its leaves, or a "
                "std::tuple, pair, array or vector of these");
}

// `Mark` is the type that the same place has in the marked tree: equal for a setting, LeafMark<X> for a leaf.
template <class Mark, class F, class T, class... Others>
constexpr void visit_leaves(F& f, T& tree, Others&... others) {
  using Bare = std::remove_const_t<T>;
  if constexpr (std::is_same_v<Bare, Mark>) {
    return;
  } else if constexpr (is_leaf_mark_v<Mark>) {
    f(tree, others...);
  } else if constexpr (is_vector_v<Bare> || is_array_v<Bare>) {
    (require_same_length(tree, others), ...);
    for (std::size_t i = 0; i < tree.size(); ++i) visit_leaves<typename Mark::value_type>(f, tree[i], others[i]...);
  } else {
    require_visitable<Bare>();
    if constexpr (Tree<Bare>) {
      using Marks = MarkedFields<Bare, Mark>;
      const auto visit_field = [&]<std::size_t i>(const auto& field, const auto&... other_fields) {
        visit_leaves<std::remove_cvref_t<std::tuple_element_t<i, Marks>>>(f, std::get<i>(field),
                                                                          std::get<i>(other_fields)...);
      };
      [&]<std::size_t... i>(std::index_sequence<i...>, const auto&... all) {
        (visit_field.template operator()<i>(all...), ...);
      }(std::make_index_sequence<std::tuple_size_v<Marks>>{}, fields(tree), fields(others)...);
    }
  }
}

template <class T, class... Others>
constexpr void require_same_tree() {
  static_assert((SameTree<T, Others> && ...), "trees visited together must be one tree over different leaves");
}

/// f(leaf, other_leaf…) for every leaf, in the order of the fields; settings are passed over. Trees may be const or not.
/// Raises ShapeError if vectors in the trees have different lengths.
template <class F, class T, class... Others>
  requires(Tree<T> || AnyLeaf<T>)
constexpr void for_each_leaf(F&& f, T&& tree, Others&&... others) {
  require_same_tree<T, Others...>();
  visit_leaves<Marked<T>>(f, tree, others...);
}

template <class Out, class Mark, class F, class T, class... Others>
constexpr Out build_leaves(F& f, const T& tree, const Others&... others) {
  if constexpr (std::is_same_v<T, Mark>) {
    return tree;
  } else if constexpr (is_leaf_mark_v<Mark>) {
    return Out(f(tree, others...));
  } else if constexpr (is_vector_v<T>) {
    (require_same_length(tree, others), ...);
    Out out;
    out.reserve(tree.size());
    for (std::size_t i = 0; i < tree.size(); ++i)
      out.push_back(build_leaves<typename Out::value_type, typename Mark::value_type>(f, tree[i], others[i]...));
    return out;
  } else if constexpr (is_array_v<T>) {
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      const auto element = [&](std::size_t k) {
        return build_leaves<typename Out::value_type, typename Mark::value_type>(f, tree[k], others[k]...);
      };
      return Out{element(i)...};
    }(std::make_index_sequence<std::tuple_size_v<T>>{});
  } else {
    require_visitable<T>();
    if constexpr (Tree<T>) {
      using Marks = MarkedFields<T, Mark>;
      using OutFields = decltype(marked_fields<T>(std::declval<Out&>()));
      const auto build_field = [&]<std::size_t i>(const auto&... field) {
        return build_leaves<std::remove_cvref_t<std::tuple_element_t<i, OutFields>>,
                            std::remove_cvref_t<std::tuple_element_t<i, Marks>>>(f, std::get<i>(field)...);
      };
      return [&]<std::size_t... i>(std::index_sequence<i...>, const auto&... all) {
        if constexpr (ListsParameters<T>) {
          Out out;
          [[maybe_unused]] auto out_fields = out.parameters();
          ((std::get<i>(out_fields) = build_field.template operator()<i>(all...)), ...);
          return out;
        } else {
          return Out{build_field.template operator()<i>(all...)...};
        }
      }(std::make_index_sequence<std::tuple_size_v<Marks>>{}, fields(tree), fields(others)...);
    }
  }
}

/// The tree over F with leaves f(leaf, other_leaf…); settings are copied from `tree`, vectors get its lengths.
/// What f returns must be convertible to F<X>, explicitly at least. A struct with parameters() is default constructed
/// and then assigned field by field, so its tie lists settings as well.
template <template <class> class F, class T, class Make, class... Others>
  requires(Tree<T> || AnyLeaf<T>)
constexpr Over<T, F> transform_leaves(const T& tree, Make&& f, const Others&... others) {
  require_same_tree<T, Others...>();
  return build_leaves<Over<T, F>, Marked<T>>(f, tree, others...);
}

/// The same over the leaves that the tree has: Net<Tangent> ↦ Net<Tangent>.
template <class T, class Make, class... Others>
  requires(Tree<T> || AnyLeaf<T>)
constexpr T map_leaves(const T& tree, Make&& f, const Others&... others) {
  require_same_tree<T, Others...>();
  return build_leaves<T, Marked<T>>(f, tree, others...);
}

}  // namespace coframe
