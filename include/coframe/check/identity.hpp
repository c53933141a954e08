// SPDX-License-Identifier: MIT
#pragma once
// Adjoint identities ⟨w, f_* v⟩ = ⟨f^* w, v⟩, measured on the scratch planes of one tape.
#include <algorithm>
#include <cmath>
#include <concepts>
#include <random>

#include "coframe/check/subject.hpp"
#include "coframe/tape/tape.hpp"

namespace coframe {

/// Numbers between −1 and 1, the same on every machine.
class RandomNumbers {
 public:
  explicit RandomNumbers(std::uint64_t seed) : bits_(seed) {}
  double operator()() { return std::ldexp(static_cast<double>(bits_() >> 11), -52) - 1; }

 private:
  std::mt19937_64 bits_;
};

/// Both sides of an adjoint identity, and the sums of absolute products to which rounding is relative.
struct AdjointSides {
  long double pushed = 0, pulled = 0, pushed_size = 0, pulled_size = 0;
  /// What is as small as the smallest normal number of S has lost its digits, and counts as equal.
  template <class S> double mismatch(S epsilon) const {
    const long double size = std::max(pushed_size, pulled_size), difference = std::abs(pushed - pulled);
    return difference <= 10 * std::numeric_limits<S>::min() ? 0 : static_cast<double>(difference / (size * static_cast<long double>(epsilon)));
  }
};

/// Adjoint identities on one tape.
template <class S> class AdjointCheck {
 public:
  AdjointCheck(Tape<S>& tape, std::uint64_t seed) : tape_(tape), random_(seed) {
    pieces_ = &tape.pieces();
    v_.ensure(tape.size());
    w_.ensure(tape.size());
  }

  /// Every operation by itself; the first that fails is named. Returns the number of operations.
  std::size_t operations(const CheckOptions& options, Report& report) {
    std::size_t index = 0;
    for (const auto& piece : *pieces_) {
      if (piece.map) {
        extents_.clear();
        piece.map->arguments(extents_);
        judge(options, report, index++, piece.map->name(), piece.map->range, [&](S* v) { piece.map->push(v); },
              [&](S* w) { piece.map->pull(w, false); });
      } else {
        each_row(piece.rows, [&](const Rows<S>& row) {
          extents_.clear();
          for (const auto* a = row.argument; a != row.argument_end;) --a, extents_.push_back({*a, *a + 1});
          row_size_ = size_of(row);
          judge(options, report, index++, "statement", {row.first, row.first + 1}, [&](S* v) { push_rows(row, v); },
                [&](S* w) { pull_rows<false>(row, w); });
          row_size_ = 0;
        });
      }
    }
    return index;
  }

  /// The operations so far whose local derivative is not finite.
  std::size_t singular() const { return singular_; }

  /// All operations together: random tangents of the coordinates that no operation writes, random cotangents of `results`.
  AdjointSides whole(const std::vector<Extent>& results) {
    S *v = v_.data(), *w = w_.data();
    std::vector<bool> written(tape_.size());
    for (const auto& piece : *pieces_) std::fill(written.begin() + piece.range().first, written.begin() + piece.range().last, true);
    v_.clear();
    w_.clear();
    for (Coordinate c = 0; c < tape_.size(); ++c)
      if (!written[c]) v[c] = static_cast<S>(random_());
    const std::vector<S> at(v, v + tape_.size());
    AdjointSides sides;
    tape_.push(v);
    for (const Extent& range : results)
      for (Coordinate c = range.first; c < range.last; ++c)
        w[c] = static_cast<S>(random_()), add(sides.pushed, sides.pushed_size, w[c], v[c]);
    const std::vector<S> seeds(w, w + tape_.size());
    tape_.pull(w);
    for (Coordinate c = 0; c < tape_.size(); ++c)
      if (!written[c]) add(sides.pulled, sides.pulled_size, w[c], at[c]);
    w_.clear();
    std::copy(seeds.begin(), seeds.end(), w);
    sides.pushed_size = std::max(sides.pushed_size, passed_through(v, w));
    v_.clear();
    w_.clear();
    return sides;
  }

 private:
  /// Σ|w||f_* v| over all operations: what their roundings are relative to, also where the results cancel.
  long double passed_through(const S* v, S* w) {
    long double size = 0;
    for (auto piece = pieces_->rbegin(); piece != pieces_->rend(); ++piece) {
      if (piece->map) {
        const Extent range = piece->map->range;
        for (Coordinate c = range.first; c < range.last; ++c) size += std::abs(static_cast<long double>(w[c]) * v[c]);
        piece->map->pull(w, false);
        std::fill(w + range.first, w + range.last, S(0));
      } else {
        std::vector<Rows<S>> rows;
        each_row(piece->rows, [&](const Rows<S>& row) { rows.push_back(row); });
        for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
          size += std::abs(static_cast<long double>(w[row->first])) * moved_by(*row, v);
          pull_rows<false>(*row, w);
        }
      }
    }
    return size;
  }
  /// Σ|pᵢ||vᵢ|.
  static long double moved_by(const Rows<S>& row, const S* v) {
    long double size = 0;
    const S* p = row.partial;
    for (unsigned i = 0; i < shape_arguments(*row.shape); ++i)
      size += std::abs(static_cast<long double>(shape_sign(*row.shape, i) ? S(1) : *p++) * v[row.argument[-1 - static_cast<int>(i)]]);
    return size;
  }
  static void add(long double& sum, long double& size, S a, S b) {
    const long double term = static_cast<long double>(a) * b;
    sum += term, size += std::abs(term);
  }

