// SPDX-License-Identifier: MIT
#pragma once
// Scalar expressions: templates that hold their leaves by value, so that `auto e = x * y;` is always safe.
#include <tuple>

#include "coframe/space/leaf.hpp"
#include "coframe/tape/pack.hpp"
#include "coframe/tape/rule.hpp"
#include "coframe/tape/segment.hpp"

namespace coframe {

/// The traced form of a leaf space: a scalar (16 bytes for double), a complex scalar, or a matrix.
template <class X> struct Var;

/// Base of scalar expressions E. Each has Value (real or complex), Base (the tape's scalar), `leaves` (real coordinates),
/// value(), collect(coordinates, tags) and pull(partials, seed): the raised cotangents of its leaves for one of its value;
/// `singular` where a slope within it may be infinite, so that the pull may have to be masked.
struct ScalarExpression {};
template <class E> concept ScalarExpr = std::is_base_of_v<ScalarExpression, std::remove_cvref_t<E>>;

/// An expression with more leaves than this becomes a variable on the spot; one of packs is rather a kernel's, which does not record it.
template <class S> inline constexpr int most_leaves = is_pack_v<S> ? 64 : 16;

/// A number that takes part without being traced.
template <class T> struct Constant : ScalarExpression {
  using Value = T;
  using Base = RealOf<T>;
  static constexpr int leaves = 0;
  T c;
  explicit Constant(const T& x) : c(x) {}
  const T& value() const { return c; }
  template <int O> void visit(auto&) const {}
  template <int O, bool Masked = false> void pull(auto&, const T&) const {}
  static constexpr bool singular = false;
  static constexpr std::array<signed char, 0> signs(signed char) { return {}; }
};

/// A raised cotangent of the result's type, in the type of a real or complex argument.
template <class X, class W> [[gnu::always_inline]] inline auto project(const W& w) {
  if constexpr (is_complex_v<X> || !is_complex_v<W>) return w;
  else return real_part(w);
}
/// The same with a real result for a complex argument: w + 0i.
template <class X, class W> [[gnu::always_inline]] inline X cotangent_for(const W& w) { return X(project<X>(w)); }

/// Arrays, one after the other.
template <class T, std::size_t... N> constexpr std::array<T, (N + ...)> joined(const std::array<T, N>&... part) {
  std::array<T, (N + ...)> all{};
  std::size_t next = 0;
  const auto append = [&](const auto& one) {
    for (std::size_t i = 0; i < one.size(); ++i) all[next++] = one[i];
  };
  (append(part), ...);
  return all;
}

/// y = Op(a…), not yet a variable. Compilers name this type where two types must be one, or where a number comes in its place.
template <class Op, class... A> struct Unevaluated;

/// y = Op(a)
template <class Op, class A> struct Unevaluated<Op, A> : ScalarExpression {
  using Base = typename A::Base;
  using Value = std::remove_cvref_t<decltype(Op::value(std::declval<const typename A::Value&>()))>;
  static constexpr int leaves = A::leaves;
  A a;
  Value y;
  [[gnu::always_inline]] explicit Unevaluated(const A& x) : a(x), y(Op::value(x.value())) {}
  [[gnu::always_inline]] Unevaluated(const Unevaluated& e) : a(e.a), y(e.y) {}   // member by member: see below
  template <Arithmetic a_number_is_no_expression_take_eval_of_the_expression_first>
  Unevaluated(a_number_is_no_expression_take_eval_of_the_expression_first) = delete;
  const Value& value() const { return y; }
  template <int O> [[gnu::always_inline]] void visit(auto& visitor) const { a.template visit<O>(visitor); }
  template <int O, bool Masked = false> [[gnu::always_inline]] void pull(auto& p, const Value& w) const {
    a.template pull<O, Masked>(p, cotangent_for<typename A::Value>(pull_rule<Op, 0, Masked>(w, y, a.value())));
  }
  static constexpr bool singular = A::singular || singular_slope<Op>;
  static constexpr auto signs(signed char s) { return A::signs(static_cast<signed char>(s * slope_sign<Op, 0>())); }
};

/// y = Op(a, b)
template <class Op, class A, class B> struct Unevaluated<Op, A, B> : ScalarExpression {
  using Base = typename A::Base;
  using Value =
      std::remove_cvref_t<decltype(Op::value(std::declval<const typename A::Value&>(), std::declval<const typename B::Value&>()))>;
  static constexpr int leaves = A::leaves + B::leaves;
  A a;
  B b;
  Value y;
  [[gnu::always_inline]] Unevaluated(const A& x, const B& z) : a(x), b(z), y(Op::value(x.value(), z.value())) {}
  /// Member by member: compilers copy trivial classes in blocks, which wait for the stores of their parts.
  [[gnu::always_inline]] Unevaluated(const Unevaluated& e) : a(e.a), b(e.b), y(e.y) {}
  template <Arithmetic a_number_is_no_expression_take_eval_of_the_expression_first>
  Unevaluated(a_number_is_no_expression_take_eval_of_the_expression_first) = delete;
  const Value& value() const { return y; }
  template <int O> [[gnu::always_inline]] void visit(auto& visitor) const {
    a.template visit<O>(visitor);
    b.template visit<O + A::leaves>(visitor);
  }
  template <int O, bool Masked = false> [[gnu::always_inline]] void pull(auto& p, const Value& w) const {
    if constexpr (A::leaves > 0)
      a.template pull<O, Masked>(p, cotangent_for<typename A::Value>(pull_rule<Op, 0, Masked>(w, y, a.value(), b.value())));
    if constexpr (B::leaves > 0)
      b.template pull<O + A::leaves, Masked>(p, cotangent_for<typename B::Value>(pull_rule<Op, 1, Masked>(w, y, a.value(), b.value())));
  }
  static constexpr bool singular = A::singular || B::singular || singular_slope<Op>;
  static constexpr auto signs(signed char s) {
    return joined(A::signs(static_cast<signed char>(s * slope_sign<Op, 0>())),
                  B::signs(static_cast<signed char>(s * slope_sign<Op, 1>())));
  }
};

// An expression is a formula: it does not change. The return type, never defined, carries the message to the compilers' first lines.
class an_expression_does_not_change_take_eval_of_it_first;
template <class E> concept Formula = ScalarExpr<E> && requires { typename E::Base; } && !requires(E e) { e.coordinate(); };
// clang-format off: compilers quote the line that holds the operator's name
template <Formula E, class B> an_expression_does_not_change_take_eval_of_it_first& operator+=(E&, const B&) = delete;
template <Formula E, class B> an_expression_does_not_change_take_eval_of_it_first& operator-=(E&, const B&) = delete;
template <Formula E, class B> an_expression_does_not_change_take_eval_of_it_first& operator*=(E&, const B&) = delete;
template <Formula E, class B> an_expression_does_not_change_take_eval_of_it_first& operator/=(E&, const B&) = delete;
// clang-format on

}  // namespace coframe
