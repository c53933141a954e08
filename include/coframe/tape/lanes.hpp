// SPDX-License-Identifier: MIT
#pragma once
// Several cotangents or tangents at once: rows sweep packs of them, other maps one lane after the other on a scratch plane.
#include "coframe/tape/pack.hpp"
#include "coframe/tape/tape.hpp"

namespace coframe {

/// The disjoint union of a map's argument intervals, in order.
template <class S> void merged_arguments(const RecordedMap<S>& map, std::vector<Extent>& extents) {
  extents.clear();
  map.arguments(extents);
  unite(extents);
}
template <class S, int K> void copy_lane(const Pack<S, K>* from, S* to, Extent e, int lane) {
  for (Coordinate c = e.first; c < e.last; ++c) to[c] = from[c].v[lane];
}

/// f^* of K cotangents at once, lane by lane the same as K sweeps. The plane is seeded by the caller.
template <class S, int K> void pull_lanes(Tape<S>& tape, Pack<S, K>* w) {
  std::vector<Extent> extents;
  S* plane = tape.cotangents();
  const auto& program = tape.pieces();
  for (std::size_t p = program.size(); p-- > 0;) {
    if (!program[p].map) {
      pull_rows<false>(program[p].rows, w);
      continue;
    }
    const auto& map = *program[p].map;
    merged_arguments(map, extents);
    for (int lane = 0; lane < K; ++lane) {
      copy_lane(w, plane, map.range, lane);
      map.pull(plane, false);
      for (const Extent& e : extents)
        for (Coordinate c = e.first; c < e.last; ++c) w[c].v[lane] += plane[c], plane[c] = S(0);
      std::fill(plane + map.range.first, plane + map.range.last, S(0));
    }
    std::fill(w + map.range.first, w + map.range.last, Pack<S, K>(0));
  }
}

/// f_* of K tangents at once.
template <class S, int K> void push_lanes(Tape<S>& tape, Pack<S, K>* v) {
  std::vector<Extent> extents;
  S* plane = tape.cotangents();
  for (const auto& piece : tape.pieces()) {
    if (!piece.map) {
      push_rows(piece.rows, v);
      continue;
    }
    const auto& map = *piece.map;
    merged_arguments(map, extents);
    for (int lane = 0; lane < K; ++lane) {
      for (const Extent& e : extents) copy_lane(v, plane, e, lane);
      map.push(plane);
      for (Coordinate c = map.range.first; c < map.range.last; ++c) v[c].v[lane] = plane[c], plane[c] = S(0);
      for (const Extent& e : extents) std::fill(plane + e.first, plane + e.last, S(0));
    }
  }
}

}  // namespace coframe
