// SPDX-License-Identifier: MIT
#pragma once
// A metric of a few directions beside a diagonal.
#include <Eigen/Cholesky>
#include <vector>

#include "coframe/metric/live.hpp"
#include "coframe/metric/over_coordinates.hpp"

namespace coframe {

/// The co-metric g^ = D + U Uᵀ over the N real coordinates that `flatten` lists, D a positive diagonal and U N×r; or by
/// of_metric the inverse of such a metric. Each of sharp and flat costs 2Nr products, the inverse by Woodbury's
///   (D + U Uᵀ)⁻¹ = D⁻¹ - D⁻¹ U K⁻¹ Uᵀ D⁻¹,   K = 1 + Uᵀ D⁻¹ U
template <class S>
class BasicLowRank : public OverCoordinates<BasicLowRank<S>, S> {
 public:
  using Base = OverCoordinates<BasicLowRank, S>;
  using typename Base::Matrix, typename Base::Column;
  static constexpr auto name = "LowRank";

  /// ShapeError unless D has a number for each row of U; DomainError unless these are positive and U is finite.
  BasicLowRank(Column D, Matrix U) : BasicLowRank(std::move(D), std::move(U), false) {}
  /// From the metric with lower indices, g = D + U Uᵀ: the damped curvature of a few samples, say. (eq. 9)
  static BasicLowRank of_metric(Column D, Matrix U) { return {std::move(D), std::move(U), true}; }

  /// P (P g P)⁺ P, P the projection on the coordinates i with live[i], of the same form: g loses rows, g^ = D + U Uᵀ
  /// becomes D_L + U_L (1 + U_Fᵀ D_F⁻¹ U_F)⁻¹ U_Lᵀ, F what is not live.
  BasicLowRank restricted(const std::vector<bool>& live) const {
    this->require_dimension(static_cast<Eigen::Index>(live.size()));
    BasicLowRank r = *this;
    Matrix k = Matrix::Identity(U_.cols(), U_.cols());
    for (Eigen::Index i = 0; i < D_.size(); ++i)
      if (!live[static_cast<std::size_t>(i)]) {
        k += inverse_D_[i] * U_.row(i).transpose() * U_.row(i);
        r.D_[i] = r.inverse_D_[i] = 0;
        r.U_.row(i).setZero();
        r.degenerate_ = true;
      }
    if (!lower_) r.U_ = Eigen::LLT<Matrix>(k).matrixU().template solve<Eigen::OnTheRight>(r.U_);
    r.factor();
    return r;
  }

  Eigen::Index size() const { return D_.size(); }

 private:
  friend Base;
  BasicLowRank(Column D, Matrix U, bool lower)
      : D_(std::move(D)), inverse_D_(D_.cwiseInverse()), U_(std::move(U)), lower_(lower) {
    if (U_.rows() != D_.size())
      throw ShapeError("LowRank: U was expected to have a row for each of the " + std::to_string(D_.size()) +
                       " numbers of the diagonal, but it is " + shape_text(U_.rows(), U_.cols()));
    if (!(D_.array() > 0).all() || !U_.allFinite() || !D_.allFinite())
      throw DomainError("LowRank: a positive finite diagonal and a finite U were expected; to stop coordinates, freeze them within "
                        "layered(…)");
    factor();
  }
  void factor() {
    k_.compute(Matrix::Identity(U_.cols(), U_.cols()) + U_.transpose() * inverse_D_.asDiagonal() * U_);
  }
  void multiply(auto& room) const {
    room.few.noalias() = U_.transpose() * room.in;
    room.out = D_.cwiseProduct(room.in);
    room.out.noalias() += U_ * room.few;
  }
  void solve(auto& room) const {
    room.in.array() *= inverse_D_.array();
    room.few.noalias() = U_.transpose() * room.in;
    k_.solveInPlace(room.few);
    room.out.noalias() = U_ * room.few;
    room.out = room.in - inverse_D_.cwiseProduct(room.out);
  }
  void raise(auto& room) const { lower_ ? solve(room) : multiply(room); }
  void lower(auto& room) const {
    if (degenerate_) throw_restricted("LowRank metric");
    lower_ ? multiply(room) : solve(room);
  }
  /// √D ξ + U ζ, which of_metric raises.
  template <class Random>
  void draw(Random& random, auto& room) const {
    draw_normal(random, room.in);
    room.few.resize(U_.cols());
    draw_normal(random, room.few);
    room.out = D_.cwiseSqrt().cwiseProduct(room.in);
    room.out.noalias() += U_ * room.few;
    if (!lower_) return;
    room.in.swap(room.out);
    solve(room);
  }

  Column D_, inverse_D_;
  Matrix U_;
  bool lower_, degenerate_ = false;
  Eigen::LLT<Matrix> k_;
};
using LowRank = BasicLowRank<double>;

}  // namespace coframe
