// SPDX-License-Identifier: MIT
#pragma once
// scan(f, from(y, …), along(x, …), a, …): a recurrence of numbers, for all elements of arrays, over many steps.
#include "coframe/ops/reduce.hpp"
#include "coframe/ops/scan_map.hpp"
#include "coframe/tape/structured.hpp"

namespace coframe {

/// The states before the first step of a scan, and what each step reads.
template <class... Y> struct ScanStates {
  std::tuple<Y...> states;
};
template <class... X> struct ScanInputs {
  int steps;
  std::tuple<X...> inputs;
};
/// States of n numbers each, traced or plain.
template <class... Y> ScanStates<Y...> from(Y&&... y) { return {std::tuple<Y...>(std::forward<Y>(y)...)}; }
/// n×T matrices, traced or plain, of which step t reads column t.
template <AnyDense X, AnyDense... More> ScanInputs<X, More...> along(X&& x, More&&... more) {
  const int steps = static_cast<int>(x.cols());
  return {steps, std::tuple<X, More...>(std::forward<X>(x), std::forward<More>(more)...)};
}
/// T steps that read nothing.
inline ScanInputs<> along(int steps) { return {steps, {}}; }

/// The type of the matrix whose columns are a state of type Y after each step.
template <class Y> using HistoryOf = KindOf<DenseOf<typename Y::Scalar, Y::RowsAtCompileTime, Eigen::Dynamic>, Y>;

/// The base scalar of the traced ones of several operands, arrays or numbers; void if none is.
template <class... A> struct ScanBase {
  using type = void;
};
template <class A, class... Rest> struct ScanBase<A, Rest...> : ScanBase<Rest...> {};
template <class A, class... Rest>
  requires(ArrayExpr<A> || ScalarExpr<A>)
struct ScanBase<A, Rest...> {
  using type = typename A::Base;
};
/// Sets `tape` to the tape of an operand that has one. StaleValue, ForeignValue.
template <class S, class A> void agree_on_tape(Tape<S>*& tape, const A& a) {
  if constexpr (ArrayExpr<A> || ScalarExpr<A>) {
    if constexpr (ScalarExpr<A>)
      if (tags_of_expression(a).all_constant()) return;
    Tape<S>* here = &tape_of_operand(a);
    if (tape && tape != here) throw_foreign("scan");
    tape = here;
  }
}

inline void require_scan_shape(int n, int steps, int rows, int cols) {
  if (rows != n || cols != steps)
    throw ShapeError("scan: the states have " + std::to_string(n) + " elements, so " + shape_text(n, steps) + " numbers were expected, but " + shape_text(rows, cols) + " came");
}
template <class S> using ScanColumns = Eigen::Array<S, Eigen::Dynamic, Eigen::Dynamic>;
/// How a step finds an argument: a column for each, or the same numbers for all.
enum class PerStep { column, same };

/// An operand as an argument of a scan of n elements: numbers for each of them, or one for all. ShapeError.
template <PerStep per_step, class S, class A> ScanArgument<S> scan_argument(Tape<S>& tape, A&& a, int n, int steps) {
  using D = std::remove_cvref_t<A>;
  constexpr bool by_columns = per_step == PerStep::column;
  if constexpr (ArrayExpr<D> || PlainDense<D>) {
    if constexpr (ArrayExpr<D>) {
      static_assert(std::is_same_v<typename D::Element, S>, "scan: real numbers were expected; split complex ones with real() and imag()");
      auto view = a.var().view;
      require_scan_shape(n, by_columns ? steps : 1, view.rows, view.cols);
      if (view.row_stride != 1 && n > 1) {
        ArrayLeaf<ScanColumns<S>, true> leaf;
        leaf.view = view;
        view = Var<ScanColumns<S>>(leaf).view;
      }
      return {view.data, view.coordinate, view.size() > 0 ? extent_of_view(view) : Extent{}, by_columns ? view.col_stride : 0, false, true};
    } else {
      const auto& plain = evaluated(a);
      require_scan_shape(n, by_columns ? steps : 1, static_cast<int>(plain.rows()), static_cast<int>(plain.cols()));
      return {constant(tape, ScanColumns<S>(plain.array().unaryExpr([](const auto& c) { return constant_in<S>(c); }))).view.data, 0, {}, by_columns ? n : 0, false, false};
    }
  } else {
    const auto number = [&] {
      if constexpr (ScalarExpr<D>) return Var<S>(a);
      else return Var<S>(constant_in<S>(a));
    }();
    const bool active = number.tag() != 0;
    auto* data = new (tape.memory().allocate(sizeof(S))) S(number.value());
    return {data, number.coordinate(), active ? Extent{number.coordinate(), number.coordinate() + 1} : Extent{}, 0, true, active};
  }
}

/// A scan of plain numbers, one element after the other. ShapeError.
template <class F, class History, class Y, class X, class... A> auto plain_scan(const F& f, History history, int n, int steps, const Y& start, const X& input, const A&... a) {
  const auto element = [](const auto& e, int i, int t) {
    if constexpr (PlainDense<std::remove_cvref_t<decltype(e)>>) return evaluated(e)(i, t);
    else return e;
  };
  const auto check = [&](const auto& e, int cols) {
    if constexpr (PlainDense<std::remove_cvref_t<decltype(e)>>) require_scan_shape(n, cols, static_cast<int>(evaluated(e).rows()), static_cast<int>(evaluated(e).cols()));
  };
  std::apply([&](const auto&... y) { (check(y, 1), ...); }, start);
  std::apply([&](const auto&... x) { (check(x, steps), ...); }, input);
  (check(a, 1), ...);
  for (int i = 0; i < n; ++i) {
    auto y = std::apply([&](const auto&... e) { return std::tuple(element(e, i, 0)...); }, start);
    for (int t = 0; t < steps; ++t) {
      const auto x = std::apply([&](const auto&... e) { return std::tuple(element(e, i, t)...); }, input);
      y = as_tuple(std::apply(f, std::tuple_cat(y, x, std::tuple(element(a, i, 0)...))));
      [&]<std::size_t... q>(std::index_sequence<q...>) { ((std::get<q>(history)(i, t) = std::get<q>(y)), ...); }
      (std::make_index_sequence<std::tuple_size_v<History>>{});
    }
  }
  if constexpr (std::tuple_size_v<History> == 1) return std::get<0>(history);
  else return history;
}

/// The states of all steps, y(t) = f(y(t − 1), x(t), a): a tuple of n×T matrices, or the one matrix of a single state. f is a kernel as
/// in `map`, of scalars y₀, …, x₀, …, a₀, …; it returns the next y₀, … as a std::tuple. a: n numbers each, or one number for all elements.
/// One tape entry, which keeps the states: the pullback evaluates f once more.
///     auto [c, h] = scan(cell, from(c0, h0), along(letters), weight, bias);    // a recurrent layer; h.col(t) is its output at t
/// ShapeError, ForeignValue.
template <class F, class... Y, class... X, class... A> auto scan(const F& f, const ScanStates<Y...>& start, const ScanInputs<X...>& input, const A&... a) {
  static_assert(sizeof...(Y) > 0, "scan: a state is missing: scan(f, from(y), along(x))");
  constexpr int states = sizeof...(Y), inputs = sizeof...(X), constants = sizeof...(A);
  using S = typename ScanBase<std::remove_cvref_t<Y>..., std::remove_cvref_t<X>..., A...>::type;
  const int n = static_cast<int>(std::get<0>(start.states).rows()), steps = input.steps;
  if (steps < 0) throw ShapeError("scan: a number of steps was expected, but " + std::to_string(steps) + " came");
  return std::apply([&](const auto&... y) {
    return std::apply([&](const auto&... x) {
      if constexpr (std::is_void_v<S>) {
        return plain_scan(f, std::tuple(HistoryOf<PlainOf<Y>>(n, steps)...), n, steps, std::tie(y...), std::tie(x...), a...);
      } else {
        Tape<S>* tape = nullptr;
        (agree_on_tape(tape, y), ...), (agree_on_tape(tape, x), ...), (agree_on_tape(tape, a), ...);
        if (!tape) throw ForeignValue("scan: a traced operand was expected, but all are constants: use their value()");
        const std::array<ScanArgument<S>, states + inputs + constants> arguments{scan_argument<PerStep::same>(*tape, y, n, steps)...,
                                                                                scan_argument<PerStep::column>(*tape, x, n, steps)...,
                                                                                scan_argument<PerStep::same>(*tape, a, n, steps)...};
        const auto history = new_range<ScanColumns<S>>(*tape, n, states * steps);
        const ScanMap<F, S, states, inputs, constants> map(f, *tape, n, steps, arguments, writable(history));
        map.evaluate();
        tape->add_map(map, extent_of(history));
        int q = 0;
        const auto next = [&] { return history.block(0, q++ * steps, n, steps); };
        std::tuple<Var<HistoryOf<PlainOn<S, Y>>>...> all{Var<HistoryOf<PlainOn<S, Y>>>(next())...};   // in this order
        if constexpr (states == 1) return std::get<0>(all);
        else return all;
      }
    }, input.inputs);
  }, start.states);
}

}  // namespace coframe
