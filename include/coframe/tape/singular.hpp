// SPDX-License-Identifier: MIT
#pragma once
// Masked sweeps: where an exactly zero factor makes 0 of 0 · ∞, and a list of the operations at which numbers cease to be finite.
#include <algorithm>
#include <string>
#include <vector>

#include "coframe/tape/recorded_map.hpp"
#include "coframe/tape/rows.hpp"

namespace coframe {

/// An operation that turned finite numbers into infinite ones or NaN in a sweep that had to be masked. A scalar statement is
/// known by the coordinate that it writes only.
struct SingularEvent {
  std::string operation;
  Extent range;
};

template <class S> bool finite_at(const S* plane, Extent e) {
  return std::all_of(plane + e.first, plane + e.last, [](const S& x) { return is_finite(x); });
}
template <class S> bool finite_at(const S* plane, const std::vector<Extent>& extents) {
  return std::all_of(extents.begin(), extents.end(), [plane](Extent e) { return finite_at(plane, e); });
}

/// f^* of a run of statements, masked.
template <class S> void pull_masked(const Rows<S>& rows, S* w, std::vector<SingularEvent>& events) {
  const S* p = rows.partial_end;
  const Coordinate* a = rows.argument_end;
  for (Coordinate r = rows.count; r-- > 0;) {
    const S y = std::exchange(w[rows.first + r], S(0));
    const Coordinate *from = a, *above = a + shape_arguments(rows.shape[r]);
    const auto finite = [&] { return std::all_of(from, above, [w](Coordinate c) { return is_finite(w[c]); }); };
    const bool before = is_finite(y) && finite();
    const S* const end = p;
    pull_row<true>(unsigned{rows.shape[r]}, w, p, a, y);
    const bool singular = std::any_of(p, end, [](const S& q) { return !is_finite(q); });   // also where others have been before
    if (!is_zero(y) && (singular || (before && !finite()))) events.push_back({"statement", {rows.first + r, rows.first + r + 1}});
  }
}
/// f^* of a map, masked; leaves zeros in its range.
template <class S> void pull_masked(const RecordedMap<S>& map, S* w, std::vector<SingularEvent>& events) {
  const Extent range = map.range;
  if (std::all_of(w + range.first, w + range.last, [](const S& x) { return is_zero(x); })) return;
  std::vector<Extent> arguments;
  map.arguments(arguments);
  const bool before = finite_at(w, arguments);
  map.pull(w, true);
  if (before && !finite_at(w, arguments)) events.push_back({map.name(), range});
  std::fill(w + range.first, w + range.last, S(0));
}

/// f_* of a run of statements, masked.
template <class S> void push_masked(const Rows<S>& rows, S* v, std::vector<SingularEvent>& events) {
  push_rows<true>(rows, v);
  const Coordinate* a = rows.argument;
  for (Coordinate r = 0; r < rows.count; ++r) {
    const Coordinate* const above = a;
    a -= shape_arguments(rows.shape[r]);
    if (!is_finite(v[rows.first + r]) && std::all_of(a, above, [v](Coordinate c) { return is_finite(v[c]); }))
      events.push_back({"statement", {rows.first + r, rows.first + r + 1}});
  }
}
/// f_* of a map, which masks by itself.
template <class S> void push_masked(const RecordedMap<S>& map, S* v, std::vector<SingularEvent>& events) {
  std::vector<Extent> arguments;
  map.arguments(arguments);
  map.push(v);
  if (finite_at(v, arguments) && !finite_at(v, map.range)) events.push_back({map.name(), map.range});
}

// Compiled once for the scalars that most tapes have.
extern template void pull_masked(const Rows<double>&, double*, std::vector<SingularEvent>&);
extern template void pull_masked(const RecordedMap<double>&, double*, std::vector<SingularEvent>&);
extern template void push_masked(const Rows<double>&, double*, std::vector<SingularEvent>&);
extern template void push_masked(const RecordedMap<double>&, double*, std::vector<SingularEvent>&);
extern template void pull_masked(const Rows<float>&, float*, std::vector<SingularEvent>&);
extern template void pull_masked(const RecordedMap<float>&, float*, std::vector<SingularEvent>&);
extern template void push_masked(const Rows<float>&, float*, std::vector<SingularEvent>&);
extern template void push_masked(const RecordedMap<float>&, float*, std::vector<SingularEvent>&);

}  // namespace coframe
