// SPDX-License-Identifier: MIT
#pragma once
// Structured operations with something given by the caller: an offset, indices, or a result of the value kept on the tape.
#include "coframe/tape/structured.hpp"

namespace coframe {

/// Records Op of arguments of which at least one is traced, where `given` stands in the place of what Op would keep:
/// shape(given, A…), value(C, given, A…) and so on. It must be trivially destructible: what it refers to lies on the tape.
template <class Op, class G, class... A>
  requires(ArrayExpr<A> || ...)
auto record_given(const G& given, A&&... a) {
  using Y = typename Op::template Result<PlainOf<A>...>;
  using D = typename DenseForm<Y>::type;
  using S = RealOf<Y>;
  static_assert(std::is_trivially_destructible_v<G>);
  Tape<S>& tape = tape_of_any<S>(a...);
  return [&](auto... argument) {
    const Shape shape = Op::shape(given, argument.map()...);
    const auto result = new_range<D>(tape, static_cast<int>(shape.rows), static_cast<int>(shape.cols));
    WritableMap<D> c(writable(result), result.rows, result.cols, outer_of<D>(result));
    Op::value(c, given, argument.map()...);
    tape.add_map(StructuredMap<Op, G, D, typename decltype(argument)::Plain...>(result, given, argument...), extent_of(result));
    if constexpr (Scalar<Y>) return Var<Y>(*result.data, result.coordinate, result.tag);
    else return Var<Y>(result);
  }(argument_of<S>(tape, std::forward<A>(a))...);
}
/// The same of plain arguments, evaluated.
template <class Op, class G, class... A>
  requires(PlainDense<A> && ...)
auto evaluate_given(const G& given, const A&... a) {
  using Y = typename Op::template Result<PlainOf<A>...>;
  return [&](const auto&... x) {
    const Shape shape = Op::shape(given, x...);
    typename DenseForm<Y>::type c(shape.rows, shape.cols);
    Op::value(c, given, x...);
    if constexpr (Scalar<Y>) return Y(c(0, 0));
    else return Y(c);
  }(evaluated(a)...);
}
/// One or the other.
template <class Op, class G, class... A> auto apply_given(const G& given, A&&... a) {
  if constexpr ((ArrayExpr<A> || ...)) return record_given<Op>(given, std::forward<A>(a)...);
  else return evaluate_given<Op>(given, a...);
}

}  // namespace coframe
