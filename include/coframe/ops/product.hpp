// SPDX-License-Identifier: MIT
#pragma once
// Products of matrices: C = A B, the dot product and the outer product.
#include "coframe/ops/add_product.hpp"
#include "coframe/ops/elementwise.hpp"
#include "coframe/tape/structured.hpp"

namespace coframe {

/// C = A B,   dC = dA B + A dB,   Aᶜ = Cᶜ Bᴴ,   Bᶜ = Aᴴ Cᶜ      (ᶜ: raised cotangent)
struct Product : Structured {
  static constexpr auto name = "product";
  static constexpr int products = 2;
  template <class A, class B>
  using Result = Eigen::Matrix<typename A::Scalar, A::RowsAtCompileTime, B::ColsAtCompileTime,
                               (A::RowsAtCompileTime == 1 && B::ColsAtCompileTime != 1) ? Eigen::RowMajor : Eigen::ColMajor>;
  static Shape shape(const auto& A, const auto& B) {
    if (A.cols() != B.rows())
      throw ShapeError("product: A has " + std::to_string(A.cols()) + " columns, so B was expected to have as many rows, but A is " +
                       shape_text(A.rows(), A.cols()) + " and B " + shape_text(B.rows(), B.cols()));
    return {A.rows(), B.cols()};
  }
  static void value(auto& C, const auto& A, const auto& B) {
    if constexpr (is_dual_v<typename std::remove_cvref_t<decltype(C)>::Scalar>) {
      C.setZero();
      add_product(C, A, B);
    } else if (A.cols() == 0) {
      C.setZero();
    } else {
      C.noalias() = A * B;
    }
  }
  static void push(Arg<0>, auto& dC, const auto& dA, const auto&, const auto&, const auto& B) { add_product(dC, dA, B); }
  static void push(Arg<1>, auto& dC, const auto& dB, const auto&, const auto& A, const auto&) { add_product(dC, A, dB); }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto&, const auto& B) { add_product(dA, w, B.adjoint()); }
  static void pull(Arg<1>, auto& dB, const auto& w, const auto&, const auto& A, const auto&) { add_product(dB, A.adjoint(), w); }
};

template <class A> concept MatrixOperand = (ArrayExpr<A> && !is_eigen_array_v<PlainOf<A>>) || PlainMatrix<A> || is_borrowed_v<std::remove_cvref_t<A>>;
template <class A, class B> concept MatrixPair = MatrixOperand<A> && MatrixOperand<B> && (ArrayExpr<A> || ArrayExpr<B>);

/// A B of matrices. ShapeError.
template <class A, class B> requires MatrixPair<A, B> auto product(A&& a, B&& b) { return apply_structured<Product>(std::forward<A>(a), std::forward<B>(b)); }
template <PlainMatrix A, PlainMatrix B> auto product(const A& a, const B& b) { return apply_structured<Product>(a, b); }

}  // namespace coframe
