// SPDX-License-Identifier: MIT
#pragma once
// A bump arena: memory in large aligned chunks, given back by rewinding, kept for the next recording.
#include <cstddef>
#include <vector>

namespace coframe {

/// Memory aligned to 64 bytes (to 2 MiB and advised for huge pages when large). Null never: CapacityError instead.
void* aligned_memory(std::size_t bytes);
void free_aligned_memory(void* memory) noexcept;

/// Bump allocation. Every block starts at a 64-byte boundary; rewinding to a mark frees all that came later.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  struct Mark {
    std::size_t chunk = 0, used = 0;
  };

  void* allocate(std::size_t bytes) {
    bytes = (bytes + 63) & ~std::size_t{63};
    if (bytes > room_) return allocate_in_next_chunk(bytes);
    void* block = top_;
    top_ += bytes;
    room_ -= bytes;
    return block;
  }

  /// Bytes left in the open chunk.
  std::size_t room() const { return room_; }
  Mark mark() const { return {chunk_, chunks_.empty() ? 0 : chunks_[chunk_].size - room_}; }
  void rewind(Mark mark);
  /// Bytes in use since the beginning, and bytes owned.
  std::size_t used() const;
  std::size_t reserved() const;
  /// Fills all memory that is free with bytes of the given value (0xff: NaN): whoever reads it shows.
  void poison(unsigned char byte);

 private:
  struct Chunk {
    std::byte* memory;
    std::size_t size;
  };
  void* allocate_in_next_chunk(std::size_t bytes);

  std::byte* top_ = nullptr;
  std::size_t room_ = 0, chunk_ = 0;
  std::vector<Chunk> chunks_;
};

}  // namespace coframe
