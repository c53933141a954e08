// SPDX-License-Identifier: MIT
#include <coframe/base/error.hpp>
#include <coframe/tape/segment.hpp>

namespace coframe {

Segment segment_table[segment_slots];

namespace {
std::atomic<std::uint64_t> serial{1};
}

Tag open_segment(void* tape) {
  for (Tag tries = 0; tries < 2 * segment_slots; ++tries) {
    const Tag tag = static_cast<Tag>(serial.fetch_add(1, std::memory_order_relaxed));
    if (tag == 0) continue;
    Segment& slot = segment_table[tag % segment_slots];
    Tag vacant = 0;
    if (slot.tag.compare_exchange_strong(vacant, tag, std::memory_order_acq_rel)) {
      slot.tape.store(tape, std::memory_order_release);
      return tag;
    }
  }
  throw CapacityError("coframe: at most " + std::to_string(segment_slots) +
                      " segments can be live at once; rewind tapes or let some go out of scope");
}

void close_segment(Tag tag) noexcept {
  Segment& slot = segment_table[tag % segment_slots];
  slot.tape.store(nullptr, std::memory_order_relaxed);
  slot.tag.store(0, std::memory_order_release);
}

std::uint64_t segment_wraps() noexcept { return serial.load() >> 32; }

void next_segment_tag(Tag tag) noexcept { serial.store((serial.load() >> 32 << 32) | tag); }

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
