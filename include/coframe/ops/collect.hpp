// SPDX-License-Identifier: MIT
#pragma once
// A traced matrix from traced scalars, as one entry.
#include "coframe/ops/shape.hpp"
#include "coframe/tape/array_apply.hpp"

namespace coframe {

/// yₖ = xₖ for scalars x at any coordinates; constants among them have none.
template <class T> struct CollectMap final : RecordedMap<RealOf<T>> {
  using S = RealOf<T>;
  static constexpr bool owns_memory = false;
  static constexpr int width = View<T>::width;
  struct Source {
    Coordinate coordinate;
    bool active;
  };
  const Source* source;
  int count;

  CollectMap(const Source* from, int n) : source(from), count(n) {}
  const char* name() const override { return "stack"; }
  void arguments(std::vector<Extent>& extents) const override {
    for (int k = 0; k < count; ++k)
      if (source[k].active) extents.push_back({source[k].coordinate, source[k].coordinate + width});
  }
  void pull(S* w, bool) const override {
    for (int k = 0; k < count; ++k)
      for (int q = 0; q < width && source[k].active; ++q) w[source[k].coordinate + q] += w[this->range.first + k * width + q];
  }
  void push(S* v) const override {
    for (int k = 0; k < count; ++k)
      for (int q = 0; q < width; ++q) v[this->range.first + k * width + q] = source[k].active ? v[source[k].coordinate + q] : S(0);
  }
};

/// X of the scalars x(0), x(1), … in its storage order. StaleValue, ForeignValue.
template <class X, class F> Var<X> collect(int rows, int cols, const F& x) {
  using T = ScalarOf<X>;
  using S = RealOf<X>;
  const int n = rows * cols;
  Tape<S>* tape = nullptr;
  Tag last = 0;
  for (int k = 0; k < n; ++k) {
    const Tag tag = x(k).tag();
    if (tag == 0 || tag == last) continue;
    const Tag both[] = {tag, last};
    tape = &common_tape<S>(last ? 2 : 1, both);
    last = tag;
  }
  if (!tape)
    throw ForeignValue("stack: at least one scalar on a tape was expected, but " +
                       (n ? "all " + std::to_string(n) + " are constants: use their value()" : std::string("there is none")));
  const auto result = new_range<X>(*tape, rows, cols);
  using Source = typename CollectMap<T>::Source;
  auto* source = static_cast<Source*>(tape->memory().allocate(static_cast<std::size_t>(n) * sizeof(Source)));
  for (int k = 0; k < n; ++k) {
    writable(result)[k] = x(k).value();
    source[k] = {x(k).coordinate(), x(k).tag() != 0};
  }
  tape->add_map(CollectMap<T>(source, n), extent_of(result));
  return Var<X>(result);
}

/// Traced scalars as a traced vector. ForeignValue if none is on a tape.
template <class T> auto stack(const std::vector<Var<T>>& x) {
  return collect<Eigen::Matrix<T, Eigen::Dynamic, 1>>(static_cast<int>(x.size()), 1, [&](int k) -> const Var<T>& { return x[static_cast<std::size_t>(k)]; });
}
/// An Eigen matrix or array of traced scalars as a traced matrix or array.
template <class T, int R, int C, int O, int MR, int MC> auto stack(const Eigen::Matrix<Var<T>, R, C, O, MR, MC>& x) {
  return collect<Eigen::Matrix<T, R, C, O, MR, MC>>(static_cast<int>(x.rows()), static_cast<int>(x.cols()), [&](int k) -> const Var<T>& { return x.data()[k]; });
}
template <class T, int R, int C, int O, int MR, int MC> auto stack(const Eigen::Array<Var<T>, R, C, O, MR, MC>& x) {
  return collect<Eigen::Array<T, R, C, O, MR, MC>>(static_cast<int>(x.rows()), static_cast<int>(x.cols()), [&](int k) -> const Var<T>& { return x.data()[k]; });
}
/// Traced scalars, and plain numbers among them, as a traced vector: stack(x, y, 1.0).
template <class... E>
  requires(((ScalarExpr<E> || Arithmetic<E>) && ...) && (ScalarExpr<E> || ...))
auto stack(const E&... x) {
  using T = typename decltype((x + ...))::Value;
  constexpr int n = sizeof...(E);
  const Var<T> each[] = {Var<T>(x)...};
  return collect<Eigen::Matrix<T, n, 1>>(n, 1, [&](int k) -> const Var<T>& { return each[k]; });
}

}  // namespace coframe
