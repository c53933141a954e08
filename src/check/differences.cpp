// SPDX-License-Identifier: MIT
// Which directions are compared, and where a difference comes from.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <tuple>
#include <utility>

#include "line.hpp"
#include "rounding.hpp"

namespace coframe {
namespace {

using Numbers = std::vector<double>;

/// Comparisons of one subject, with what they share: φ(x), the noise of φ, random numbers.
class Differences {
 public:
  Differences(Subject& subject, const CheckOptions& options, Report& report)
      : subject_(subject), options_(options), report_(report), random_(options.seed) {}

  void run() {
    const std::size_t n = subject_.x.size();
    find_typical_sizes();
    if (!evaluate() || !finite_differential()) return;
    for (int d = 0; d < std::max(options_.directions, 1); ++d) add_direction(d);
    const bool each = n <= 8 || options_.exhaustive;
    if (!each && subject_.leaves.size() > 1 && subject_.leaves.size() <= 32)
      for (const LeafPlace& leaf : subject_.leaves) add_leaf(leaf);
    if (each)
      for (std::size_t i = 0; i < n; ++i) add_coordinate(i);
    if (report_.verdict == Verdict::wrong && !each) bisect();
    if (report_.verdict == Verdict::wrong && located_) suggest_cause();
    if (below_noise_ > 0)
      report_.remarks.push_back(std::to_string(below_noise_) + " of the single slopes are too small beside the whole to be compared");
  }

 private:
  enum Scale { of_leaf, of_coordinate, unit };

  bool evaluate() {
    const std::size_t n = subject_.x.size();
    Numbers zero(n), moved(n);
    value_ = subject_.value(zero, moved);
    const double again = subject_.value(zero, moved);
    if (!std::isfinite(value_)) {
      lower_verdict(report_, Verdict::inconclusive, Reason::not_in_domain);
      report_.remarks.push_back(subject_.thrown.empty() ? "the function is not finite at x" : "the function throws at x: " + subject_.thrown);
      return false;
    }
    if (value_ != again) {
      lower_verdict(report_, Verdict::inconclusive, Reason::nondeterministic);
      report_.remarks.push_back("two evaluations at x differ by " + std::to_string(std::abs(again - value_)) + ": fix its random numbers");
      return false;
    }
    return true;
  }
  bool finite_differential() {
    for (std::size_t i = 0; i < subject_.g.size(); ++i) {
      if (std::isfinite(subject_.g[i])) continue;
      report_.worst = {coordinate_name(subject_, i), subject_.g[i], std::numeric_limits<double>::quiet_NaN(), 0};
      const double claimed = std::exchange(subject_.g[i], 0);
      const LineFinding f = compare(direction({i}, of_coordinate), 8);
      subject_.g[i] = claimed;
      report_.worst.numeric = f.numeric;
      report_.worst.error = f.error;
      const bool measured = f.reason == Reason::none;
      lower_verdict(report_, measured ? Verdict::wrong : Verdict::inconclusive, measured ? Reason::none : f.reason);
      report_.cause = measured ? "the differential is not finite where the function has a slope: 0·∞ or 0/0 in an operation" : "";
      if (!measured) report_.remarks.push_back("the differential is not finite at x");
      return false;
    }
    return true;
  }