  template <class F> static void each_row(const Rows<S>& rows, const F& f) {
    Rows<S> row = rows;
    row.partial_end = rows.partial;
    row.argument_end = rows.argument;
    row.count = 1;
    for (Coordinate r = 0; r < rows.count; ++r, ++row.first, ++row.shape) {
      row.partial = row.partial_end, row.argument = row.argument_end;
      row.partial_end += shape_partials(*row.shape);
      row.argument_end -= shape_arguments(*row.shape);
      f(row);
    }
    if (row.partial_end != rows.partial_end || row.argument_end != rows.argument_end)
      throw Error("check: the shapes of a run of statements do not add up to its partials and arguments");
  }

  /// Σ|pᵢ|: where a statement reads one coordinate several times its partials may cancel, its roundings do not.
  static S size_of(const Rows<S>& row) {
    S size(0);
    const S* p = row.partial;
    for (unsigned i = 0; i < shape_arguments(*row.shape); ++i) size += shape_sign(*row.shape, i) ? S(1) : std::abs(*p++);
    return size;
  }

  /// Both sides for random tangents of argument `only` (of all, if negative); leaves v and w as the pull did.
  template <class Push, class Pull> AdjointSides measure(Extent range, const Push& push, const Pull& pull, std::ptrdiff_t only = -1) {
    S *v = v_.data(), *w = w_.data();
    each_argument([&](Coordinate c, std::ptrdiff_t k) { v[c] = only < 0 || only == k ? static_cast<S>(random_()) : S(0); });
    AdjointSides sides;
    push(v);
    seed_.clear();
    for (Coordinate c = range.first; c < range.last; ++c) {
      seed_.push_back(w[c] = static_cast<S>(random_()));
      add(sides.pushed, sides.pushed_size, w[c], v[c]);
    }
    pull(w);
    each_argument([&](Coordinate c, std::ptrdiff_t) { add(sides.pulled, sides.pulled_size, w[c], v[c]); });
    sides.pulled_size = std::max<long double>(sides.pulled_size, row_size_ * std::abs(seed_.empty() ? S(0) : seed_[0]));
    return sides;
  }
  /// A second pull on top of v: it must add to what other uses of the arguments have left there.
  template <class Pull> bool accumulates(Extent range, const Pull& pull, double allowed) {
    S *v = v_.data(), *w = w_.data();
    std::copy(seed_.begin(), seed_.end(), w + range.first);
    once_.clear();
    each_argument([&](Coordinate c, std::ptrdiff_t) { once_.push_back(w[c]), w[c] = v[c]; });
    pull(w);
    bool adds = true;
    auto once = once_.begin();
    each_argument([&](Coordinate c, std::ptrdiff_t) {
      const S slack = static_cast<S>(allowed) * std::numeric_limits<S>::epsilon() * (std::abs(v[c]) + std::abs(*once) + row_size_);
      adds = adds && !(std::abs(w[c] - v[c] - *once++) > slack);
    });
    return adds;
  }
  void clear(Extent range) {
    S *v = v_.data(), *w = w_.data();
    each_argument([&](Coordinate c, std::ptrdiff_t) { v[c] = w[c] = S(0); });
    for (Coordinate c = range.first; c < range.last; ++c) v[c] = w[c] = S(0);
  }
  template <class F> void each_argument(const F& f) const {
    for (std::size_t k = 0; k < extents_.size(); ++k)
      for (Coordinate c = extents_[k].first; c < extents_[k].last; ++c) f(c, static_cast<std::ptrdiff_t>(k));
  }

