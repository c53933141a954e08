// SPDX-License-Identifier: MIT
#pragma once
// The kinds of leaves that manifolds are made of. A model may have others beside them.
#include "coframe/space.hpp"

namespace coframe {

/// A real number, or a real matrix or array.
template <class X>
concept RealLeaf = Leaf<X> && !ComplexLeaf<X>;
/// A real matrix or array.
template <class X>
concept RealDenseLeaf = DenseLeaf<X> && !ComplexLeaf<X>;
/// A matrix, real or complex, not an array.
template <class X>
concept MatrixLeaf = DenseLeaf<X> && std::is_base_of_v<Eigen::MatrixBase<std::remove_cvref_t<X>>, std::remove_cvref_t<X>>;
/// One that may be square: vectors are not.
template <class X>
concept SquareLeaf = MatrixLeaf<X> && std::remove_cvref_t<X>::RowsAtCompileTime == std::remove_cvref_t<X>::ColsAtCompileTime;

}  // namespace coframe
