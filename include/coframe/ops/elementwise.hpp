// SPDX-License-Identifier: MIT
#pragma once
// How a named function reaches its operation: traced scalars, duals, and arrays coefficient by coefficient.
#include "coframe/tape/array_apply.hpp"

namespace coframe {

template <class A> concept Traced = ScalarExpr<A> || ArrayExpr<A> || DualNumber<A>;
template <class A, class B> concept TracedPair = ScalarPair<std::remove_cvref_t<A>, std::remove_cvref_t<B>> ||
                                                 ArrayPair<A, B> || DualPair<std::remove_cvref_t<A>, std::remove_cvref_t<B>>;
/// The same within kernels of map.
template <class A> concept FunctionArgument = Traced<A> || PackNumber<A>;
template <class A, class B> concept FunctionArguments = TracedPair<A, B> || PackPair<std::remove_cvref_t<A>, std::remove_cvref_t<B>>;
/// A plain matrix, evaluated or not.
template <class A> concept PlainMatrix = PlainDense<A> && OverAnyClass<A, Eigen::MatrixBase>;
template <class A> concept PlainArray = PlainDense<A> && OverAnyClass<A, Eigen::ArrayBase>;
template <class A> constexpr bool traced_matrix() {
  if constexpr (ArrayExpr<A>) return !is_eigen_array_v<PlainOf<A>>;
  else return false;
}

template <class A> struct ElementOf {
  using type = A;
};
template <ScalarExpr A> struct ElementOf<A> {
  using type = typename A::Value;
};
template <ArrayExpr A> struct ElementOf<A> {
  using type = typename A::Element;
};
/// The type of a traced scalar's value, or of a traced array's elements.
template <class A> using element_of = typename ElementOf<std::remove_cvref_t<A>>::type;

/// Op of scalars and arrays. On a Matrix the name could mean two things, so it is refused.
template <class Op, class... A> [[gnu::always_inline]] inline auto elementary(A&&... a) {
  static_assert(!(traced_matrix<A>() || ...),
                "a function of a Matrix can mean two things: m.array() for each coefficient, or a matrix function (expm, logm, sqrtm)");
  return apply<Op>(std::forward<A>(a)...);
}
/// Op of scalars, arrays and matrices, coefficient by coefficient: activations.
template <class Op, class A> [[gnu::always_inline]] inline auto activation(A&& a) {
  if constexpr (PlainMatrix<A> || PlainArray<A>) return apply_plain<Op>(typename std::remove_cvref_t<A>::PlainObject(a));
  else return apply<Op>(std::forward<A>(a));
}

}  // namespace coframe
