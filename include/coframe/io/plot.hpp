// SPDX-License-Identifier: MIT
#pragma once
// Pictures of curves, points and regions as SVG, drawn by gnuplot.
#include <coframe/base/error.hpp>

#include <concepts>
#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

namespace coframe {

/// gnuplot is missing or refused a plot; the message is gnuplot's own.
struct PlotError : Error {
  using Error::Error;
};

/// A vector of real numbers: std::vector, Eigen vectors and arrays and their expressions.
template <class T>
concept RealSequence = requires(const T& sequence) {
  { sequence.size() } -> std::convertible_to<std::size_t>;
  { sequence[0] } -> std::convertible_to<double>;
};

/// Coordinates of a series, copied from any RealSequence.
class Samples {
 public:
  Samples() = default;
  Samples(std::initializer_list<double> values) : values_(values) {}

  template <RealSequence T>
  requires(!std::same_as<T, Samples>) Samples(const T& sequence) {
    values_.reserve(static_cast<std::size_t>(sequence.size()));
    for (decltype(sequence.size()) i = 0; i < sequence.size(); ++i) values_.push_back(static_cast<double>(sequence[i]));
  }

  std::size_t size() const { return values_.size(); }
  double operator[](std::size_t i) const { return values_[i]; }

 private:
  std::vector<double> values_;
};

/// One curve, cloud of points or region.
struct Series {
  enum Style { line, dashed, points, steps, filled };  // filled: a closed curve with its inside

  std::string name = {};  ///< in the legend; none if empty
  Samples x = {};         ///< empty: 0, 1, 2, …
  Samples y = {};         ///< what cannot be shown (nan, inf, ≤ 0 on a logarithmic axis) leaves a gap
  Style style = line;
  std::string colour = {};  ///< "#rrggbb"; empty: the next one of a palette safe for the colour-blind
  double weight = 1;        ///< times the usual width of a line or size of a point
};

/// From `low` to `high`; where both are 0, what the data need.
struct Range {
  double low = 0, high = 0;
};

/// Words that begin at a place.
struct Note {
  double x = 0, y = 0;
  std::string text = {};
};

/// Curves in one pair of axes.
struct Plot {
  std::string title = {}, x_label = {}, y_label = {};
  bool log_x = false, log_y = false;
  Range x_range = {}, y_range = {};
  bool same_scale = false;  ///< a unit is as long on both axes
  std::vector<Series> series = {};
  std::vector<Note> notes = {};
};

/// Several plots, row by row.
struct Figure {
  std::string title = {};
  std::vector<Plot> plots = {};
  std::size_t columns = 1;
  int width = 760, height = 400;  ///< of one plot, in pixels
};

/// Draws with gnuplot and writes the picture as `write_file` does.
/// \throws ShapeError if x and y of a series differ in length; EmptyInput if there is nothing to show in a plot;
/// DomainError for a colour, a size, a weight or a range that is none; PlotError from gnuplot, or if it is not installed; FileError if
/// the file cannot be written.
void write_svg(const Figure& figure, const std::filesystem::path& path);
void write_svg(const Plot& plot, const std::filesystem::path& path);

}  // namespace coframe
