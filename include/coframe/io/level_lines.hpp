// SPDX-License-Identifier: MIT
#pragma once
// The level lines of a function of two numbers, to be drawn beside other curves.
#include <cstddef>
#include <functional>
#include <vector>

#include "coframe/io/plot.hpp"

namespace coframe {

/// The lines f(x, y) = level of each level, joined to curves with gaps between them, on a grid of cells × cells: each
/// point is on an edge of the grid, placed linearly. Cells where f is not finite are left out. The series has the style,
/// name, colour and weight of `look`; without a level in range it is empty.
///   plot.series.push_back(level_lines(f, {-2, 2}, {-1, 3}, {0.1, 1, 10}, {.colour = "#bbbbbb"}))
/// \throws DomainError unless low < high and cells > 0.
Series level_lines(const std::function<double(double, double)>& f, Range x, Range y, const std::vector<double>& levels,
                   Series look = {}, std::size_t cells = 80);

}  // namespace coframe
