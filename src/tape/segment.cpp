// SPDX-License-Identifier: MIT
#include <coframe/base/error.hpp>
#include <coframe/tape/segment.hpp>

namespace coframe {

Segment segment_table[segment_slots];
constinit thread_local const Segment* last_segment = segment_table;

namespace {
constexpr Tag last_generation = ~Tag{0} / segment_slots;
std::atomic<std::uint64_t> cursor{0}, wraps{0};

/// A free slot that has tags left, now taken; null if there is none.
Segment* take_slot() {
  for (Tag tries = 0; tries < segment_slots; ++tries) {
    Segment& slot = segment_table[cursor.fetch_add(1, std::memory_order_relaxed) % segment_slots];
    if (slot.taken.load(std::memory_order_relaxed) || slot.taken.exchange(true, std::memory_order_acquire)) continue;
    if (slot.generation < last_generation) return &slot;
    slot.taken.store(false, std::memory_order_release);
  }
  return nullptr;
}
}  // namespace

Tag open_segment(void* tape) {
  Segment* slot = take_slot();
  if (!slot) {   // all free slots have issued all their tags: these are issued again, and counted
    set_segment_generation(0);
    ++wraps;
    slot = take_slot();
  }
  if (!slot)
    throw CapacityError("coframe: at most " + std::to_string(segment_slots) +
                        " segments can be live at once; rewind tapes or let some go out of scope");
  const Tag tag = static_cast<Tag>(slot - segment_table) + segment_slots * ++slot->generation;
  slot->tape.store(tape, std::memory_order_relaxed);
  slot->tag.store(tag, std::memory_order_release);
  return tag;
}

void close_segment(Tag tag) noexcept {
  Segment& slot = segment_table[tag % segment_slots];
  slot.tag.store(0, std::memory_order_relaxed);
  slot.tape.store(nullptr, std::memory_order_relaxed);
  slot.generation = tag / segment_slots;
  slot.taken.store(false, std::memory_order_release);
}

std::uint64_t segment_wraps() noexcept { return wraps.load(); }

void set_segment_generation(Tag generation) noexcept {
  for (Segment& slot : segment_table) {
    if (slot.taken.exchange(true, std::memory_order_acquire)) continue;
    slot.generation = generation;
    slot.taken.store(false, std::memory_order_release);
  }
}

void throw_stale(const char* operation) {
  throw StaleValue(std::string(operation) +
                   ": a traced value was expected to be on a live part of its tape, but that part was rewound or its "
                   "tape is gone; use values only until the tape is rewound, or copy plain values with value()");
}

void throw_foreign(const char* operation) {
  throw ForeignValue(std::string(operation) +
                     ": operands were expected on one tape, but they are on two; record both on the same tape, or pass "
                     "one as a constant with value()");
}

void throw_out_of_coordinates() {
  throw CapacityError("coframe: a tape has 2³² − 1 coordinates and this recording needs more; record less between "
                      "rewinds, use checkpoint, or write arrays instead of scalars");
}

}  // namespace coframe
