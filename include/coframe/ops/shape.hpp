// SPDX-License-Identifier: MIT
#pragma once
// New matrices from parts of others, each as one entry: replace, gather, stack, beside.
#include "coframe/ops/replace.hpp"
#include "coframe/ops/reduce.hpp"
#include "coframe/ops/scalar_matrix.hpp"
#include "coframe/ops/solve.hpp"

namespace coframe {

/// Indices that lie on the tape, or with the caller.
struct Indices {
  const int* first = nullptr;
  Eigen::Index count = 0;
};

/// yₖ = u(iₖ) of a vector, columns yₖ = U(:, iₖ) of a matrix;   uᶜ(iₖ) += yᶜₖ
struct Gather : Structured {
  static constexpr auto name = "gather";
  template <class U> static constexpr bool column = U::ColsAtCompileTime == 1;
  template <class U> using Result = Part<U, column<U> ? Eigen::Dynamic : U::RowsAtCompileTime, column<U> ? 1 : Eigen::Dynamic>;
  static Shape shape(const Indices& at, const auto& U) {
    constexpr bool c = column<std::remove_cvref_t<decltype(U)>>;
    const Eigen::Index n = c ? U.rows() : U.cols();
    for (Eigen::Index k = 0; k < at.count; ++k)
      if (at.first[k] < 0 || at.first[k] >= n)
        throw ShapeError("gather: indices from 0 to " + std::to_string(n - 1) + " were expected, but " + std::to_string(at.first[k]) + " came");
    return c ? Shape{at.count, 1} : Shape{U.rows(), at.count};
  }
  static void value(auto& Y, const Indices& at, const auto& U) {
    for (Eigen::Index k = 0; k < at.count; ++k) slice(Y, k) = slice(U, at.first[k]);
  }
  static void push(Arg<0>, auto& dY, const auto& dU, const auto&, const Indices& at, const auto&) {
    for (Eigen::Index k = 0; k < at.count; ++k) slice(dY, k) += slice(dU, at.first[k]);
  }
  static void pull(Arg<0>, auto& dU, const auto& w, const auto&, const Indices& at, const auto&) {
    for (Eigen::Index k = 0; k < at.count; ++k) slice(dU, at.first[k]) += slice(w, k);
  }

