// SPDX-License-Identifier: MIT
#pragma once
// Traced matrices and arrays, Var<X>, and the lazy results of operations on them.
#include "coframe/tape/array_map.hpp"
#include "coframe/tape/array_members.hpp"

namespace coframe {

template <class E> struct Lazy;

/// A traced matrix or array: an immutable view of values and coordinates. Parts and transposes of it record nothing.
template <DenseLeaf X> struct Var<X> : ArrayLeaf<X, true>, ArrayExpressionBase, ArrayMembers<Var<X>> {
  using Plain = X;
  using Element = ScalarOf<X>;
  using Base = RealOf<X>;
  Var() = default;
  explicit Var(const View<Element>& v) { this->view = v; }
  /// Records one map: the expression is evaluated in one pass.
  template <ArrayNode E>
    requires(!std::is_base_of_v<ArrayExpressionBase, E>)
  explicit Var(const E& e) {
    auto& tape = tape_of_node(e);
    this->view = new_range<X>(tape, e.rows(), e.cols());
    const Slopes<E> slopes(tape, e);
    evaluate(e, writable(this->view), slopes);
    tape.add_map(FusedMap<E>(e, slopes), extent_of(this->view));
  }
  /// The value of another traced type of one element type and shape: a Matrix as an Array, dynamic as fixed size.
  template <DenseLeaf Y>
    requires(!std::is_same_v<X, Y> && std::is_same_v<ScalarOf<X>, ScalarOf<Y>> && int(X::IsRowMajor) == int(Y::IsRowMajor))
  Var(const Var<Y>& other) {
    if ((X::RowsAtCompileTime != Eigen::Dynamic && X::RowsAtCompileTime != other.rows()) ||
        (X::ColsAtCompileTime != Eigen::Dynamic && X::ColsAtCompileTime != other.cols()))
      throw ShapeError("Var: a matrix of fixed size was expected, but " + shape_text(other.rows(), other.cols()) + " came");
    this->view = other.view;
  }
  template <class E> Var(const Lazy<E>& e) {
    if constexpr (std::is_same_v<X, typename E::Plain>) this->view = e.var().view;
    else *this = Var(e.var());
  }

  using ArrayLeaf<X, true>::rows;
  using ArrayLeaf<X, true>::cols;
  int size() const { return rows() * cols(); }
  Tag tag() const { return this->view.tag; }
  Coordinate coordinate() const { return this->view.coordinate; }
  /// The values, copied. StaleValue.
  X value() const {
    if (!tape_of(tag())) throw_stale("value()");
    X x(rows(), cols());
    if (lies_as<X>(this->view)) return std::copy(this->view.data, this->view.data + size(), x.data()), x;
    for (int j = 0; j < cols(); ++j)
      for (int i = 0; i < rows(); ++i) x(i, j) = this->view(i, j);
    return x;
  }
  const Var& var() const { return *this; }
};

/// An array expression that may still be fused into the next one. Named and used again, it is materialised once.
template <class E> struct Lazy : ArrayExpressionBase, ArrayMembers<Lazy<E>> {
  using Node = E;
  using Plain = typename E::Plain;
  using Element = typename E::Element;
  using Base = typename E::Base;
  E node;

  explicit Lazy(const E& e) : node(e) {}
  int rows() const { return node.rows(); }
  int cols() const { return node.cols(); }
  int size() const { return rows() * cols(); }
  /// The materialised expression: recorded on first use.
  const Var<Plain>& var() const {
    if (cache_.tag() == 0) cache_ = Var<Plain>(node);
    return cache_;
  }
  Plain value() const { return var().value(); }

 private:
  mutable Var<Plain> cache_;
};

/// The tape of an expression's leaves. StaleValue, ForeignValue.
template <ArrayNode E> Tape<typename E::Base>& tape_of_node(const E& e) {
  LeafView leaf[E::leaves];
  e.collect(leaf);
  Tag tags[E::leaves];
  for (int l = 0; l < E::leaves; ++l) tags[l] = leaf[l].tag;
  if (std::all_of(tags, tags + E::leaves, [](Tag t) { return t == 0; })) throw_stale("an empty traced matrix");
  return common_tape<typename E::Base>(E::leaves, tags);
}

/// A contiguous, writable range for X on the tape, not yet recorded.
template <class X> View<ScalarOf<X>> new_range(Tape<RealOf<X>>& tape, int rows, int cols, bool traced = true) {
  using T = ScalarOf<X>;
  View<T> v;
  const std::size_t size = static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
  if (traced) v.coordinate = tape.add_range(size * View<T>::width);
  T* data = static_cast<T*>(tape.memory().allocate(size * sizeof(T)));
  if constexpr (!std::is_trivially_default_constructible_v<T>) std::uninitialized_default_construct_n(data, size);
  v.data = data;
  v.tag = tape.tag();
  v.rows = rows, v.cols = cols;
  v.row_stride = X::IsRowMajor ? cols : 1, v.col_stride = X::IsRowMajor ? 1 : rows;
  return v;
}
template <class T> T* writable(const View<T>& v) { return const_cast<T*>(v.data); }
template <class T> Extent extent_of(const View<T>& v) {
  return {v.coordinate, v.coordinate + static_cast<Coordinate>(v.size() * View<T>::width)};
}

/// An input: a copy of x on the tape, and a range of coordinates that no operation writes.
template <DenseLeaf X> Var<X> input(Tape<RealOf<X>>& tape, const X& x) {
  auto v = new_range<X>(tape, static_cast<int>(x.rows()), static_cast<int>(x.cols()));
  std::copy(x.data(), x.data() + x.size(), writable(v));
  return Var<X>(v);
}
template <Scalar X> Var<X> input(Tape<RealOf<X>>& tape, const X& x) {
  const Coordinate c = tape.add_coordinate();
  if constexpr (is_complex_v<X>) tape.add_coordinate();
  return {x, c, tape.tag()};
}
/// The same without a copy, for an x that outlives the recording and does not change until the sweep.
template <DenseLeaf X> Var<X> input_in_place(Tape<RealOf<X>>& tape, const X& x) {
  View<ScalarOf<X>> v;
  v.rows = static_cast<int>(x.rows()), v.cols = static_cast<int>(x.cols());
  v.row_stride = X::IsRowMajor ? v.cols : 1, v.col_stride = X::IsRowMajor ? 1 : v.rows;
  v.coordinate = tape.add_range(static_cast<std::size_t>(v.size()) * View<ScalarOf<X>>::width);
  v.data = x.data();
  v.tag = tape.tag();
  return Var<X>(v);
}
template <Scalar X> Var<X> input_in_place(Tape<RealOf<X>>& tape, const X& x) { return input(tape, x); }

/// A constant beside traced values: a copy of x on the tape, without coordinates.
template <DenseLeaf X> PlainOperand<X> constant(Tape<RealOf<X>>& tape, const X& x) {
  auto v = new_range<X>(tape, static_cast<int>(x.rows()), static_cast<int>(x.cols()), false);
  std::copy(x.data(), x.data() + x.size(), writable(v));
  return {{}, v};
}

template <ArrayExpr E> auto eval(const E& e) { return e.var(); }

}  // namespace coframe
