// SPDX-License-Identifier: MIT
#pragma once
// Between Eigen matrices of traced scalars and traced matrices; products of the former take the structured rule.
#include "coframe/ops/product.hpp"
#include "coframe/tape/eigen_scalar.hpp"

namespace coframe {

/// yₖ = x_{c(k)}: collects scalars from anywhere on the tape.
template <class S> struct CollectMap final : RecordedMap<S> {
  static constexpr bool owns_memory = false;
  const Coordinate* from;
  explicit CollectMap(const Coordinate* coordinates) : from(coordinates) {}
  const char* name() const override { return "collect"; }
  void arguments(std::vector<Extent>& extents) const override {
    for (Coordinate k = 0; k < this->range.last - this->range.first; ++k)
      if (from[k]) extents.push_back({from[k], from[k] + 1});
  }
  void pull(const Cotangents<S>& w, bool) const override {
    for (Coordinate k = this->range.first; k < this->range.last; ++k)
      if (const Coordinate c = from[k - this->range.first]) *w.place(c, {c, c + 1}) += w.plane()[k];
  }
  void push(S* v) const override {
    for (Coordinate k = this->range.first; k < this->range.last; ++k) {
      const Coordinate c = from[k - this->range.first];
      v[k] = c ? v[c] : S(0);
    }
  }
};

/// A traced matrix of scalars that lie anywhere on one tape: one map. ForeignValue, StaleValue; IndependentLoss if all are constants.
template <class T, int R, int C, int O, int MR, int MC>
auto collect(const Eigen::Matrix<Var<T>, R, C, O, MR, MC>& m) {
  using X = Eigen::Matrix<T, R, C, O, MR, MC>;
  using S = RealOf<T>;
  std::vector<Tag> tags(static_cast<std::size_t>(m.size()));
  bool any = false;
  for (Eigen::Index k = 0; k < m.size(); ++k) any |= (tags[static_cast<std::size_t>(k)] = m.data()[k].tag()) != 0;
  if (!any) throw IndependentLoss("collect: at least one traced scalar was expected, but all of the matrix are constants");
  Tape<S>& tape = common_tape<S>(static_cast<int>(tags.size()), tags.data());
  const auto v = new_range<X>(tape, static_cast<int>(m.rows()), static_cast<int>(m.cols()));
  constexpr int width = View<T>::width;
  auto* from = static_cast<Coordinate*>(tape.memory().allocate(static_cast<std::size_t>(m.size()) * width * sizeof(Coordinate)));
  for (Eigen::Index k = 0; k < m.size(); ++k) {
    writable(v)[k] = m.data()[k].value();
    const Coordinate c = m.data()[k].tag() ? m.data()[k].coordinate() : 0;
    for (int part = 0; part < width; ++part) from[k * width + part] = c ? c + static_cast<Coordinate>(part) : 0;
  }
  tape.add_map(CollectMap<S>(from), extent_of(v));
  return Var<X>(v);
}

/// The elements of a traced matrix as an Eigen matrix of traced scalars; nothing is recorded.
template <DenseLeaf X> auto scalars(const Var<X>& m) {
  typename WithElement<X, Var<ScalarOf<X>>>::type y(m.rows(), m.cols());
  for (int j = 0; j < m.cols(); ++j)
    for (int i = 0; i < m.rows(); ++i) y(i, j) = m(i, j);
  return y;
}

/// Small products of fixed size stay scalar statements; the others are one structured map.
template <int R, int K, int C> inline constexpr bool worth_a_map = R == Eigen::Dynamic || K == Eigen::Dynamic || C == Eigen::Dynamic || R * K * C > 64;

template <class T, int R, int K, int O1, int MR1, int MC1, int K2, int C, int O2, int MR2, int MC2>
  requires worth_a_map<R, K, C>
auto operator*(const Eigen::Matrix<Var<T>, R, K, O1, MR1, MC1>& a, const Eigen::Matrix<Var<T>, K2, C, O2, MR2, MC2>& b) {
  return scalars(product(collect(a), collect(b)));
}
template <class T, int R, int K, int O1, int MR1, int MC1, int K2, int C, int O2, int MR2, int MC2>
  requires worth_a_map<R, K, C>
auto operator*(const Eigen::Matrix<Var<T>, R, K, O1, MR1, MC1>& a, const Eigen::Matrix<T, K2, C, O2, MR2, MC2>& b) {
  return scalars(product(collect(a), b));
}
template <class T, int R, int K, int O1, int MR1, int MC1, int K2, int C, int O2, int MR2, int MC2>
  requires worth_a_map<R, K, C>
auto operator*(const Eigen::Matrix<T, R, K, O1, MR1, MC1>& a, const Eigen::Matrix<Var<T>, K2, C, O2, MR2, MC2>& b) {
  return scalars(product(a, collect(b)));
}

}  // namespace coframe
