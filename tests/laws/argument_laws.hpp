// SPDX-License-Identifier: MIT
#pragma once
// Laws of how arguments take part: active or constant, the same twice, used again elsewhere.
#include "laws/function_laws.hpp"
#include "laws/leaves.hpp"

namespace laws {

/// An operation as a function of plain numbers, traced ones and duals.
template <class Op> struct Applied {
  template <class... A>
    requires((Active<A> || PlainNumber<A>) && ...)
  auto operator()(const A&... x) const {
    if constexpr ((Active<A> || ...)) return coframe::apply<Op>(x...);
    else return Op::value(x...);
  }
};
/// f(x, x).
template <class F> struct Twice {
  F f;
  template <class A>
    requires std::is_invocable_v<const F&, const A&, const A&>
  auto operator()(const A& x) const { return f(x, x); }
};

template <class X> bool same_bits(const X& a, const X& b) {
  return a == b || (a != a && b != b);
}

/// f^* w at the inputs of a recorded statement, on a plane where inputs and result may hold cotangents already.
template <class S, class X> X cotangent_at(const S* plane, const Var<X>& x) {
  X c{};
  read_components(plane, x, c);
  return c;
}

/// One argument constant, or both: the other's cotangent is what it is when all are active, and values agree.
template <class Op, class X, class Y> void obeys_subsets(const X& x, const Y& y, std::mt19937& random) {
  INFO("active and constant arguments at " << text(x) << "; " << text(y));
  using S = RealOf<X>;
  Tape<S> tape;
  const Var<X> a = input(tape, x);
  const Var<Y> b = input(tape, y);
  using Z = std::remove_cvref_t<decltype(Op::value(x, y))>;
  const Z w = drawn(Z{}, random);
  auto pulled = [&](const auto& expression) {
    const Var<Z> z(expression);
    CHECK(same_bits(z.value(), Z(Op::value(x, y))));
    S* plane = tape.cotangents();
    add_components(plane, z, w);
    tape.pull(plane);
    const auto both = std::pair(cotangent_at(plane, a), cotangent_at(plane, b));
    tape.clear_cotangents();
    return both;
  };
  const auto [wx, wy] = pulled(apply<Op>(a, b));
  const Var<X> no_a(x);
  const Var<Y> no_b(y);
  auto only_first = [&](const auto& e) {
    const auto [p, q] = pulled(e);
    CHECK(same_bits(p, wx));
    CHECK(q == Y(0));
  };
  auto only_second = [&](const auto& e) {
    const auto [p, q] = pulled(e);
    CHECK(p == X(0));
    CHECK(same_bits(q, wy));
  };
  only_first(apply<Op>(a, y));
  only_first(apply<Op>(a, no_b));
  only_second(apply<Op>(x, b));
  only_second(apply<Op>(no_a, b));
  const Var<Z> constant(apply<Op>(no_a, no_b));
  CHECK(constant.tag() == 0);
  CHECK(same_bits(constant.value(), Z(Op::value(x, y))));
}

/// The result used twice, the argument used again beside it, cotangents already there: pullbacks add.
template <class F, class X> void obeys_fan_out(const F& f, const X& x, std::mt19937& random) {
  INFO("fan-out at " << text(x));
  using S = RealOf<X>;
  const long double eps = std::numeric_limits<S>::epsilon();
  Tape<S> tape;
  const Var<X> a = input(tape, x);
  auto first = f(a);
  using Z = typename std::remove_cvref_t<decltype(first)>::Value;
  const Var<Z> y(first), again(y + y);
  const auto moved_by_x = eval(again + a);
  using M = typename std::remove_const_t<decltype(moved_by_x)>::Value;
  const Z w = drawn(Z{}, random), w2 = drawn(Z{}, random);
  const X c = drawn(X{}, random);
  const M m = drawn(M{}, random);
  S* plane = tape.cotangents();
  auto swept = [&](auto&&... seeds) {
    (seeds(), ...);
    tape.pull(plane);
    const X result = cotangent_at(plane, a);
    tape.clear_cotangents();
    return result;
  };
  const X alone = swept([&] { add_components(plane, y, Z(w + w2 + w2)); });
  const X all = swept([&] { add_components(plane, y, w); }, [&] { add_components(plane, again, w2); }, [&] { add_components(plane, a, c); });
  require_close("fan-out: pullbacks add to what is there", size_of(X(all - (alone + c))), 100 * eps * (size_of(alone) + size_of(c)));
  Z of_y;
  X of_a;
  if constexpr (is_complex_v<M> && !is_complex_v<Z>) of_y = m.real();
  else of_y = Z(m);
  if constexpr (is_complex_v<M> && !is_complex_v<X>) of_a = m.real();
  else of_a = X(m);
  const X through = swept([&] { add_components(plane, y, Z(of_y + of_y)); });
  const X beside = swept([&] { add_components(plane, moved_by_x, m); });
  require_close("fan-out: an argument used again", size_of(X(beside - (through + of_a))), 100 * eps * (size_of(through) + size_of(of_a)));
}

}  // namespace laws
