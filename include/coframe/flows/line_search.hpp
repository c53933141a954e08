// SPDX-License-Identifier: MIT
#pragma once
// A step length on a line by the strong conditions of Wolfe.
#include <algorithm>
#include <cmath>
#include <limits>

#include "coframe/base/error.hpp"

namespace coframe {

/// φ(s) and φ'(s) of a loss on a line.
struct OnLine {
  double s, value, slope;
};

/// φ(s) ≤ φ(0) + decrease s φ'(0) and |φ'(s)| ≤ curvature |φ'(0)|.
struct WolfeConditions {
  double decrease = 1e-4;
  double curvature = 0.9;
  int most_trials = 40;

  bool decreases(const OnLine& start, const OnLine& at) const {
    return at.value <= start.value + decrease * at.s * start.slope + 4 * std::numeric_limits<double>::epsilon() * std::abs(start.value);
  }
  bool holds(const OnLine& start, const OnLine& at) const { return decreases(start, at) && std::abs(at.slope) <= curvature * -start.slope; }
};

/// Values that differ by rounding only.
inline bool level(double a, double b) { return std::abs(a - b) <= 8 * std::numeric_limits<double>::epsilon() * std::max(std::abs(a), std::abs(b)); }

/// Where the cubic through two points with slopes is lowest, kept off the ends; the middle if there is no such place.
/// Where the values differ by rounding only, the slopes alone decide.
inline double lowest_of_cubic(const OnLine& a, const OnLine& b) {
  const double width = b.s - a.s, middle = a.s + width / 2;
  if (level(a.value, b.value)) return a.slope * b.slope < 0 ? a.s - width * a.slope / (b.slope - a.slope) : middle;
  const double d = a.slope + b.slope - 3 * (a.value - b.value) / (a.s - b.s), under = d * d - a.slope * b.slope;
  if (!(under >= 0)) return middle;
  const double root = std::copysign(std::sqrt(under), width);
  const double s = b.s - width * (b.slope + root - d) / (b.slope - a.slope + 2 * root);
  const double low = std::min(a.s, b.s) + 0.1 * std::abs(width), high = std::max(a.s, b.s) - 0.1 * std::abs(width);
  return std::isfinite(s) ? std::clamp(s, low, high) : middle;
}

/// A point that satisfies the conditions, φ(s) given by `at(s)`, tried from s = first: outwards until an interval holds one,
/// then inwards. The best point seen, short of the conditions, if most_trials do not find it. DomainError unless φ'(0) < 0.
template <class At>
OnLine line_search(const At& at, const OnLine& start, double first, const WolfeConditions& wolfe = {}) {
  if (!(start.slope < 0))
    throw DomainError("line_search: the slope at the start is " + std::to_string(start.slope) + ", but a direction in which the loss "
                      "falls was expected");
  OnLine low = start, high = start, now = at(first);
  bool bracketed = false;
  for (int trial = 1; trial < wolfe.most_trials; ++trial) {
    const bool bad = !std::isfinite(now.value) || !std::isfinite(now.slope) || !wolfe.decreases(start, now) || 
                     (low.s > 0 && now.value > low.value && !level(now.value, low.value));
    if (!bad && wolfe.holds(start, now)) return now;
    if (bad) {
      high = now;
      bracketed = true;
    } else {
      const bool turned = bracketed ? now.slope * (high.s - low.s) >= 0 : now.slope >= 0;
      if (turned) high = low, bracketed = true;
      low = now;
    }
    if (!bracketed) now = at(2 * now.s);
    else if (std::isfinite(high.value) && std::isfinite(high.slope)) now = at(lowest_of_cubic(low, high));
    else now = at((low.s + high.s) / 2);
  }
  return low;
}

}  // namespace coframe
