// SPDX-License-Identifier: MIT
#pragma once
// A plane: one number (or pack of numbers) for each coordinate of a tape, zero between sweeps.
#include <algorithm>
#include <new>

#include "coframe/tape/arena.hpp"

namespace coframe {

/// An array over the coordinates that only grows, kept at zero by its users.
template <class C> class Plane {
 public:
  Plane() = default;
  Plane(const Plane&) = delete;
  Plane& operator=(const Plane&) = delete;
  ~Plane() { free_aligned_memory(data_); }

  /// At least `size` entries, and room for a pack that begins with the last one; new ones are zero, and so are the old.
  C* ensure(std::size_t size) {
    size += most_lanes;
    if (size <= size_) return data_;
    size = std::max(size, size_ + size_ / 2);
    C* larger = static_cast<C*>(aligned_memory(size * sizeof(C)));
    for (std::size_t i = 0; i < size; ++i) new (larger + i) C(0);
    free_aligned_memory(data_);
    data_ = larger;
    size_ = size;
    return data_;
  }
  void clear() { std::fill(data_, data_ + size_, C(0)); }
  C* data() { return data_; }
  const C* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t most_lanes = 16;   // of float in a register of 64 bytes
  C* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace coframe
