// SPDX-License-Identifier: MIT
#pragma once
// What a check by differences sees: a real function of real coordinates, and the differential that is claimed for it.
#include <functional>
#include <string>
#include <vector>

#include "coframe/check/report.hpp"

namespace coframe {

/// Where a leaf's coordinates lie among all: column by column, or row by row; a complex element has two.
struct LeafPlace {
  std::string path;
  std::size_t first = 0, rows = 1, cols = 1, width = 1;
  bool scalar = true, row_major = false;
  std::size_t count() const { return rows * cols * width; }
};

/// φ(x) = ⟨w, f(x)⟩ with its claimed differential g = f^* w at x.
struct Subject {
  std::vector<double> x, g;
  std::vector<LeafPlace> leaves;
  /// Of the numbers with which φ is computed: ε, and the smallest normal one.
  double epsilon = std::numeric_limits<double>::epsilon(), smallest = std::numeric_limits<double>::min();
  /// φ(x + v); writes the displacement that rounding made of v. NaN where f throws or is not finite.
  std::function<double(const std::vector<double>& v, std::vector<double>& moved)> value;
  /// g, recorded once more.
  std::function<std::vector<double>()> differential;
  /// What f threw, if it did.
  std::string thrown;
  std::size_t evaluations = 0;
};

/// "hidden.W(2, 3)", "z.imag()" for coordinate i.
std::string coordinate_name(const Subject& subject, std::size_t i);

/// Compares g with differences of φ: directions, leaves, coordinates. Adds its findings to the report.
void compare_with_differences(Subject& subject, const CheckOptions& options, Report& report);

/// Lowers a verdict: wrong stays wrong, and wrong beats inconclusive beats pass.
void lower_verdict(Report& report, Verdict verdict, Reason reason = Reason::none);

/// What the ratio analytic / numeric suggests, or empty.
std::string cause_of_ratio(double ratio);

/// What mistake would have put g[i] where differences give `numeric`; `numeric_at(k)` measures other coordinates.
std::string suggested_cause(const Subject& subject, std::size_t i, double numeric,
                            const std::function<double(std::size_t)>& numeric_at);

}  // namespace coframe
