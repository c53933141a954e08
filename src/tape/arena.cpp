// SPDX-License-Identifier: MIT
#include <coframe/base/error.hpp>
#include <coframe/tape/arena.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace coframe {

namespace {
constexpr std::size_t huge_page = std::size_t{2} << 20, first_chunk = std::size_t{64} << 10,
                      largest_step = std::size_t{64} << 20;
}

void* aligned_memory(std::size_t bytes) {
  const std::size_t alignment = bytes >= huge_page ? huge_page : 64;
  const std::size_t whole = (std::max<std::size_t>(bytes, 1) + alignment - 1) / alignment * alignment;
  void* memory = whole < bytes ? nullptr : std::aligned_alloc(alignment, whole);
  if (!memory)
    throw CapacityError("coframe: the system has no " + std::to_string(bytes) +
                        " bytes for a tape; record less between rewinds or use checkpoint");
#if defined(__linux__)
  if (bytes >= huge_page) madvise(memory, whole, MADV_HUGEPAGE);
#endif
  return memory;
}

void free_aligned_memory(void* memory) noexcept { std::free(memory); }

Arena::~Arena() {
  for (const Chunk& chunk : chunks_) free_aligned_memory(chunk.memory);
}

void* Arena::allocate_in_next_chunk(std::size_t bytes) {
  std::size_t next = chunks_.empty() ? 0 : chunk_ + 1;
  while (next < chunks_.size() && chunks_[next].size < bytes) ++next;   // too small ones are skipped, not lost
  if (next == chunks_.size()) {
    const std::size_t last = chunks_.empty() ? first_chunk / 2 : chunks_.back().size;
    const std::size_t size = std::max(std::min(2 * last, largest_step), (bytes + 4095) / 4096 * 4096);
    chunks_.reserve(next + 1);
    chunks_.push_back({static_cast<std::byte*>(aligned_memory(size)), size});
  }
  chunk_ = next;
  top_ = chunks_[next].memory + bytes;
  room_ = chunks_[next].size - bytes;
  return chunks_[next].memory;
}

void Arena::rewind(Mark mark) {
  if (chunks_.empty()) return;
  chunk_ = mark.chunk;
  top_ = chunks_[chunk_].memory + mark.used;
  room_ = chunks_[chunk_].size - mark.used;
}

std::size_t Arena::used() const {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < chunk_ && i < chunks_.size(); ++i) bytes += chunks_[i].size;
  return bytes + mark().used;
}

std::size_t Arena::reserved() const {
  std::size_t bytes = 0;
  for (const Chunk& chunk : chunks_) bytes += chunk.size;
  return bytes;
}

void Arena::poison(unsigned char byte) {
  if (chunks_.empty()) return;
  std::memset(top_, byte, room_);
  for (std::size_t i = chunk_ + 1; i < chunks_.size(); ++i) std::memset(chunks_[i].memory, byte, chunks_[i].size);
}

}  // namespace coframe