  double scale_of(std::size_t i, Scale scale) const {
    const double size = std::abs(subject_.x[i]);
    return scale == unit ? 1 : scale == of_coordinate && size > 0 ? size : typical_[i];
  }
  /// The root mean square of the leaf in which a coordinate lies, 1 where that is zero.
  void find_typical_sizes() {
    typical_.assign(subject_.x.size(), 1);
    for (const LeafPlace& leaf : subject_.leaves) {
      const auto first = subject_.x.begin() + static_cast<std::ptrdiff_t>(leaf.first), last = first + static_cast<std::ptrdiff_t>(leaf.count());
      double largest = 0, sum = 0;
      for (auto x = first; x != last; ++x) largest = std::max(largest, std::abs(*x));
      if (largest == 0 || !std::isfinite(largest)) continue;
      for (auto x = first; x != last; ++x) sum += std::pow(*x / largest, 2);
      std::fill_n(typical_.begin() + static_cast<std::ptrdiff_t>(leaf.first), leaf.count(), largest * std::sqrt(sum / static_cast<double>(leaf.count())));
    }
  }
  /// A random direction in the given coordinates: signs, and sizes within a factor of 3.
  Numbers direction(const std::vector<std::size_t>& coordinates, Scale scale) {
    Numbers v(subject_.x.size());
    for (std::size_t i : coordinates) {
      const auto bits = random_();
      const double size = coordinates.size() == 1 ? 1 : 0.5 + static_cast<double>(bits >> 12) / static_cast<double>(1ull << 52);
      v[i] = (coordinates.size() > 1 && (bits & 1) ? -size : size) * scale_of(i, scale);
    }
    return v;
  }
  std::vector<std::size_t> all() const {
    std::vector<std::size_t> coordinates(subject_.x.size());
    std::iota(coordinates.begin(), coordinates.end(), std::size_t{0});
    return coordinates;
  }

  bool single_precision() const { return subject_.epsilon > 1e-10; }
  double tolerance() const { return report_.tolerance; }
  LineFinding compare(const Numbers& v, int levels) { return compare(v, levels, noise_); }
  LineFinding compare(const Numbers& v, int levels, double noise) {
    long double slope = 0, square = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {
      const long double term = static_cast<long double>(subject_.g[i]) * v[i];
      slope += term, square += term * term;
    }
    const int most = single_precision() ? std::min(levels, 8) : levels;
    const Line line = sample_line(subject_, value_, v, most);
    return judge_line(line, static_cast<double>(slope), static_cast<double>(std::sqrt(square)), subject_.epsilon, tolerance(), noise);
  }
  /// Compares along a direction in some coordinates, and where that is not conclusive, at other scales of x. Until one holds,
  /// claims of `wrong` are confirmed at finer steps, lest a fast oscillation or a small domain has been stepped over.
  LineFinding compare_scaled(const std::vector<std::size_t>& coordinates, Scale first, int levels) {
    LineFinding best = compare_confirmed(coordinates, first, levels);
    for (Scale scale : {of_coordinate, unit, of_leaf}) {
      const bool doubtful = best.verdict == Verdict::inconclusive && best.reason != Reason::kink;
      if (scale == first || !doubtful) continue;
      const LineFinding other = compare_confirmed(coordinates, scale, levels);
      if (rank(other) > rank(best)) best = other;
    }
    return best;
  }
  LineFinding compare_confirmed(const std::vector<std::size_t>& coordinates, Scale scale, int levels) {
    const Numbers v = direction(coordinates, scale);
    const LineFinding f = compare(v, levels);
    return (f.oscillates || f.verdict == Verdict::wrong) && report_.verdict != Verdict::wrong ? confirm(coordinates, v, levels) : f;
  }
  /// A claim of `wrong`, once more with the roundings of φ measured, and at finer steps along v: they may refute it, or
  /// contradict it without saying more.
  LineFinding confirm(const std::vector<std::size_t>& coordinates, Numbers v, int levels) {
    LineFinding claim = compare(v, levels, std::max(noise_, rounding_along(v)));
    const bool kink = claim.reason == Reason::kink;
    if (claim.verdict == Verdict::pass) return doubtful(claim);
    if (claim.verdict == Verdict::inconclusive && !claim.oscillates) return claim;
    if (!kink && within_roundings(claim, v)) return doubtful(claim);
    double smallest = 1;
    for (std::size_t i : coordinates)
      if (subject_.x[i] != 0) smallest = std::min(smallest, std::abs(subject_.x[i]));
    const double finer = std::ldexp(1, single_precision() ? -5 : -14);
    double shrink = smallest < 0.1 * claim.reach ? smallest / claim.reach : finer;
    for (int stage = 0; stage < 2 + (shrink != finer); ++stage) {
      for (double& c : v) c *= stage == 0 ? shrink : finer;
      const LineFinding f = compare(v, most_levels, rounding_along(v));
      const double expected = claim.difference() * (f.reach / claim.reach);
      const bool contradicts = kink ? f.reason != Reason::kink : std::abs(f.difference() - expected) > f.error + 0.1 * std::abs(expected);
      if (contradicts && f.verdict == Verdict::pass) return f;
      if (contradicts || f.oscillates) claim = doubtful(claim);
    }
    return claim;
  }
  /// Is a difference one that roundings of the differential could make? Also a slope that they move, and that φ does not show,
  /// proves nothing: φ may oscillate too fast for its numbers.
  bool within_roundings(const LineFinding& f, const Numbers& v) {
    double most = 0;
    for (const TaylorRow& row : f.taylor) most = std::fmax(most, row.r0);
    const bool hardly_moves = most < 0.1 * std::abs(f.analytic) * f.taylor.front().step;
    const double unsure = slope_rounding(v);
    return std::abs(f.difference()) <= 3 * (f.error + unsure) || (hardly_moves && unsure > 1e3 * subject_.epsilon * std::abs(f.analytic));
  }
  static LineFinding doubtful(LineFinding claim) {
    claim.verdict = Verdict::inconclusive, claim.reason = Reason::noise;
    return claim;
  }
  /// How far roundings move the claimed slope along v.
  double slope_rounding(const Numbers& v) {
    if (!subject_.differential) return 0;
    return rounding_spread([&] {
      const Numbers g = subject_.differential();
      return static_cast<double>(std::inner_product(v.begin(), v.end(), g.begin(), 0.0L));
    }) / 2;
  }
  /// The roundings within φ at x and close to it along v, among them those that cannot be seen in φ: 1 + x² is 1 for small x.
  /// A move of x by one rounding counts as well, and what has lost its digits when it was squared.
  double rounding_along(const Numbers& v) {
    double most = std::sqrt(subject_.smallest);
    Numbers step(v.size()), moved(v.size());
    const auto value = [&] { return subject_.value(step, moved); };
    for (const double h : {0., 1e-2, -1e-2}) {
      for (std::size_t i = 0; i < v.size(); ++i) step[i] = h * v[i];
      most = std::fmax(most, rounding_spread(value) / 2);
    }
    for (const double h : {subject_.epsilon, -subject_.epsilon}) {
      for (std::size_t i = 0; i < v.size(); ++i) step[i] = std::copysign(h * (v[i] != 0) * subject_.x[i], h * v[i]);
      most = std::fmax(most, std::abs(value() - value_));
    }
    return most;
  }
  /// How much a finding says.
  static int rank(const LineFinding& f) {
    if (f.verdict != Verdict::inconclusive) return 3;
    return f.reason == Reason::noise ? 1 : f.reason == Reason::not_in_domain ? 0 : 2;
  }

