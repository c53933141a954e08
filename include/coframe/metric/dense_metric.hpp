// SPDX-License-Identifier: MIT
#pragma once
// A metric that couples everything with everything: a matrix over the real coordinates.
#include <Eigen/Cholesky>
#include <vector>

#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// The co-metric g^ as a symmetric positive definite matrix over the real coordinates that `flatten` lists.
/// sharp and flat flatten their argument, so they allocate.
template <class S>
class BasicDenseMetric {
 public:
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
  using Column = Eigen::Vector<S, Eigen::Dynamic>;

  /// ShapeError unless square; DomainError unless symmetric and positive definite.
  explicit BasicDenseMetric(Matrix cometric) : cometric_(std::move(cometric)) {
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
  static BasicDenseMetric of_metric(const Matrix& g) {
    const Matrix identity = Matrix::Identity(g.rows(), g.cols());
    const Matrix inverse = BasicDenseMetric(g).cholesky_.solve(identity);
    return BasicDenseMetric((inverse + inverse.transpose()) / 2);
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
    return unflatten(like, narrowed<T>(root_ * normal_like(random, Column(root_.cols()))));
  }

  /// P (P g P)⁺ P, P the projection on the coordinates i with live[i]: the Schur complement G_LL - G_LF G_FF⁻¹ G_FL.
  /// A force on the frozen coordinates that keeps them at rest has been added to every covector.
  BasicDenseMetric restricted(const std::vector<bool>& live) const {
    require_dimension(static_cast<Eigen::Index>(live.size()));
    std::vector<Eigen::Index> l, f;
    for (std::size_t i = 0; i < live.size(); ++i) (live[i] ? l : f).push_back(static_cast<Eigen::Index>(i));
    if (f.empty()) return *this;
    BasicDenseMetric r = *this;
    r.degenerate_ = true;
    r.cometric_.setZero();
    r.root_.setZero();
    if (l.empty()) return r;
    const Matrix fl = cometric_(f, l);
    const Matrix schur =
        cometric_(l, l) - fl.transpose() * Eigen::LLT<Matrix>(cometric_(f, f)).solve(fl);
    const Matrix symmetric = (schur + schur.transpose()) / 2;
    r.cometric_(l, l) = symmetric;
    r.root_(l, l) = Matrix(Eigen::LLT<Matrix>(symmetric).matrixL());
    return r;
  }

  const Matrix& cometric() const { return cometric_; }
  /// The matrix R with R Rᵀ = g^.
  const Matrix& root() const { return root_; }

 private:
  void require_dimension(Eigen::Index n) const {
    if (n != cometric_.rows())
      throw ShapeError("DenseMetric: it is over " + std::to_string(cometric_.rows()) +
                       " real coordinates, but the model has " + std::to_string(n));
  }
  template <class T>
  Column coordinates(const T& tree) const {
    Column x = flatten(tree).template cast<S>();
    require_dimension(x.size());
    return x;
  }
  template <class T>
  static Eigen::VectorX<RealOf<T>> narrowed(const Column& x) {
    return x.template cast<RealOf<T>>();
  }

  Matrix cometric_, root_;
  Eigen::LLT<Matrix> cholesky_;
  bool degenerate_ = false;
};
using DenseMetric = BasicDenseMetric<double>;   // a template so that only those who use it pay for its Cholesky

}  // namespace coframe
