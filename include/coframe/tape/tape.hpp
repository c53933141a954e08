// SPDX-License-Identifier: MIT
#pragma once
// The tape: a program as a list of linear maps over one growing coordinate space R^N. (Its long functions: tape_members.)
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>

#include "coframe/base/error.hpp"
#include "coframe/base/number.hpp"
#include "coframe/tape/arena.hpp"
#include "coframe/tape/cotangents.hpp"
#include "coframe/tape/plane.hpp"
#include "coframe/tape/recorded_map.hpp"
#include "coframe/tape/rows.hpp"
#include "coframe/tape/singular.hpp"

namespace coframe {

/// Records a program over the base scalar S. Does not move: its traced values find it through their tags.
/// One tape serves one thread at a time; several tapes at once need no lock.
template <class S> class Tape {
 public:
  Tape();
  Tape(const Tape&) = delete;
  Tape& operator=(const Tape&) = delete;
  ~Tape();

  /// A place in a recording.
  struct Mark {
    Coordinate next = first_coordinate;
    std::size_t maps = 0, owned = 0, segments = 0, watched = 0;
    Arena::Mark arena{};
  };

  /// Opens a new segment: what was recorded so far survives a rewind to this mark.
  Mark mark();

  /// Forgets what came after the mark (everything, by default): its values become stale, its memory is reused.
  void rewind(const Mark& mark = {});

  /// The tag under which values are recorded now.
  Tag tag() const { return tag_; }
  /// The number of coordinates so far.
  Coordinate size() const { return rows_.first + rows_.count; }
  Arena& memory() { return arena_; }

  // -- recording -----------------------------------------------------------------------------------------------

  /// A range of `count` coordinates that nothing writes: inputs. Starts at a multiple of 8 (64 bytes of doubles).
  Coordinate add_range(std::size_t count) {
    close_rows();
    const std::size_t first = (std::size_t{size()} + 7) & ~std::size_t{7};
    if (first + count > last_coordinate_) throw_out_of_coordinates();
    start_run(static_cast<Coordinate>(first + count));
    return static_cast<Coordinate>(first);
  }
  /// One input coordinate.
  Coordinate add_coordinate() {
    close_rows();
    const Coordinate c = rows_.first;
    if (c >= last_coordinate_) throw_out_of_coordinates();
    rows_.first = c + 1;
    most_rows_ = std::min(most_rows_, last_coordinate_ - rows_.first);   // as start_run has it, where chunks are as they were
    return c;
  }

  /// Records a map whose range has been added last.
  template <class M> M& add_map(const M& map, Extent range) {
    M* placed = new (arena_.allocate(sizeof(M))) M(map);
    placed->range = range;
    if constexpr (M::owns_memory) owned_.push_back(placed);
    maps_.push_back({placed, {}});
    return *placed;
  }

  /// A statement being written in place: coordinates and partials of its N arguments, unit partials dropped.
  template <std::size_t N, unsigned char Shape> struct NewRow {
    S* partial;
    Coordinate* argument;
    Coordinate coordinate;
    template <int i> [[gnu::always_inline]] void leaf(Place p) {
      argument[-1 - i] = coordinate_of(p);
      asm("" : "+m"(argument[-1 - i]));   // stored alone: GCC would gather several in a vector register, for one store that waits for all
    }
    template <int i> [[gnu::always_inline]] void put(const S& w, Place) {
      if constexpr (shape_sign(Shape, i) == 0) partial[slot(i)] = w;
    }
    bool finite() const {
      bool all = true;
      for (unsigned k = 0; k < shape_partials(Shape); ++k) all &= is_finite(partial[k]);
      return all;
    }
    static constexpr int slot(int i) {
      int stored = 0;
      for (int k = 0; k < i; ++k) stored += shape_sign(Shape, static_cast<unsigned>(k)) == 0;
      return stored;
    }
  };
  /// Has the open chunk room for statements of N arguments together?
  [[gnu::always_inline]] bool has_room(std::size_t N, Coordinate statements = 1) const {
    return room_in_chunk() >= N * (sizeof(S) + sizeof(Coordinate)) && rows_.count + (statements - 1) < most_rows_;
  }
  void make_room(std::size_t N, Coordinate statements = 1) {
    if (!has_room(N, statements)) open_chunk(N, statements);
  }
  /// Records a statement with N arguments, all active, where there is room; what follows writes it. Shape says which partials are ±1.
  template <std::size_t N, unsigned char Shape> [[gnu::always_inline]] NewRow<N, Shape> new_row() {
    const NewRow<N, Shape> row{rows_.partial_end, rows_.argument_end, rows_.first + rows_.count};
    rows_.argument_end -= N;
    rows_.partial_end += shape_partials(Shape);
    rows_.shape[rows_.count++] = Shape;
    return row;
  }
  /// A statement being written where there is room, of whose N arguments some are constants: those that have a tag. add() records it.
  template <std::size_t N, std::array<signed char, N> signs> struct MixedRow {
    Place expected;   // with the tag that arguments should have
    S *first, *partial;
    Coordinate *first_argument, *argument;
    unsigned active = 0;   // one bit for each leaf, if they are no more than the shapes tell apart
    Place differ = 0;
    // Made in place: copied as a block, it would wait for the stores of its parts.
    [[gnu::always_inline]] MixedRow(Place with_tag, const Rows<S>& rows)
        : expected(with_tag), first(rows.partial_end), partial(first), first_argument(rows.argument_end), argument(first_argument) {}
    MixedRow(const MixedRow&) = delete;
    void begin_again() { partial = first, argument = first_argument, active = 0, differ = 0; }
    /// In the order of leaves.
    template <int i> [[gnu::always_inline]] void put(const S& w, Place p) {
      const bool counts = tag_of(p) != 0;
      if (counts) {
        *--argument = coordinate_of(p);
        if constexpr (N > most_units || signs[i] == 0) *partial++ = w;
        if constexpr (N <= most_units) active |= 1u << i;
        differ |= p ^ expected;
      }
    }
    bool one_tag() const { return tag_of(differ) == 0; }
    bool finite() const { return std::all_of(first, partial, [](const S& p) { return is_finite(p); }); }
    unsigned char row_shape() const {
      if constexpr (N > most_units) return coframe::row_shape(static_cast<unsigned>(first_argument - argument));
      else {
        static constexpr auto shapes = mixed_shapes(signs);
        return shapes[active];
      }
    }
  };
  const Rows<S>& open_rows() const { return rows_; }
  template <std::size_t N, std::array<signed char, N> signs> [[gnu::always_inline]] void add(const MixedRow<N, signs>& row) {
    rows_.partial_end = row.partial;
    rows_.argument_end = row.argument;
    rows_.shape[rows_.count++] = row.row_shape();
  }

  /// Scratch of type W that operations share, made on first use and kept.
  template <class W> W& workspace() {
    static constexpr char key = 0;
    for (auto& [name, memory] : workspaces_)
      if (name == &key) return *static_cast<W*>(memory.get());
    workspaces_.emplace_back(&key, std::make_shared<W>());
    return *static_cast<W*>(workspaces_.back().second.get());
  }

  /// Watches a borrowed value: if its bytes change before a sweep, the sweep raises MutatedValue.
  void watch(const void* data, std::size_t bytes) { watched_.push_back({data, bytes, checksum(data, bytes)}); }

  // -- sweeping ------------------------------------------------------------------------------------------------

  /// One recorded piece of the program: a map, or a run of rows where the map is null.
  struct Piece {
    RecordedMap<S>* map;
    Rows<S> rows;
    Extent range() const { return map ? map->range : Extent{rows.first, rows.first + rows.count}; }
  };
  /// The program so far, in order.
  const std::vector<Piece>& pieces() {
    close_rows();
    return maps_;
  }

  /// The plane of cotangents, zero between sweeps; seed it, sweep, read and clear the inputs.
  S* cotangents() { return cotangents_.ensure(size()); }

  /// f^* from the end of the recording back to a mark (the beginning by default), on a plane seeded by the caller.
  /// Only what the sweep does not reach (inputs, and what lies before the mark) keeps a cotangent. Masked sweeps and statements know
  /// the plane only.
  void pull(const Cotangents<S>& w, const Mark& from = {}, bool masked = false);
  /// f_* from a mark to the end, on a plane that holds the tangents of the inputs.
  void push(S* v, const Mark& from = {}, bool masked = false);
  /// Sets the whole plane of cotangents to zero, after a sweep that was given up.
  void clear_cotangents() { cotangents_.clear(); }

  /// What the last masked sweep met, in its order; empty if none was needed since the last rewind.
  const std::vector<SingularEvent>& singular_events() const { return events_; }

  /// Bytes used by the recording and its cotangents, and bytes owned.
  std::size_t bytes_used() const { return arena_.used() - room_in_chunk() + std::size_t{size()} * sizeof(S) + maps_.size() * sizeof(Piece); }
  std::size_t bytes_reserved() const { return arena_.reserved() + cotangents_.size() * sizeof(S); }

  /// For tests: the coordinate at which the tape is full.
  void limit_coordinates(Coordinate last) { close_rows(), last_coordinate_ = last, start_run(size()); }

 private:
  static constexpr Coordinate first_coordinate = 8;
  static constexpr std::size_t least_chunk = 6144, largest_chunk = std::size_t{6} << 20, usual_row = 24;   // bytes
  struct Watched {
    const void* data;
    std::size_t bytes;
    std::uint64_t sum;
  };

  void pull_piece(const Piece& piece, const Cotangents<S>& w, bool masked);
  /// Bytes between the partials and the coordinates of the open chunk.
  std::size_t room_in_chunk() const {
    return static_cast<std::size_t>(reinterpret_cast<const std::byte*>(rows_.argument_end) - reinterpret_cast<const std::byte*>(rows_.partial_end));
  }
  /// Opens a chunk: shapes, then the room in which partials grow upwards and coordinates downwards.
  void open_chunk(std::size_t needed, Coordinate statements);
  /// Ends the open run; a later one goes on in the rest of its chunk.
  void close_rows() {
    if (rows_.count == 0) return;
    maps_.push_back({nullptr, rows_});
    rows_.partial = rows_.partial_end;
    rows_.argument = rows_.argument_end;
    rows_.shape += rows_.count;
    chunk_.rows_left -= rows_.count;
    const Coordinate next = size();
    rows_.count = 0;
    start_run(next);
  }
  void start_run(Coordinate first) {
    rows_.first = first;
    most_rows_ = static_cast<Coordinate>(std::min<std::size_t>(chunk_.rows_left, last_coordinate_ - first));
  }

  void destroy_owned(std::size_t from);
  void check_borrowed() const;
  static std::uint64_t checksum(const void* data, std::size_t bytes) {
    constexpr std::uint64_t factor = 0x9e3779b97f4a7c15u;
    constexpr std::size_t lanes = 8;   // independent sums, which a processor adds at once
    std::uint64_t sum[lanes], word[lanes] = {};
    for (std::size_t k = 0; k < lanes; ++k) sum[k] = bytes + k;
    const char* p = static_cast<const char*>(data);
    const auto mix = [&] {
      for (std::size_t k = 0; k < lanes; ++k) sum[k] = (sum[k] ^ word[k]) * factor;
      for (std::size_t k = 0; k < lanes; ++k) sum[k] ^= sum[k] >> 29;
    };
    for (; bytes >= sizeof word; bytes -= sizeof word, p += sizeof word) std::memcpy(word, p, sizeof word), mix();
    std::memset(word, 0, sizeof word);
    std::memcpy(word, p, bytes);
    mix();
    std::uint64_t all = 0;
    for (std::uint64_t s : sum) all = (all ^ s) * factor;
    return all;
  }

  Tag tag_ = 0;
  Coordinate most_rows_ = 0, last_coordinate_ = std::numeric_limits<Coordinate>::max();
  Rows<S> rows_{.first = first_coordinate};
  struct Chunk {
    std::byte *begin = nullptr, *end = nullptr;
    std::size_t rows = 0, rows_left = 0;
  } chunk_;
  /// The chunk with which the arena begins, if statements come first: a recording from the beginning finds it open.
  struct {
    Rows<S> rows;
    Chunk chunk;
    Arena::Mark behind;
  } first_;
  std::size_t chunk_bytes_ = least_chunk, bytes_per_row_ = usual_row;
  std::vector<Piece> maps_;
  std::vector<RecordedMap<S>*> owned_;
  std::vector<Tag> segments_;
  std::vector<Watched> watched_;
  std::vector<SingularEvent> events_;
  std::vector<std::pair<const void*, std::shared_ptr<void>>> workspaces_;
  Arena arena_;
  Plane<S> cotangents_;
};

}  // namespace coframe

#include "coframe/tape/tape_members.hpp"
