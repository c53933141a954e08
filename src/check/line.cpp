// SPDX-License-Identifier: MIT
// Differences along a line. Everything is computed from the residual ρ, in which the linear part has cancelled already:
// the derivative of ρ at 0 is (numeric − analytic), so its error bar is the error bar of the comparison.
#include "line.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace coframe {
namespace {

// No power of 2: a rounded φ can follow exactly linear values along those.
constexpr double first_step = 0.127, ratio = 3.9;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using Numbers = std::vector<double>;

/// Ridders' tableau of quotients t_j whose error has the powers h^p, h^2p, … with base = ratio^p. Keeps the entry whose
/// neighbours agree best, a noise of φ of the given size included.
Slope extrapolate(const Numbers& t, const Numbers& h, double noise, double base) {
  constexpr std::size_t deepest = 5;
  Slope best;
  Numbers previous;
  for (std::size_t j = 0; j < t.size(); ++j) {
    if (!std::isfinite(t[j])) {
      previous.clear();
      continue;
    }
    Numbers row{t[j]};
    double factor = base;
    for (std::size_t m = 0; m < std::min(previous.size(), deepest); ++m, factor *= base) {
      row.push_back(row[m] + (row[m] - previous[m]) / (factor - 1));
      const double error =
          std::max(std::abs(row[m + 1] - row[m]), std::abs(row[m + 1] - previous[m])) + 2 * noise / h[j];
      if (error < best.error) best = {row[m + 1], error};
    }
    previous = std::move(row);
  }
  return best;
}

/// The finest `count` levels at which all the given sides are defined, coarse to fine; fewer if there are not as many.
std::vector<std::size_t> finest(const Line& line, std::size_t count, std::initializer_list<const Line::Side*> sides) {
  std::vector<std::size_t> levels;
  for (std::size_t j = line.h.size(); j-- > 0 && levels.size() < count;)
    if (std::all_of(sides.begin(), sides.end(), [j](const auto* s) { return std::isfinite(s->residual[j]); }))
      levels.insert(levels.begin(), j);
  return levels;
}

/// The largest distance of ρ from a parabola through its finest five values: roughness that no smooth function has.
double roughness(const Line& line, const Line::Side& side) {
  const auto levels = finest(line, 5, {&side});
  if (levels.size() < 5) return 0;
  std::array<std::array<double, 4>, 3> a{};
  const double unit = line.h[levels[0]];
  for (std::size_t j : levels) {
    const double s = line.h[j] / unit, power[] = {1, s, s * s};
    for (int p = 0; p < 3; ++p) {
      for (int q = 0; q < 3; ++q) a[p][q] += power[p] * power[q];
      a[p][3] += power[p] * side.residual[j];
    }
  }
  for (int p = 0; p < 3; ++p)
    for (int row = 0; row < 3; ++row) {
      if (row == p) continue;
      const double f = a[row][p] / a[p][p];
      for (int q = p; q < 4; ++q) a[row][q] -= f * a[p][q];
    }
  double worst = 0;
  for (std::size_t j : levels) {
    const double s = line.h[j] / unit;
    const double parabola = a[0][3] / a[0][0] + s * (a[1][3] / a[1][1] + s * a[2][3] / a[2][2]);
    worst = std::max(worst, std::abs(side.residual[j] - parabola));
  }
  return worst;
}

/// The height of a staircase: φ stands still over small steps on both sides, though it should and later does move.
double stair(const Line& line, double epsilon) {
  double height = 0;
  for (const Line::Side* side : {&line.plus, &line.minus}) {
    bool moves = false;
    double still = 0;
    for (std::size_t j = 0; j < line.h.size(); ++j) {
      if (std::isfinite(side->change[j]) && side->change[j] != 0) moves = true;
      else if (std::abs(side->claimed[j]) > 8 * epsilon * std::abs(line.value)) still = std::max(still, std::abs(side->claimed[j]));
    }
    if (!moves || still == 0) return 0;
    height = std::max(height, still);
  }
  return height;
}

/// The exponent of values in h over the given levels, if they follow a power law there; else NaN.
double exponent(const Line& line, const Numbers& values, const std::vector<std::size_t>& levels, double floor,
                double misfit = 0.15) {
  if (levels.size() < 3) return nan;
  for (std::size_t j : levels)
    if (!(std::abs(values[j]) > floor)) return nan;
  const auto log_at = [&](std::size_t k) { return std::log(std::abs(values[levels[k]])); };
  const std::size_t last = levels.size() - 1;
  const double slope = (log_at(0) - log_at(last)) / (std::log(line.h[levels[0]]) - std::log(line.h[levels[last]]));
  for (std::size_t k = 0; k < last; ++k)
    if (std::abs(log_at(k) - log_at(k + 1) - slope * std::log(line.h[levels[k]] / line.h[levels[k + 1]])) > misfit) return nan;
  return slope;
}

/// The order of values in h just above the noise.
double order(const Line& line, const Numbers& values, double noise) {
  for (std::size_t last = line.h.size(); last-- > 2;) {
    const double e = exponent(line, values, {last - 2, last - 1, last}, 30 * noise + std::numeric_limits<double>::min(), 1.5);
    if (std::isfinite(e)) return e;
  }
  return 0;
}

Numbers combine(const Numbers& a, const Numbers& b, double sign) {
  Numbers c(a.size());
  for (std::size_t j = 0; j < a.size(); ++j) c[j] = a[j] + sign * b[j];
  return c;
}
Numbers quotients(const Numbers& values, const Numbers& h, double divisor) {
  Numbers t(values.size());
  for (std::size_t j = 0; j < t.size(); ++j) t[j] = values[j] / (divisor * h[j]);
  return t;
}

/// A difference is confirmed where the raw quotients approach it before any extrapolation, over three levels at least, and
/// keep to it at all finer steps above the noise: a quotient that leaves it again has stepped over oscillations.
enum class Confirmation { none, left, kept };
Confirmation confirmation(const Numbers& t, const Numbers& h, double difference, double noise) {
  int run = 0, longest = 0;
  for (std::size_t j = 0; j < t.size() && 2 * noise / h[j] < 0.15 * std::abs(difference); ++j) {
    run = std::abs(t[j] - difference) < 0.3 * std::abs(difference) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return run >= 3 ? Confirmation::kept : longest >= 3 ? Confirmation::left : Confirmation::none;
}

/// Does φ move along the line by hardly more than its roundings? Where it moves far less than is claimed, it might oscillate, and
/// to refute that needs a window between the oscillation and the roundings. Not so where φ is constant up to a few of them.
bool drowned(const Line& line, double epsilon, double noise) {
  double most = 0, claimed = 0;
  for (const Line::Side* side : {&line.plus, &line.minus})
    for (std::size_t j = 0; j < line.h.size(); ++j)
      most = std::fmax(most, std::abs(side->change[j])), claimed = std::fmax(claimed, std::abs(side->claimed[j]));
  return most > 0 && noise >= (most < 0.1 * claimed ? 0.01 : 0.3) * most && noise > 30 * epsilon * std::abs(line.value);
}

/// The coarsest defined slope of φ: the size of a derivative that would be worth mentioning, also at a stationary point.
double natural_slope(const Line& line) {
  for (std::size_t j = 0; j < line.h.size(); ++j) {
    const double a = std::abs(line.plus.change[j]), b = std::abs(line.minus.change[j]);
    if (std::isfinite(a) || std::isfinite(b)) return std::fmax(a, b) / line.h[j];
  }
  return 0;
}

void judge_difference(LineFinding& f, const Numbers& raw, const Numbers& h, Slope d, double natural, double tolerance) {
  f.numeric = f.analytic + d.value;
  f.error = d.error;
  f.scale = std::max(f.scale, std::abs(f.numeric));
  const bool agree = std::abs(d.value) <= 3 * d.error;
  const bool close = std::abs(d.value) + d.error <= tolerance * f.scale;
  if (close) f.verdict = Verdict::pass;
  else if (agree && d.error <= tolerance * natural) f.verdict = Verdict::pass, f.scale = natural;
  else if (!agree && std::abs(d.value) > tolerance * f.scale) {
    const Confirmation c = confirmation(raw, h, d.value, f.noise);
    if (c == Confirmation::kept) f.verdict = Verdict::wrong;
    f.oscillates = c == Confirmation::left;
  }
  f.reason = f.verdict == Verdict::inconclusive ? Reason::noise : Reason::none;
}

/// A jump or a vertical slope on a side: ρ follows h^α with α < 0.85 down to the finest step.
Reason singularity(const Line& line, const Line::Side& side, double epsilon) {
  const double floor = 50 * epsilon * std::abs(line.value);
  const double e = exponent(line, side.residual, finest(line, 5, {&side}), floor + std::numeric_limits<double>::min());
  return !(e < 0.85) ? Reason::none : e < 0.15 ? Reason::discontinuous : Reason::vertical;
}

}  // namespace

double LineFinding::bound() const {
  const double size = std::abs(difference()) + error;
  return size == 0 ? 0 : size / scale;
}

Line sample_line(Subject& subject, double value, const std::vector<double>& v, int levels) {
  Line line;
  line.value = value;
  for (double c : v) line.reach = std::max(line.reach, std::abs(c));
  std::vector<double> step(v.size()), moved(v.size());
  const auto sample = [&](double h, Line::Side& side) {
    for (std::size_t i = 0; i < v.size(); ++i) step[i] = h * v[i];
    const double change = subject.value(step, moved) - value;
    long double claimed = 0;
    for (std::size_t i = 0; i < v.size(); ++i) claimed += static_cast<long double>(subject.g[i]) * moved[i];
    side.change.push_back(std::isfinite(change) ? change : nan);
    side.claimed.push_back(static_cast<double>(claimed));
    side.residual.push_back(side.change.back() - side.claimed.back());
  };
  for (int j = 0; j < levels; ++j) {
    line.h.push_back(first_step / std::pow(ratio, j));
    sample(line.h.back(), line.plus);
    sample(-line.h.back(), line.minus);
  }
  return line;
}

LineFinding judge_line(const Line& line, double analytic, double typical, double epsilon, double tolerance, double noise) {
  LineFinding f;
  f.analytic = analytic;
  f.reach = line.reach;
  f.scale = std::max(std::abs(analytic), typical);
  f.noise = std::max({noise, 2 * epsilon * std::abs(line.value), stair(line, epsilon)});
  if (line.h.size() > 10 || epsilon > 1e-10)  // the finest steps of a long sweep see nothing but noise
    f.noise = std::max({f.noise, 2 * roughness(line, line.plus), 2 * roughness(line, line.minus)});

  const Numbers even = combine(line.plus.residual, line.minus.residual, 1);
  const Numbers odd = combine(line.plus.residual, line.minus.residual, -1);
  const Numbers raw = quotients(odd, line.h, 2);
  const Numbers raw_right = quotients(line.plus.residual, line.h, 1), raw_left = quotients(line.minus.residual, line.h, -1);
  f.right = extrapolate(raw_right, line.h, f.noise, ratio);
  f.left = extrapolate(raw_left, line.h, f.noise, ratio);

  Numbers r0, r1;
  for (std::size_t j = 0; j < line.h.size(); ++j) {
    r0.push_back(std::fmax(std::abs(line.plus.change[j]), std::abs(line.minus.change[j])));
    r1.push_back(std::fmax(std::abs(line.plus.residual[j]), std::abs(line.minus.residual[j])));
    f.taylor.push_back({line.h[j], r0[j], r1[j]});
  }
  f.slope_r0 = order(line, r0, f.noise);
  f.slope_r1 = order(line, r1, f.noise);

  // At a stationary point there is no slope to be relative to: then to what φ is, but not for a step of no size.
  const double natural = std::max(natural_slope(line), std::abs(line.value) * std::min(line.reach, 1.));
  const std::size_t both = finest(line, 99, {&line.plus, &line.minus}).size();
  const std::size_t right = finest(line, 99, {&line.plus}).size(), left = finest(line, 99, {&line.minus}).size();
  for (const auto* side : {&line.plus, &line.minus})
    if (const Reason reason = singularity(line, *side, epsilon); reason != Reason::none) {
      f.reason = reason;
      f.left.value += analytic, f.right.value += analytic;
      return f;
    }
  if (both < 4) {
    f.reason = Reason::not_in_domain;
    f.one_sided = right >= 4 || left >= 4;
    if (f.one_sided) {
      const bool use_right = right >= left;
      judge_difference(f, use_right ? raw_right : raw_left, line.h, use_right ? f.right : f.left, natural, tolerance);
    }
    return f;
  }

  const double gap = f.right.value - f.left.value, gap_error = f.right.error + f.left.error;
  const double even_order = order(line, even, f.noise);
  const bool kink = std::abs(even_order - 1) < 0.15 && std::abs(gap) > 10 * gap_error && std::abs(gap) > tolerance * f.scale;
  if (kink) {
    // the claimed slope should lie between the one-sided ones (Clarke's interval)
    const double slack = 3 * gap_error + tolerance * (f.scale + std::abs(gap));
    const bool between = std::min(f.left.value, f.right.value) <= slack && std::max(f.left.value, f.right.value) >= -slack;
    f.verdict = between ? Verdict::inconclusive : Verdict::wrong;
    f.reason = Reason::kink;
    f.numeric = analytic + (f.left.value + f.right.value) / 2;
    f.error = std::abs(gap) / 2;
    f.left.value += analytic, f.right.value += analytic;
    return f;
  }
  judge_difference(f, raw, line.h, extrapolate(raw, line.h, f.noise, ratio * ratio), natural, tolerance);
  if (f.verdict == Verdict::wrong && drowned(line, epsilon, noise)) f.verdict = Verdict::inconclusive, f.reason = Reason::noise;
  if (even_order > 1.15 && even_order < 1.85) f.holder = even_order;
  return f;
}

}  // namespace coframe
