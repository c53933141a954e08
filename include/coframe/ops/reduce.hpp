// SPDX-License-Identifier: MIT
#pragma once
// Reductions: sums that never materialise their argument, means, norms, dot products, products and extremes.
#include "coframe/ops/array_arithmetic.hpp"
#include "coframe/ops/complex.hpp"
#include "coframe/ops/exponential.hpp"

namespace coframe {

/// Σ of an expression that stays fused.
template <ArrayExpr A> auto sum(A&& a) {
  using T = typename std::remove_cvref_t<A>::Element;
  auto& tape = tape_of_operand(a);
  auto e = node_of(tape, std::forward<A>(a));
  const Slopes<decltype(e)> slopes(tape, e);
  const T total = evaluate_sum(e, slopes);
  const Coordinate c = tape.add_range(View<T>::width);
  tape.add_map(SumMap<decltype(e)>(e, slopes), {c, c + View<T>::width});
  return Var<T>(total, c, tape.tag());
}
template <class A> requires(PlainMatrix<A> || PlainArray<A>) auto sum(const A& a) { return a.sum(); }

template <class A> concept AnyDense = ArrayExpr<A> || PlainMatrix<A> || PlainArray<A>;
inline void require_elements(std::ptrdiff_t n, const char* what) {
  if (n == 0) throw EmptyInput(std::string(what) + ": at least one element was expected, but the array is empty");
}

/// A traced scalar of a scalar expression; plain numbers as they are.
template <class E> auto eval_scalar(const E& e) {
  if constexpr (ScalarExpr<E>) return Var<typename E::Value>(e);
  else return e;
}
/// Σ / n. EmptyInput.
template <AnyDense A> auto mean(A&& a) {
  const auto n = a.size();
  require_elements(n, "mean");
  return eval_scalar(sum(std::forward<A>(a)) * (1.0 / static_cast<double>(n)));
}
/// Σ |aᵢ|².
template <AnyDense A> auto squared_norm(A&& a) {
  if constexpr (ArrayExpr<A>) return sum(apply<Abs2>(std::forward<A>(a)));
  else return RealOf<PlainOf<A>>(a.matrix().squaredNorm());
}
/// √Σ|aᵢ|², 0 with derivative 0 at the origin by masking.
template <AnyDense A> auto norm(A&& a) {
  using std::sqrt;
  return eval_scalar(sqrt(squared_norm(std::forward<A>(a))));
}
/// Σ conj(aᵢ) bᵢ, as Eigen has it. ShapeError.
template <class A, class B> requires(AnyDense<A> && AnyDense<B>) auto dot(A&& a, B&& b) {
  if constexpr (ArrayExpr<A>) return sum(apply<Times>(apply<Conj>(std::forward<A>(a)), std::forward<B>(b)));
  else if constexpr (ArrayExpr<B>) return sum(apply<Times>(a.conjugate(), std::forward<B>(b)));
  else return a.matrix().reshaped().dot(b.matrix().reshaped());
}
template <class T, int R, int C> using DenseOf = Eigen::Matrix<T, R, C, (R == 1 && C != 1) ? Eigen::RowMajor : Eigen::ColMajor>;
template <class T, class S = typename T::Scalar> using ColumnOf = Eigen::Matrix<S, T::RowsAtCompileTime, 1>;
template <class T, class S = typename T::Scalar> using RowOf = Eigen::Matrix<S, 1, T::ColsAtCompileTime, Eigen::RowMajor>;
template <class T, class A> using KindOf = std::conditional_t<is_eigen_array_v<A>, typename ArrayTypeOf<T>::type, T>;

/// cⱼ = Σᵢ Aᵢⱼ
struct ColumnSums : Structured {
  static constexpr auto name = "column sums";
  template <class A> using Result = KindOf<RowOf<A>, A>;
  static Shape shape(const auto& A) { return {1, A.cols()}; }
  static void value(auto& c, const auto& A) { c = A.colwise().sum(); }
  static void push(Arg<0>, auto& dc, const auto& dA, const auto&, const auto&) { dc += dA.colwise().sum(); }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto&) { dA.rowwise() += w.row(0); }
};
/// rᵢ = Σⱼ Aᵢⱼ
struct RowSums : Structured {
  static constexpr auto name = "row sums";
  template <class A> using Result = KindOf<ColumnOf<A>, A>;
  static Shape shape(const auto& A) { return {A.rows(), 1}; }
  static void value(auto& r, const auto& A) { r = A.rowwise().sum(); }
  static void push(Arg<0>, auto& dr, const auto& dA, const auto&, const auto&) { dr += dA.rowwise().sum(); }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto&) { dA.colwise() += w.col(0); }
};
/// cⱼ = Σᵢ |Aᵢⱼ|²,   dcⱼ = 2 Re Σᵢ conj(Aᵢⱼ) dAᵢⱼ
struct ColumnSquaredNorms : Structured {
  static constexpr auto name = "squared norms of columns";
  template <class A> using Result = KindOf<RowOf<A, RealOf<A>>, A>;
  static Shape shape(const auto& A) { return {1, A.cols()}; }
  static void value(auto& c, const auto& A) {
    for (Eigen::Index j = 0; j < A.cols(); ++j) c(0, j) = A.col(j).matrix().squaredNorm();
  }
  static void push(Arg<0>, auto& dc, const auto& dA, const auto&, const auto& A) {
    for (Eigen::Index j = 0; j < A.cols(); ++j) dc(0, j) += 2 * real_part(A.col(j).matrix().dot(dA.col(j).matrix()));
  }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto& A) {
    for (Eigen::Index j = 0; j < A.cols(); ++j) dA.col(j) += A.col(j) * (w(0, j) + w(0, j));
  }
};
/// rᵢ = Σⱼ |Aᵢⱼ|²,   drᵢ = 2 Re Σⱼ conj(Aᵢⱼ) dAᵢⱼ
struct RowSquaredNorms : Structured {
  static constexpr auto name = "squared norms of rows";
  template <class A> using Result = KindOf<ColumnOf<A, RealOf<A>>, A>;
  static Shape shape(const auto& A) { return {A.rows(), 1}; }
  static void value(auto& r, const auto& A) {
    r.setZero();
    for (Eigen::Index j = 0; j < A.cols(); ++j) r.col(0) += A.col(j).cwiseAbs2();
  }
  static void push(Arg<0>, auto& dr, const auto& dA, const auto&, const auto& A) {
    for (Eigen::Index j = 0; j < A.cols(); ++j) dr.col(0) += 2 * A.col(j).conjugate().matrix().cwiseProduct(dA.col(j).matrix()).real();
  }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto& A) {
    for (Eigen::Index j = 0; j < A.cols(); ++j) dA.col(j).matrix() += 2 * w.col(0).matrix().cwiseProduct(A.col(j).matrix());
  }
};
/// p = Π aᵢ,   dp = Σᵢ cᵢ daᵢ with the cofactors cᵢ = Π_{j≠i} aⱼ: p / aᵢ, or multiplied out where a factor may be zero
struct Prod : Structured {
  static constexpr auto name = "prod";
  static constexpr int products = 1;
  template <class A> using Result = typename A::Scalar;
  static Shape shape(const auto&) { return {1, 1}; }
  static void value(auto& p, const auto& A) { p(0, 0) = A.size() ? A.prod() : typename std::remove_cvref_t<decltype(A)>::Scalar(1); }
  static void push(Arg<0>, auto& dp, const auto& dA, const auto& p, const auto& A) {
    if (divisible(p(0, 0))) dp(0, 0) += p(0, 0) * (dA.array() / A.array()).sum();
    else dp(0, 0) += (cofactors(A) * dA.array()).sum();
  }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto& p, const auto& A) {
    if (divisible(p(0, 0))) dA += of_kind(A, conjugate(p(0, 0)) * w(0, 0) / A.array().conjugate());
    else dA += of_kind(A, cofactors(A).conjugate() * w(0, 0));
  }

 private:
  /// A normal number has no factor of zero.
  template <class T> static bool divisible(const T& p) {
    using std::abs;
    const auto size = abs(compared(p));
    using Limits = std::numeric_limits<std::remove_cvref_t<decltype(size)>>;
    return size >= Limits::min() && size <= Limits::max();
  }
  static auto cofactors(const auto& A) {
    using T = typename std::remove_cvref_t<decltype(A)>::Scalar;
    Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic> c = A.array();
    T before(1), after(1);
    for (T& x : c.reshaped()) x = std::exchange(before, before * x);
    for (Eigen::Index k = c.size(); k-- > 0;) c(k) *= std::exchange(after, after * A(k % A.rows(), k / A.rows()));
    return c;
  }
  template <class A, class E> static auto of_kind(const A&, const E& e) {
    if constexpr (is_eigen_array_v<typename A::PlainObject>) return e;
    else return e.matrix();
  }
};
/// The largest element (the first of equals); the sign chooses the smallest.
template <int sign> struct Extreme : Structured {
  static constexpr auto name = sign > 0 ? "maxCoeff" : "minCoeff";
  template <class A> using Result = typename A::Scalar;
  static Shape shape(const auto& A) {
    require_elements(A.size(), name);
    return {1, 1};
  }
  static void value(auto& m, const auto& A) {
    const auto [i, j] = place(A);
    m(0, 0) = A(i, j);
  }
  static void push(Arg<0>, auto& dm, const auto& dA, const auto&, const auto& A) {
    const auto [i, j] = place(A);
    dm(0, 0) += dA(i, j);
  }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto& A) {
    const auto [i, j] = place(A);
    dA(i, j) += w(0, 0);
  }

 private:
  static std::pair<Eigen::Index, Eigen::Index> place(const auto& A) {
    Eigen::Index i = 0, j = 0;
    for (Eigen::Index q = 0; q < A.cols(); ++q)
      for (Eigen::Index p = 0; p < A.rows(); ++p)
        if (sign > 0 ? A(p, q) > A(i, j) : A(p, q) < A(i, j)) i = p, j = q;
    return {i, j};
  }
};
struct MaxCoeff : Extreme<1> {};
struct MinCoeff : Extreme<-1> {};

template <ArrayExpr A> auto prod(A&& a) { return apply_structured<Prod>(std::forward<A>(a)); }

}  // namespace coframe
