// SPDX-License-Identifier: MIT
#pragma once
// Structured operations on matrices: a value, and for each argument a push and a pull, as one recorded map.
#include <tuple>

#include "coframe/tape/array_apply.hpp"

namespace coframe {

/// Base of structured operations. An operation Op supplies, for matrices A… of plain types X… (Eigen maps at run time):
///   name
///   Result<X…>                   the plain type of C: a Matrix, an Array or a scalar
///   shape(A…)                    {rows, cols} of C; raises ShapeError
///   value(C, A…)                 writes C
///   push(Arg<i>, dC, dA, C, A…)  dC += the tangent for a tangent dA of argument i
///   pull(Arg<i>, dA, w, C, A…)   dA += the raised cotangent of argument i for w of C
/// If Op has keep(A…), what it returns (a factor) comes before the arguments: value(C, kept, A…) and so on. So does what a
/// caller gives with apply_given: indices, or a result of the value kept on the tape.
struct Structured {
  /// The pulls of this many arguments, the first ones, use += and add_product only: they may be given what is Unwritten.
  static constexpr int products = 0;
};

/// A matrix of cotangents that nothing has been added to: the first += assigns.
template <class M> class Unwritten {
 public:
  using Scalar = typename M::Scalar;
  explicit Unwritten(const M& matrix) : matrix_(matrix) {}
  Unwritten& noalias() { return *this; }   // cotangents never overlap what is added to them
  template <class E> void operator+=(const E& e) {
    if constexpr (is_eigen_array_v<typename M::PlainObject>) std::exchange(written_, true) ? matrix_ += e : matrix_ = e;
    else if (std::exchange(written_, true)) matrix_.noalias() += e;
    else matrix_.noalias() = e;
  }
  /// Zero if nothing has been added.
  void finish() {
    if (!written_) matrix_.setZero();
  }

 private:
  M matrix_;
  bool written_ = false;
};

/// Rows and columns.
struct Shape {
  Eigen::Index rows = 1, cols = 1;
};

/// The Eigen form of a scalar result: 1×1.
template <class Y> struct DenseForm {
  using type = Y;
};
template <Scalar Y> struct DenseForm<Y> {
  using type = Eigen::Matrix<Y, 1, 1>;
};

template <class X> using ConstMap = Eigen::Map<const X, 0, Eigen::OuterStride<>>;
template <class X> using WritableMap = Eigen::Map<X, 0, Eigen::OuterStride<>>;

/// Unit stride along X's storage order: an Eigen map can show the view.
template <class X, class T> bool mappable(const View<T>& v) {
  return X::IsRowMajor ? (v.col_stride == 1 || v.cols <= 1) : (v.row_stride == 1 || v.rows <= 1);
}
template <class X, class T> Eigen::OuterStride<> outer_of(const View<T>& v) {
  const int outer = X::IsRowMajor ? v.row_stride : v.col_stride, inner_size = X::IsRowMajor ? v.cols : v.rows;
  return Eigen::OuterStride<>(std::max(outer, inner_size));
}
template <class X, class T> ConstMap<X> map_values(const View<T>& v) { return {v.data, v.rows, v.cols, outer_of<X>(v)}; }
/// The part of a plane whose first number lies at `place`.
template <class X, class T, class S> WritableMap<X> map_plane(const View<T>& v, S* place) {
  return {reinterpret_cast<T*>(place), v.rows, v.cols, outer_of<X>(v)};
}
/// An Eigen map can show elements of a plane.
template <class T> inline constexpr bool shown_in_plane = std::is_same_v<InPlane<T>, T>;

/// An argument of a recorded structured operation. A view of other strides keeps a compact copy of its values.
template <class X> struct Argument {
  using Plain = X;
  View<ScalarOf<X>> view, values;
  bool active;

  ConstMap<X> map() const { return map_values<X>(values); }
  Extent extent() const { return extent_of_view(view); }
  /// f(dA) with dA standing for the argument's cotangents, to be added to, or assigned where f takes what is unwritten.
  template <bool assign, class S, class F> void add(const Cotangents<S>& cotangents, const F& f) const {
    if constexpr (shown_in_plane<ScalarOf<X>>)
      if (mappable<X>(view)) {
        if constexpr (assign && !is_dual_v<ScalarOf<X>>)   // products of duals take C apart
          if (lies_as<X>(view))
            if (S* to = cotangents.unwritten(extent())) {
              Unwritten part(map_plane<X>(view, to));
              f(part);
              return part.finish();
            }
        return f(map_plane<X>(view, cotangents.place(view.coordinate, extent())));
      }
    X part = X::Zero(view.rows, view.cols);
    f(WritableMap<X>(part.data(), view.rows, view.cols, outer_of<X>(values)));
    auto* w = reinterpret_cast<InPlane<ScalarOf<X>>*>(cotangents.place(view.coordinate, extent()));
    for (int j = 0; j < view.cols; ++j)
      for (int i = 0; i < view.rows; ++i) w[view.offset(i, j)] += part(i, j);
  }
  /// f(dA) with dA the argument's part of a plane of tangents.
  template <class S, class F> void read(const S* plane, const F& f) const {
    const auto* v = reinterpret_cast<const InPlane<ScalarOf<X>>*>(plane + view.coordinate);
    if constexpr (shown_in_plane<ScalarOf<X>>)
      if (mappable<X>(view)) return f(ConstMap<X>(v, view.rows, view.cols, outer_of<X>(view)));
    X part(view.rows, view.cols);
    for (int j = 0; j < view.cols; ++j)
      for (int i = 0; i < view.rows; ++i) part(i, j) = v[view.offset(i, j)];
    f(ConstMap<X>(part.data(), view.rows, view.cols, Eigen::OuterStride<>(std::max<Eigen::Index>(part.outerStride(), 1))));
  }
};

struct NothingKept {};
/// f(kept, A…), or f(A…) where the operation keeps nothing.
template <class K, class F, class... A> auto with_kept(const F& f, const K& kept, const A&... a) {
  if constexpr (std::is_same_v<K, NothingKept>) return f(a...);
  else return f(kept, a...);
}
template <class Op, class... A> auto keep_for(const A&... a) {
  if constexpr (requires { Op::keep(a...); }) return Op::keep(a...);
  else return NothingKept{};
}

template <class Op, class K, class Y, class... X> struct StructuredMap final : RecordedMap<RealOf<Y>> {
  using S = RealOf<Y>;
  static constexpr bool owns_memory = !std::is_trivially_destructible_v<K>;
  View<ScalarOf<Y>> result;
  K kept;
  std::tuple<Argument<X>...> arguments_;

  StructuredMap(const View<ScalarOf<Y>>& y, K k, const Argument<X>&... a) : result(y), kept(std::move(k)), arguments_(a...) {}
  const char* name() const override { return Op::name; }
  void arguments(std::vector<Extent>& extents) const override {
    std::apply([&](const auto&... a) { ((a.active && a.view.size() > 0 ? extents.push_back(a.extent()) : void()), ...); }, arguments_);
  }
  void pull(const Cotangents<S>& w, bool) const override {
    const auto dy = result_in(w.plane());
    each_active([&](auto i, const auto& argument, const auto& y, const auto&... rest) {
      argument.template add<(i < Op::products)>(w, [&](auto&& da) { Op::pull(Arg<i>{}, da, dy, y, rest...); });
    });
  }
  void push(S* v) const override {
    auto dy = result_in(v);
    dy.setZero();
    each_active([&](auto i, const auto& argument, const auto& y, const auto&... rest) {
      argument.read(v, [&](const auto& da) { Op::push(Arg<i>{}, dy, da, y, rest...); });
    });
    if constexpr (!shown_in_plane<ScalarOf<Y>>) std::copy(dy.data(), dy.data() + dy.size(), components_in(v));
  }

 private:
  auto components_in(S* plane) const { return reinterpret_cast<InPlane<ScalarOf<Y>>*>(plane + this->range.first); }
  /// The result's part of a plane: a map, or a copy where a map cannot show it.
  auto result_in(S* plane) const {
    if constexpr (shown_in_plane<ScalarOf<Y>>) {
      return Eigen::Map<Y>(components_in(plane), result.rows, result.cols);
    } else {
      Y y(result.rows, result.cols);
      std::copy(components_in(plane), components_in(plane) + result.size(), y.data());
      return y;
    }
  }
  template <class F> void each_active(const F& f) const {
    const Eigen::Map<const Y> y(result.data, result.rows, result.cols);
    std::apply([&](const auto&... all) {
      with_kept([&](const auto&... rest) {
        [&]<std::size_t... i>(std::index_sequence<i...>) {
          ((all.active ? f(std::integral_constant<int, static_cast<int>(i)>{}, all, y, rest...) : void()), ...);
        }(std::index_sequence_for<X...>{});
      }, kept, all.map()...);
    }, arguments_);
  }
};

template <class S, class A> struct ArgumentTypeOf {
  using type = PlainOn<S, A>;
};
template <class S, ArrayExpr A> struct ArgumentTypeOf<S, A> {
  using type = typename A::Plain;
};
template <class S, class A> using ArgumentType = typename ArgumentTypeOf<S, std::remove_cvref_t<A>>::type;
/// The base scalar of the traced ones of several operands.
template <class A, class... Rest> struct TracedBase : TracedBase<Rest...> {};
template <ArrayExpr A, class... Rest> struct TracedBase<A, Rest...> {
  using type = typename A::Base;
};

/// An argument of a structured operation on a tape: a traced operand, or a plain one copied or borrowed.
template <class S, class A> auto argument_of(Tape<S>& tape, A&& a) {
  using X = ArgumentType<S, A>;
  Argument<X> argument;
  argument.active = ArrayExpr<A>;
  if constexpr (ArrayExpr<A>) argument.view = a.var().view;
  else argument.view = constant_on(tape, a).view;
  argument.values = argument.view;
  if (!mappable<X>(argument.view)) {
    argument.values = new_range<X>(tape, argument.view.rows, argument.view.cols, false);
    auto* to = writable(argument.values);
    for (int i = 0; i < argument.view.rows; ++i)
      for (int j = 0; j < argument.view.cols; ++j)
        to[argument.values.offset(i, j)] = argument.view(i, j);
  }
  return argument;
}
template <class S, class A, class... Rest> Tape<S>& tape_of_any(const A& a, const Rest&... rest) {
  if constexpr (ArrayExpr<A>) {
    Tape<S>& tape = tape_of_operand(a);
    ((ArrayExpr<Rest> ? check_same_tape(tape, rest) : void()), ...);
    return tape;
  } else {
    return tape_of_any<S>(rest...);
  }
}
template <class S, class A> void check_same_tape(Tape<S>& tape, const A& a) {
  if constexpr (ArrayExpr<A>)
    if (&tape_of_operand(a) != &tape) throw_foreign("matrix operation");
}

/// What Op keeps of its arguments, unless the caller gives it.
template <class Op, class G, class... A> auto kept_or_given(const G& given, const A&... a) {
  if constexpr (std::is_same_v<G, NothingKept>) return keep_for<Op>(a...);
  else return given;
}
template <class Op, class G, class... A> Shape shape_of_result(const G& given, const A&... a) {
  return with_kept([](const auto&... rest) { return Op::shape(rest...); }, given, a...);
}

/// Op of matrices of which at least one is traced, recorded as one map, with `given` in the place of what Op would keep:
/// shape(given, A…), value(C, given, A…) and so on.
template <class Op, class G, class... A>
  requires(ArrayExpr<A> || ...)
auto apply_given(const G& given, A&&... a) {
  using S = typename TracedBase<std::remove_cvref_t<A>...>::type;
  using Y = typename Op::template Result<ArgumentType<S, A>...>;
  using D = typename DenseForm<Y>::type;
  Tape<S>& tape = tape_of_any<S>(a...);
  return [&](auto... argument) {
    const Shape shape = shape_of_result<Op>(given, argument.map()...);
    auto kept = kept_or_given<Op>(given, argument.map()...);
    const auto result = new_range<D>(tape, static_cast<int>(shape.rows), static_cast<int>(shape.cols));
    Eigen::Map<D> c(writable(result), result.rows, result.cols);   // results are contiguous
    with_kept([&](const auto&... rest) { Op::value(c, rest...); }, kept, argument.map()...);
    using M = StructuredMap<Op, decltype(kept), D, typename decltype(argument)::Plain...>;
    tape.add_map(M(result, std::move(kept), argument...), extent_of(result));
    if constexpr (Scalar<Y>) return Var<Y>(*result.data, result.coordinate, result.tag);
    else return Var<Y>(result);
  }(argument_of<S>(tape, std::forward<A>(a))...);
}

/// A plain object of an Eigen expression; plain objects as they are.
template <class A> decltype(auto) evaluated(const A& a) {
  if constexpr (is_borrowed_v<A>) return (*a.x);
  else if constexpr (DenseLeaf<A>) return (a);
  else return typename A::PlainObject(a);
}

/// The same of plain matrices, evaluated.
template <class Op, class G, class... A>
  requires(PlainDense<A> && ...)
auto apply_given(const G& given, const A&... a) {
  using Y = typename Op::template Result<PlainOf<A>...>;
  using D = typename DenseForm<Y>::type;
  return [&](const auto&... x) {
    const Shape shape = shape_of_result<Op>(given, x...);
    const auto kept = kept_or_given<Op>(given, x...);
    D c(shape.rows, shape.cols);
    with_kept([&](const auto&... rest) { Op::value(c, rest...); }, kept, x...);
    if constexpr (Scalar<Y>) return Y(c(0, 0));
    else return Y(c);
  }(evaluated(a)...);
}

/// Op of matrices: recorded as one map where any is traced, evaluated where all are plain.
template <class Op, class... A>
  requires((ArrayExpr<A> || ...) || (PlainDense<A> && ...))
auto apply_structured(A&&... a) { return apply_given<Op>(NothingKept{}, std::forward<A>(a)...); }

}  // namespace coframe
