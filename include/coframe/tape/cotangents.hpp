// SPDX-License-Identifier: MIT
#pragma once
// Where a sweep back adds cotangents: to a plane over the coordinates, or straight to where an input's are wanted.
#include <algorithm>
#include <vector>

#include "coframe/tape/recorded_map.hpp"

namespace coframe {

/// Memory for the cotangents of the coordinates in `range`. What a sweep has not reached is not written, so nothing is cleared before
/// and a first product is assigned: `written` is the interval of what has been.
template <class S> class Destination {
 public:
  Extent range;
  Destination(Extent coordinates, S* memory) : range(coordinates), memory_(memory), written_{coordinates.first, coordinates.first} {}

  S* at(Coordinate c) const { return memory_ + (c - range.first); }
  /// After this [first, last) may be added to: what has not been written of it is zero.
  void open(Extent e) {
    start(e.first);
    if (e.first < written_.first) clear({e.first, written_.first}), written_.first = e.first;
    if (e.last > written_.last) clear({written_.last, e.last}), written_.last = e.last;
  }
  /// After this [first, last) is to be assigned, if none of it has been written: true then.
  bool assign(Extent e) {
    start(e.first);
    if (e.first >= written_.last) clear({written_.last, e.first}), written_.last = e.last;
    else if (e.last <= written_.first) clear({e.last, written_.first}), written_.first = e.first;
    else return false;
    return true;
  }
  /// Zero wherever the sweep has not been.
  void finish() { open(range); }

 private:
  /// The interval begins here if it is empty.
  void start(Coordinate c) {
    if (written_.first == written_.last) written_ = {c, c};
  }
  void clear(Extent e) { std::fill(at(e.first), at(e.last), S(0)); }
  S* memory_;
  Extent written_;
};

/// The cotangents of a tape's coordinates during a sweep. A plane is one, too: `Cotangents<S>(plane)` has no other destinations.
template <class S> class Cotangents {
 public:
  Cotangents(S* plane) : plane_(plane) {}
  /// Those in the destinations' ranges, which are in ascending order, lie there instead.
  Cotangents(S* plane, std::vector<Destination<S>>& destinations)
      : plane_(plane), destinations_(&destinations), end_(destinations.empty() ? 0 : destinations.back().range.last) {}

  /// The place of coordinate c among [first, last), all of which may be added to.
  S* place(Coordinate c, Extent e) const { return c < end_ ? place_of_input(c, e) : plane_ + c; }
  /// The place of the first of [first, last) if all are to be assigned, else null.
  S* unwritten(Extent e) const { return e.first < end_ ? unwritten_of_input(e) : nullptr; }
  bool in_plane(Coordinate c) const { return c >= end_ || !destination(c); }
  /// What operations have written has its cotangents here: destinations are for inputs.
  S* plane() const { return plane_; }

 private:
  // not in line: a map's loop over its elements is
  [[gnu::noinline]] S* place_of_input(Coordinate c, Extent e) const {
    Destination<S>* d = destination(c);
    if (!d || e.first == e.last) return plane_ + c;
    d->open(e);
    return d->at(c);
  }
  [[gnu::noinline]] S* unwritten_of_input(Extent e) const {
    Destination<S>* d = destination(e.first);
    return d && e.first < e.last && d->assign(e) ? d->at(e.first) : nullptr;
  }
  Destination<S>* destination(Coordinate c) const {
    const auto d = std::partition_point(destinations_->begin(), destinations_->end(), [c](const auto& one) { return one.range.last <= c; });
    return d != destinations_->end() && d->range.first <= c ? &*d : nullptr;
  }
  S* plane_;
  std::vector<Destination<S>>* destinations_ = nullptr;
  Coordinate end_ = 0;
};

}  // namespace coframe
