// SPDX-License-Identifier: MIT
// Pictures: what is drawn is in the SVG, whatever the texts contain, and each failure has its type.
#include <coframe/base/error.hpp>
#include <coframe/io/plot.hpp>

#include <Eigen/Core>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "catch.hpp"
#include "scratch.hpp"

using namespace coframe;
using Catch::Matchers::ContainsSubstring;

namespace {

const bool have_gnuplot = std::system("gnuplot --version >/dev/null 2>&1") == 0;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

std::string svg(const auto& picture) {
  const Scratch scratch;
  write_svg(picture, scratch / "p.svg");
  CHECK(scratch.entries() == 1);
  return slurp(scratch / "p.svg");
}

struct Path {
  std::string before = std::getenv("PATH");
  explicit Path(const std::string& path) { ::setenv("PATH", path.c_str(), 1); }
  Path(const Path&) = delete;
  ~Path() { ::setenv("PATH", before.c_str(), 1); }
};

}  // namespace

TEST_CASE("samples are taken from vectors, lists and expressions") {
  const Eigen::VectorXd v = Eigen::Vector3d(1, 2, 3);
  const auto sum = [](const Samples& samples) {
    double total = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) total += samples[i];
    return total;
  };
  CHECK(sum(v) == 6);
  CHECK(sum(2 * v.array() + 1) == 15);
  CHECK(sum(Eigen::RowVector3f(1, 2, 3)) == 6);
  CHECK(sum(std::vector<int>{1, 2}) == 3);
  CHECK(sum({0.5, 0.25}) == 0.75);
  CHECK(Samples(Samples{1, 2}).size() == 2);
  CHECK_FALSE(std::is_convertible_v<Eigen::VectorXcd, Samples>);
  CHECK_FALSE(std::is_convertible_v<std::vector<std::string>, Samples>);
}

TEST_CASE("titles, labels, names and colours are in the picture, literally") {
  if (!have_gnuplot) return;
  const Scratch scratch;
  const std::string file = (scratch / "made").string();
  const std::string picture =
      svg(Plot{.title = "a_b^c 'quoted' \"twice\"",
               .x_label = "`touch " + file + "`",
               .y_label = "y\nsystem('touch " + file + "')",
               .series = {{.name = "$0 @x % <&> CO₂", .y = {1, 2, 3}},
                          {.name = "points", .y = {3, 2, 1}, .style = Series::points},
                          {.name = "mine", .y = {1, 1, 2}, .style = Series::steps, .colour = "#123abc"}}});
  CHECK_THAT(picture, ContainsSubstring("a_b^c 'quoted' \"twice\""));
  CHECK_THAT(picture, ContainsSubstring("`touch "));
  CHECK_THAT(picture, ContainsSubstring("$0 @x % &lt;&amp;> CO₂"));
  CHECK_THAT(picture, ContainsSubstring("points"));
  for (const char* colour : {"114, 178", "213,  94", "18,  58, 188"}) CHECK_THAT(picture, ContainsSubstring(colour));
  CHECK(scratch.entries() == 0);
}

TEST_CASE("a figure holds all its plots") {
  if (!have_gnuplot) return;
  const Plot plot{.x_label = "step", .series = {{.y = {1, 2}}}};
  CHECK(count(svg(Figure{.title = "all", .plots = {plot, plot, plot}, .columns = 2}), ">step<") == 3);
  CHECK_THAT(svg(Figure{.plots = {plot, plot, plot}, .columns = 2, .width = 300, .height = 200}),
             ContainsSubstring("viewBox=\"0 0 600 400\""));
}

TEST_CASE("what cannot be shown is a gap") {
  if (!have_gnuplot) return;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto moves = [](const Plot& plot) { return count(svg(plot), "M"); };
  const Plot whole{.log_y = true, .series = {{.y = {1, 2, 3, 4, 5}}}};
  for (const double bad : {nan, std::numeric_limits<double>::infinity(), 0.0, -1.0}) {
    Plot broken = whole;
    broken.series[0].y = {1, 2, bad, 4, 5};
    CHECK(moves(broken) == moves(whole) + 1);
  }
}

TEST_CASE("ranges, notes, weights and regions are drawn as asked") {
  if (!have_gnuplot) return;
  const auto shows = [](const Plot& plot, const char* text) { return count(svg(plot), text) > 0; };
  const Plot plain{.series = {{.y = {1, 2, 3}}}};
  Plot ranged = plain;
  ranged.x_range = {0, 40}, ranged.y_range = {-3, 70};
  CHECK(shows(ranged, ">40<"));
  CHECK(shows(ranged, ">70<"));
  CHECK_FALSE(shows(plain, ">40<"));
  Plot noted = plain;
  noted.notes = {{1, 2, "it's here"}, {std::nan(""), 1, "nowhere"}};
  CHECK(shows(noted, "it's here"));
  CHECK_FALSE(shows(noted, "nowhere"));
  CHECK(count(svg(Figure{.plots = {noted, plain}}), "it's here") == 1);
  Plot thick = plain;
  thick.series[0].weight = 3.5;
  CHECK(shows(thick, "stroke-width=\"7.00\""));
  CHECK_FALSE(shows(plain, "stroke-width=\"7.00\""));
  Plot region = plain;
  region.series[0].style = Series::filled;
  CHECK(shows(region, "<polygon"));
  const std::string picture = svg(region);   // its outline comes back to where it began
  const std::size_t begin = picture.find("d='M", picture.find("<polygon")) + 4, end = picture.find('\'', begin);
  CHECK(count(picture.substr(begin, end - begin), picture.substr(begin, picture.find(' ', begin) - begin)) == 2);
  CHECK_FALSE(shows(plain, "<polygon"));
}

