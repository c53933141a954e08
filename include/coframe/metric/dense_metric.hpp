// SPDX-License-Identifier: MIT
#pragma once
// A metric that couples everything with everything: a matrix over the real coordinates.
#include <Eigen/Cholesky>
#include <vector>

#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// The co-metric g^ as a symmetric positive definite matrix over the real coordinates that `flatten` lists.
/// sharp and flat flatten their argument, so they allocate.
class DenseMetric {
 public:
  /// ShapeError unless square; DomainError unless symmetric and positive definite.
  explicit DenseMetric(Eigen::MatrixXd cometric) : cometric_(std::move(cometric)) {
    if (cometric_.rows() != cometric_.cols())
      throw ShapeError("DenseMetric: a square matrix was expected, but " +
                       shape_text(cometric_.rows(), cometric_.cols()) + " came");
    if (!(cometric_ - cometric_.transpose()).isZero(1e-12 * cometric_.cwiseAbs().maxCoeff()))
      throw DomainError("DenseMetric: a symmetric matrix was expected; take its symmetric part (G + Gᵀ)/2");
    cholesky_.compute(cometric_);
    if (cholesky_.info() != Eigen::Success)
      throw DomainError(
          "DenseMetric: a positive definite matrix was expected; to stop coordinates, freeze them within layered(…)");
    root_ = cholesky_.matrixL();
  }
  /// From the metric g with lower indices: g^ = g⁻¹. (eq. 9)
  static DenseMetric of_metric(const Eigen::MatrixXd& g) {
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(g.rows(), g.cols());
    const Eigen::MatrixXd inverse = DenseMetric(g).cholesky_.solve(identity);
    return DenseMetric((inverse + inverse.transpose()) / 2);
  }

  template <Covector W>
  Over<W, Tangent> sharp(const W& w) const {
    const auto like = transform_leaves<Tangent>(w, [](const auto& c) { return c.components(); });
    return unflatten(like, narrowed<W>(cometric_ * coordinates(w)));
  }
  /// DegenerateMetric if restricted.
  template <Vector V>
  Over<V, Cotangent> flat(const V& v) const {
    if (degenerate_)
      throw DegenerateMetric(
          "flat: this dense metric is restricted to some of its coordinates, so g^ has no inverse: use sharp and "
          "dual_norm, or the metric that was restricted");
    const auto like = transform_leaves<Cotangent>(v, [](const auto& u) { return u.components(); });
    return unflatten(like, narrowed<V>(cholesky_.solve(coordinates(v))));
  }
  /// √g^ ξ with ξ standard normal.
  template <class Random, class T>
  Over<T, Tangent> sample(Random& random, const T& x) const {
    const auto like = transform_leaves<Tangent>(x, [](const auto& leaf) { return components_of(leaf); });
    require_dimension(dimension(like));
    return unflatten(like, narrowed<T>(root_ * normal_like(random, Eigen::VectorXd(root_.cols()))));
  }

  /// P (P g P)⁺ P, P the projection on the coordinates i with live[i]: the Schur complement G_LL - G_LF G_FF⁻¹ G_FL.
  /// A force on the frozen coordinates that keeps them at rest has been added to every covector.
  DenseMetric restricted(const std::vector<bool>& live) const {
    require_dimension(static_cast<Eigen::Index>(live.size()));
    std::vector<Eigen::Index> l, f;
    for (std::size_t i = 0; i < live.size(); ++i) (live[i] ? l : f).push_back(static_cast<Eigen::Index>(i));
    if (f.empty()) return *this;
    DenseMetric r = *this;
    r.degenerate_ = true;
    r.cometric_.setZero();
    r.root_.setZero();
    if (l.empty()) return r;
    const Eigen::MatrixXd fl = cometric_(f, l);
    const Eigen::MatrixXd schur =
        cometric_(l, l) - fl.transpose() * Eigen::LLT<Eigen::MatrixXd>(cometric_(f, f)).solve(fl);
    const Eigen::MatrixXd symmetric = (schur + schur.transpose()) / 2;
    r.cometric_(l, l) = symmetric;
    r.root_(l, l) = Eigen::MatrixXd(Eigen::LLT<Eigen::MatrixXd>(symmetric).matrixL());
    return r;
  }

  const Eigen::MatrixXd& cometric() const { return cometric_; }
  /// The matrix R with R Rᵀ = g^.
  const Eigen::MatrixXd& root() const { return root_; }

 private:
  void require_dimension(Eigen::Index n) const {
    if (n != cometric_.rows())
      throw ShapeError("DenseMetric: it is over " + std::to_string(cometric_.rows()) +
                       " real coordinates, but the model has " + std::to_string(n));
  }
  template <class T>
  Eigen::VectorXd coordinates(const T& tree) const {
    Eigen::VectorXd x = flatten(tree).template cast<double>();
    require_dimension(x.size());
    return x;
  }
  template <class T>
  static Eigen::VectorX<RealOf<T>> narrowed(const Eigen::VectorXd& x) {
    return x.cast<RealOf<T>>();
  }

  Eigen::MatrixXd cometric_, root_;
  Eigen::LLT<Eigen::MatrixXd> cholesky_;
  bool degenerate_ = false;
};

}  // namespace coframe
