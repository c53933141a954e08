// SPDX-License-Identifier: MIT
#include <coframe/io/level_lines.hpp>

#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace coframe {
namespace {

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

// A function on the nodes of a grid. Node (i, j) has the number j (cells + 1) + i; the edges from node n to the right
// and upwards have the numbers 2n and 2n + 1.
struct Grid {
  Range x, y;
  std::size_t cells, width;
  std::vector<double> values;

  Grid(const std::function<double(double, double)>& f, Range x_range, Range y_range, std::size_t n)
      : x(x_range), y(y_range), cells(n), width(n + 1) {
    for (std::size_t j = 0; j < width; ++j)
      for (std::size_t i = 0; i < width; ++i) values.push_back(f(at(x, i), at(y, j)));
  }
  double at(const Range& range, std::size_t i) const {
    return range.low + (range.high - range.low) * static_cast<double>(i) / static_cast<double>(cells);
  }
  // Where a level crosses an edge.
  std::array<double, 2> crossing(std::size_t edge, double level) const {
    const std::size_t from = edge / 2, to = from + (edge % 2 ? width : 1);
    const double t = (level - values[from]) / (values[to] - values[from]);
    const auto between = [&](const Range& range, std::size_t a, std::size_t b) { return (1 - t) * at(range, a) + t * at(range, b); };
    return {between(x, from % width, to % width), between(y, from / width, to / width)};
  }
};

// What is on either side of an edge along a line.
class Links {
 public:
  explicit Links(std::size_t edges) : next_(edges, {none, none}) {}
  void join(std::size_t a, std::size_t b) { slot(a, none) = b, slot(b, none) = a; }
  bool is_end(std::size_t edge) const { return (next_[edge][0] == none) != (next_[edge][1] == none); }
  // One of the neighbours, cut off; none if there is none.
  std::size_t take(std::size_t edge) {
    const std::size_t other = next_[edge][next_[edge][0] == none];
    if (other != none) slot(edge, other) = slot(other, edge) = none;
    return other;
  }
  std::size_t size() const { return next_.size(); }

 private:
  std::size_t& slot(std::size_t edge, std::size_t content) { return next_[edge][next_[edge][0] != content]; }
  std::vector<std::array<std::size_t, 2>> next_;
};

// The lines of a level within one cell: two of its edges are crossed, or four around a saddle.
void link_cell(Links& links, const Grid& grid, std::size_t node, double level) {
  const std::array<std::size_t, 4> corner{node, node + 1, node + grid.width + 1, node + grid.width};
  const std::array<std::size_t, 4> edge{2 * node, 2 * node + 3, 2 * (node + grid.width), 2 * node + 1};
  std::array<bool, 4> below{};
  std::array<std::size_t, 4> crossed{};
  std::size_t count = 0;
  double sum = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    below[k] = grid.values[corner[k]] < level;
    sum += grid.values[corner[k]];
  }
  if (!std::isfinite(sum)) return;
  for (std::size_t k = 0; k < 4; ++k)
    if (below[k] != below[(k + 1) % 4]) crossed[count++] = edge[k];
  if (count == 2) links.join(crossed[0], crossed[1]);
  if (count != 4) return;
  const std::size_t turn = (sum / 4 < level) == below[0] ? 0 : 3;  // the middle belongs to the first corner, or cuts it off
  for (const std::size_t k : {turn, turn + 2}) links.join(crossed[k % 4], crossed[(k + 1) % 4]);
}

}  // namespace

Series level_lines(const std::function<double(double, double)>& f, Range x, Range y, const std::vector<double>& levels,
                   Series look, std::size_t cells) {
  if (!(x.low < x.high && y.low < y.high) || cells == 0)
    throw DomainError(fmt::format("level_lines: expected low < high and some cells, found x from {} to {}, y from {} to {}, {} cells",
                                  x.low, x.high, y.low, y.high, cells));
  const Grid grid(f, x, y, cells);
  std::vector<double> xs, ys;
  const auto add = [&](double u, double v) { xs.push_back(u), ys.push_back(v); };
  for (const double level : levels) {
    Links links(2 * grid.values.size());
    for (std::size_t j = 0; j < cells; ++j)
      for (std::size_t i = 0; i < cells; ++i) link_cell(links, grid, j * grid.width + i, level);
    for (const bool from_ends : {true, false})  // open lines first, then what is left: closed ones
      for (std::size_t edge = 0; edge < links.size(); ++edge) {
        if (from_ends && !links.is_end(edge)) continue;
        std::size_t at = edge, next = links.take(at);
        if (next == none) continue;
        for (; at != none; at = next, next = at == none ? none : links.take(at)) {
          const auto [u, v] = grid.crossing(at, level);
          add(u, v);
        }
        add(std::nan(""), std::nan(""));
      }
  }
  look.x = xs, look.y = ys;
  return look;
}

}  // namespace coframe
