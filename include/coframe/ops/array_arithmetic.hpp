// SPDX-License-Identifier: MIT
#pragma once
// Operators on traced arrays and matrices: + and − coefficient by coefficient, * and / as Eigen reads them.
#include "coframe/ops/arithmetic.hpp"
#include "coframe/ops/elementwise.hpp"
#include "coframe/ops/product.hpp"

namespace coframe {

/// A number that multiplies all coefficients.
template <class A> concept Scaling = ScalarExpr<A> || PlainNumber<A> || DualNumber<A>;
template <class A> constexpr bool array_kind() {
  if constexpr (Scaling<A>) return true;
  else return is_eigen_array_v<PlainOf<A>>;
}
template <class A> constexpr bool matrix_kind() {
  if constexpr (Scaling<A>) return false;
  else return !is_eigen_array_v<PlainOf<A>>;
}
/// Eigen's own rule: arrays with arrays and numbers, matrices with matrices.
template <class A, class B> concept SameKind = (array_kind<A>() && array_kind<B>()) || (matrix_kind<A>() && matrix_kind<B>());

template <class A, class B> requires(ArrayPair<A, B> && SameKind<A, B>) auto operator+(A&& a, B&& b) { return apply<Plus>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires(ArrayPair<A, B> && SameKind<A, B>) auto operator-(A&& a, B&& b) { return apply<Minus>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires ArrayPair<A, B> auto operator*(A&& a, B&& b) {
  if constexpr (MatrixPair<A, B>) {
    return product(std::forward<A>(a), std::forward<B>(b));
  } else {
    static_assert((array_kind<A>() && array_kind<B>()) || Scaling<A> || Scaling<B>,
                  "a Matrix times an Array has two readings: a.matrix() for the product, m.array() for coefficients");
    return apply<Times>(std::forward<A>(a), std::forward<B>(b));
  }
}
template <class A, class B> requires(ArrayPair<A, B> && (array_kind<A>() || Scaling<B>) && array_kind<B>())
auto operator/(A&& a, B&& b) { return apply<Divide>(std::forward<A>(a), std::forward<B>(b)); }
template <ArrayExpr A> auto operator-(A&& a) { return apply<Negate>(std::forward<A>(a)); }

}  // namespace coframe
