// SPDX-License-Identifier: MIT
#pragma once
// A symmetric or Hermitian positive matrix with its root and its inverse: what co-metrics are made of.
#include <Eigen/Cholesky>
#include <string>
#include <vector>

#include "coframe/metric/live.hpp"

namespace coframe {

/// G = Gᴴ > 0, kept with its Cholesky factor. `owner` begins the messages.
template <class S>
class PositiveMatrix {
 public:
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;

  /// ShapeError unless square; DomainError unless symmetric (Hermitian) and positive definite.
  PositiveMatrix(Matrix matrix, std::string owner) : matrix_(std::move(matrix)), owner_(std::move(owner)) {
    if (matrix_.rows() != matrix_.cols())
      throw ShapeError(owner_ + ": a square matrix was expected, but " + shape_text(matrix_.rows(), matrix_.cols()) +
                       " came");
    if (matrix_.size() > 0 && !(matrix_ - matrix_.adjoint()).isZero(1e-12 * matrix_.cwiseAbs().maxCoeff()))
      throw DomainError(owner_ + ": a symmetric (Hermitian) matrix was expected; take its symmetric part (G + Gᴴ)/2");
    cholesky_.compute(matrix_);
    if (cholesky_.info() != Eigen::Success)
      throw DomainError(owner_ +
                        ": a positive definite matrix was expected; to stop coordinates, freeze them within "
                        "layered(…)");
    root_ = cholesky_.matrixL();
  }
  PositiveMatrix inverse() const {
    Matrix inverse = Matrix::Identity(matrix_.rows(), matrix_.cols());
    solve_in_place(inverse);
    return {hermitian(inverse), owner_};
  }

  const Matrix& matrix() const { return matrix_; }
  /// R with R Rᴴ = G.
  const Matrix& root() const { return root_; }
  Eigen::Index size() const { return matrix_.rows(); }
  /// Some coordinates are out, so there is no inverse.
  bool degenerate() const { return degenerate_; }
  /// b ← G⁻¹ b. DegenerateMetric if restricted.
  template <class B>
  void solve_in_place(Eigen::MatrixBase<B>& b) const {
    require_inverse();
    cholesky_.solveInPlace(b);
  }
  /// DegenerateMetric if restricted.
  void require_inverse() const {
    if (degenerate_) throw_restricted(owner_);
  }

  /// (P G⁻¹ P)⁺, P the projection on the indices with live[i]: the Schur complement G_LL - G_LF G_FF⁻¹ G_FL.
  PositiveMatrix restricted(const std::vector<bool>& live) const {
    std::vector<Eigen::Index> l, f;
    for (std::size_t i = 0; i < live.size(); ++i)
      if (const auto k = static_cast<Eigen::Index>(i); matrix_(k, k) != S(0)) (live[i] ? l : f).push_back(k);   // what is out stays out
    if (f.empty()) return *this;
    PositiveMatrix r = *this;
    r.degenerate_ = true;
    r.matrix_.setZero();
    r.root_.setZero();
    if (l.empty()) return r;
    const Matrix fl = matrix_(f, l);
    const Matrix schur = hermitian(matrix_(l, l) - fl.adjoint() * Eigen::LLT<Matrix>(matrix_(f, f)).solve(fl));
    r.matrix_(l, l) = schur;
    r.root_(l, l) = Matrix(Eigen::LLT<Matrix>(schur).matrixL());
    return r;
  }

 private:
  static Matrix hermitian(const Matrix& m) { return (m + m.adjoint()) / RealOf<S>(2); }

  Matrix matrix_, root_;
  Eigen::LLT<Matrix> cholesky_;
  bool degenerate_ = false;
  std::string owner_;
};

}  // namespace coframe
