// SPDX-License-Identifier: MIT
#pragma once
// A metric by layers: freezing and stiffness of the parts of a model.
#include <functional>
#include <limits>
#include <vector>

#include "coframe/metric/part.hpp"
#include "coframe/metric/restricted.hpp"

namespace coframe {

/// A metric g on the points X whose parts can be frozen (g^ = P (P g P)⁺ P, P the projection on what is not frozen) and
/// stiffened (S^{-1/2} g^ S^{-1/2}). Parts are named by paths: member pointers, indices of vectors, arrays, or callables:
///   layered(net).freeze(&Net<Value>::hidden).stiffness(&Net<Value>::out, &Dense<Value>::W, 100)
/// Paths name fields of `net` as it was when the metric was made.
template <Point X, class Inner = Euclidean>
  requires MetricOn<Inner, X>
class Layered {
 public:
  static constexpr bool leafwise = LeafwiseMetric<Inner>;

  explicit Layered(const X& x, Inner inner = Inner{}) : skeleton_(skeleton(x)), live_(std::move(inner), x) {
    for_each_leaf([&](const auto&) { stiffness_.push_back(1); }, skeleton_);
  }

  /// g^ = 0 on a part; flows skip it, bit by bit.
  template <class... Path>
    requires IsPath<X, Path...>
  Layered& freeze(const Path&... path) & {
    each(path..., [&](std::size_t i) { live_.freeze(i); });
    live_.restrict();
    return *this;
  }
  template <class... Path>
    requires IsPath<X, Path...>
  Layered freeze(const Path&... path) && {
    return std::move(freeze(path...));
  }
  /// Undoes freeze. The part keeps its stiffness.
  template <class... Path>
    requires IsPath<X, Path...>
  Layered& thaw(const Path&... path) & {
    each(path..., [&](std::size_t i) { live_.thaw(i); });
    live_.restrict();
    return *this;
  }
  /// stiffness(path…, s): velocities of a part are divided by s. DomainError unless s is positive and finite.
  template <class... PathAndStiffness>
    requires(sizeof...(PathAndStiffness) >= 2)
  Layered& stiffness(const PathAndStiffness&... path_and_stiffness) & {
    const double s = static_cast<double>(std::get<sizeof...(PathAndStiffness) - 1>(std::tie(path_and_stiffness...)));
    if (!(s > 0 && std::isfinite(s)))
      throw DomainError("stiffness: a positive finite number was expected, but " + std::to_string(s) +
                        " came; an infinitely stiff part is a frozen one: freeze(…)");
    each(path_and_stiffness..., [&](std::size_t i) { stiffness_[i] = s; });
    return *this;
  }
  template <class... PathAndStiffness>
    requires(sizeof...(PathAndStiffness) >= 2)
  Layered stiffness(const PathAndStiffness&... path_and_stiffness) && {
    return std::move(stiffness(path_and_stiffness...));
  }
};

}  // namespace coframe
