// SPDX-License-Identifier: MIT
#pragma once
// A metric with off-diagonal blocks: a number for each pair of leaves.
#include <numeric>
#include <string>
#include <vector>

#include "coframe/metric/over_coordinates.hpp"
#include "coframe/metric/positive_matrix.hpp"

namespace coframe {

/// vᵢ = Σⱼ cᵢⱼ wⱼ over the leaves of a model, c symmetric positive definite: the force on one layer moves another. (eq.
/// 7) Leaves with cᵢⱼ ≠ 0 must have as many real coordinates, which are taken in the order of `flatten`.
template <class S>
class BasicCoupled : public OverCoordinates<BasicCoupled<S>, S> {
 public:
  using Base = OverCoordinates<BasicCoupled, S>;
  using typename Base::Matrix;
  static constexpr auto name = "Coupled";

  /// ShapeError unless c has a row for each leaf of x and couples leaves of one size; DomainError unless it is
  /// positive.
  template <Point X>
  BasicCoupled(const X& x, const Matrix& c) : over_leaves_(c, name), inverse_(Matrix::Identity(c.rows(), c.cols())) {
    over_leaves_.solve_in_place(inverse_);
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
  /// How many real coordinates the model has.
  Eigen::Index size() const { return std::accumulate(sizes_.begin(), sizes_.end(), Eigen::Index{0}); }

 private:
  friend Base;
  Eigen::Index leaves() const { return static_cast<Eigen::Index>(sizes_.size()); }
  Eigen::Index size(Eigen::Index i) const { return sizes_[static_cast<std::size_t>(i)]; }

  void raise(auto& room) const { mix(over_leaves_.matrix(), room); }
  void lower(auto& room) const {
    over_leaves_.require_inverse();
    mix(inverse_, room);
  }
  template <class Random>
  void draw(Random& random, auto& room) const {
    Eigen::Index k = 0;
    for (const Eigen::Index n : sizes_) {
      std::normal_distribution<S> normal;   // anew for each leaf, as draw_normal has it
      for (const Eigen::Index end = k + n; k < end; ++k) room.in[k] = normal(random);
    }
    mix(over_leaves_.root(), room);
  }
  /// outᵢ = Σⱼ cᵢⱼ inⱼ.
  void mix(const Matrix& c, auto& room) const {
    room.out.setZero(room.in.size());
    Eigen::Index to = 0;
    for (Eigen::Index i = 0; i < leaves(); to += size(i++)) {
      Eigen::Index from = 0;
      for (Eigen::Index j = 0; j < leaves(); from += size(j++))
        if (c(i, j) != S(0)) room.out.segment(to, size(i)) += c(i, j) * room.in.segment(from, size(j));
    }
  }

  PositiveMatrix<S> over_leaves_;
  Matrix inverse_;   // of what was not restricted
  std::vector<Eigen::Index> sizes_;
};
using Coupled = BasicCoupled<double>;

}  // namespace coframe
