// SPDX-License-Identifier: MIT
#pragma once
// The numerics of one direction: what the residual ρ(h) = φ(x + hv) − φ(x) − ⟨g, hv⟩ tells about the differential g.
#include <coframe/check/subject.hpp>

namespace coframe {

/// A slope with an error bar.
struct Slope {
  double value = std::numeric_limits<double>::quiet_NaN(), error = std::numeric_limits<double>::infinity();
};

/// φ at the displacements ±h_j v, h from coarse to fine, a factor of 3.9 apart; NaN where φ is not defined.
struct Line {
  std::vector<double> h;
  /// φ − φ(x), the claimed change ⟨g, moved⟩, and their difference ρ, on either side.
  struct Side {
    std::vector<double> change, claimed, residual;
  } plus, minus;
  double value = 0;
  double reach = 0;  // the largest component of v
};

/// The findings along one direction.
struct LineFinding {
  Verdict verdict = Verdict::inconclusive;
  Reason reason = Reason::noise;
  double analytic = 0, numeric = 0;
  /// Of `numeric`, and the size that errors are relative to.
  double error = std::numeric_limits<double>::infinity(), scale = 0;
  Slope left, right;
  double noise = 0, reach = 0;
  double holder = 0;  // the order of the residual where it is between 1 and 2, else 0
  bool one_sided = false;
  bool oscillates = false;  // finer steps contradict coarser ones
  double slope_r0 = 0, slope_r1 = 0;
  std::vector<TaylorRow> taylor;

  double difference() const { return numeric - analytic; }
  double bound() const;
};

inline constexpr int most_levels = 13;

/// Samples φ along v. `levels` steps on each side, the first of them about 1/8.
Line sample_line(Subject& subject, double value, const std::vector<double>& v, int levels);

/// Judges a line, along which the claimed slope is `analytic` and a typical one `typical`, not below a given noise of φ.
LineFinding judge_line(const Line& line, double analytic, double typical, double epsilon, double tolerance, double noise);

}  // namespace coframe
