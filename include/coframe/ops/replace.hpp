// SPDX-License-Identifier: MIT
#pragma once
// replace(u, i, j, e): u with a block of other elements, in one map; what stands in for assignment to a part.
#include "coframe/ops/array_arithmetic.hpp"

namespace coframe {

/// y = u outside the block, e inside it: e is evaluated in place and never materialised elsewhere.
template <class X, bool traced, class E> struct ReplaceMap final : RecordedMap<RealOf<X>> {
  using S = RealOf<X>;
  using T = ScalarOf<X>;
  static constexpr bool owns_memory = !std::is_trivially_destructible_v<E>;
  static constexpr int lanes = Chunks<E>::lanes;
  ArrayLeaf<X, traced> u;
  E e;
  int i, j;

  ReplaceMap(const ArrayLeaf<X, traced>& whole, const E& block, int row, int col) : u(whole), e(block), i(row), j(col) {}
  const char* name() const override { return "replace"; }
  void arguments(std::vector<Extent>& extents) const override {
    if constexpr (traced) leaf_extents(u, extents);
    if constexpr (E::leaves > 0) leaf_extents(e, extents);
  }
  void value(T* y) const {
    each_outside([&](int row, int col, std::ptrdiff_t at) { y[at] = u.view(row, col); });
    evaluate(e, y + offset(), outer());
  }
  void pull(const Cotangents<S>& w, bool masked) const override {
    const auto* y = reinterpret_cast<const InPlane<T>*>(w.plane() + this->range.first);
    auto seed = cotangents_from<lanes, T>(y + offset());
    if (masked) pull_expression(e, w, seed, Recomputed<true, E>(e), outer());
    else pull_expression(e, w, seed, Recomputed<false, E>(e), outer());
    if constexpr (traced) {
      auto* wu = reinterpret_cast<InPlane<T>*>(w.place(u.view.coordinate, extent_of_view(u.view)));
      each_outside([&](int row, int col, std::ptrdiff_t at) { wu[u.view.offset(row, col)] += y[at]; });
    }
  }
  void push(S* v) const override {
    auto* y = reinterpret_cast<InPlane<T>*>(v + this->range.first);
    if constexpr (traced) {
      const auto* vu = reinterpret_cast<const InPlane<T>*>(v + u.view.coordinate);
      each_outside([&](int row, int col, std::ptrdiff_t at) { y[at] = vu[u.view.offset(row, col)]; });
    } else {
      each_outside([&](int, int, std::ptrdiff_t at) { y[at] = T(S(0)); });
    }
    push_expression(e, v, tangents_to<lanes, T>(y + offset()), outer());
  }

 private:
  std::ptrdiff_t outer() const { return X::IsRowMajor ? u.cols() : u.rows(); }
  std::ptrdiff_t offset() const { return X::IsRowMajor ? i * outer() + j : i + j * outer(); }
  template <class F> void each_outside(const F& f) const {
    const int rows = u.rows(), cols = u.cols();
    auto at = [&](int row, int col) { return X::IsRowMajor ? row * outer() + col : row + col * outer(); };
    for (int col = 0; col < cols; ++col) {
      const bool beside = col < j || col >= j + e.cols();
      for (int row = 0; row < (beside ? rows : i); ++row) f(row, col, at(row, col));
      if (!beside)
        for (int row = i + e.rows(); row < rows; ++row) f(row, col, at(row, col));
    }
  }
};

template <class X> struct is_row_major : std::bool_constant<bool(X::IsRowMajor)> {};

/// u with the block whose first element is (i, j) replaced by e (traced or plain; u too, but one of them traced). ShapeError, ForeignValue.
template <class U, class E>
  requires(ArrayExpr<U> || ArrayExpr<E>) && (ArrayExpr<U> || PlainDense<U>) && (ArrayExpr<E> || PlainDense<E>)
auto replace(U&& u, int i, int j, E&& e) {
  auto& tape = tape_of_any<typename TracedBase<std::remove_cvref_t<U>, std::remove_cvref_t<E>>::type>(u, e);
  auto whole = node_of(tape, [&]() -> decltype(auto) {
    if constexpr (ArrayExpr<U>) return (u.var());
    else return (u);
  }());
  using X = typename decltype(whole)::Plain;
  auto block = node_of(tape, std::forward<E>(e));
  using B = decltype(block);
  static_assert(std::is_same_v<typename B::Element, ScalarOf<X>>, "replace: the block must have the matrix's element type");
  if (i < 0 || j < 0 || i + block.rows() > whole.rows() || j + block.cols() > whole.cols())
    throw ShapeError("replace: a " + shape_text(block.rows(), block.cols()) + " block at (" + std::to_string(i) + ", " + std::to_string(j) +
                     ") does not lie in a " + shape_text(whole.rows(), whole.cols()) + " matrix");
  const auto result = new_range<X>(tape, whole.rows(), whole.cols());
  if constexpr (bool(B::Plain::IsRowMajor) == bool(X::IsRowMajor) || B::Plain::IsVectorAtCompileTime) {
    const ReplaceMap<X, ArrayExpr<U>, B> map(whole, block, i, j);
    map.value(writable(result));
    tape.add_map(map, extent_of(result));
  } else {
    using Same = typename Resized<typename B::Plain, B::Plain::RowsAtCompileTime, B::Plain::ColsAtCompileTime, order_of<X>>::type;
    ArrayLeaf<Same, true> leaf;
    leaf.view = Var<typename B::Plain>(block).view;
    const ReplaceMap<X, ArrayExpr<U>, ArrayLeaf<Same, true>> map(whole, leaf, i, j);
    map.value(writable(result));
    tape.add_map(map, extent_of(result));
  }
  return Var<X>(result);
}
/// The same for a segment of a vector.
template <class U, class E>
  requires(ArrayExpr<U> || ArrayExpr<E>) && (PlainOf<U>::IsVectorAtCompileTime == 1)
auto replace(U&& u, int i, E&& e) {
  if constexpr (PlainOf<U>::ColsAtCompileTime == 1) return replace(std::forward<U>(u), i, 0, std::forward<E>(e));
  else return replace(std::forward<U>(u), 0, i, std::forward<E>(e));
}

}  // namespace coframe
