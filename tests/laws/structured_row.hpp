// SPDX-License-Identifier: MIT
#pragma once
// A row of the law book for a structured operation: its name and its arguments' sizes, `row<Product>{sizes(3, 4), sizes(4, 2)}`.
#include <functional>

#include "laws/book.hpp"
#include "laws/compositions.hpp"
#include "laws/function_laws.hpp"
#include "laws/leaves.hpp"

namespace laws {

enum class Numbers { real, complex };
/// Matrices to draw: any, well away from singular, or Hermitian positive definite.
enum class Kind { any, regular, positive };
template <Numbers numbers, Kind kind = Kind::any> struct Sizes {
  int rows, cols;
};
inline Sizes<Numbers::complex> sizes(int rows, int cols) { return {rows, cols}; }
inline Sizes<Numbers::complex, Kind::regular> regular(int n) { return {n, n}; }
inline Sizes<Numbers::complex, Kind::positive> positive(int n) { return {n, n}; }
inline Sizes<Numbers::real> real_sizes(int rows, int cols) { return {rows, cols}; }

template <class T> using MatrixOf = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T, Numbers numbers, Kind kind> MatrixOf<T> matrix_in(const Sizes<numbers, kind>& s, std::mt19937& random) {
  MatrixOf<T> a = drawn(MatrixOf<T>(s.rows, s.cols), random);
  if constexpr (kind == Kind::regular) a += 3 * s.rows * MatrixOf<T>::Identity(s.rows, s.rows);
  if constexpr (kind == Kind::positive) a = (a * a.adjoint() + MatrixOf<T>::Identity(s.rows, s.rows)).eval();
  return a;
}

template <class A> concept MatrixLike = ArrayExpr<A> || PlainDense<A>;
/// An operation as a function of matrices.
template <class Op> struct Structurally {
  template <MatrixLike... A> auto operator()(const A&... a) const { return coframe::apply_structured<Op>(a...); }
};
template <class T> constexpr const char* element_name() {
  if constexpr (is_complex_v<T>) return "complex";
  else return sizeof(T) == 4 ? "float" : "double";
}

template <std::derived_from<Structured> Op> class row<Op> {
  using F = Structurally<Op>;

 public:
  /// What factors a matrix is not compiled for floats too: Eigen's decompositions take half a minute more for them.
  template <Numbers numbers, Kind kind, class... More>
  row(const Sizes<numbers, kind>& a, const More&... more)
      : laws_([=] {
          laws_for<double>(a, more...);
          if constexpr (kind == Kind::any) laws_for<float>(a, more...);
          if constexpr (numbers == Numbers::complex) laws_for<std::complex<double>>(a, more...);
        }) {}
  void obey() const { laws_(); }

 private:
  template <class T, class... Size> static void laws_for(const Size&... size) {
    constexpr bool full = sizeof(T) != 4;
    DYNAMIC_SECTION(Op::name << ", matrices of " << element_name<T>()) {
      std::mt19937 random{seed};
      auto obeys = [&](const auto& f) { obeys_first_order(f, f.point(), far_step, random); };
      for (int k = 0; k < 2; ++k) {
        const std::tuple x{matrix_in<T>(size, random)...};
        const auto f = function_of<full ? Order::second : Order::first>(F{}, x);
        obeys(f);
        if constexpr (full) {
          obeys_second_order(f, f.point(), far_step, random);
          obeys(reused(f));
          if (k > 0) continue;
          obeys(of_transposes(f, MatrixOf<T>(matrix_in<T>(size, random).transpose())...));
          obeys(of_blocks(f, bordered(matrix_in<T>(size, random), random)...));
          if constexpr (sizeof...(Size) == 2) constants(f, random, size...);
        }
      }
    }
  }
  template <class M> static M bordered(const M& inner, std::mt19937& random) {
    M a = drawn(M(inner.rows() + 3, inner.cols() + 2), random);
    a.block(1, 2, inner.rows(), inner.cols()) = inner;
    return a;
  }
  template <class Y, class M, class A, class B> static void constants(const FunctionOf<Y, M, M>& f, std::mt19937& random, const A& first, const B& second) {
    using T = typename M::Scalar;
    const M a = matrix_in<T>(first, random), b = matrix_in<T>(second, random);
    auto obeys = [&](const auto& g) { obeys_first_order(g, g.point(), far_step, random); };
    obeys(with_constant<true>(f, a, b, [a](const Var<M>& x) -> Var<Y> { return F{}(a, x); }));
    obeys(with_constant<true>(f, a, b, [a](const Var<M>& x) -> Var<Y> { return F{}(borrow(a), x); }));
    obeys(with_constant<false>(f, b, a, [b](const Var<M>& x) -> Var<Y> { return F{}(x, b); }));
    obeys(with_constant<false>(f, b, a, [b](const Var<M>& x) -> Var<Y> { return F{}(x, borrow(b)); }));
    if (first.rows == second.rows && first.cols == second.cols) obeys(of_the_same(f, a));
  }
  std::function<void()> laws_;
};

}  // namespace laws
