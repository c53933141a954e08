// SPDX-License-Identifier: MIT
#pragma once
// The adjoint identity ⟨w, f_* v⟩ = ⟨f^* w, v⟩ of every recorded operation and of the whole tape: no step, no differences.
#include "coframe/check/identity.hpp"

namespace coframe {

/// The whole tape, given that each operation passed: what fails then is the sweep between them. ∞ · 0 would tell nothing.
template <class S> void check_whole(AdjointCheck<S>& check, const std::vector<Extent>& results, const CheckOptions& options, Report& report, S epsilon) {
  if (check.singular() > 0) return;
  const double mismatch = check.whole(results).mismatch(epsilon);
  if (!std::isfinite(mismatch)) return;
  report.adjoint_mismatch = std::max(report.adjoint_mismatch, mismatch);
  // roundings of a long program may cancel the leading digits, a mistake of the sweep leaves none
  const double allowed = std::max(options.adjoint * static_cast<double>(1 + report.operations), 1 / std::sqrt(static_cast<double>(epsilon)));
  if (mismatch <= allowed) return;
  lower_verdict(report, Verdict::wrong);
  report.remarks.push_back("the whole program misses its adjoint identity by " + std::to_string(mismatch) + " eps, though each operation may hold its own");
}

/// The adjoint identity of each operation on a tape to 100 ε, relative to the larger of Σ|w||f_* v| and Σ|f^* w||v|, and of the
/// tape as a whole, where the roundings of its operations add.
/// Says nothing about the values: a rule whose push and pull are wrong alike passes here and fails check_gradient.
template <std::floating_point S> Report check_adjoint(Tape<S>& tape, const CheckOptions& options = {}) {
  Report report;
  report.check = "check_adjoint";
  report.verdict = Verdict::pass;
  report.seed = options.seed;
  AdjointCheck<S> check(tape, options.seed);
  report.operations = check.operations(options, report);
  report.coordinates = tape.size();
  if (report.operations == 0) {
    lower_verdict(report, Verdict::inconclusive);
    report.remarks.push_back("nothing is recorded on this tape");
    return report;
  }
  check_whole(check, {tape.pieces().back().range()}, options, report, std::numeric_limits<S>::epsilon());
  return report;
}

}  // namespace coframe
