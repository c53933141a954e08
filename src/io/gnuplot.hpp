// SPDX-License-Identifier: MIT
#pragma once
// Runs a gnuplot script and returns what it draws.
#include <string>

namespace coframe {

/// What gnuplot prints to its standard output. \throws PlotError with what it says if it fails or is missing.
std::string run_gnuplot(const std::string& script);

}  // namespace coframe