TEST_CASE("the same scale on both axes makes a circle round") {
  if (!have_gnuplot) return;
  const auto aspect = [](bool same_scale) {   // of the polygon around a square
    const Series square{.x = {-1, 1, 1, -1}, .y = {-1, -1, 1, 1}, .style = Series::filled};
    const std::string picture = svg(Plot{.x_range = {-2, 2}, .y_range = {-2, 2}, .same_scale = same_scale, .series = {square}});
    const std::size_t at = picture.find("points = '") + 10;
    double x0, y0, x1, y1, x2, y2;
    REQUIRE(std::sscanf(picture.c_str() + at, "%lf,%lf %lf,%lf %lf,%lf", &x0, &y0, &x1, &y1, &x2, &y2) == 6);
    return (x1 - x0) / (y1 - y2);
  };
  CHECK(aspect(true) == Approx(1).epsilon(0.01));
  CHECK(aspect(false) > 1.5);
}

TEST_CASE("no empty groups are left in a picture") {
  if (!have_gnuplot) return;
  const std::string picture = svg(Plot{.series = {{.y = {1, 2}}}});
  CHECK(picture.find("\">\n</g>") == std::string::npos);
  CHECK(count(picture, "<g ") == count(picture, "</g>"));
}

TEST_CASE("plots that cannot be drawn are refused before gnuplot, and no file is made") {
  const Scratch scratch;
  const auto path = scratch / "p.svg";
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(write_svg(Figure{}, path), EmptyInput);
  CHECK_THROWS_AS(write_svg(Plot{}, path), EmptyInput);
  CHECK_THROWS_AS(write_svg(Plot{.series = {{.y = {nan, nan}}}}, path), EmptyInput);
  CHECK_THROWS_AS(write_svg(Plot{.log_y = true, .series = {{.y = {0, -1}}}}, path), EmptyInput);
  CHECK_THROWS_AS(write_svg(Plot{.series = {{.x = {1, 2}, .y = {1}}}}, path), ShapeError);
  CHECK_THROWS_WITH(write_svg(Plot{.series = {{.name = "fit", .x = {1, 2}, .y = {1}}}}, path),
                    ContainsSubstring("series \"fit\": expected as many x as y, found 2 x and 1 y"));
  for (const char* colour : {"red", "#12345", "#12345g", "'; x"})
    CHECK_THROWS_AS(write_svg(Plot{.series = {{.y = {1}, .colour = colour}}}, path), DomainError);
  for (const double weight : {0.0, -1.0, nan})
    CHECK_THROWS_AS(write_svg(Plot{.series = {{.y = {1}, .weight = weight}}}, path), DomainError);
  for (const Range range : {Range{1, 1}, Range{2, 1}, Range{nan, 1}})
    CHECK_THROWS_AS(write_svg(Plot{.x_range = range, .series = {{.y = {1}}}}, path), DomainError);
  CHECK_THROWS_AS(write_svg(Plot{.log_y = true, .y_range = {-1, 1}, .series = {{.y = {1}}}}, path), DomainError);
  CHECK_THROWS_AS(write_svg(Figure{.plots = {Plot{.series = {{.y = {1}}}}}, .width = 0}, path), DomainError);
  CHECK_THROWS_AS(write_svg(Figure{.plots = {Plot{.series = {{.y = {1}}}}}, .columns = 0}, path), DomainError);
  CHECK(scratch.entries() == 0);
}

TEST_CASE("without gnuplot the message says which package") {
  const Scratch scratch;
  const Path path(scratch.folder().string());
  const Plot plot{.series = {{.y = {1, 2}}}};
  CHECK_THROWS_AS(write_svg(plot, scratch / "p.svg"), PlotError);
  CHECK_THROWS_WITH(write_svg(plot, scratch / "p.svg"), ContainsSubstring("apt install gnuplot-nox"));
  CHECK(scratch.entries() == 0);
}

TEST_CASE("what gnuplot says, or its silence, becomes a PlotError, and the older picture stays") {
  const Scratch scratch;
  const auto [script, message] = GENERATE(
      table<const char*, const char*>({{"#!/bin/sh\necho out of ink >&2\nexit 3\n", "gnuplot says: out of ink"},
                                       {"#!/bin/sh\nexit 0\n", "without a picture"},
                                       {"#!/bin/sh\nkill -9 $$\n", "ended by signal 9"}}));
  std::filesystem::permissions(scratch.file("gnuplot", script), std::filesystem::perms::owner_all);
  scratch.file("p.svg", "older");
  const Path path(scratch.folder().string());
  CHECK_THROWS_AS(write_svg(Plot{.series = {{.y = {1, 2}}}}, scratch / "p.svg"), PlotError);
  CHECK_THROWS_WITH(write_svg(Plot{.series = {{.y = {1, 2}}}}, scratch / "p.svg"), ContainsSubstring(message));
  CHECK(slurp(scratch / "p.svg") == "older");
  CHECK(scratch.entries() == 2);
}

TEST_CASE("a folder that is not there is a FileError") {
  if (!have_gnuplot) return;
  const Scratch scratch;
  CHECK_THROWS_AS(write_svg(Plot{.series = {{.y = {1, 2}}}}, scratch / "none/p.svg"), FileError);
}
