// SPDX-License-Identifier: MIT
#include <coframe/io/plot.hpp>

#include <coframe/io/files.hpp>

#include "gnuplot.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace coframe {
namespace {

// M. Okabe, K. Ito: "Color universal design", 2008; its yellow, too light for lines on white, left out.
constexpr std::array<std::string_view, 7> palette{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                  "#e69f00", "#56b4e9", "#000000"};

using Script = std::back_insert_iterator<std::string>;

// A literal of gnuplot: nothing is expanded between single quotes.
std::string quote(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += '\'';
    quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return quoted + "'";
}

std::string called(const Series& series) { return "series \"" + series.name + '"'; }

std::string colour(const Series& series, std::size_t index) {
  if (series.colour.empty()) return std::string(palette[index % palette.size()]);
  const bool hex = std::all_of(series.colour.begin() + 1, series.colour.end(),
                               [](unsigned char c) { return std::isxdigit(c) != 0; });
  if (series.colour.size() != 7 || series.colour[0] != '#' || !hex)
    throw DomainError(called(series) + ": expected a colour like #0072b2, found \"" + series.colour + '"');
  return series.colour;
}

std::string style(const Series& series) {
  if (!(series.weight > 0 && std::isfinite(series.weight)))
    throw DomainError(fmt::format("{}: expected a positive weight, found {}", called(series), series.weight));
  const std::string width = fmt::format("linewidth {:.4g}", 2 * series.weight);
  switch (series.style) {
    case Series::dashed:
      return "with lines dashtype (8,5) " + width;
    case Series::points:
      return fmt::format("with points pointtype 7 pointsize {:.4g}", 0.4 * series.weight);
    case Series::steps:
      return "with steps " + width;
    case Series::filled:
      return "with filledcurves closed fillstyle transparent solid 0.25 border " + width;
    case Series::line:
      break;
  }
  return "with lines " + width;
}

void write_range(Script script, const Plot& plot, char axis, const Range& range, bool logarithmic) {
  const bool automatic = range.low == 0 && range.high == 0;
  if (!automatic && !(std::isfinite(range.low) && std::isfinite(range.high) && range.low < range.high && !(logarithmic && range.low <= 0)))
    throw DomainError(fmt::format("plot \"{}\": expected an {} range of finite low < high{}, found {} to {}", plot.title, axis,
                                  logarithmic ? ", above 0 on a logarithmic axis" : "", range.low, range.high));
  fmt::format_to(script, "set {}range [{}]\n", axis, automatic ? "*:*" : fmt::format("{}:{}", range.low, range.high));
}

void write_notes(Script script, const std::vector<Note>& notes) {
  fmt::format_to(script, "unset label\n");
  for (const Note& note : notes)
    if (std::isfinite(note.x) && std::isfinite(note.y))
      fmt::format_to(script, "set label {} at {},{} front textcolor '#222222'\n", quote(note.text), note.x, note.y);
}

// One block of data, a blank line for each gap, regions closed; true if a point remains.
bool write_data(Script script, const Plot& plot, const Series& series, std::size_t index) {
  if (series.x.size() != 0 && series.x.size() != series.y.size())
    throw ShapeError(fmt::format("{}: expected as many x as y, found {} x and {} y", called(series), series.x.size(),
                                 series.y.size()));
  const auto shown = [](double value, bool logarithmic) {
    return std::isfinite(value) && !(logarithmic && value <= 0);
  };
  bool any = false;
  std::string first;  // of the present piece of a region
  const auto end_piece = [&] { fmt::format_to(script, "{}\n", std::exchange(first, {})); };
  fmt::format_to(script, "$series{} << end_of_data\n", index);
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    const double x = series.x.size() ? series.x[i] : static_cast<double>(i), y = series.y[i];
    if (shown(x, plot.log_x) && shown(y, plot.log_y)) {
      const std::string point = fmt::format("{} {}\n", x, y);
      fmt::format_to(script, "{}", point);
      if (series.style == Series::filled && first.empty()) first = point;
      any = true;
    } else {
      end_piece();
    }
  }
  if (!first.empty()) end_piece();
  fmt::format_to(script, "end_of_data\n");
  return any;
}

