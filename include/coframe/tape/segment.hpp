// SPDX-License-Identifier: MIT
#pragma once
// Segments: a tag names a stretch of one tape, and tells whether that stretch still exists.
#include <atomic>
#include <cstdint>

namespace coframe {

/// A coordinate of a tape's space R^N.
using Coordinate = std::uint32_t;
/// The name of a segment of a tape; 0 belongs to constants.
using Tag = std::uint32_t;

/// One entry of the table that resolves tags: segment `tag` lives on `tape`.
struct Segment {
  std::atomic<Tag> tag{0};
  std::atomic<void*> tape{nullptr};
};

/// The number of segments that can be live at once in a program.
inline constexpr Tag segment_slots = 1u << 14;

/// Compiled once: an inline variable would split across shared libraries with hidden visibility.
extern Segment segment_table[segment_slots];

/// Opens a segment on `tape` under a tag that no live segment has. Lock-free. CapacityError if all slots are live.
Tag open_segment(void* tape);
/// After this every value of the segment is stale.
void close_segment(Tag tag) noexcept;
/// How often tags have wrapped: from then on a value older than 2³² segments cannot be told from a new one.
std::uint64_t segment_wraps() noexcept;
/// For tests: the next tag to be issued.
void next_segment_tag(Tag tag) noexcept;

[[noreturn]] void throw_stale(const char* operation);
[[noreturn]] void throw_foreign(const char* operation);
[[noreturn]] void throw_out_of_coordinates();

/// The tape of a segment, null if the segment is gone.
inline void* tape_of(Tag tag) noexcept {
  const Segment& s = segment_table[tag % segment_slots];
  return s.tag.load(std::memory_order_relaxed) == tag ? s.tape.load(std::memory_order_relaxed) : nullptr;
}

}  // namespace coframe
