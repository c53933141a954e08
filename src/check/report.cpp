// SPDX-License-Identifier: MIT
// A report as one screen of text.
#include <coframe/check/report.hpp>

#include <cmath>
#include <cstdio>

#include <coframe/check/subject.hpp>

namespace coframe {
namespace {

std::string number(const char* format, double x) {
  char text[64];
  std::snprintf(text, sizeof text, format, x);
  return text;
}
std::string digits(double x) { return number("%.10g", x); }
std::string rough(double x) { return number("%.1e", x); }

const char* explanation(Reason reason) {
  switch (reason) {
    case Reason::none: return "";
    case Reason::kink: return "nonsmooth: a kink at x";
    case Reason::discontinuous: return "discontinuous at x: a jump, or a branch cut";
    case Reason::vertical: return "nonsmooth: a vertical slope at x";
    case Reason::noise: return "noise: the function is too rough for a comparison to this tolerance";
    case Reason::nondeterministic: return "nondeterministic: two evaluations differ";
    case Reason::not_in_domain: return "not in domain: the function throws or is not finite at x or close to it";
  }
  return "";
}

/// The decades of R₁ over h as a row of marks, to be read beside those of R₀.
std::string taylor_table(const Report& r) {
  std::string text = "  Taylor      h         |f(x+hv)-f(x)|    |f(x+hv)-f(x)-h<df,v>|\n";
  const std::size_t rows = r.taylor.size(), stride = rows > 7 ? 2 : 1;
  for (std::size_t j = 0; j < rows; j += stride) {
    char line[96];
    std::snprintf(line, sizeof line, "              %.1e   %.1e           %.1e\n", r.taylor[j].step, r.taylor[j].r0, r.taylor[j].r1);
    text += line;
  }
  return text;
}

}  // namespace

const char* name_of(Verdict verdict) {
  return verdict == Verdict::pass ? "PASS" : verdict == Verdict::wrong ? "WRONG" : "INCONCLUSIVE";
}
const char* name_of(Reason reason) {
  constexpr const char* names[] = {"", "KINK", "DISCONTINUOUS", "VERTICAL", "NOISE", "NONDETERMINISTIC", "NOT IN DOMAIN"};
  return names[static_cast<int>(reason)];
}

void lower_verdict(Report& report, Verdict verdict, Reason reason) {
  const auto rank = [](Verdict v) { return v == Verdict::pass ? 0 : v == Verdict::inconclusive ? 1 : 2; };
  if (rank(verdict) <= rank(report.verdict)) return;
  report.verdict = verdict;
  report.reason = reason;
}

std::string Report::text() const {
  std::string t = check + ": " + name_of(verdict);
  if (reason != Reason::none) t += " (" + std::string(explanation(reason)) + ")";
  t += "\n";
  const auto line = [&t](const char* label, const std::string& content) {
    t += "  " + std::string(label) + std::string(12 - std::char_traits<char>::length(label), ' ') + content + "\n";
  };
  if (!worst.path.empty()) {
    const bool failed = verdict != Verdict::pass;
    line(failed ? "at" : "worst", worst.path);
    line("", "analytic " + digits(worst.analytic) + "   numeric " + digits(worst.numeric) + " ± " + rough(worst.error));
  }
  if (reason == Reason::kink) line("slopes", digits(left) + " on the left, " + digits(right) + " on the right");
  if (!operation.name.empty())
    line("operation", "#" + std::to_string(operation.index) + " '" + operation.name + "', coordinates " + std::to_string(operation.first) +
                          " to " + std::to_string(operation.last) + ": <w, f_* v> and <f^* w, v> differ by " + rough(operation.mismatch) +
                          " eps");
  if (!cause.empty()) line("cause", cause);
  if (std::isfinite(bound))
    line("bound", "relative error <= " + rough(bound) + ", detection limit " + rough(detection_limit) + ", tolerance " + rough(tolerance));
  if (operations > 0 && operation.name.empty())
    line("adjoint", "<w, f_* v> = <f^* w, v> to " + rough(adjoint_mismatch) + " eps, in each of " + std::to_string(operations) + " operations");
  if (slope_r0 != 0 || slope_r1 != 0)
    line("orders", number("R0 ~ h^%.2f", slope_r0) +
                       (slope_r1 != 0 ? number(", R1 ~ h^%.2f (2 where the differential is right)", slope_r1)
                                      : std::string(", R1 below the noise (a linear function)")));
  if (cauchy_riemann >= 0)
    line("complex", cauchy_riemann < 1e-9   ? "holomorphic: f_zbar = 0"
                    : cauchy_riemann > 1e9 ? "antiholomorphic: f_z = 0"
                                           : "neither holomorphic nor antiholomorphic: |f_zbar| / |f_z| = " + digits(cauchy_riemann));
  for (const std::string& remark : remarks) line("note", remark);
  if (verdict == Verdict::wrong && !taylor.empty()) t += taylor_table(*this);
  line("cost", std::to_string(coordinates) + " coordinates, " + std::to_string(evaluations) + " evaluations, seed " + std::to_string(seed));
  return t;
}

}  // namespace coframe
