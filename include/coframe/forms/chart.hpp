// SPDX-License-Identifier: MIT
#pragma once
// Functions on a chart: a point is an array of N coordinates of any scalar; what comes out is an array as well, and its
// derivatives along coordinates and vectors are taken by dual numbers.
#include <array>
#include <string>
#include <tuple>

#include "coframe/base/error.hpp"
#include "coframe/ops/complex.hpp"
#include "coframe/ops/exponential.hpp"
#include "coframe/ops/trigonometric.hpp"
#include "coframe/space/tree_visit.hpp"

namespace coframe {

/// Integers become double, other numbers stay.
template <class T> auto floating(const T& x) {
  if constexpr (std::is_integral_v<T>) return static_cast<double>(x);
  else return x;
}

/// n numbers as an array of one type: from an array, a tuple of numbers of different types (a constant beside a dual), an
/// Eigen vector, or for n = 1 a number. ShapeError where an Eigen vector of dynamic size has another one.
template <int n, class V> auto as_array(const V& v) {
  constexpr auto size = static_cast<std::size_t>(n);
  using Numbers = std::make_index_sequence<size>;
  if constexpr (is_array_v<V>) {
    static_assert(std::tuple_size_v<V> == size, "wrong number of components: a point or vector on an N-dimensional chart has N, a "
                                                "k-form N!/(k!(N−k)!), one for each i₁ < … < i_k in lexicographic order");
    if constexpr (std::is_integral_v<typename V::value_type>)
      return [&]<std::size_t... i>(std::index_sequence<i...>) { return std::array<double, size>{floating(v[i])...}; }(Numbers());
    else return v;
  } else if constexpr (requires { v.derived().coeff(0); }) {
    if (v.size() != n)
      throw ShapeError("a vector of " + std::to_string(n) + " components was expected, but one of " + std::to_string(v.size()) + " came");
    const auto plain = v.derived().eval();
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      return std::array<std::remove_cvref_t<decltype(plain.coeff(0))>, size>{plain.coeff(static_cast<Eigen::Index>(i))...};
    }(Numbers());
  } else if constexpr (requires { std::tuple_size<V>::value; }) {
    static_assert(std::tuple_size_v<V> == size, "wrong number of components in the tuple");
    return std::apply([](const auto&... c) {
      using T = std::remove_cvref_t<decltype((floating(c) + ...))>;
      return std::array<T, size>{T(floating(c))...};
    }, v);
  } else {
    static_assert(n == 1, "one number came where an array of components was expected");
    return std::array{floating(v)};
  }
}

/// The tangent of a dual number; that of a constant is 0.
template <class T> auto tangent_or_zero(const T& x) {
  if constexpr (DualNumber<T>) return x.tangent;
  else return T(0);
}

/// f_* v at x: the derivative of the array-valued f along v, exact.
template <int M, int N, class F, class S, class V>
auto derivative_along(const F& f, const std::array<S, N>& x, const V& v) {
  std::array<Dual<S>, N> moving;
  for (std::size_t i = 0; i < N; ++i) moving[i] = Dual<S>(x[i], S(v[i]));
  const auto y = as_array<M>(f(moving));
  std::array<decltype(tangent_or_zero(y[0])), M> result;
  for (std::size_t i = 0; i < M; ++i) result[i] = tangent_or_zero(y[i]);
  return result;
}

/// ∂f/∂x⁰, …, ∂f/∂x^(N−1) at x: N evaluations of f on dual numbers.
template <int M, int N, class F, class S> auto partials(const F& f, const std::array<S, N>& x) {
  std::array<double, N> unit{};
  std::array<decltype(derivative_along<M, N>(f, x, unit)), N> all;
  for (std::size_t j = 0; j < N; ++j) {
    unit[j] = 1;
    all[j] = derivative_along<M, N>(f, x, unit);
    unit[j] = 0;
  }
  return all;
}

}  // namespace coframe
