// SPDX-License-Identifier: MIT
#pragma once
// Leaf spaces: real and complex scalars, and Eigen matrices and arrays of them.
#include <Eigen/Core>
#include <complex>
#include <cstddef>
#include <string>
#include <type_traits>

#include "coframe/base/error.hpp"

namespace coframe {

/// True for the real scalars: float, double, long double. Specialise it for further ones (dual numbers).
template <class T>
inline constexpr bool is_real_scalar_v =
    std::is_same_v<T, float> || std::is_same_v<T, double> || std::is_same_v<T, long double>;

/// True for std::complex of a real scalar. Specialise it, and RealOfType, for further complex scalars;
/// those offer z.real(), z.imag() and the constructor (re, im).
template <class T>
inline constexpr bool is_complex_v = false;
template <class R>
inline constexpr bool is_complex_v<std::complex<R>> = is_real_scalar_v<R>;

template <class T>
inline constexpr bool is_dense_v = false;
template <class S, int R, int C, int O, int MaxR, int MaxC>
inline constexpr bool is_dense_v<Eigen::Matrix<S, R, C, O, MaxR, MaxC>> = is_real_scalar_v<S> || is_complex_v<S>;
template <class S, int R, int C, int O, int MaxR, int MaxC>
inline constexpr bool is_dense_v<Eigen::Array<S, R, C, O, MaxR, MaxC>> = is_real_scalar_v<S> || is_complex_v<S>;

/// A real or complex scalar.
template <class X>
concept Scalar = is_real_scalar_v<std::remove_cvref_t<X>> || is_complex_v<std::remove_cvref_t<X>>;

/// An Eigen::Matrix or Eigen::Array of a Scalar: the plain object itself, not an expression.
template <class X>
concept DenseLeaf = is_dense_v<std::remove_cvref_t<X>>;

/// What a quantity can be: a scalar, or a matrix or array of them.
template <class X>
concept Leaf = Scalar<X> || DenseLeaf<X>;

template <class X>
struct ScalarOfType {};
template <Scalar X>
struct ScalarOfType<X> {
  using type = X;
};
template <DenseLeaf X>
struct ScalarOfType<X> {
  using type = typename X::Scalar;
};
/// The element type: double for MatrixXd, std::complex<double> for itself and for MatrixXcd.
template <class X>
using ScalarOf = typename ScalarOfType<std::remove_cvref_t<X>>::type;

template <class X>
struct RealOfType {};
template <class X>
  requires is_real_scalar_v<X>
struct RealOfType<X> {
  using type = X;
};
template <class R>
struct RealOfType<std::complex<R>> {
  using type = R;
};
template <DenseLeaf X>
struct RealOfType<X> : RealOfType<typename X::Scalar> {};
/// The real scalar below: double for double, MatrixXd, MatrixXcd, and for trees of them.
template <class X>
using RealOf = typename RealOfType<std::remove_cvref_t<X>>::type;

/// Complex elements, each of two real coordinates.
template <class X>
concept ComplexLeaf = Leaf<X> && is_complex_v<ScalarOf<X>>;

/// Number of real coordinates: m·n for an m×n matrix, twice that for a complex one.
template <Leaf X>
constexpr Eigen::Index dimension(const X& x) {
  constexpr Eigen::Index per_element = ComplexLeaf<X> ? 2 : 1;
  if constexpr (Scalar<X>)
    return per_element;
  else
    return per_element * x.size();
}

/// The zero of the space that x is in.
template <Leaf X>
X zeros_like(const X& x) {
  if constexpr (Scalar<X>)
    return X(0);
  else
    return X::Zero(x.rows(), x.cols());
}

/// True if a and b have the same rows and columns; scalars always do.
template <Leaf A, Leaf B>
constexpr bool same_shape(const A& a, const B& b) {
  if constexpr (Scalar<A> && Scalar<B>)
    return true;
  else if constexpr (DenseLeaf<A> && DenseLeaf<B>)
    return a.rows() == b.rows() && a.cols() == b.cols();
  else
    return false;
}

/// "scalar" or "3×4", for messages.
template <Leaf X>
std::string shape_text(const X& x) {
  if constexpr (Scalar<X>)
    return "scalar";
  else
    return shape_text(x.rows(), x.cols());
}

/// Raises ShapeError, beginning with `what`, unless a and b have the same shape.
template <Leaf A, Leaf B>
void require_same_shape(const A& a, const B& b, const char* what) {
  if (!same_shape(a, b))
    throw ShapeError(std::string(what) + ": shapes " + shape_text(a) + " and " + shape_text(b) +
                     " differ; both must belong to points of one shape");
}

/// Re tr(aᴴ b) = Σ Re(conj(aᵢ) bᵢ). Raises ShapeError if the shapes differ.
template <Leaf X>
RealOf<X> component_pair(const X& a, const X& b) {
  if constexpr (DenseLeaf<X>) {
    require_same_shape(a, b, "pair");
    if constexpr (!ComplexLeaf<X>)
      return a.size() == 0 ? RealOf<X>(0) : RealOf<X>(a.cwiseProduct(b).sum());
    else {
      RealOf<X> sum(0);
      for (Eigen::Index i = 0; i < a.size(); ++i) sum += component_pair(a.data()[i], b.data()[i]);
      return sum;
    }
  } else if constexpr (ComplexLeaf<X>) {
    return a.real() * b.real() + a.imag() * b.imag();
  } else {
    return a * b;
  }
}

}  // namespace coframe
