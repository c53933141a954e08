// SPDX-License-Identifier: MIT
#pragma once
// New matrices from parts of others, each as one entry: replace, gather, stack, beside.
#include <concepts>

#include "coframe/ops/given.hpp"
#include "coframe/ops/reduce.hpp"

namespace coframe {

/// Where a block lies.
struct Place {
  Eigen::Index i = 0, j = 0;
};

/// C = U with the block at (i, j) replaced by B,   Uᶜ = Cᶜ outside the block,   Bᶜ = Cᶜ inside
struct Replace : Structured {
  static constexpr auto name = "replace";
  template <class U, class B> using Result = U;
  static Shape shape(const Place& at, const auto& U, const auto& B) {
    static_assert(std::is_same_v<typename std::remove_cvref_t<decltype(U)>::Scalar, typename std::remove_cvref_t<decltype(B)>::Scalar>,
                  "replace: a block of the matrix's own scalar type was expected");
    if (at.i < 0 || at.j < 0 || at.i + B.rows() > U.rows() || at.j + B.cols() > U.cols())
      throw ShapeError("replace: a block that lies within the " + shape_text(U.rows(), U.cols()) + " matrix was expected, but a " +
                       shape_text(B.rows(), B.cols()) + " block at (" + std::to_string(at.i) + ", " + std::to_string(at.j) + ") came");
    return {U.rows(), U.cols()};
  }
  static void value(auto& C, const Place& at, const auto& U, const auto& B) {
    around(at, B, C, U, [](auto&& c, const auto& u) { c = u; });
    inside(at, B, C).matrix() = B.matrix();
  }
  static void push(Arg<0>, auto& dC, const auto& dU, const auto&, const Place& at, const auto&, const auto& B) {
    around(at, B, dC, dU, [](auto&& c, const auto& u) { c += u; });
  }
  static void push(Arg<1>, auto& dC, const auto& dB, const auto&, const Place& at, const auto&, const auto& B) { inside(at, B, dC).matrix() += dB.matrix(); }
  static void pull(Arg<0>, auto& dU, const auto& w, const auto&, const Place& at, const auto&, const auto& B) {
    around(at, B, dU, w, [](auto&& u, const auto& c) { u += c; });
  }
  static void pull(Arg<1>, auto& dB, const auto& w, const auto&, const Place& at, const auto&, const auto& B) { dB.matrix() += inside(at, B, w).matrix(); }

 private:
  static auto inside(const Place& at, const auto& B, auto& C) { return C.block(at.i, at.j, B.rows(), B.cols()); }
  /// f on the four parts around the block: whole columns left and right, the rest of its columns above and below.
  static void around(const Place& at, const auto& B, auto& C, const auto& U, const auto& f) {
    const auto part = [&](Eigen::Index i, Eigen::Index j, Eigen::Index m, Eigen::Index n) {
      if (m > 0 && n > 0) f(C.block(i, j, m, n), U.block(i, j, m, n));
    };
    const Eigen::Index bottom = at.i + B.rows(), right = at.j + B.cols();
    part(0, 0, C.rows(), at.j);
    part(0, right, C.rows(), C.cols() - right);
    part(0, at.j, at.i, B.cols());
    part(bottom, at.j, C.rows() - bottom, B.cols());
  }
};

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

template <class A, class... Rest> using FirstOf = A;
/// The sum of sizes known when compiling, Dynamic if one is not; and the first known size of equal ones.
constexpr int summed_size(std::initializer_list<int> sizes) {
  int sum = 0;
  for (int n : sizes) {
    if (n == Eigen::Dynamic) return Eigen::Dynamic;
    sum += n;
  }
  return sum;
}
constexpr int common_size(std::initializer_list<int> sizes) {
  for (int n : sizes)
    if (n != Eigen::Dynamic) return n;
  return Eigen::Dynamic;
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

/// Traced or plain, but not an Eigen matrix of traced scalars (ops/collect.hpp).
template <class A> concept WholeDense = AnyDense<A> && !ScalarExpr<typename PlainOf<A>::Scalar>;

/// U with the block whose first element is (i, j) replaced. ShapeError.
template <AnyDense U, AnyDense B> auto replace(U&& u, int i, int j, B&& block) { return apply_given<Replace>(Place{i, j}, std::forward<U>(u), std::forward<B>(block)); }
/// A vector with the segment that begins at i replaced. ShapeError.
template <AnyDense U, AnyDense B> auto replace(U&& u, int i, B&& segment) {
  constexpr bool row = PlainOf<U>::RowsAtCompileTime == 1;
  static_assert(row || PlainOf<U>::ColsAtCompileTime == 1, "replace(u, i, segment) is for vectors; of a matrix replace a block at (i, j)");
  return apply_given<Replace>(row ? Place{0, i} : Place{i, 0}, std::forward<U>(u), std::forward<B>(segment));
}

/// Elements of a vector, or columns of a matrix, in the order of the indices; an index may come often. ShapeError.
template <AnyDense U> auto gather(U&& u, const Indices& indices) {
  if constexpr (ArrayExpr<U>) {
    int* kept = static_cast<int*>(tape_of_operand(u).memory().allocate(static_cast<std::size_t>(indices.count) * sizeof(int)));
    std::copy(indices.first, indices.first + indices.count, kept);
    return record_given<Gather>(Indices{kept, indices.count}, std::forward<U>(u));
  } else {
    return evaluate_given<Gather>(indices, u);
  }
}
template <AnyDense U> auto gather(U&& u, const std::vector<int>& indices) { return gather(std::forward<U>(u), Indices{indices.data(), static_cast<Eigen::Index>(indices.size())}); }
template <AnyDense U> auto gather(U&& u, const Eigen::VectorXi& indices) { return gather(std::forward<U>(u), Indices{indices.data(), indices.size()}); }

/// One below the other. ShapeError.
template <WholeDense... A> requires(sizeof...(A) > 0) auto stack(A&&... a) { return apply_structured<Stack>(std::forward<A>(a)...); }
/// Side by side. ShapeError.
template <WholeDense... A> requires(sizeof...(A) > 0) auto beside(A&&... a) { return apply_structured<Beside>(std::forward<A>(a)...); }

}  // namespace coframe
