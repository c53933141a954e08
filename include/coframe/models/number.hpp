// SPDX-License-Identifier: MIT
#pragma once
// What numbers of several real leaves have in common: sums, and products with real numbers.
#include <concepts>
#include <utility>

#include "coframe/ops.hpp"

namespace coframe {

/// Leaf<S> when it is computed with: the plain number, or a traced one; not a tangent or a cotangent.
template <class L, class S>
concept ComputedLeaf = ScalarExpr<L> || std::same_as<L, S>;

/// True for struct templates that are numbers. Specialise it for further ones.
template <class Q>
inline constexpr bool is_number_v = false;
/// A number of several real leaves, traced or plain.
template <class Q>
concept ManyNumber = is_number_v<std::remove_cvref_t<Q>>;
/// Numbers of one algebra, over whatever leaves.
template <class P, class Q>
concept SameAlgebra = ManyNumber<P> && ManyNumber<Q> && SameTree<P, Q>;

/// Is the first leaf of Q traced?
template <class Q>
inline constexpr bool is_traced_number_v = ScalarExpr<std::tuple_element_t<0, decltype(fields(std::declval<Q&>()))>>;
template <class P, class Q>
struct TogetherType {};   // some compilers form result types before they look at constraints
template <ManyNumber P, ManyNumber Q>
struct TogetherType<P, Q> : std::conditional<is_traced_number_v<P>, P, Q> {};
/// The type of what P and Q make together: traced if one of them is.
template <class P, class Q>
using Together = typename TogetherType<P, Q>::type;

/// The number of the parts f(p₀, q₀…), f(p₁, q₁…), …
template <class Out, class F, class P, class... Q>
Out by_part(const F& f, const P& p, const Q&... q) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    const auto at = [&]<std::size_t k>(std::integral_constant<std::size_t, k>) {
      return f(std::get<k>(fields(p)), std::get<k>(fields(q))...);
    };
    return Out{at(std::integral_constant<std::size_t, i>{})...};
  }(std::make_index_sequence<std::tuple_size_v<decltype(fields(p))>>{});
}

template <class P, class Q>
  requires SameAlgebra<P, Q>
Together<P, Q> operator+(const P& p, const Q& q) {
  return by_part<Together<P, Q>>([](const auto& a, const auto& b) { return a + b; }, p, q);
}
template <class P, class Q>
  requires SameAlgebra<P, Q>
Together<P, Q> operator-(const P& p, const Q& q) {
  return by_part<Together<P, Q>>([](const auto& a, const auto& b) { return a - b; }, p, q);
}
template <ManyNumber Q>
Q operator-(const Q& q) {
  return by_part<Q>([](const auto& a) { return -a; }, q);
}
/// s q for a real s. A traced s has traced partners only; with a plain q write it as a number, Quaternion<Var>{s, 0, 0, 0}.
template <class S, ManyNumber Q>
  requires(Arithmetic<S> || (ScalarExpr<S> && is_traced_number_v<Q>))
Q operator*(const S& s, const Q& q) {
  return by_part<Q>([&](const auto& a) { return s * a; }, q);
}
template <class S, ManyNumber Q>
  requires(Arithmetic<S> || (ScalarExpr<S> && is_traced_number_v<Q>))
Q operator*(const Q& q, const S& s) {
  return s * q;
}
template <class S, ManyNumber Q>
  requires(Arithmetic<S> || (ScalarExpr<S> && is_traced_number_v<Q>))
Q operator/(const Q& q, const S& s) {
  return by_part<Q>([&](const auto& a) { return a / s; }, q);
}

}  // namespace coframe
