// SPDX-License-Identifier: MIT
#pragma once
// What the laws do with leaves: widen to long double, move along tangents, measure, draw directions.
#include <coframe/calculus/pullback.hpp>
#include <coframe/ops.hpp>

#include <random>
#include <sstream>

namespace laws {

using namespace coframe;

/// x in long double: the independent reference is computed there.
template <class X> auto widened(const X& x) {
  if constexpr (DenseLeaf<X>) return x.template cast<decltype(widened(typename X::Scalar{}))>().eval();
  else if constexpr (is_complex_v<X>) return std::complex<long double>(x.real(), x.imag());
  else return static_cast<long double>(x);
}
template <class... X> auto widened(const std::tuple<X...>& x) {
  return std::apply([](const auto&... leaf) { return std::tuple(widened(leaf)...); }, x);
}

/// x + t v.
template <class... X> std::tuple<X...> moved(const std::tuple<X...>& x, const std::tuple<X...>& v, long double t) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    return std::tuple<X...>(X(std::get<i>(x) + std::get<i>(v) * RealOf<X>(t))...);
  }(std::index_sequence_for<X...>{});
}

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

/// The number of elements.
template <class... X> long dimension(const std::tuple<X...>& x) {
  auto of = [](const auto& leaf) -> long {
    if constexpr (DenseLeaf<decltype(leaf)>) return std::max<long>(leaf.size(), 1);
    else return 1;
  };
  return std::apply([&](const auto&... leaf) { return std::max({of(leaf)...}); }, x);
}

/// Σ |wᵢ| |vᵢ|.
template <class X> long double absolute_pair(const X& w, const X& v) {
  if constexpr (DenseLeaf<X>) {
    long double sum = 0;
    for (Eigen::Index k = 0; k < w.size(); ++k) sum += absolute_pair(w.data()[k], v.data()[k]);
    return sum;
  } else return static_cast<long double>(std::abs(w)) * static_cast<long double>(std::abs(v));
}
template <class... X> long double absolute_pair(const std::tuple<X...>& w, const std::tuple<X...>& v) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) { return (absolute_pair(std::get<i>(w), std::get<i>(v)) + ...); }(std::index_sequence_for<X...>{});
}
/// Σ Re(conj(wᵢ) vᵢ), summed in long double.
template <class X> long double wide_pair(const X& w, const X& v) { return component_pair(widened(w), widened(v)); }
template <class... X> long double wide_pair(const std::tuple<X...>& w, const std::tuple<X...>& v) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) { return (wide_pair(std::get<i>(w), std::get<i>(v)) + ...); }(std::index_sequence_for<X...>{});
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
template <class... X> std::tuple<X...> drawn(const std::tuple<X...>& x, std::mt19937& random) {
  return std::apply([&](const auto&... leaf) { return std::tuple<X...>{drawn(leaf, random)...}; }, x);
}
template <class... X> std::tuple<X...> zero_at(const std::tuple<X...>& x) {
  return std::apply([](const auto&... leaf) { return std::tuple<X...>(zeros_like(leaf)...); }, x);
}

/// Directions at x: one within every leaf, 1 and i of a complex one (for matrices a single entry, and a random one), then mixtures.
template <class... X> std::vector<std::tuple<X...>> directions(const std::tuple<X...>& x, std::mt19937& random) {
  std::vector<std::tuple<X...>> all;
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    auto of_leaf = [&](auto index) {
      using L = std::tuple_element_t<index, std::tuple<X...>>;
      using T = ScalarOf<L>;
      auto with = [&](const L& part) {
        auto v = zero_at(x);
        std::get<index>(v) = part;
        all.push_back(v);
      };
      std::vector<T> units{T(1)};
      if constexpr (is_complex_v<T>) units.push_back(T(0, 1));
      for (const T& unit : units) {
        if constexpr (DenseLeaf<L>) {
          L entry = zeros_like(std::get<index>(x));
          if (entry.size() == 0) continue;
          entry.data()[random() % static_cast<unsigned>(entry.size())] = unit;
          with(entry);
        } else with(unit);
      }
      if constexpr (DenseLeaf<L>) with(drawn(std::get<index>(x), random));
    };
    (of_leaf(std::integral_constant<std::size_t, i>{}), ...);
  }(std::index_sequence_for<X...>{});
  all.push_back(drawn(x, random));
  return all;
}

template <class... X> auto as_tangent(const std::tuple<X...>& v) {
  return std::apply([](const auto&... leaf) { return std::tuple<Tangent<X>...>(Tangent<X>(leaf)...); }, v);
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
template <class... X> std::string text(const std::tuple<X...>& x) {
  return std::apply([](const auto&... leaf) { return ((text(leaf) + "; ") + ...); }, x);
}

}  // namespace laws
