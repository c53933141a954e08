// SPDX-License-Identifier: MIT
#pragma once
// Ordinary differential equations on the points of any tree.
#include "coframe/flows/event.hpp"
#include "coframe/flows/step_control.hpp"

namespace coframe {

inline void require_control(const StepControl& c, bool fixed) {
  if (fixed && !(c.step > 0))
    throw DomainError("integrate: a positive step was expected, for this method has no estimate of its error (or `fixed` is "
                      "set), but " + std::to_string(c.step) + " came");
  if (!fixed && !(c.relative >= 0 && c.absolute >= 0 && c.relative + c.absolute > 0 && c.longest > 0 && c.step >= 0))
    throw DomainError("integrate: tolerances, not both 0, and steps must be positive");
}
template <Point X>
void require_finite(const X& x, double t) {
  if (!flatten(x).allFinite())
    throw NotFinite("integrate: the state is not finite after t = " + std::to_string(t) + "; take smaller steps, or a method that "
                    "controls them, or look for a singularity");
}

template <class Method, class X, class F, class Visit>
void equal_steps(RungeKutta<Method, X, F>& steps, double t1, const StepControl& control, const Visit& visit) {
  const double t0 = steps.t(), span = t1 - t0;
  const double count = std::max(1., std::ceil(std::abs(span) / control.step * (1 - 1e-12)));
  if (count > static_cast<double>(control.most_steps))
    throw CapacityError("integrate: more than most_steps = " + std::to_string(control.most_steps) + " steps are needed");
  for (double k = 1; k <= count; ++k) {
    const double end = k == count ? t1 : t0 + span * (k / count);
    Arc<X> arc = steps.attempt(end - steps.t());
    arc.t1 = arc.end = end;
    require_finite(arc.x1, arc.t0);
    steps.accept(arc);
    if (!visit(arc)) return;
  }
}

template <class Method, class X, class F, class Visit>
long controlled_steps(RungeKutta<Method, X, F>& steps, double t1, const StepControl& control, const Visit& visit) {
  const double direction = t1 < steps.t() ? -1 : 1;
  PiControl pi(Method::tableau.error_order);
  double h = std::min(control.step > 0 ? control.step : first_step(steps, direction, control), control.longest);
  long rejected = 0;
  for (long k = 0; k < control.most_steps; ++k) {
    const double left = std::abs(t1 - steps.t());
    const bool last = h >= left * (1 - 1e-12);
    if (last) h = left;
    Arc<X> arc = steps.attempt(direction * h);
    if (last) arc.t1 = arc.end = t1;
    const double error = scaled_norm(steps.error(direction * h), arc.x0, arc.x1, control);
    if (error <= 1) {
      h = std::min(h * pi.after_success(error), control.longest);
      steps.accept(arc);
      if (!visit(arc) || last) return rejected;
    } else {
      ++rejected;
      h *= pi.after_failure(error);
      if (!(h > 8 * std::numeric_limits<double>::epsilon() * std::abs(steps.t()) && h > 1e-300)) {
        const std::string where = " at t = " + std::to_string(steps.t());
        if (!std::isfinite(error)) throw NotFinite("integrate: the velocity is not finite" + where + ", however small the step");
        throw DomainError("integrate: no step is small enough" + where + "; the equation is singular or too stiff there, or the "
                          "tolerance is below rounding");
      }
    }
  }
  throw CapacityError("integrate: t1 was not reached in most_steps = " + std::to_string(control.most_steps) + " steps, but t = " +
                      std::to_string(steps.t()) + "; loosen the tolerances or allow more steps");
}

struct Effort {
  long evaluations = 0, rejected = 0;
};
/// ẋ = f(t, x) from x at t0 to t1 (either way), f(t, x) an Over<X, Tangent>: visit(arc) for each step, until it returns
/// false. Raises DomainError, NotFinite, CapacityError.
template <RungeKuttaMethod Method, Point X, class F, class Visit>
  requires FieldOn<std::remove_reference_t<F>, X>
Effort for_each_arc(Method, F&& f, const X& x, double t0, double t1, const StepControl& control, const Visit& visit) {
  const bool fixed = !EmbeddedMethod<Method> || control.fixed;
  require_control(control, fixed);
  if (t0 == t1) throw EmptyInput("integrate: t0 and t1 are the same time, so there is no step to take");
  RungeKutta<Method, X, std::remove_reference_t<F>> steps(f, x, t0);
  Effort effort;
  if constexpr (EmbeddedMethod<Method>) {
    if (!fixed) effort.rejected = controlled_steps(steps, t1, control, visit);
    else equal_steps(steps, t1, control, visit);
  } else {
    equal_steps(steps, t1, control, visit);
  }
  effort.evaluations = steps.evaluations();
  return effort;
}

/// The whole curve with values between its steps. Events are looked for along it; one that stops ends the curve.
///   integrate(DormandPrince{}, [](double, const auto& x) { return tangent(x); }, 1.0, 0, 1).back()   // e
template <RungeKuttaMethod Method, PointLike X, class F>
  requires FieldOn<std::remove_reference_t<F>, Plain<X>>
Trajectory<Plain<X>> integrate(Method method, F&& f, const X& x, double t0, double t1, const StepControl& control = {},
                               const std::vector<Event<Plain<X>>>& events = {}) {
  using P = Plain<X>;
  Trajectory<P> path;
  const EventWatch<P> watch(events);
  const Effort effort = for_each_arc(method, f, P(x), t0, t1, control, [&](const Arc<P>& arc) {
    path.arcs.push_back(arc);
    return watch.look(path);
  });
  path.evaluations = effort.evaluations;
  path.rejected = effort.rejected;
  return path;
}

/// The end of the curve alone.
template <RungeKuttaMethod Method, PointLike X, class F>
  requires FieldOn<std::remove_reference_t<F>, Plain<X>>
Plain<X> integrate_to(Method method, F&& f, const X& x, double t0, double t1, const StepControl& control = {}) {
  Plain<X> end(x);
  if (t0 != t1)
    for_each_arc(method, f, Plain<X>(x), t0, t1, control, [&](const auto& arc) { return end = arc.x1, true; });
  return end;
}

}  // namespace coframe
