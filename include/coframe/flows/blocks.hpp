// SPDX-License-Identifier: MIT
#pragma once
// Leaves in blocks of elements: several passes over a block stay in the first-level cache.
#include <algorithm>

#include "coframe/space.hpp"

namespace coframe {

inline constexpr Eigen::Index block_size = 256;

/// A block of its own.
template <class T>
using Block = Eigen::Array<T, Eigen::Dynamic, 1, 0, block_size, 1>;

template <class B>
using BlockReal = typename Eigen::NumTraits<typename std::remove_cvref_t<B>::Scalar>::Real;

template <class L>
auto* elements_of(L& leaf) {
  auto& x = components_of(leaf);
  if constexpr (Scalar<decltype(x)>)
    return &x;
  else
    return x.data();
}
template <class T>
auto block_at(T* first, Eigen::Index n) {
  using Elements = Eigen::Array<std::remove_const_t<T>, Eigen::Dynamic, 1>;
  return Eigen::Map<std::conditional_t<std::is_const_v<T>, const Elements, Elements>>(first, n);
}

/// f(array, array…) for the elements of leaves of one shape, points or vectors, block by block; a scalar is an array of
/// one.
template <class F, class L, class... Ls>
void for_each_block(const F& f, L& leaf, Ls&... leaves) {
  Eigen::Index size = 1;
  if constexpr (DenseLeaf<decltype(components_of(leaf))>) size = components_of(leaf).size();
  for (Eigen::Index k = 0; k < size; k += block_size) {
    const Eigen::Index n = std::min(block_size, size - k);
    f(block_at(elements_of(leaf) + k, n), block_at(elements_of(leaves) + k, n)...);
  }
}

}  // namespace coframe
