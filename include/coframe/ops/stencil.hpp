// SPDX-License-Identifier: MIT
#pragma once
// stencil(f, around(u, shift<0>, shift<-1>, …), …): a function of neighbours, at every interior point of fields.
#include "coframe/ops/map.hpp"
#include "coframe/tape/array_stencil.hpp"

namespace coframe {

/// i rows down and j columns to the right, known when compiling; along a vector, i elements on.
template <int i, int j = 0> struct Shift {};
template <int i, int j = 0> inline constexpr Shift<i, j> shift;

/// The farthest rows and columns in which a point and its neighbours lie.
struct Reach {
  int top = 0, bottom = 0, left = 0, right = 0;
  constexpr int rows() const { return bottom - top; }
  constexpr int cols() const { return right - left; }
  friend constexpr Reach operator|(const Reach& a, const Reach& b) {
    return {std::min(a.top, b.top), std::max(a.bottom, b.bottom), std::min(a.left, b.left), std::max(a.right, b.right)};
  }
};

/// The type of a block of X.
template <class X> using InteriorOf = Part<X, X::RowsAtCompileTime == 1 ? 1 : Eigen::Dynamic, X::ColsAtCompileTime == 1 ? 1 : Eigen::Dynamic>;

/// A field and the neighbours that are read of it.
template <class U, class... Shifts> struct Neighbourhood;
template <class U, int... i, int... j> struct Neighbourhood<U, Shift<i, j>...> {
  using X = PlainOf<U>;
  static constexpr bool traced = ArrayExpr<std::remove_cvref_t<U>>;
  static_assert(traced || PlainDense<U>, "around: a traced array or vector, or one of Eigen's, was expected");
  static_assert(!X::IsVectorAtCompileTime || ((j == 0) && ...), "around: along a vector one number tells how far a neighbour lies: shift<i>");
  static_assert(sizeof...(i) > 0, "around: no neighbour is named; around(u, shift<0>) reads u itself");
  static constexpr int neighbours = sizeof...(i);
  static constexpr bool row_vector = X::RowsAtCompileTime == 1 && X::ColsAtCompileTime != 1;
  static constexpr Reach reach = (Reach{} | ... | (row_vector ? Reach{0, 0, i, i} : Reach{i, i, j, j}));
  U field;

  int rows() const { return static_cast<int>(elements_of_field().rows()); }
  int cols() const { return static_cast<int>(elements_of_field().cols()); }
  /// The field on a tape.
  template <class S> auto leaf(Tape<S>& tape) const {
    if constexpr (traced) return node_of(tape, field.var());
    else return node_of(tape, field);
  }
  /// The neighbours of all points within a field, as leaves of an expression.
  template <int number, class Y, bool active> static auto leaves(const ArrayLeaf<Y, active>& of, const Reach& all) {
    using Interior = InteriorOf<Y>;
    const auto at = [&]<int down, int right>(std::integer_sequence<int, down, right>) {
      ArrayLeaf<Interior, active> part;
      part.view = of.view.block(down - all.top, right - all.left, of.view.rows - all.rows(), of.view.cols - all.cols());
      return Neighbour<Interior, active, number, down, right>(part);
    };
    return std::tuple(at(std::integer_sequence<int, row_vector ? 0 : i, row_vector ? i : j>())...);
  }
  /// The neighbours of the point whose first one is element (r, c).
  auto elements(int r, int c, const Reach& all) const {
    return std::tuple(elements_of_field()(r + (row_vector ? 0 : i) - all.top, c + (row_vector ? i : j) - all.left)...);
  }

  /// The elements of a plain field, and the same neighbours of another one.
  const auto& values() const { return elements_of_field(); }
  template <class V> auto of(const V& other) const { return Neighbourhood<const V&, Shift<i, j>...>{other}; }

 private:
  const auto& elements_of_field() const {
    if constexpr (is_borrowed_v<std::remove_cvref_t<U>>) return *field.x;
    else return field;
  }
};
/// The neighbours of u at these shifts, which a stencil's function gets in this order. u: traced, or a plain array (constant; a named one is
/// referred to).
template <class U, int... i, int... j> Neighbourhood<U, Shift<i, j>...> around(U&& u, Shift<i, j>...) { return {std::forward<U>(u)}; }

/// Fields of one shape, in which a point and its neighbours fit. ShapeError.
template <class First, class... N> void require_neighbourhoods(const char* what, const Reach& reach, const First& first, const N&... fields) {
  const int m = first.rows(), n = first.cols();
  [[maybe_unused]] const auto check = [&](int rows, int cols) {
    if (rows != m || cols != n)
      throw ShapeError(std::string(what) + ": fields of one shape were expected, but they are " + shape_text(m, n) + " and " + shape_text(rows, cols));
  };
  (check(fields.rows(), fields.cols()), ...);
  if (m < reach.rows() || n < reach.cols())
    throw ShapeError(std::string(what) + ": the neighbours of a point lie in " + shape_text(reach.rows() + 1, reach.cols() + 1) + " elements, but the fields are " + shape_text(m, n));
}

/// y(r, c) = f(neighbours around (r, c)) at all points whose neighbours all lie within the fields: from fields of m×n with neighbours from
/// `top` to `bottom` and from `left` to `right`, an array of (m − bottom + top) × (n − right + left) whose first point is (−top, −left).
/// f is a kernel as in `map`. One tape entry; its pullback adds all that neighbours give to one column of a field at once.
///     auto next = replace(u, 1, stencil(f, around(u, shift<-1>, shift<0>, shift<1>)));
/// ShapeError: fields of different shapes, or smaller than the neighbourhood. ForeignValue: fields on two tapes.
template <class F, class... N> auto stencil(const F& f, const N&... fields) {
  static_assert(sizeof...(N) > 0, "stencil: a field is missing: stencil(f, around(u, shift<-1>, shift<1>))");
  constexpr Reach reach = (N::reach | ...);
  require_neighbourhoods("stencil", reach, fields...);
  if constexpr ((N::traced || ...)) {
    auto& tape = tape_of_any<typename TracedBase<std::remove_cvref_t<decltype(fields.field)>...>::type>(fields.field...);
    const auto leaves = [&]<int... k>(std::integer_sequence<int, k...>) {
      return std::tuple_cat(N::template leaves<k>(fields.leaf(tape), reach)...);
    }(std::make_integer_sequence<int, sizeof...(N)>{});
    return std::apply([&](const auto&... leaf) { return Lazy(ArrayKernel(f, tape, leaf...)); }, leaves);
  } else {
    const auto& first = std::get<0>(std::tie(fields...));
    InteriorOf<typename std::remove_cvref_t<decltype(first)>::X> y(first.rows() - reach.rows(), first.cols() - reach.cols());
    for (int c = 0; c < y.cols(); ++c)
      for (int r = 0; r < y.rows(); ++r) y(r, c) = std::apply(f, std::tuple_cat(fields.elements(r, c, reach)...));
    return y;
  }
}

}  // namespace coframe
