// SPDX-License-Identifier: MIT
#pragma once
// Paths to the parts of a point: &Net<Value>::hidden, &Dense<Value>::W, a number in a vector of layers, a callable.
#include <algorithm>
#include <concepts>
#include <functional>
#include <vector>

#include "coframe/space.hpp"

namespace coframe {

/// The part of x that a path leads to: x itself for no steps. A step is a member pointer, a callable of the part, or
/// the number of an element. DomainError for a number that is too large.
template <class X>
const X& part(const X& x) {
  return x;
}
template <class X, class Step, class... Steps>
const auto& part(const X& x, const Step& step, const Steps&... steps) {
  if constexpr (std::integral<Step>) {
    static_assert(is_vector_v<X> || is_array_v<X>,
                  "a number in a path counts the elements of a std::vector or std::array");
    if (std::cmp_less(step, 0) || std::cmp_greater_equal(step, x.size()))
      throw DomainError("path: element " + std::to_string(step) + " was asked for, but there are " +
                        std::to_string(x.size()));
    return part(x[static_cast<std::size_t>(step)], steps...);
  } else {
    static_assert(
        std::is_invocable_v<const Step&, const X&>,
        "a step of a path is a member pointer of the part before it, such as &Net<Value>::hidden, a number, or a "
        "callable that returns a reference to a part");
    static_assert(std::is_reference_v<std::invoke_result_t<const Step&, const X&>>,
                  "a step of a path must return a reference");
    return part(std::invoke(step, x), steps...);
  }
}

/// The numbers of the leaves, in the order of for_each_leaf, of the part of x that a path leads to. DomainError if the
/// path leads to no leaf (a setting, an empty vector).
template <Point X, class... Steps>
std::vector<std::size_t> leaves_of_part(const X& x, const Steps&... steps) {
  const auto& p = part(x, steps...);
  using P = std::remove_cvref_t<decltype(p)>;
  static_assert(Tree<P> || Leaf<P>, "a path must lead to a leaf of the model, or to a part that has leaves");
  std::vector<const void*> wanted;
  for_each_leaf([&](const auto& leaf) { wanted.push_back(&leaf); }, p);
  std::vector<std::size_t> numbers;
  std::size_t i = 0;
  for_each_leaf(
      [&](const auto& leaf) {
        if (std::find(wanted.begin(), wanted.end(), &leaf) != wanted.end()) numbers.push_back(i);
        ++i;
      },
      x);
  if (numbers.empty())
    throw DomainError(
        "path: it leads to no leaf of the model (to a setting, or an empty vector), so nothing would change");
  return numbers;
}

/// A point with the tree of x and, where sizes are dynamic, no elements: paths are resolved on it.
template <Point X>
X skeleton(const X& x) {
  return map_leaves(x, []<class L>(const L&) {
    if constexpr (Scalar<L>)
      return L(0);
    else
      return Tangent<L>().components();
  });
}

}  // namespace coframe
