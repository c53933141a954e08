// SPDX-License-Identifier: MIT
#pragma once
// The outer product of two vectors.
#include "coframe/ops/product.hpp"

namespace coframe {

/// C = a bᴴ,   dC = da bᴴ + a dbᴴ,   aᶜ = Cᶜ b,   bᶜ = Cᶜᴴ a
struct Outer : Structured {
  static constexpr auto name = "outer";
  static constexpr int products = 2;
  template <class A, class B>
  using Result = Eigen::Matrix<typename A::Scalar, A::RowsAtCompileTime, B::RowsAtCompileTime,
                               (A::RowsAtCompileTime == 1 && B::RowsAtCompileTime != 1) ? Eigen::RowMajor : Eigen::ColMajor>;
  static Shape shape(const auto& a, const auto& b) {
    if (a.cols() != 1 || b.cols() != 1)
      throw ShapeError("outer: two column vectors were expected, but " + shape_text(a.rows(), a.cols()) + " and " + shape_text(b.rows(), b.cols()) + " came");
    return {a.rows(), b.rows()};
  }
  static void value(auto& C, const auto& a, const auto& b) {
    C.setZero();
    add_product(C, a, b.adjoint());
  }
  static void push(Arg<0>, auto& dC, const auto& da, const auto&, const auto&, const auto& b) { add_product(dC, da, b.adjoint()); }
  static void push(Arg<1>, auto& dC, const auto& db, const auto&, const auto& a, const auto&) { add_product(dC, a, db.adjoint()); }
  static void pull(Arg<0>, auto& da, const auto& w, const auto&, const auto&, const auto& b) { add_product(da, w, b); }
  static void pull(Arg<1>, auto& db, const auto& w, const auto&, const auto& a, const auto&) { add_product(db, w.adjoint(), a); }
};

/// a bᴴ of column vectors. ShapeError.
template <class A, class B> requires MatrixPair<A, B> auto outer(A&& a, B&& b) { return apply_structured<Outer>(std::forward<A>(a), std::forward<B>(b)); }
template <PlainMatrix A, PlainMatrix B> auto outer(const A& a, const B& b) { return apply_structured<Outer>(a, b); }

}  // namespace coframe
