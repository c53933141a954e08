// SPDX-License-Identifier: MIT
#pragma once
// The Jacobian of a function over real coordinates: by rows (pullback) or by columns (pushforward), whichever are fewer.
#include "coframe/calculus/pullback.hpp"
#include "coframe/tape/lanes.hpp"

namespace coframe {

/// The coordinates of all leaves, in flatten's order.
template <class T> std::vector<Coordinate> coordinates_of(const T& traced) {
  std::vector<Coordinate> c;
  for_each_leaf([&]<class X>(const Var<X>& leaf) {
    if constexpr (Scalar<X>) {
      c.push_back(leaf.tag() ? leaf.coordinate() : 0);
      if constexpr (is_complex_v<X>) c.push_back(leaf.tag() ? leaf.coordinate() + 1 : 0);
    } else {
      const int fast = X::IsRowMajor ? leaf.cols() : leaf.rows();
      for (int k = 0; k < leaf.size(); ++k) {
        const int i = X::IsRowMajor ? k / fast : k % fast, j = X::IsRowMajor ? k % fast : k / fast;
        const Coordinate at = leaf.view.coordinate_of(i, j);
        c.push_back(at);
        if constexpr (is_complex_v<ScalarOf<X>>) c.push_back(at + 1);
      }
    }
  }, traced);
  return c;
}

/// Fills J (dim f(x) × dim x) K rows or columns at a time. Coordinate 0 stands for a constant.
template <int K, class S, class M>
void fill_jacobian(Tape<S>& tape, const std::vector<Coordinate>& x, const std::vector<Coordinate>& y, M& J) {
  Plane<Pack<S, K>> plane;
  Pack<S, K>* w = plane.ensure(tape.size());
  const bool by_rows = y.size() <= x.size();
  const auto& seeds = by_rows ? y : x;
  const auto& reads = by_rows ? x : y;
  for (std::size_t first = 0; first < seeds.size(); first += K) {
    const std::size_t n = std::min<std::size_t>(K, seeds.size() - first);
    for (std::size_t l = 0; l < n; ++l)
      if (seeds[first + l] != 0) w[seeds[first + l]].v[l] += S(1);
    if (by_rows) pull_lanes(tape, w);
    else push_lanes(tape, w);
    for (std::size_t k = 0; k < reads.size(); ++k)
      for (std::size_t l = 0; l < n; ++l) {
        const S entry = reads[k] ? S(w[reads[k]].v[l]) : S(0);
        if (by_rows) J(static_cast<Eigen::Index>(first + l), static_cast<Eigen::Index>(k)) = entry;
        else J(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(first + l)) = entry;
      }
    if (by_rows)
      for (Coordinate c : x) w[c] = Pack<S, K>(0);
    else
      for (std::size_t l = 0; l < n; ++l) w[seeds[first + l]] = Pack<S, K>(0);
  }
}

/// The matrix of f_* at (x…) over real coordinates in flatten's order (a complex number counts two: real part, imaginary
/// part): dim f(x) rows, dim x columns. Rows that come out not finite are swept again with exact-zero masking.
template <class F, PointLike... X> auto jacobian(F&& f, const X&... x) {
  const auto at = point(x...);
  using S = RealOf<decltype(at)>;
  auto recorded = record(f, at);
  auto& tape = recorded.tape();
  const auto xs = coordinates_of(recorded.inputs()), ys = coordinates_of(recorded.result());
  Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic> J(static_cast<Eigen::Index>(ys.size()), static_cast<Eigen::Index>(xs.size()));
  if (std::min(xs.size(), ys.size()) <= 2) fill_jacobian<2>(tape, xs, ys, J);
  else fill_jacobian<8>(tape, xs, ys, J);
  for (Eigen::Index i = 0; i < J.rows(); ++i) {
    if (J.row(i).allFinite()) continue;
    const auto row = Eigen::Vector<S, Eigen::Dynamic>::Unit(J.rows(), i);
    const auto zero = zeros_over<Cotangent>(recorded.value());
    J.row(i) = flatten(recorded.pullback(unflatten(zero, Eigen::Vector<S, Eigen::Dynamic>(row))));
  }
  return J;
}

}  // namespace coframe
