// SPDX-License-Identifier: MIT
// Level lines: every point is on its level, lines are joined, and what is not finite is left out.
#include <coframe/base/error.hpp>
#include <coframe/io/level_lines.hpp>

#include <cmath>

#include "catch.hpp"

using namespace coframe;

namespace {

struct Line {
  std::vector<double> x, y;
  bool closed() const { return x.front() == x.back() && y.front() == y.back(); }
};
std::vector<Line> lines_of(const Series& series) {
  std::vector<Line> lines(1);
  REQUIRE(series.x.size() == series.y.size());
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    if (std::isfinite(series.x[i])) lines.back().x.push_back(series.x[i]), lines.back().y.push_back(series.y[i]);
    else lines.emplace_back();
  }
  lines.pop_back();
  for (const Line& line : lines) REQUIRE(line.x.size() >= 2);
  return lines;
}

}  // namespace

TEST_CASE("a plane has one straight open line for each level, exactly placed") {
  const auto lines = lines_of(level_lines([](double x, double y) { return x + 2 * y; }, {-1, 1}, {0, 1}, {0.5, 1.3}));
  REQUIRE(lines.size() == 2);
  const double level[] = {0.5, 1.3};
  for (std::size_t k = 0; k < 2; ++k) {
    CHECK_FALSE(lines[k].closed());
    for (std::size_t i = 0; i < lines[k].x.size(); ++i) CHECK(lines[k].x[i] + 2 * lines[k].y[i] == Approx(level[k]).epsilon(1e-12));
  }
}

TEST_CASE("a circle is one closed line, at a distance of order h²") {
  const auto error = [](std::size_t cells) {
    const auto lines = lines_of(level_lines([](double x, double y) { return x * x + y * y; }, {-1.5, 1.5}, {-1.4, 1.6}, {1}, {}, cells));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].closed());
    double worst = 0;
    for (std::size_t i = 0; i < lines[0].x.size(); ++i) worst = std::max(worst, std::abs(std::hypot(lines[0].x[i], lines[0].y[i]) - 1));
    return worst;
  };
  CHECK(error(40) / error(80) == Approx(4).epsilon(0.25));
}

TEST_CASE("lines do not cross at a saddle, whichever side the level passes") {
  const auto saddle = [](double x, double y) { return x * y; };
  for (const double level : {0.01, -0.01}) {   // one cell holds the saddle
    const auto lines = lines_of(level_lines(saddle, {-1, 1}, {-1, 1}, {level}, {}, 5));
    REQUIRE(lines.size() == 2);
    for (const Line& line : lines)
      for (std::size_t i = 0; i < line.x.size(); ++i) CHECK(line.x[i] * line.x[0] > 0);   // each in its own half
  }
}

TEST_CASE("a hole in the function is a hole in its lines, and a level out of range has none") {
  const auto half = [](double x, double y) { return x < 0 ? std::nan("") : y; };
  for (const Line& line : lines_of(level_lines(half, {-1, 1}, {-1, 1}, {0.1})))
    for (const double x : line.x) CHECK(x >= 0);
  CHECK(lines_of(level_lines(half, {-1, 1}, {-1, 1}, {0.1})).size() == 1);
  CHECK(level_lines(half, {-1, 1}, {-1, 1}, {3}).x.size() == 0);
}

TEST_CASE("the look is kept, and an impossible grid refused") {
  const auto f = [](double x, double) { return x; };
  const Series series = level_lines(f, {0, 1}, {0, 1}, {0.5}, {.name = "half", .style = Series::dashed, .weight = 2});
  CHECK(series.name == "half");
  CHECK(series.style == Series::dashed);
  CHECK(series.weight == 2);
  CHECK_THROWS_AS(level_lines(f, {1, 0}, {0, 1}, {0.5}), DomainError);
  CHECK_THROWS_AS(level_lines(f, {0, 1}, {0, 0}, {0.5}), DomainError);
  CHECK_THROWS_AS(level_lines(f, {0, 1}, {0, 1}, {0.5}, {}, 0), DomainError);
}
