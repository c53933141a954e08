// SPDX-License-Identifier: MIT
#pragma once
// Restrictions: which real coordinates are live, in the order of flatten.
#include <string>
#include <vector>

#include "coframe/metric/metric.hpp"

namespace coframe {

/// What flat raises where a restriction has left no inverse.
[[noreturn]] inline void throw_restricted(const std::string& metric) {
  throw DegenerateMetric("flat: this " + metric + " is restricted to some of its coordinates, so g^ has no inverse: use sharp and "
                         "dual_norm, or the metric that was restricted");
}
/// The coordinates that are live in both of two restrictions; an empty one leaves all.
inline std::vector<bool> live_in_both(const std::vector<bool>& a, std::vector<bool> b) {
  for (std::size_t i = 0; i < a.size(); ++i) b.at(i) = b.at(i) && a[i];
  return b;
}
/// Zero at the real coordinates of a vector that are not live; an empty restriction leaves all. ShapeError, beginning with
/// `owner`, unless there are as many coordinates.
template <class T>
void mask(T& vector, const std::vector<bool>& live, const char* owner) {
  if (live.empty()) return;
  if (static_cast<std::size_t>(dimension(vector)) != live.size())
    throw ShapeError(std::string(owner) + ": it is restricted to some of " + std::to_string(live.size()) +
                     " real coordinates, but there are " + std::to_string(dimension(vector)));
  std::size_t i = 0;
  for_each_leaf(
      [&](auto& leaf) {
        for_each_element(
            [&]<class E>(E& x) {
              if constexpr (is_complex_v<E>) {
                const bool re = live[i++], im = live[i++];
                x = E(re ? x.real() : RealOf<E>(0), im ? x.imag() : RealOf<E>(0));
              } else {
                if (!live[i++]) x = E(0);
              }
            },
            leaf.components());
      },
      vector);
}

}  // namespace coframe
