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

/// A coordinate (low half) and the tag of its segment (high half) in one word, which expressions pass around.
using Place = std::uint64_t;
constexpr Place place(Coordinate c, Tag t) { return Place{t} << 32 | c; }
constexpr Coordinate coordinate_of(Place p) { return static_cast<Coordinate>(p); }
constexpr Tag tag_of(Place p) { return static_cast<Tag>(p >> 32); }

/// The number of segments that can be live at once in a program.
inline constexpr Tag segment_slots = 1u << 14;

/// A slot of the table that resolves tags. Its tags are slot + segment_slots · generation; each is issued once.
struct Segment {
  std::atomic<Tag> tag{0};
  std::atomic<void*> tape{nullptr};
  std::atomic<bool> taken{false};
  Tag generation = 0;
};

/// Compiled once: an inline variable would split across shared libraries with hidden visibility.
extern Segment segment_table[segment_slots];

/// The slot that this thread's last statement found. Most statements find the same one; where it is guessed, the tape need not wait
/// for the tag, which the statement before may just have computed.
[[gnu::tls_model("initial-exec")]] extern constinit thread_local const Segment* last_segment;

/// Opens a segment on `tape` in a free slot, under its next tag. Lock-free. CapacityError if all slots are live.
Tag open_segment(void* tape);
/// After this every value of the segment is stale.
void close_segment(Tag tag) noexcept;
/// How often all 2³² tags have been issued: from then on a value of as many segments ago cannot be told from a new one.
std::uint64_t segment_wraps() noexcept;
/// For tests: the generation that all free slots go on from.
void set_segment_generation(Tag generation) noexcept;

/// Closes a segment and opens one on the same tape: its slot's next tag, without any synchronisation.
inline Tag renew_segment(Tag tag, void* tape) {
  const Tag next = tag + segment_slots;
  if (next < tag) [[unlikely]] {
    close_segment(tag);
    return open_segment(tape);
  }
  segment_table[tag % segment_slots].tag.store(next, std::memory_order_relaxed);
  return next;
}

[[noreturn]] void throw_stale(const char* operation);
[[noreturn]] void throw_foreign(const char* operation);
[[noreturn]] void throw_out_of_coordinates();

/// The tape of a segment, null if the segment is gone.
inline void* tape_of(Tag tag) noexcept {
  const Segment& s = segment_table[tag % segment_slots];
  return s.tag.load(std::memory_order_relaxed) == tag ? s.tape.load(std::memory_order_relaxed) : nullptr;
}

}  // namespace coframe
