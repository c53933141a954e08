// SPDX-License-Identifier: MIT
#pragma once
// Functions made of a function of matrices: of transposes, of blocks, its result used twice, an argument constant. They are composed
// while running, for an operation to be instantiated once.
#include "laws/function.hpp"

namespace laws {

/// f(inner(A), …): how a matrix comes from the argument, `plain` of plain ones and `view` of traced ones.
template <class Plain, class OfView, class Y, class... X>
FunctionOf<Y, X...> composed(const FunctionOf<Y, X...>& f, const Plain& plain, const OfView& view, const X&... argument) {
  FunctionOf<Y, X...> g(argument...);
  g.plain = [h = f.plain, plain](const X&... a) { return h(X(plain(a))...); };
  g.widened = [h = f.widened, plain](const Widened<X>&... a) { return h(Widened<X>(plain(a))...); };
  g.traced = [h = f.traced, view](const Var<X>&... a) { return h(Var<X>(view(a.view))...); };
  g.set_result(g.plain(argument...));
  return g;
}
/// f(Aᵀ, …) at arguments that are transposes of f's.
template <class Y, class... X> FunctionOf<Y, X...> of_transposes(const FunctionOf<Y, X...>& f, const X&... argument) {
  auto transpose = [](const auto& a) { return a.transpose(); };
  return composed(f, transpose, transpose, argument...);
}
/// f of inner blocks: without the first row, the first two columns and the last two rows.
template <class Y, class... X> FunctionOf<Y, X...> of_blocks(const FunctionOf<Y, X...>& f, const X&... argument) {
  auto block = [](const auto& a) { return a.block(1, 2, a.rows() - 3, a.cols() - 2); };
  auto view = [](const auto& v) { return v.block(1, 2, v.rows - 3, v.cols - 2); };
  return composed(f, block, view, argument...);
}

/// y + y∘y.
template <class Y> auto used_twice(const Y& y) {
  if constexpr (requires { y.cwiseProduct(y); }) return (y + y.cwiseProduct(y)).eval();
  else return eval(y * y + y);
}
/// f + f∘f.
template <class Y, class... X> FunctionOf<Y, X...> reused(const FunctionOf<Y, X...>& f) {
  FunctionOf<Y, X...> g = f;
  g.plain = [h = f.plain](const X&... a) { return Y(used_twice(h(a...))); };
  g.widened = [h = f.widened](const Widened<X>&... a) { return Widened<Y>(used_twice(h(a...))); };
  g.traced = [h = f.traced](const Var<X>&... a) { return Var<Y>(used_twice(h(a...))); };
  return g;
}
/// f(A, A).
template <class Y, class X> FunctionOf<Y, X> of_the_same(const FunctionOf<Y, X, X>& f, const X& argument) {
  FunctionOf<Y, X> g(argument);
  g.plain = [h = f.plain](const X& a) { return h(a, a); };
  g.widened = [h = f.widened](const Widened<X>& a) { return h(a, a); };
  g.traced = [h = f.traced](const Var<X>& a) { return h(a, a); };
  g.set_result(g.plain(argument));
  return g;
}

/// f(c, A) or f(A, c) with a constant: `traced` is given, for how a constant takes part is told by its type.
template <bool first, class Y, class X, class Traced>
FunctionOf<Y, X> with_constant(const FunctionOf<Y, X, X>& f, const X& c, const X& argument, const Traced& traced) {
  auto call = [](const auto& h, const auto& constant, const auto& a) {
    if constexpr (first) return h(constant, a);
    else return h(a, constant);
  };
  FunctionOf<Y, X> g(argument);
  g.plain = [h = f.plain, c, call](const X& a) { return call(h, c, a); };
  g.widened = [h = f.widened, wide = Widened<X>(c.template cast<ScalarOf<Widened<X>>>()), call](const Widened<X>& a) { return call(h, wide, a); };
  g.traced = traced;
  g.set_result(g.plain(argument));
  return g;
}

}  // namespace laws
