// SPDX-License-Identifier: MIT
#pragma once
// The gradient: a differential raised by a metric.
#include "coframe/calculus/differential.hpp"
#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// L and its gradient of one evaluation.
template <class S, class V>
struct ValueAndGradient {
  S value;
  V gradient;
};

// f(x…) or f(x…, g): the last argument is a metric if it is no point.
template <class Then, class... XAndMetric>
auto with_metric(const Then& then, const XAndMetric&... arguments) {
  constexpr std::size_t n = sizeof...(XAndMetric);
  const auto all = std::tie(arguments...);
  using Last = std::tuple_element_t<n - 1, std::tuple<XAndMetric...>>;
  if constexpr (PointLike<Last>)
    return then(euclidean, arguments...);
  else
    return [&]<std::size_t... i>(std::index_sequence<i...>) { return then(std::get<n - 1>(all), std::get<i>(all)...); }
  (std::make_index_sequence<n - 1>{});
}

/// gradient(f, x…) or gradient(f, x…, g): g^ dL, the tangent of steepest ascent at x; 2 ∂L/∂z̄ for complex leaves in the
/// Euclidean metric. Several arguments give a tuple, and g must be a metric on tuples. (eqs. 7, 13, 20)
template <class F, class... XAndMetric>
requires(sizeof...(XAndMetric) > 0) auto gradient(F&& f, const XAndMetric&... x_and_metric) {
  return with_metric([&](const auto& g, const auto&... x) { return sharp(g, differential(f, x...)); }, x_and_metric...);
}
/// The same with the value f(x…).
template <class F, class... XAndMetric>
requires(sizeof...(XAndMetric) > 0) auto value_and_gradient(F&& f, const XAndMetric&... x_and_metric) {
  return with_metric(
      [&](const auto& g, const auto&... x) {
        auto d = value_and_differential(f, x...);
        auto v = sharp(g, d.differential);
        return ValueAndGradient<decltype(d.value), decltype(v)>{d.value, std::move(v)};
      },
      x_and_metric...);
}

}  // namespace coframe
