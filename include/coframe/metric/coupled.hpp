// SPDX-License-Identifier: MIT
#pragma once
// A metric with off-diagonal blocks: a number for each pair of leaves.
#include <string>
#include <vector>

#include "coframe/metric/dense_metric.hpp"

namespace coframe {

/// vᵢ = Σⱼ cᵢⱼ wⱼ over the leaves of a model, c symmetric positive definite: the force on one layer moves another. (eq.
/// 7) Leaves with cᵢⱼ ≠ 0 must have as many real coordinates, which are taken in the order of `flatten`.
template <class S>
class BasicCoupled {
 public:
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
  using Column = Eigen::Vector<S, Eigen::Dynamic>;
  /// ShapeError unless c has a row for each leaf of x and couples leaves of one size; DomainError unless it is
  /// positive.
  template <Point X>
  BasicCoupled(const X& x, const Matrix& c) : over_leaves_(c) {
    for_each_leaf([&](const auto& leaf) { sizes_.push_back(dimension(leaf)); }, x);
    if (c.rows() != leaves())
      throw ShapeError("Coupled: a matrix with a row for each of the " + std::to_string(leaves()) +
                       " leaves was expected, but " + shape_text(c.rows(), c.cols()) + " came");
    for (Eigen::Index i = 0; i < leaves(); ++i)
      for (Eigen::Index j = 0; j < i; ++j)
        if (c(i, j) != 0 && size(i) != size(j))
          throw ShapeError("Coupled: leaves " + leaf_names(x)[static_cast<std::size_t>(j)] + " and " +
                           leaf_names(x)[static_cast<std::size_t>(i)] + " have " + std::to_string(size(j)) + " and " +
                           std::to_string(size(i)) + " coordinates, so no number can couple them");
  }

  template <Covector W>
  Over<W, Tangent> sharp(const W& w) const {
    const auto like = transform_leaves<Tangent>(w, [](const auto& c) { return c.components(); });
    return unflatten(like, mixed(over_leaves_.cometric(), w));
  }
  /// DegenerateMetric if restricted.
  template <Vector V>
  Over<V, Cotangent> flat(const V& v) const {
    const Eigen::Index n = leaves();
    Matrix inverse(n, n);
    for (Eigen::Index i = 0; i < n; ++i)
      inverse.col(i) =
          over_leaves_.flat(Tangent<Column>(Column(Column::Unit(n, i)))).components();
    const auto like = transform_leaves<Cotangent>(v, [](const auto& u) { return u.components(); });
    return unflatten(like, mixed(inverse, v));
  }
  /// √g^ ξ with ξ standard normal.
  template <class Random, class T>
  Over<T, Tangent> sample(Random& random, const T& x) const {
    const auto noise =
        transform_leaves<Tangent>(x, [&](const auto& leaf) { return normal_like(random, components_of(leaf)); });
    return unflatten(noise, mixed(over_leaves_.root(), noise));
  }
  /// P (P g P)⁺ P for whole leaves: live has an entry for each real coordinate. DomainError if a leaf is only partly
  /// live.
  BasicCoupled restricted(const std::vector<bool>& live) const {
    std::vector<bool> live_leaves;
    std::size_t k = 0;
    for (const Eigen::Index n : sizes_) {
      for (Eigen::Index i = 1; i < n; ++i)
        if (live.at(k + static_cast<std::size_t>(i)) != live.at(k))
          throw DomainError("Coupled: it can be restricted to whole leaves only");
      live_leaves.push_back(n == 0 || live.at(k));
      k += static_cast<std::size_t>(n);
    }
    BasicCoupled r = *this;
    r.over_leaves_ = over_leaves_.restricted(live_leaves);
    return r;
  }

 private:
  Eigen::Index leaves() const { return static_cast<Eigen::Index>(sizes_.size()); }
  Eigen::Index size(Eigen::Index i) const { return sizes_[static_cast<std::size_t>(i)]; }

  template <class T>
  Eigen::VectorX<RealOf<T>> mixed(const Matrix& c, const T& tree) const {
    const auto in = flatten(tree);
    std::vector<Eigen::Index> first{0};
    for (const Eigen::Index n : sizes_) first.push_back(first.back() + n);
    if (in.size() != first.back())
      throw ShapeError("Coupled: it was made for a model of " + std::to_string(first.back()) +
                       " real coordinates, but this one has " + std::to_string(in.size()));
    Eigen::VectorX<RealOf<T>> out = Eigen::VectorX<RealOf<T>>::Zero(in.size());
    for (std::size_t i = 0; i < sizes_.size(); ++i)
      for (std::size_t j = 0; j < sizes_.size(); ++j)
        if (const double cij = c(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)); cij != 0)
          out.segment(first[i], sizes_[i]) += static_cast<RealOf<T>>(cij) * in.segment(first[j], sizes_[j]);
    return out;
  }

  BasicDenseMetric<S> over_leaves_;
  std::vector<Eigen::Index> sizes_;
};
using Coupled = BasicCoupled<double>;

}  // namespace coframe
