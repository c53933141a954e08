// SPDX-License-Identifier: MIT
#pragma once
// Matrices that pullbacks compute in, kept by each thread: large ones that are made anew come without pages, which takes longer than
// many an operation on them.

namespace coframe {

/// A matrix (or several) of type M, one for each number `slot`. Its content is that of its last use.
template <class M, int slot = 0> M& kept_matrix() {
  static thread_local M matrix;
  return matrix;
}

}  // namespace coframe
