// SPDX-License-Identifier: MIT
#pragma once
// A path for every leaf of a tree, for messages and reports.
#include <string>
#include <type_traits>
#include <vector>

#include "coframe/space/field_names.hpp"
#include "coframe/space/tree_visit.hpp"

namespace coframe {

template <class Mark, class T>
void append_leaf_names(std::vector<std::string>& names, const std::string& path, const T& tree) {
  const auto below = [&path](const std::string& name) { return path.empty() ? name : path + "." + name; };
  if constexpr (std::is_same_v<Mark, T>) {
    return;
  } else if constexpr (is_leaf_mark_v<Mark>) {
    names.push_back(path);
  } else if constexpr (is_vector_v<T> || is_array_v<T>) {
    for (std::size_t i = 0; i < tree.size(); ++i)
      append_leaf_names<typename Mark::value_type>(names, below(std::to_string(i)), tree[i]);
  } else {
    using Marks = MarkedFields<T, Mark>;
    [&]<std::size_t... i>(std::index_sequence<i...>, const auto& all) {
      (append_leaf_names<std::remove_cvref_t<std::tuple_element_t<i, Marks>>>(names, below(field_name<T, i>()),
                                                                              std::get<i>(all)),
       ...);
    }(std::make_index_sequence<std::tuple_size_v<Marks>>{}, fields(tree));
  }
}

/// The paths of the leaves in the order of for_each_leaf, "hidden.W", "layers.0.b": names of fields; numbers from 0 for
/// elements of tuples, arrays, vectors and for the fields that parameters() lists. A lone leaf has the empty path.
template <class T>
  requires(Tree<T> || AnyLeaf<T>)
std::vector<std::string> leaf_names(const T& tree) {
  std::vector<std::string> names;
  append_leaf_names<Marked<T>>(names, "", tree);
  return names;
}

}  // namespace coframe
