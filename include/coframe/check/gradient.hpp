// SPDX-License-Identifier: MIT
#pragma once
// Is the differential of a program right? Three witnesses: adjoint identities, differences with an error bar, Taylor orders.
#include <utility>

#include "coframe/check/trace.hpp"

namespace coframe {

template <class F> concept NoOptions = !std::is_same_v<std::remove_cvref_t<F>, CheckOptions>;

/// What every check of a callable begins with: pass until something speaks against it.
inline Report new_report(const char* check, const CheckOptions& options) {
  Report report;
  report.check = check;
  report.verdict = Verdict::pass;
  report.seed = options.seed;
  return report;
}

template <class C> void add_adjoint_evidence(C& checked, const CheckOptions& options, Report& report) {
  using S = typename C::S;
  AdjointCheck<S> check(checked.recording().tape(), options.seed);
  report.operations = check.operations(options, report);
  check_whole<S>(check, checked.results(), options, report, std::numeric_limits<S>::epsilon());
}

/// The second witness, which also tells whose fault a failed adjoint identity is: differences see the pulls only.
inline void compare_differences(Subject& subject, const CheckOptions& options, Report& report) {
  const Verdict adjoint = std::exchange(report.verdict, Verdict::pass);
  const Reason reason = std::exchange(report.reason, Reason::none);
  const std::string cause = std::exchange(report.cause, "");
  compare_with_differences(subject, options, report);
  if (!report.operation.name.empty() && report.verdict != Verdict::inconclusive)
    report.remarks.push_back(report.verdict == Verdict::pass ? "differences agree with the pulls: look at the push of the operation, or at pulls that must add"
                                                             : "differences disagree with the pulls: look at the pull of the operation");
  if (report.cause.empty() || (!cause.empty() && report.cause.starts_with("a term"))) report.cause = cause;
  lower_verdict(report, adjoint, reason);
}

/// The traced and the plain program are one: their values agree, relative also to what a step of x changes.
template <class C> void compare_values(C& checked, Report& report) {
  if (report.reason == Reason::nondeterministic) return;   // no two values agree
  std::vector<double> moved;
  const double plain = checked.subject.value(std::vector<double>(checked.subject.x.size()), moved), traced = checked.traced_value();
  const double size = std::max({std::abs(plain), std::abs(traced), report.taylor.empty() ? 0. : report.taylor[0].r0});
  if (!(std::abs(plain - traced) > report.tolerance * size)) return;
  lower_verdict(report, Verdict::wrong);
  report.remarks.push_back("two programs: the traced value differs from the plain one by " + std::to_string(traced - plain));
}

/// f_z and f_z̄ from f_* 1 and f_* i.
template <class X, class F> double cauchy_riemann(Recorded<X, F>& recording) {
  using R = RealOf<X>;
  const X along_x = recording.pushforward(Tangent<X>(X(R(1)))).components(), along_y = recording.pushforward(Tangent<X>(X(R(0), R(1)))).components();
  const X i(R(0), R(1));
  const double fz = static_cast<double>(std::abs(along_x - i * along_y)), fzbar = static_cast<double>(std::abs(along_x + i * along_y));
  return fz == 0 ? (fzbar == 0 ? 0 : std::numeric_limits<double>::infinity()) : fzbar / fz;
}

/// Compares the pullback of f at (x…) with f itself, which is called on traced and on plain values alike.
/// x: numbers, complex numbers, matrices, models, tuples. A result that is no real number is weighed: φ = ⟨w, f⟩ with random w.
///  1. ⟨w, f_* v⟩ = ⟨f^* w, v⟩ for each recorded operation and for the program;
///  2. central differences of the plain f, extrapolated (Ridders), along random directions, leaves and coordinates;
///  3. R₁ = |φ(x + hv) − φ(x) − h⟨dφ, v⟩| of order 2;
///  4. φ(x) twice, bit for bit.
/// About 60 evaluations, 16 more for a leaf or (of up to 8) coordinate, and 100 before it says wrong, which takes a difference
/// above the roundings of f. Never throws for a wrong derivative.
template <NoOptions F, PointLike... X> Report check_gradient(const CheckOptions& options, F&& f, const X&... x) {
  Report report = new_report("check_gradient", options);
  const auto at = point(x...);
  using P = std::remove_const_t<decltype(at)>;
  using G = std::remove_reference_t<F>;
  try {
    Checked<P, G> checked(at, f, sizeof...(X) > 1, options.seed);
    add_adjoint_evidence(checked, options, report);
    compare_differences(checked.subject, options, report);
    compare_values(checked, report);
    if constexpr (Scalar<P> && is_complex_v<P> && std::is_same_v<typename Checked<P, G>::Y, Var<P>>)
      report.cauchy_riemann = cauchy_riemann(checked.recording());
  } catch (const std::exception& error) {
    lower_verdict(report, Verdict::inconclusive, Reason::not_in_domain);
    report.remarks.push_back(std::string("recording failed: ") + error.what());
  }
  return report;
}
template <NoOptions F, PointLike... X> Report check_gradient(F&& f, const X&... x) { return check_gradient(CheckOptions{}, f, x...); }

/// The adjoint identity of each operation that f records at (x…), and of f. Step free, so exact to rounding; it tells
/// nothing about a rule whose push and pull are wrong alike.
template <NoOptions F, PointLike... X> Report check_adjoint(const CheckOptions& options, F&& f, const X&... x) {
  Report report = new_report("check_adjoint", options);
  const auto at = point(x...);
  using P = std::remove_const_t<decltype(at)>;
  try {
    Checked<P, std::remove_reference_t<F>> checked(at, f, sizeof...(X) > 1, options.seed);
    add_adjoint_evidence(checked, options, report);
    report.coordinates = checked.subject.x.size();
  } catch (const std::exception& error) {
    lower_verdict(report, Verdict::inconclusive, Reason::not_in_domain);
    report.remarks.push_back(std::string("recording failed: ") + error.what());
  }
  return report;
}
template <NoOptions F, PointLike... X> Report check_adjoint(F&& f, const X&... x) { return check_adjoint(CheckOptions{}, f, x...); }

}  // namespace coframe
