// SPDX-License-Identifier: MIT
#pragma once
// What a check found: a verdict, how far it can be trusted, and where to look.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

namespace coframe {

/// Inconclusive is no pass: the derivative was neither confirmed nor refuted.
enum class Verdict { pass, wrong, inconclusive };

/// Why a check is inconclusive.
enum class Reason { none, kink, discontinuous, vertical, noise, nondeterministic, not_in_domain };

/// How a check is run. A check at the same seed is the same check.
struct CheckOptions {
  std::uint64_t seed = 7;
  /// Random directions along which the whole differential is compared.
  int directions = 2;
  /// The largest relative error that passes; 0 is ε^(2/5): 5e-7 in double, 2e-3 in float.
  double tolerance = 0;
  /// ⟨w, f_* v⟩ = ⟨f^* w, v⟩ must hold to so many ε.
  double adjoint = 100;
  /// Compares every coordinate, at 16 evaluations each, however many there are; else only up to 8.
  bool exhaustive = false;
};

/// A derivative by both ways. `path` names the coordinate, or the leaf if the slope is along a direction in it.
struct Comparison {
  std::string path;
  double analytic = 0, numeric = 0, error = 0;
};

/// A recorded operation: its name, its number on the tape, and by how many ε·Σ|w||f_* v| its two directions differ.
struct FailingOperation {
  std::string name;
  std::size_t index = 0, first = 0, last = 0;
  double mismatch = 0;
};

/// One line of the Taylor table: R₀ = |f(x + hv) − f(x)|, R₁ = |f(x + hv) − f(x) − h⟨df, v⟩|.
struct TaylorRow {
  double step = 0, r0 = 0, r1 = 0;
};

/// The report of a check. In a condition it is true for a pass and for nothing else; printed, it fills one screen.
struct Report {
  Verdict verdict = Verdict::inconclusive;
  Reason reason = Reason::none;
  std::string check;

  /// The relative error of the differential is at most `bound`; what is smaller than `detection_limit` could not be seen.
  double bound = std::numeric_limits<double>::infinity(), detection_limit = std::numeric_limits<double>::infinity();
  double tolerance = 0;
  Comparison worst;
  /// Empty name: every recorded operation satisfies its adjoint identity.
  FailingOperation operation;
  /// The largest mismatch of an adjoint identity, in units of ε·Σ|w||f_* v|.
  double adjoint_mismatch = 0;
  std::string cause;
  std::vector<std::string> remarks;

  /// Orders of R₀ and R₁ in h: 1 and 2 where the differential is right and the function curved; 0 where not measurable.
  double slope_r0 = 0, slope_r1 = 0;
  std::vector<TaylorRow> taylor;
  /// One-sided slopes at a kink.
  double left = 0, right = 0;
  /// |f_z̄| / |f_z| of a complex function of one complex number: 0 is holomorphic, ∞ antiholomorphic; negative: not asked.
  double cauchy_riemann = -1;

  std::size_t coordinates = 0, operations = 0, evaluations = 0;
  std::uint64_t seed = 0;

  explicit operator bool() const { return verdict == Verdict::pass; }
  /// The report as one screen of text.
  std::string text() const;
};

const char* name_of(Verdict verdict);
const char* name_of(Reason reason);

inline std::ostream& operator<<(std::ostream& out, const Report& report) { return out << report.text(); }

}  // namespace coframe
