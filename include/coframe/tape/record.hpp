// SPDX-License-Identifier: MIT
#pragma once
// Recording a scalar statement: which of its leaves are active, on which tape, and its row.
#include "coframe/tape/expression.hpp"
#include "coframe/tape/tape.hpp"

namespace coframe {

/// The tape on which all of n active leaves live. StaleValue, ForeignValue.
template <class S> [[gnu::noinline]] Tape<S>& common_tape(int n, const Tag* tags) {
  Tape<S>* tape = nullptr;
  Tag seen = 0;
  for (int i = 0; i < n; ++i) {
    if (tags[i] == 0 || tags[i] == seen) continue;
    seen = tags[i];
    auto* here = static_cast<Tape<S>*>(tape_of(seen));
    if (!here) throw_stale("statement");
    if (tape && tape != here) throw_foreign("statement");
    tape = here;
  }
  return *tape;
}

/// The tags of an expression's leaves.
template <int N> struct TagsOf {
  Tag tag[N];
  template <int i> void leaf(Place p) { tag[i] = tag_of(p); }
  bool all_constant() const { return std::all_of(tag, tag + N, [](Tag t) { return t == 0; }); }
};
template <class E> auto tags_of_expression(const E& e) {
  TagsOf<std::max(E::leaves, 1)> tags;
  e.template visit<0>(tags);
  return tags;
}
/// Do all leaves have the first one's tag?
struct TagsAgree {
  Place first = 0, differ = 0;
  template <int i> [[gnu::always_inline]] void leaf(Place p) {
    if constexpr (i == 0) first = p;
    else differ |= p ^ first;
  }
};
/// A place with the tag that all active leaves have, if they have one.
struct ActiveTag {
  Place all = 0;
  template <int i> [[gnu::always_inline]] void leaf(Place p) { all |= p; }
};
/// What the leaves of a statement contribute with unit partials, ±1, for a real result.
template <class E> inline constexpr auto unit_signs = E::signs(is_complex_v<typename E::Value> ? 0 : 1);

/// Records those leaves of a statement that are active, where there is room, if they have the tag of `expected` (or any, if it is 0).
template <class E> [[gnu::always_inline]] inline bool add_active(Tape<typename E::Base>& tape, const E& e, const typename E::Value& seed, Place expected) {
  typename Tape<typename E::Base>::template MixedRow<E::leaves, unit_signs<E>> row(expected, tape.open_rows());
  e.template pull<0>(row, seed);
  if constexpr (E::singular)   // ∞ · 0 within the statement: once more, masked
    if (!row.finite()) row.begin_again(), e.template pull<0, true>(row, seed);
  if (expected != 0 && !row.one_tag()) [[unlikely]] return false;
  tape.add(row);
  return true;
}
/// The tape that now records under this tag, if statements of so many arguments have room in its chunk; else null.
template <class S> [[gnu::always_inline]] inline Tape<S>* tape_with_room(Tag tag, std::size_t arguments, Coordinate statements) {
  const Segment* segment = last_segment;
  if (segment->tag.load(std::memory_order_relaxed) != tag) [[unlikely]] {
    segment = last_segment = &segment_table[tag % segment_slots];
    if (segment->tag.load(std::memory_order_relaxed) != tag) return nullptr;
  }
  if (tag == 0) [[unlikely]] return nullptr;   // as a free slot has it
  auto* tape = static_cast<Tape<S>*>(segment->tape.load(std::memory_order_relaxed));
  return tape->has_room(arguments, statements) && tape->tag() == tag ? tape : nullptr;
}
/// A statement whose leaves are of several segments or of none, or that needs another chunk: checks all.
template <class E, class... Seed> [[gnu::noinline]] Place record_rare_rows(const E& e, const Seed&... seed) {
  const auto tags = tags_of_expression(e);
  if (tags.all_constant()) return 0;
  auto& tape = common_tape<typename E::Base>(E::leaves, tags.tag);
  tape.make_room(E::leaves * sizeof...(Seed), sizeof...(Seed));
  const Coordinate first = tape.size();
  (add_active(tape, e, seed, 0), ...);
  return place(first, tape.tag());
}

/// Records dy = Re(conj(seed) de) for an expression e and each seed, one coordinate after the other (1 for a real y; 1 and i for a complex
/// one, whose rows share what is checked and their slopes); returns the first one's place, 0 for a constant.
template <class E, class... Seed> [[gnu::always_inline]] inline Place record_rows(const E& e, const Seed&... seed) {
  using S = typename E::Base;
  constexpr Coordinate rows = sizeof...(Seed);
  if constexpr (E::leaves == 0) return 0;
  else {
    // All that is rare goes one way, on copies: nothing else lives across a call, so that e and seeds stay in registers.
    const auto rarely = [&]() __attribute__((always_inline)) {
      const E kept = e;
      return record_rare_rows(kept, Seed(seed)...);
    };
    TagsAgree tags;
    e.template visit<0>(tags);
    // The result has the tape's tag, so that the next statement need not wait for it to be loaded.
    if (tag_of(tags.differ) == 0) {
      const Tag tag = tag_of(tags.first);
      auto* tape = tape_with_room<S>(tag, E::leaves * rows, rows);
      if (!tape) [[unlikely]] return rarely();
      // A complex value's seed is not 1, so its unit partials are scaled and stored.
      const auto add = [&](const auto& one) __attribute__((always_inline)) {
        auto row = tape->template new_row<E::leaves, row_shape<E::leaves>(unit_signs<E>)>();
        e.template visit<0>(row);
        e.template pull<0>(row, one);
        if constexpr (E::singular)   // ∞ · 0 within the statement: once more, masked
          if (!row.finite()) [[unlikely]] e.template pull<0, true>(row, one);
        return row.coordinate;
      };
      const Coordinate row[] = {add(seed)...};
      return place(row[0], tag);
    }
    ActiveTag active;
    e.template visit<0>(active);
    auto* tape = tape_with_room<S>(tag_of(active.all), E::leaves * rows, rows);
    if (!tape) [[unlikely]] return rarely();
    const Coordinate first = tape->size();
    if (!(add_active(*tape, e, seed, active.all) && ...)) [[unlikely]] return rarely();
    return place(first, tag_of(active.all));
  }
}

}  // namespace coframe