  void add_direction(int d) {
    const bool leading = d == 0;
    const LineFinding f = compare_scaled(all(), d % 2 == 0 ? of_leaf : of_coordinate, leading ? most_levels : 8);
    if (f.reason == Reason::none || f.reason == Reason::noise) noise_ = std::max(noise_, f.noise);
    if (leading || f.verdict == Verdict::wrong) report_.slope_r0 = f.slope_r0, report_.slope_r1 = f.slope_r1, report_.taylor = f.taylor;
    if (f.holder > 0) report_.remarks.push_back("the function is rough at x: R1 has order " + std::to_string(f.holder).substr(0, 4));
    if (f.one_sided) report_.remarks.push_back("x lies on the boundary of the domain: only one side could be compared");
    whole_ = std::max(whole_, f.scale);
    add(f, "along a random direction", false);
  }
  void add_leaf(const LeafPlace& leaf) {
    std::vector<std::size_t> coordinates(leaf.count());
    std::iota(coordinates.begin(), coordinates.end(), leaf.first);
    if (coordinates.empty()) return;
    const LineFinding f = compare_scaled(coordinates, of_leaf, 8);
    add_part(f, f, leaf.path);
  }
  void add_coordinate(std::size_t i) {
    const LineFinding f = compare_scaled({i}, of_coordinate, 8);
    add_part(f, scaled(f), coordinate_name(subject_, i));
    if (f.verdict != Verdict::wrong || unseen(f)) return;
    if (!located_) locate(i, f);
    else if (std::abs(scaled(f).difference()) > std::abs(located_finding_.difference())) locate(i, f);
  }
  /// A slope along one coordinate, per unit of it.
  static LineFinding scaled(LineFinding f) {
    const double unit = f.reach;
    f.analytic /= unit, f.numeric /= unit, f.error /= unit, f.scale /= unit;
    return f;
  }
  /// A difference that roundings within φ can make without a trace in φ: 1 + x² is 1 for small x.
  bool unseen(const LineFinding& f) const {
    return f.verdict == Verdict::wrong && std::abs(f.difference()) <= 1e4 * subject_.epsilon * whole_;
  }
  /// A part of the differential: what is lost in the noise, and could not matter beside the whole, decides nothing.
  void add_part(const LineFinding& f, const LineFinding& shown, const std::string& path) {
    const bool small = f.error <= 10 * tolerance() * whole_ || report_.verdict == Verdict::wrong;
    if (unseen(f) || (f.verdict == Verdict::inconclusive && f.reason == Reason::noise && small)) {
      ++below_noise_;
      return;
    }
    add(shown, path, true);
  }
  void add(const LineFinding& f, const std::string& path, bool part) {
    const double bound = f.bound(), limit = f.error == 0 ? 0 : f.error / f.scale;
    const auto widen = [](double& most, double x) { most = std::isfinite(most) ? std::fmax(most, x) : x; };
    widen(report_.bound, bound);
    widen(report_.detection_limit, limit);
    const std::tuple weight(f.verdict == Verdict::wrong, f.verdict == Verdict::inconclusive, part, std::isfinite(bound) ? bound : 0.);
    if (report_.worst.path.empty() || weight > worst_weight_) {
      worst_weight_ = weight;
      report_.worst = {path, f.analytic, f.numeric, f.error};
      if (f.reason == Reason::kink) report_.left = f.left.value, report_.right = f.right.value;
    }
    lower_verdict(report_, f.verdict, f.reason);
  }

