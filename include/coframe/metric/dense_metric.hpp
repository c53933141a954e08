// SPDX-License-Identifier: MIT
#pragma once
// A metric that couples everything with everything: a matrix over the real coordinates.
#include <vector>

#include "coframe/metric/over_coordinates.hpp"
#include "coframe/metric/positive_matrix.hpp"

namespace coframe {

/// The co-metric g^ as a symmetric positive definite matrix over the real coordinates that `flatten` lists.
template <class S>
class BasicDenseMetric : public OverCoordinates<BasicDenseMetric<S>, S> {
 public:
  using Base = OverCoordinates<BasicDenseMetric, S>;
  using typename Base::Matrix;
  static constexpr auto name = "DenseMetric";

  /// ShapeError unless square; DomainError unless symmetric and positive definite.
  explicit BasicDenseMetric(Matrix cometric) : cometric_(std::move(cometric), name) {}
  /// From the metric g with lower indices: g^ = g⁻¹. (eq. 9)
  static BasicDenseMetric of_metric(const Matrix& g) { return BasicDenseMetric(PositiveMatrix<S>(g, name).inverse()); }

  /// P (P g P)⁺ P, P the projection on the coordinates i with live[i]: the Schur complement G_LL - G_LF G_FF⁻¹ G_FL.
  /// A force on the frozen coordinates that keeps them at rest has been added to every covector.
  BasicDenseMetric restricted(const std::vector<bool>& live) const {
    this->require_dimension(static_cast<Eigen::Index>(live.size()));
    return BasicDenseMetric(cometric_.restricted(live));
  }

  Eigen::Index size() const { return cometric_.size(); }
  const Matrix& cometric() const { return cometric_.matrix(); }
  /// The matrix R with R Rᵀ = g^.
  const Matrix& root() const { return cometric_.root(); }

 private:
  friend Base;
  explicit BasicDenseMetric(PositiveMatrix<S> cometric) : cometric_(std::move(cometric)) {}
  void raise(auto& room) const { room.out.noalias() = cometric() * room.in; }
  void lower(auto& room) const { cometric_.solve_in_place(room.out = room.in); }
  template <class Random>
  void draw(Random& random, auto& room) const {
    draw_normal(random, room.in);
    room.out.noalias() = root() * room.in;
  }

  PositiveMatrix<S> cometric_;
};
using DenseMetric = BasicDenseMetric<double>;   // a template so that only those who use it pay for its Cholesky

}  // namespace coframe
