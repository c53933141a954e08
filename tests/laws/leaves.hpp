// SPDX-License-Identifier: MIT
#pragma once
// What the laws of single operations do with numbers and matrices: measure, draw, print.
#include <coframe/calculus/pullback.hpp>
#include <coframe/ops.hpp>

#include <random>
#include <sstream>

namespace laws {

using namespace coframe;

/// |x| of a scalar, the largest |xᵢ| of a matrix.
template <class X> long double size_of(const X& x) {
  if constexpr (DenseLeaf<X>) {
    long double largest = 0;
    for (Eigen::Index k = 0; k < x.size(); ++k) largest = std::max(largest, size_of(x.data()[k]));
    return largest;
  } else return std::abs(x);
}
template <class... X> long double size_of(const std::tuple<X...>& x) {
  return std::apply([](const auto&... leaf) { return std::max({size_of(leaf)...}); }, x);
}

template <class X> X drawn(const X& like_this, std::mt19937& random) {
  std::normal_distribution<double> normal;
  auto one = [&](auto) { return normal(random); };
  if constexpr (DenseLeaf<X>) {
    X y(like_this.rows(), like_this.cols());
    for (Eigen::Index k = 0; k < y.size(); ++k) y.data()[k] = drawn(typename X::Scalar{}, random);
    return y;
  } else if constexpr (is_complex_v<X>) {
    using R = RealOf<X>;
    const R re = R(one(0)), im = R(one(0));
    return X(re, im);
  } else return X(one(0));
}
template <class... X> std::tuple<X...> components_of(const std::tuple<Cotangent<X>...>& w) {
  return std::apply([](const auto&... leaf) { return std::tuple<X...>(leaf.components()...); }, w);
}

template <class X> std::string text(const X& x) {
  std::ostringstream out;
  out.precision(17);
  out << x;
  return out.str();
}

}  // namespace laws
