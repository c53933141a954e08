// SPDX-License-Identifier: MIT
#pragma once
// How often this thread has allocated; allocation.test.cpp counts.
#include <cstdlib>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define COUNTS_ALLOCATIONS
#endif
#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#undef COUNTS_ALLOCATIONS
#endif
#endif

#ifdef COUNTS_ALLOCATIONS
namespace coframe {

extern thread_local long allocations;

/// What three steps from x0 allocate after the first one.
template <class X, class Step>
long allocated_after_first(const X& x0, const Step& step) {
  X x = x0;
  step(x);
  const long before = allocations;
  for (int k = 0; k < 3; ++k) step(x);
  return allocations - before;
}

}  // namespace coframe
#endif