  template <class Push, class Pull>
  void judge(const CheckOptions& options, Report& report, std::size_t index, const char* name, Extent range, const Push& push, const Pull& pull) {
    unite(extents_);
    constexpr S epsilon = std::numeric_limits<S>::epsilon();
    const AdjointSides sides = measure(range, push, pull);
    const double mismatch = sides.mismatch(epsilon);
    const bool adds = accumulates(range, pull, options.adjoint);
    clear(range);
    if (!std::isfinite(mismatch)) {
      if (singular_++ == 0) report.remarks.push_back("the local derivative of operation #" + std::to_string(index) + " '" + name + "' is not finite");
      return;
    }
    report.adjoint_mismatch = std::max(report.adjoint_mismatch, mismatch);
    if (!report.operation.name.empty() || (adds && mismatch <= options.adjoint)) return;
    report.operation = {name, index, range.first, range.last, mismatch};
    if (mismatch <= options.adjoint) {
      lower_verdict(report, Verdict::wrong);
      report.cause = "the pull of this operation does not add to what is there: a missing accumulation (+=)";
    } else if (mismatch * epsilon < std::sqrt(epsilon)) {
      lower_verdict(report, Verdict::inconclusive, Reason::noise);
      report.remarks.push_back("the mismatch is small enough to be rounding in an ill-conditioned operation");
    } else {
      lower_verdict(report, Verdict::wrong);
      report.cause = "push and pull of this operation are not adjoint: a transpose, a conj or a term differs";
      for (std::size_t k = 0; k < extents_.size(); ++k) {
        const AdjointSides one = measure(range, push, pull, static_cast<std::ptrdiff_t>(k));
        clear(range);
        if (const std::string known = cause_of_sides(one, static_cast<S>(options.adjoint) * epsilon); !known.empty()) {
          report.cause = known + " (argument at coordinates " + std::to_string(extents_[k].first) + " to " + std::to_string(extents_[k].last) + ")";
          break;
        }
      }
    }
  }
  static std::string cause_of_sides(const AdjointSides& sides, S tolerance) {
    if (sides.mismatch(tolerance) <= 1) return {};
    if (sides.pulled == 0) return "the pull of this operation adds nothing: zero";
    if (sides.pushed == 0) return "the push of this operation adds nothing: zero";
    const std::string ratio = cause_of_ratio(static_cast<double>(sides.pulled / sides.pushed));
    return ratio.empty() ? "" : "push and pull of this operation are not adjoint; pull / push: " + ratio;
  }

  Tape<S>& tape_;
  const std::vector<typename Tape<S>::Piece>* pieces_;
  Plane<S> v_, w_;
  std::vector<Extent> extents_;
  std::vector<S> seed_, once_;
  RandomNumbers random_;
  std::size_t singular_ = 0;
  S row_size_ = 0;  // of the statement at hand, 0 for other operations
};

}  // namespace coframe
