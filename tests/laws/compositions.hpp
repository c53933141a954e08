// SPDX-License-Identifier: MIT
#pragma once
// Functions made of a function of matrices: of transposes, of blocks, its result used twice, an argument constant. They are composed
// while running, for an operation to be instantiated once.
#include "laws/function.hpp"

namespace laws {

/// Each form of g is made of f's, the plain one, the one in long double and the traced one: compose(h) calls h.
template <class G, class F, class Compose> void make_of(G& g, const F& f, const Compose& compose) {
  g.plain = compose(f.plain);
  g.widened = compose(f.widened);
  g.traced = compose(f.traced);
}
/// part(A), a transpose or a block, as a matrix; of a traced one by its view.
template <class A, class Part> A part_of(const A& a, const Part& part) {
  if constexpr (ArrayExpr<A>) return A(part(a.view));
  else return A(part(a));
}
/// f(part(A), …) at arguments of which f's are parts.
template <class Part, class Y, class... X> FunctionOf<Y, X...> of_parts(const FunctionOf<Y, X...>& f, const Part& part, const X&... argument) {
  FunctionOf<Y, X...> g(argument...);
  make_of(g, f, [part](const auto& h) { return [h, part](const auto&... a) { return h(part_of(a, part)...); }; });
  g.set_result(g.plain(argument...));
  return g;
}
/// f(Aᵀ, …).
template <class Y, class... X> FunctionOf<Y, X...> of_transposes(const FunctionOf<Y, X...>& f, const X&... argument) {
  return of_parts(f, [](const auto& a) { return a.transpose(); }, argument...);
}
/// f of inner blocks: without the first row, the first two columns and the last two rows.
template <class Y, class... X> FunctionOf<Y, X...> of_blocks(const FunctionOf<Y, X...>& f, const X&... argument) {
  return of_parts(f, [](const auto& a) {
    if constexpr (requires { a.rows(); }) return a.block(1, 2, a.rows() - 3, a.cols() - 2);
    else return a.block(1, 2, a.rows - 3, a.cols - 2);
  }, argument...);
}

/// y + y∘y.
template <class Y> auto used_twice(const Y& y) {
  if constexpr (requires { y.cwiseProduct(y); }) return (y + y.cwiseProduct(y)).eval();
  else return eval(y * y + y);
}
/// f + f∘f.
template <class Y, class... X> FunctionOf<Y, X...> reused(const FunctionOf<Y, X...>& f) {
  FunctionOf<Y, X...> g = f;
  make_of(g, f, [](const auto& h) { return [h](const auto&... a) { return used_twice(h(a...)); }; });
  return g;
}
/// f(A, A).
template <class Y, class X> FunctionOf<Y, X> of_the_same(const FunctionOf<Y, X, X>& f, const X& argument) {
  FunctionOf<Y, X> g(argument);
  make_of(g, f, [](const auto& h) { return [h](const auto& a) { return h(a, a); }; });
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
