// SPDX-License-Identifier: MIT
#pragma once
// Catch2, 2.13 or 3: the spelling of 3 works with both, and `Approx` needs no namespace.

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#ifndef CATCH_CONFIG_ENABLE_BENCHMARKING
#define CATCH_CONFIG_ENABLE_BENCHMARKING  // as in 3, where BENCHMARK is always there
#endif
#include <catch2/catch.hpp>
namespace Catch::Matchers {
inline auto ContainsSubstring(const std::string& part) { return Contains(part); }
}  // namespace Catch::Matchers
#endif