 private:
  template <class M> static decltype(auto) slice(M& m, Eigen::Index k) {
    if constexpr (column<M>) return m(k, 0);
    else return m.col(k);
  }
};

template <class... A> using FirstOf = std::tuple_element_t<0, std::tuple<A...>>;
/// The sum of sizes known when compiling, Dynamic if one is not.
constexpr int summed_size(std::initializer_list<int> sizes) {
  int sum = 0;
  for (int n : sizes) {
    if (n == Eigen::Dynamic) return Eigen::Dynamic;
    sum += n;
  }
  return sum;
}

/// C = (A; B; …) one below the other (vertical), or (A, B, …) side by side;   each argument's cotangent is its part of Cᶜ
template <bool vertical> struct Joined : Structured {
  static constexpr auto name = vertical ? "stack" : "beside";
  template <class... A> static constexpr int rows = vertical ? summed_size({A::RowsAtCompileTime...}) : common_size({A::RowsAtCompileTime...});
  template <class... A> static constexpr int cols = vertical ? common_size({A::ColsAtCompileTime...}) : summed_size({A::ColsAtCompileTime...});
  template <class... A> using Result = Part<FirstOf<A...>, rows<A...>, cols<A...>>;
  static Shape shape(const auto& A, const auto&... rest) {
    static_assert((std::is_same_v<typename std::remove_cvref_t<decltype(A)>::Scalar, typename std::remove_cvref_t<decltype(rest)>::Scalar> && ...),
                  "stack, beside: parts of one scalar type were expected");
    const auto across = [](const auto& a) { return vertical ? a.cols() : a.rows(); };
    const auto check = [&](const auto& a) {
      if (across(a) != across(A))
        throw ShapeError(std::string(name) + ": parts of " + std::to_string(across(A)) + (vertical ? " columns" : " rows") +
                         " were expected, as the first has, but a part of shape " + shape_text(a.rows(), a.cols()) + " came");
    };
    (check(rest), ...);
    const Eigen::Index along = (length(A) + ... + length(rest));
    return vertical ? Shape{along, A.cols()} : Shape{A.rows(), along};
  }
  static void value(auto& C, const auto&... A) {
    Eigen::Index at = 0;
    (part(C, at, A, [&](auto&& c) { c = A.matrix(); }), ...);
  }
  template <int k> static void push(Arg<k>, auto& dC, const auto& dA, const auto&, const auto&... A) {
    at_argument<k>(dC, [&](auto&& c) { c += dA.matrix(); }, A...);
  }
  template <int k> static void pull(Arg<k>, auto& dA, const auto& w, const auto&, const auto&... A) {
    at_argument<k>(w, [&](const auto& c) { dA.matrix() += c; }, A...);
  }

 private:
  static Eigen::Index length(const auto& a) { return vertical ? a.rows() : a.cols(); }
  /// f on the part of C at which argument a begins; moves on to the next.
  static void part(auto& C, Eigen::Index& at, const auto& a, const auto& f) {
    if (a.size() > 0) f(C.matrix().block(vertical ? at : 0, vertical ? 0 : at, a.rows(), a.cols()));
    at += length(a);
  }
  template <int k> static void at_argument(auto& C, const auto& f, const auto&... A) {
    Eigen::Index at = 0;
    int i = 0;
    ((i++ == k ? part(C, at, A, f) : void(at += length(A))), ...);
  }
};
using Stack = Joined<true>;
using Beside = Joined<false>;

/// Traced or plain, but not an Eigen matrix of traced scalars: that one is collected into one.
template <class A> concept WholeDense = AnyDense<A> && !ScalarExpr<typename PlainOf<A>::Scalar>;

/// A plain matrix with the block whose first element is (i, j) replaced, evaluated; a vector with a segment. ShapeError.
/// With a traced operand: ops/replace.hpp.
template <PlainDense U, PlainDense B> auto replace(const U& u, int i, int j, const B& block) {
  typename U::PlainObject y = u;
  if (i < 0 || j < 0 || i + block.rows() > y.rows() || j + block.cols() > y.cols())
    throw ShapeError("replace: a " + shape_text(block.rows(), block.cols()) + " block at (" + std::to_string(i) + ", " + std::to_string(j) +
                     ") does not lie in a " + shape_text(y.rows(), y.cols()) + " matrix");
  y.block(i, j, block.rows(), block.cols()) = block;
  return y;
}
template <PlainDense U, PlainDense B> requires(U::IsVectorAtCompileTime == 1) auto replace(const U& u, int i, const B& segment) {
  if constexpr (U::ColsAtCompileTime == 1) return replace(u, i, 0, segment);
  else return replace(u, 0, i, segment);
}

/// Elements of a vector, or columns of a matrix, in the order of the indices; an index may come often. ShapeError.
template <AnyDense U> auto gather(U&& u, const Indices& indices) {
  if constexpr (ArrayExpr<U>) {
    int* kept = static_cast<int*>(tape_of_operand(u).memory().allocate(static_cast<std::size_t>(indices.count) * sizeof(int)));
    std::copy(indices.first, indices.first + indices.count, kept);
    return apply_given<Gather>(Indices{kept, indices.count}, std::forward<U>(u));
  } else {
    return apply_given<Gather>(indices, u);
  }
}
template <AnyDense U> auto gather(U&& u, const std::vector<int>& indices) { return gather(std::forward<U>(u), Indices{indices.data(), static_cast<Eigen::Index>(indices.size())}); }
template <AnyDense U> auto gather(U&& u, const Eigen::VectorXi& indices) { return gather(std::forward<U>(u), Indices{indices.data(), indices.size()}); }

/// One below the other. ShapeError.
template <WholeDense... A> requires(sizeof...(A) > 0) auto stack(A&&... a) { return apply_structured<Stack>(std::forward<A>(a)...); }
/// Side by side. ShapeError.
template <WholeDense... A> requires(sizeof...(A) > 0) auto beside(A&&... a) { return apply_structured<Beside>(std::forward<A>(a)...); }

/// Traced scalars as a traced vector, in one entry. ForeignValue, StaleValue; IndependentLoss if all are constants.
template <class T> auto stack(const std::vector<Var<T>>& x) {
  return collect(Eigen::Matrix<Var<T>, Eigen::Dynamic, 1>(Eigen::Map<const Eigen::Matrix<Var<T>, Eigen::Dynamic, 1>>(x.data(), static_cast<Eigen::Index>(x.size()))));
}
/// An Eigen matrix of traced scalars as a traced matrix.
template <class T, int R, int C, int O, int MR, int MC> auto stack(const Eigen::Matrix<Var<T>, R, C, O, MR, MC>& x) { return collect(x); }
/// Traced scalars, and plain numbers among them, as a traced vector: stack(x, y, 1.0).
template <class... E>
  requires(((ScalarExpr<E> || Arithmetic<E>) && ...) && (ScalarExpr<E> || ...))
auto stack(const E&... x) {
  using T = typename decltype((x + ...))::Value;
  Eigen::Matrix<Var<T>, sizeof...(E), 1> v;
  int k = 0;
  ((v(k++) = Var<T>(x)), ...);
  return collect(v);
}

}  // namespace coframe
