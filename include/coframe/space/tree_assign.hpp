// SPDX-License-Identifier: MIT
#pragma once
// Making a tree anew in the memory of an earlier one: vectors and settings keep what they have allocated.
#include <memory>

#include "coframe/space/tree_visit.hpp"

namespace coframe {

/// to = from, also where assignment is deleted (a const setting).
template <class T, class U>
constexpr void remake(T& to, U&& from) {
  if constexpr (std::is_assignable_v<T&, U>) {
    to = std::forward<U>(from);
  } else {
    std::destroy_at(&to);
    std::construct_at(&to, std::forward<U>(from));
  }
}

template <class Mark, class F, class Out, class T>
constexpr void assign_leaves(F& f, Out& out, const T& tree) {
  if constexpr (std::is_same_v<T, Mark>) {
    remake(out, tree);
  } else if constexpr (is_vector_v<T>) {
    using Part = typename Mark::value_type;
    if (out.size() > tree.size()) out.erase(out.begin() + static_cast<std::ptrdiff_t>(tree.size()), out.end());
    for (std::size_t i = 0; i < out.size(); ++i) assign_leaves<Part>(f, out[i], tree[i]);
    out.reserve(tree.size());
    while (out.size() < tree.size())
      out.push_back(build_leaves<typename Out::value_type, Part>(f, tree[out.size()]));
  } else if constexpr (is_array_v<T>) {
    for (std::size_t i = 0; i < tree.size(); ++i) assign_leaves<typename Mark::value_type>(f, out[i], tree[i]);
  } else if constexpr (is_leaf_mark_v<Mark> || ListsParameters<T>) {   // what parameters() does not list starts afresh
    remake(out, build_leaves<Out, Mark>(f, tree));
  } else {
    using Marks = MarkedFields<T, Mark>;
    [&]<std::size_t... i>(std::index_sequence<i...>, const auto& to, const auto& from) {
      (assign_leaves<std::remove_cvref_t<std::tuple_element_t<i, Marks>>>(f, std::get<i>(to), std::get<i>(from)), ...);
    }(std::make_index_sequence<std::tuple_size_v<Marks>>{}, fields(out), fields(tree));
  }
}

/// out = transform_leaves<F>(tree, make), where out is a tree over F of any lengths, and allocates only what is longer than before.
template <template <class> class F, class T, class Make>
  requires(Tree<T> || AnyLeaf<T>)
constexpr void transform_leaves_into(Over<T, F>& out, const T& tree, Make&& make) {
  assign_leaves<Marked<T>>(make, out, tree);
}

}  // namespace coframe
