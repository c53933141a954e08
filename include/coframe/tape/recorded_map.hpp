// SPDX-License-Identifier: MIT
#pragma once
// A recorded map: one operation of a program as a linear map between ranges of coordinates, with both directions.
#include <vector>

#include "coframe/tape/segment.hpp"

namespace coframe {

/// A half-open interval of coordinates.
struct Extent {
  Coordinate first = 0, last = 0;
  bool operator==(const Extent&) const = default;
};

/// Sorts intervals and joins those that overlap, so that each coordinate lies in one: a map may read one argument twice.
void unite(std::vector<Extent>& extents);

template <class S> class Cotangents;

/// A linear map from the ranges of its arguments to its own range [first, first + count).
template <class S> class RecordedMap {
 public:
  Extent range{};

  virtual ~RecordedMap() = default;
  /// v[range] = f_* v[arguments]
  virtual void push(S* v) const = 0;
  /// w[arguments] += f^* w[range]; exactly zero cotangents and slopes are masked on request.
  virtual void pull(const Cotangents<S>& w, bool masked) const = 0;
  /// The operation's name, for reports.
  virtual const char* name() const = 0;
  /// Appends the intervals in which the active arguments lie.
  virtual void arguments(std::vector<Extent>& extents) const = 0;
};

}  // namespace coframe