void write_plot(Script script, const Plot& plot) {
  const bool legend = std::ranges::any_of(plot.series, [](const Series& series) { return !series.name.empty(); });
  fmt::format_to(script,
                 "set title {} offset 0,-0.4 font 'sans-serif,15' textcolor '#222222'\nset xlabel {}\nset ylabel {}\n"
                 "{} logscale x\n{} logscale y\nset format '%g'\nunset mxtics\nunset mytics\n{} key\nset size {}\n",
                 quote(plot.title), quote(plot.x_label), quote(plot.y_label), plot.log_x ? "set" : "unset",
                 plot.log_y ? "set" : "unset", legend ? "set" : "unset", plot.same_scale ? "ratio -1" : "noratio");
  write_range(script, plot, 'x', plot.x_range, plot.log_x);
  write_range(script, plot, 'y', plot.y_range, plot.log_y);
  write_notes(script, plot.notes);
  std::string curves;
  bool any = false;
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    const Series& series = plot.series[i];
    if (!write_data(script, plot, series, i)) continue;
    fmt::format_to(std::back_inserter(curves), "{}$series{} using 1:2 {} linecolor '{}' {}", any ? ", " : "", i,
                   style(series), colour(series, i),
                   series.name.empty() ? std::string("notitle") : "title " + quote(series.name));
    any = true;
  }
  if (!any) throw EmptyInput("plot \"" + plot.title + "\": no point to show, expected a series with a finite one");
  fmt::format_to(script, "plot {}\n", curves);
}

std::string script_of(const Figure& figure) {
  if (figure.plots.empty()) throw EmptyInput("a figure without plots: add one");
  if (figure.width <= 0 || figure.height <= 0 || figure.columns == 0)
    throw DomainError(fmt::format("a figure of {} columns of plots of {}×{} pixels: expected positive numbers",
                                  figure.columns, figure.width, figure.height));
  const std::size_t columns = std::min(figure.columns, figure.plots.size());
  const std::size_t rows = (figure.plots.size() + columns - 1) / columns;
  const int title = figure.title.empty() ? 0 : 40;
  const auto height = static_cast<int>(rows) * figure.height + title;
  std::string text;
  const Script script(text);
  fmt::format_to(script,
                 "set encoding utf8\n"
                 "set terminal svg noenhanced size {},{} font 'sans-serif,12' background '#ffffff'\n"
                 "set border 3 linecolor '#888888'\n"
                 "set tics nomirror out scale 0.5 textcolor '#444444'\n"
                 "set xlabel offset 0,0.2 textcolor '#222222'\nset ylabel textcolor '#222222'\n"
                 "set grid linetype 1 linecolor '#e8e8e8' linewidth 1\n"
                 "set lmargin {}\nset rmargin 3\n"
                 "set key bmargin center horizontal Left reverse samplen 2 width 1 height 1 textcolor '#222222'\n",
                 static_cast<int>(columns) * figure.width, height, columns == 1 ? 10 : -1);  // axes of a column are aligned
  fmt::format_to(script, "set multiplot layout {},{}{}\n", rows, columns,
                 title ? " title " + quote(figure.title) + " font 'sans-serif,17'" : std::string());
  for (const Plot& plot : figure.plots) write_plot(script, plot);
  fmt::format_to(script, "unset multiplot\n");
  return text;
}

// gnuplot opens a group for every pen it might have used, and says in each what is so by default.
std::string compact(std::string_view picture) {
  std::string text;
  for (std::size_t at = 0; at < picture.size();) {
    const std::size_t end = std::min(picture.find('\n', at), picture.size() - 1) + 1;
    const std::string_view line = picture.substr(at, end - at);
    constexpr std::string_view closed = "</g>\n";
    at = end;
    constexpr std::string_view defaults = " stroke-linecap=\"butt\" stroke-linejoin=\"miter\"";
    const std::size_t said = line.starts_with("<g fill=") ? line.find(defaults) : line.npos;
    if (said == line.npos) text += line;
    else if (picture.substr(end).starts_with(closed)) at += closed.size();
    else text.append(line.substr(0, said)).append(line.substr(said + defaults.size()));
  }
  return text;
}

}  // namespace

void write_svg(const Figure& figure, const std::filesystem::path& path) {
  const std::string picture = run_gnuplot(script_of(figure));
  if (picture.find("</svg>") == std::string::npos) throw PlotError("gnuplot ended without a picture");
  write_file(path, compact(picture));
}

void write_svg(const Plot& plot, const std::filesystem::path& path) { write_svg(Figure{.plots = {plot}}, path); }

}  // namespace coframe
