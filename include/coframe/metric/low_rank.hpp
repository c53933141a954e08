// SPDX-License-Identifier: MIT
#pragma once
// A metric of a few directions beside a diagonal.
#include <vector>

#include "coframe/metric/euclidean.hpp"
#include "coframe/metric/positive_matrix.hpp"

namespace coframe {

/// The co-metric g^ = D + U Uᵀ over the N real coordinates that `flatten` lists, D a positive diagonal and U N×r; or by
/// of_metric the inverse of such a metric. Each of sharp and flat costs 2Nr products, the inverse by Woodbury's
///   (D + U Uᵀ)⁻¹ = D⁻¹ - D⁻¹ U K⁻¹ Uᵀ D⁻¹,   K = 1 + Uᵀ D⁻¹ U
template <class S>
class BasicLowRank {
 public:
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
  using Column = Eigen::Vector<S, Eigen::Dynamic>;

  /// ShapeError unless D has a number for each row of U; DomainError unless these are positive and U is finite.
  BasicLowRank(Column D, Matrix U) : BasicLowRank(std::move(D), std::move(U), false) {}
  /// From the metric with lower indices, g = D + U Uᵀ: the damped curvature of a few samples, say. (eq. 9)
  static BasicLowRank of_metric(Column D, Matrix U) { return {std::move(D), std::move(U), true}; }

  template <Covector W>
  Over<W, Tangent> sharp(const W& w) const {
    const auto like = transform_leaves<Tangent>(w, [](const auto& c) { return c.components(); });
    return unflatten(like, (lower_ ? solved(coordinates(w)) : times(coordinates(w))).template cast<RealOf<W>>());
  }
  /// DegenerateMetric if restricted.
  template <Vector V>
  Over<V, Cotangent> flat(const V& v) const {
    if (degenerate_)
      throw DegenerateMetric("flat: this LowRank metric is restricted to some of its coordinates, so g^ has no inverse: use sharp and "
                             "dual_norm, or the metric that was restricted");
    const auto like = transform_leaves<Cotangent>(v, [](const auto& u) { return u.components(); });
    return unflatten(like, (lower_ ? times(coordinates(v)) : solved(coordinates(v))).template cast<RealOf<V>>());
  }
  /// Normal of covariance g^: √D ξ + U ζ, which of_metric raises.
  template <class Random, class T>
  Over<T, Tangent> sample(Random& random, const T& x) const {
    const auto like = transform_leaves<Tangent>(x, [](const auto& leaf) { return components_of(leaf); });
    require_dimension(dimension(like));
    const Column noise = D_.cwiseSqrt().cwiseProduct(normal_like(random, D_)) + U_ * normal_like(random, Column(U_.cols()));
    return unflatten(like, (lower_ ? solved(noise) : noise).template cast<RealOf<T>>());
  }

  /// P (P g P)⁺ P, P the projection on the coordinates i with live[i], of the same form: g loses rows, g^ = D + U Uᵀ
  /// becomes D_L + U_L (1 + U_Fᵀ D_F⁻¹ U_F)⁻¹ U_Lᵀ, F what is not live.
  BasicLowRank restricted(const std::vector<bool>& live) const {
    require_dimension(static_cast<Eigen::Index>(live.size()));
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

 private:
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
  Column times(const Column& x) const { return D_.cwiseProduct(x) + U_ * (U_.transpose() * x); }
  Column solved(const Column& x) const {
    const Column y = inverse_D_.cwiseProduct(x);
    return y - inverse_D_.cwiseProduct(U_ * k_.solve(U_.transpose() * y));
  }
  void require_dimension(Eigen::Index n) const {
    if (n != D_.size())
      throw ShapeError("LowRank: it is over " + std::to_string(D_.size()) + " real coordinates, but the model has " + std::to_string(n));
  }
  template <class T>
  Column coordinates(const T& tree) const {
    Column x = flatten(tree).template cast<S>();
    require_dimension(x.size());
    return x;
  }

  Column D_, inverse_D_;
  Matrix U_;
  bool lower_, degenerate_ = false;
  Eigen::LLT<Matrix> k_;
};
using LowRank = BasicLowRank<double>;

}  // namespace coframe