  /// Halves the coordinates, and keeps the half in which the slopes differ more: log₂ n comparisons of either half.
  void bisect() {
    std::vector<std::size_t> block = all();
    LineFinding f;
    while (block.size() > 1) {
      const auto middle = block.begin() + static_cast<std::ptrdiff_t>(block.size() / 2);
      const std::vector<std::size_t> a(block.begin(), middle), b(middle, block.end());
      const LineFinding fa = compare_scaled(a, of_coordinate, 8), fb = compare_scaled(b, of_coordinate, 8);
      if (fa.verdict != Verdict::wrong && fb.verdict != Verdict::wrong) return;
      const bool left = fb.verdict != Verdict::wrong || (fa.verdict == Verdict::wrong && std::abs(fa.difference()) >= std::abs(fb.difference()));
      block = left ? a : b;
    }
    f = compare_scaled(block, of_coordinate, 8);
    if (f.verdict == Verdict::wrong) locate(block[0], f);
  }
  void locate(std::size_t i, const LineFinding& f) {
    located_ = true;
    located_at_ = i;
    located_finding_ = scaled(f);
    report_.worst = {coordinate_name(subject_, i), located_finding_.analytic, located_finding_.numeric, located_finding_.error};
  }

  /// Compares the worst slope with others that a known mistake would have put there.
  void suggest_cause() {
    const auto numeric = [this](std::size_t i) { return scaled(compare_scaled({i}, of_coordinate, 8)).numeric; };
    report_.cause = suggested_cause(subject_, located_at_, located_finding_.numeric, numeric);
  }

  Subject& subject_;
  const CheckOptions& options_;
  Report& report_;
  std::mt19937_64 random_;
  Numbers typical_;
  double value_ = 0, noise_ = 0, whole_ = 0;
  std::tuple<bool, bool, bool, double> worst_weight_{};
  std::size_t below_noise_ = 0, located_at_ = 0;
  bool located_ = false;
  LineFinding located_finding_;
};

}  // namespace

void compare_with_differences(Subject& subject, const CheckOptions& options, Report& report) {
  report.tolerance = options.tolerance > 0 ? options.tolerance : std::pow(subject.epsilon, 0.4);
  report.coordinates = subject.x.size();
  Differences(subject, options, report).run();
  report.evaluations = subject.evaluations;
}

}  // namespace coframe
