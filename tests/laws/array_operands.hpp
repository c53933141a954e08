// SPDX-License-Identifier: MIT
#pragma once
// Operands of array laws: traced arrays of all strides, plain arrays, traced and plain numbers for all coefficients.
#include "laws/leaves.hpp"
#include "laws/samples.hpp"

namespace laws {

template <class X> using ArrayOf = Eigen::Array<X, Eigen::Dynamic, Eigen::Dynamic>;

/// How n elements lie: a column, two columns, a row of a matrix, a transpose, a block, every third element of a column.
enum class Layout { column, matrix, row, transpose, block, stride };
inline constexpr Layout all_layouts[] = {Layout::column, Layout::matrix, Layout::row, Layout::transpose, Layout::block, Layout::stride};
inline Layout transposed(Layout l) { return l == Layout::transpose ? Layout::matrix : l == Layout::matrix ? Layout::transpose : l; }

template <class X, class Domain> X drawn_in(const Domain& domain, std::mt19937& random) {
  auto draw = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  if constexpr (is_complex_v<X>) {
    using R = RealOf<X>;
    const R re = R(draw(domain.left, domain.right)), im = R(draw(domain.bottom, domain.top));
    return X(re, im);
  } else return X(draw(domain.low, domain.high));
}
template <class X, class Domain> ArrayOf<X> array_in(const Domain& domain, int rows, int cols, std::mt19937& random) {
  ArrayOf<X> a(rows, cols);
  for (Eigen::Index k = 0; k < a.size(); ++k) a.data()[k] = drawn_in<X>(domain, random);
  return a;
}

template <class Z, class S> Z tangent_at(const std::vector<S>& plane, const Var<Z>& y) {
  Z v{};
  read_components(plane.data(), y, v);
  return v;
}
template <class X, class S, class W> void add_expected(std::vector<S>& expected, std::vector<S>& scale, const Var<X>& x, const W& w) {
  const X part = cotangent_for<X>(w);
  add_components(expected.data(), x, part);
  if constexpr (is_complex_v<X>) add_components(scale.data(), x, X(std::abs(part), std::abs(part)));
  else add_components(scale.data(), x, std::abs(part));
}

/// A traced array whose type says nothing about its strides.
template <class X> class TracedArray {
 public:
  template <class Domain>
  TracedArray(Tape<RealOf<X>>& tape, Layout layout, int n, const Domain& domain, std::mt19937& random, int rows = -1, int cols = -1) {
    auto make = [&](int r, int c) { return input(tape, array_in<X>(domain, r, c, random)).view; };
    View<X> v;
    switch (layout) {
      case Layout::column: v = make(n, 1); break;
      case Layout::matrix: v = rows < 0 ? make(n, 2) : make(rows, cols); break;
      case Layout::row: v = make(3, n).block(1, 0, 1, n); break;
      case Layout::transpose: v = (rows < 0 ? make(n, 2) : make(cols, rows)).transpose(); break;
      case Layout::block: v = make(n + 3, 4).block(1, 2, n, 2); break;
      case Layout::stride:
        v = make(3 * n + 1, 1);
        if (n > 0) v = v.block(1, 0, 3 * n - 2, 1);
        v.rows = n, v.row_stride = 3;
        break;
    }
    var_ = Var<ArrayOf<X>>(v);
  }
  int rows() const { return var_.rows(); }
  int cols() const { return var_.cols(); }
  const Var<ArrayOf<X>>& operand() const { return var_; }
  X value(int i, int j) const { return var_.view(i, j); }
  template <class F> void each_coordinate(const F& f) const {
    for (int j = 0; j < cols(); ++j)
      for (int i = 0; i < rows(); ++i)
        for (int k = 0; k < View<X>::width; ++k) f(var_.view.coordinate_of(i, j) + static_cast<Coordinate>(k));
  }
  template <class F, class S> void push_scalar(const F& f, const std::vector<S>& v, int i, int j) const { f(tangent_at<X>(v, var_(i, j))); }
  template <class S, class W> void add(std::vector<S>& e, std::vector<S>& s, int i, int j, const W& w) const { add_expected(e, s, var_(i, j), w); }

 private:
  Var<ArrayOf<X>> var_;
};

/// A plain array beside traced ones.
template <class X> class PlainArrayOperand {
 public:
  template <class Domain> PlainArrayOperand(int rows, int cols, const Domain& domain, std::mt19937& random) : x_(array_in<X>(domain, rows, cols, random)) {}
  const ArrayOf<X>& operand() const { return x_; }
  X value(int i, int j) const { return x_(i, j); }
  template <class F> void each_coordinate(const F&) const {}
  template <class F, class S> void push_scalar(const F&, const std::vector<S>&, int, int) const {}
  template <class S, class W> void add(std::vector<S>&, std::vector<S>&, int, int, const W&) const {}

 private:
  ArrayOf<X> x_;
};

/// A traced number for all coefficients.
template <class X> class TracedNumber {
 public:
  template <class Domain> TracedNumber(Tape<RealOf<X>>& tape, const Domain& domain, std::mt19937& random) : x_(input(tape, drawn_in<X>(domain, random))) {}
  const Var<X>& operand() const { return x_; }
  X value(int, int) const { return x_.value(); }
  template <class F> void each_coordinate(const F& f) const {
    for (int k = 0; k < View<X>::width; ++k) f(x_.coordinate() + static_cast<Coordinate>(k));
  }
  template <class F, class S> void push_scalar(const F& f, const std::vector<S>& v, int, int) const { f(tangent_at<X>(v, x_)); }
  template <class S, class W> void add(std::vector<S>& e, std::vector<S>& s, int, int, const W& w) const { add_expected(e, s, x_, w); }

 private:
  Var<X> x_;
};

/// A plain number for all coefficients.
template <class X> class PlainNumberOperand {
 public:
  template <class Domain> PlainNumberOperand(const Domain& domain, std::mt19937& random) : x_(drawn_in<X>(domain, random)) {}
  X operand() const { return x_; }
  X value(int, int) const { return x_; }
  template <class F> void each_coordinate(const F&) const {}
  template <class F, class S> void push_scalar(const F&, const std::vector<S>&, int, int) const {}
  template <class S, class W> void add(std::vector<S>&, std::vector<S>&, int, int, const W&) const {}

 private:
  X x_;
};

}  // namespace laws
