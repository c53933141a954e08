// SPDX-License-Identifier: MIT
#pragma once
// A row of the law book for a structured operation: its name and its arguments' sizes, `row<Product>{sizes(3, 4), sizes(4, 2)}`.
#include <functional>

#include "laws/argument_laws.hpp"
#include "laws/book.hpp"

namespace laws {

enum class Numbers { real, complex };
/// Matrices to draw: any, well away from singular, or Hermitian positive definite.
enum class Kind { any, regular, positive };
template <Numbers numbers> struct Sizes {
  int rows, cols;
  Kind kind = Kind::any;
};
inline Sizes<Numbers::complex> sizes(int rows, int cols) { return {rows, cols}; }
inline Sizes<Numbers::complex> regular(int n) { return {n, n, Kind::regular}; }
inline Sizes<Numbers::complex> positive(int n) { return {n, n, Kind::positive}; }
inline Sizes<Numbers::real> real_sizes(int rows, int cols) { return {rows, cols}; }

template <class T> using MatrixOf = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T, class Size> MatrixOf<T> matrix_in(const Size& s, std::mt19937& random) {
  MatrixOf<T> a = drawn(MatrixOf<T>(s.rows, s.cols), random);
  if (s.kind == Kind::regular) a += 3 * s.rows * MatrixOf<T>::Identity(s.rows, s.rows);
  if (s.kind == Kind::positive) a = (a * a.adjoint() + MatrixOf<T>::Identity(s.rows, s.rows)).eval();
  return a;
}

template <class A> concept MatrixLike = ArrayExpr<A> || PlainDense<A>;
/// An operation as a function of matrices.
template <class Op> struct Structurally {
  template <MatrixLike... A> auto operator()(const A&... a) const { return coframe::apply_structured<Op>(a...); }
};
/// f(Aᵀ, …), f of the inner blocks, f(A, …) used twice.
template <class F> struct OfTransposes {
  F f;
  template <MatrixLike... A> auto operator()(const A&... a) const { return f(a.transpose()...); }
};
template <class F> struct OfBlocks {
  F f;
  template <MatrixLike... A> auto operator()(const A&... a) const { return f(inner(a)...); }
  static auto inner(const auto& a) { return a.block(1, 2, a.rows() - 3, a.cols() - 2); }
};
template <class F> struct Reused {
  F f;
  template <MatrixLike... A> auto operator()(const A&... a) const {
    auto y = f(a...);
    if constexpr (requires { y.rows(); }) return (y + y.cwiseProduct(y)).eval();
    else if constexpr (ScalarExpr<decltype(y)>) return eval(y * y + y);
    else return y * y + y;
  }
};
/// f(c, A) and f(A, c) with a constant, copied or borrowed.
template <class F, class M, bool first, bool borrowed> struct WithConstant {
  F f;
  M c;
  template <MatrixLike A> auto operator()(const A& a) const {
    using T = ScalarOf<PlainOf<A>>;
    if constexpr (std::is_same_v<T, typename M::Scalar>) {
      if constexpr (borrowed && ArrayExpr<A>) return with(borrow(c), a);
      else return with(c, a);
    } else return with(MatrixOf<T>(c.template cast<T>()), a);
  }

 private:
  auto with(const auto& c, const auto& a) const {
    if constexpr (first) return f(c, a);
    else return f(a, c);
  }
};

template <class T> constexpr const char* element_name() {
  if constexpr (is_complex_v<T>) return "complex";
  else return sizeof(T) == 4 ? "float" : "double";
}

template <std::derived_from<Structured> Op> class row<Op> {
  using F = Structurally<Op>;

 public:
  template <Numbers numbers, class... More>
  row(const Sizes<numbers>& a, const More&... more)
      : laws_([=] {
          laws_for<double>(a, more...);
          laws_for<float>(a, more...);
          if constexpr (numbers == Numbers::complex) laws_for<std::complex<double>>(a, more...);
        }) {}
  void obey() const { laws_(); }

 private:
  template <class T, class... Size> static void laws_for(const Size&... size) {
    constexpr bool full = sizeof(T) != 4;
    DYNAMIC_SECTION(Op::name << ", matrices of " << element_name<T>()) {
      std::mt19937 random{seed};
      for (int k = 0; k < 2; ++k) {
        const std::tuple x{matrix_in<T>(size, random)...};
        obeys_first_order(F{}, x, far_step, random);
        if constexpr (full) {
          obeys_second_order(F{}, x, far_step, random);
          obeys_first_order(Reused<F>{}, x, far_step, random);
        }
      }
      if constexpr (full) {
        obeys_first_order(OfTransposes<F>{}, std::tuple{MatrixOf<T>(matrix_in<T>(size, random).transpose())...}, far_step, random);
        obeys_first_order(OfBlocks<F>{}, std::tuple{bordered(matrix_in<T>(size, random), random)...}, far_step, random);
      }
      if constexpr (full && sizeof...(Size) == 2) constants<T>(random, size...);
    }
  }
  template <class M> static M bordered(const M& inner, std::mt19937& random) {
    M a = drawn(M(inner.rows() + 3, inner.cols() + 2), random);
    a.block(1, 2, inner.rows(), inner.cols()) = inner;
    return a;
  }
  template <class T, class A, class B> static void constants(std::mt19937& random, const A& first, const B& second) {
    using M = MatrixOf<T>;
    const M a = matrix_in<T>(first, random), b = matrix_in<T>(second, random);
    obeys_first_order(WithConstant<F, M, true, false>{{}, a}, std::tuple{b}, far_step, random);
    obeys_first_order(WithConstant<F, M, false, false>{{}, b}, std::tuple{a}, far_step, random);
    obeys_first_order(WithConstant<F, M, true, true>{{}, a}, std::tuple{b}, far_step, random);
    obeys_first_order(WithConstant<F, M, false, true>{{}, b}, std::tuple{a}, far_step, random);
    if (first.rows == second.rows && first.cols == second.cols) obeys_first_order(Twice<F>{}, std::tuple{a}, far_step, random);
  }
  std::function<void()> laws_;
};

}  // namespace laws
