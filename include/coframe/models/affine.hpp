// SPDX-License-Identifier: MIT
#pragma once
// The affine map of a layer, product and bias in one entry.
#include "coframe/ops.hpp"

namespace coframe {

/// Y = W X + b 1ᵀ,   dY = dW X + W dX + db 1ᵀ,   Wᶜ = Yᶜ Xᴴ,   Xᶜ = Wᴴ Yᶜ,   bᶜ = Yᶜ 1
struct Affine : Structured {
  static constexpr auto name = "affine";
  static constexpr int products = 2;
  template <class A, class B, class C>
  using Result = Product::Result<A, B>;
  static Shape shape(const auto& W, const auto& X, const auto& b) {
    if (W.cols() != X.rows())
      throw ShapeError("affine: W is " + shape_text(W.rows(), W.cols()) + ", so X was expected to have " +
                       std::to_string(W.cols()) + " rows (its columns are the samples), but X is " +
                       shape_text(X.rows(), X.cols()));
    if (b.rows() != W.rows() || b.cols() != 1)
      throw ShapeError("affine: W is " + shape_text(W.rows(), W.cols()) + ", so b was expected to be " +
                       shape_text(W.rows(), 1) + ", but b is " + shape_text(b.rows(), b.cols()));
    return {W.rows(), X.cols()};
  }
  static void value(auto& Y, const auto& W, const auto& X, const auto& b) {
    for (Eigen::Index j = 0; j < Y.cols(); ++j) Y.col(j) = b.col(0);
    add_product(Y, W, X);
  }
  static void push(Arg<0>, auto& dY, const auto& dW, const auto&, const auto&, const auto& X, const auto&) {
    add_product(dY, dW, X);
  }
  static void push(Arg<1>, auto& dY, const auto& dX, const auto&, const auto& W, const auto&, const auto&) {
    add_product(dY, W, dX);
  }
  static void push(Arg<2>, auto& dY, const auto& db, const auto&, const auto&, const auto&, const auto&) {
    for (Eigen::Index j = 0; j < dY.cols(); ++j) dY.col(j) += db.col(0);
  }
  static void pull(Arg<0>, auto& dW, const auto& w, const auto&, const auto&, const auto& X, const auto&) {
    add_product(dW, w, X.adjoint());
  }
  static void pull(Arg<1>, auto& dX, const auto& w, const auto&, const auto& W, const auto&, const auto&) {
    add_product(dX, W.adjoint(), w);
  }
  static void pull(Arg<2>, auto& db, const auto& w, const auto&, const auto&, const auto&, const auto&) {
    for (Eigen::Index j = 0; j < w.cols(); ++j) db.col(0) += w.col(j);
  }
};

/// W X + b for each column of X, as one recorded entry where anything is traced; evaluated where all is plain.
/// ShapeError.
template <MatrixOperand A, MatrixOperand B, MatrixOperand C>
auto affine(A&& W, B&& X, C&& b) {
  return apply_structured<Affine>(std::forward<A>(W), std::forward<B>(X), std::forward<C>(b));
}

}  // namespace coframe
