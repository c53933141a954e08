// SPDX-License-Identifier: MIT
#pragma once
// The laws of a function f of scalars or matrices, plain and traced: value, slope, adjoint identity, linearity.
#include "catch.hpp"
#include "laws/leaves.hpp"
#include "laws/samples.hpp"

namespace laws {

/// A number with a bound of its error.
template <class Y> struct Estimate {
  Y value;
  long double error;
};

/// d/dt f(x + t v) at 0 in long double, by central differences of fourth order at two steps: knows no rule.
template <class F, class... X> auto difference(const F& f, const std::tuple<X...>& at, const std::tuple<X...>& along, long double h) {
  const auto x = widened(at), v = widened(along);
  auto y = [&](long double t) { return std::apply(f, moved(x, v, t)); };
  using Y = std::remove_cvref_t<decltype(y(0))>;
  using R = RealOf<Y>;
  auto quotient = [&](long double s) { return Y((Y(y(s) - y(-s)) * R(8) - Y(y(2 * s) - y(-2 * s))) / R(12 * s)); };
  const Y coarse = quotient(h), fine = quotient(h / 2);
  const long double eps = std::numeric_limits<long double>::epsilon();
  return Estimate<Y>{fine, size_of(Y(coarse - fine)) + 32 * eps * std::max({size_of(y(0)), size_of(y(2 * h)), size_of(y(-2 * h))}) / h};
}

/// d²/dt² of ⟨w, f(x + t v)⟩ at 0, likewise.
template <class F, class Y, class... X>
Estimate<long double> second_difference(const F& f, const std::tuple<X...>& at, const std::tuple<X...>& along, const Y& weight, long double h) {
  const auto x = widened(at), v = widened(along);
  const auto w = widened(weight);
  auto y = [&](long double t) { return static_cast<long double>(component_pair(w, decltype(w)(std::apply(f, moved(x, v, t))))); };
  const long double y0 = y(0), eps = std::numeric_limits<long double>::epsilon();
  auto quotient = [&](long double s) { return (16 * (y(s) + y(-s)) - (y(2 * s) + y(-2 * s)) - 30 * y0) / (12 * s * s); };
  const long double coarse = quotient(h), fine = quotient(h / 2);
  return {fine, std::abs(coarse - fine) + 256 * eps * absolute_pair(w, decltype(w)(std::apply(f, x))) / (h * h)};
}

/// |a − b| within a bound; NaN is never within.
inline void require_close(const char* law, long double difference, long double bound) {
  INFO(law << ": error " << double(difference) << ", bound " << double(bound) << ", seed " << seed);
  CHECK(difference <= bound);
}

/// Laws 1 to 4 for f at x. `step`: how far differences may go, 0 where f has no slope. Tolerances in units of eps of x's scalar.
/// `terms`: the size of slopes that f adds up, where they may cancel. The adjoint identity holds to 100 eps of Σ|w||f_* v|, or where
/// f_* v cancels (x − y along nearly (1, 1)), and so is known itself only to a few eps of Σ|f^* w||v|, to 8 of these.
template <class F, class... X>
void obeys_first_order(const F& f, const std::tuple<X...>& x, double step, std::mt19937& random, long double terms = 0) {
  using Point = std::tuple<X...>;
  using R = RealOf<Point>;
  const long double eps = std::numeric_limits<R>::epsilon();
  INFO("at " << text(x));
  auto program = record(f, x);
  const auto plain = std::apply(f, x);
  using Y = std::remove_cvref_t<decltype(plain)>;
  const long double y_size = size_of(plain);

  // Sums may add their terms in another order.
  require_close("value: traced = plain", size_of(Y(program.value() - plain)), 4 * eps * y_size * std::sqrt(static_cast<long double>(dimension(x))));

  std::vector<Y> weights{drawn(plain, random)};
  if constexpr (Scalar<Y>) {
    weights.push_back(Y(1));
    if constexpr (is_complex_v<Y>) weights.push_back(Y(0, 1));
  }
  for (const Point& v : directions(x, random)) {
    const Y pushed = program.pushforward(as_tangent(v)).components();
    if (step > 0) {
      const auto reference = difference(f, x, v, step);
      require_close("slope: pushforward = limit of differences", size_of(decltype(reference.value)(widened(pushed) - reference.value)),
                    reference.error + 200 * eps * (size_of(reference.value) + (y_size + terms) * size_of(v)));
    }
    for (const Y& w : weights) {
      const Point pulled = components_of(program.pullback(Cotangent<Y>(w)));
      require_close("adjoint: <w, f_* v> = <f^* w, v>", std::abs(wide_pair(w, pushed) - wide_pair(pulled, v)),
                    eps * std::max({100 * absolute_pair(w, pushed), 8 * absolute_pair(pulled, v), 100 * terms * size_of(w) * size_of(v)}));
    }
  }
  const Y w1 = drawn(plain, random), w2 = drawn(plain, random);
  const Point a = components_of(program.pullback(Cotangent<Y>(w1))), b = components_of(program.pullback(Cotangent<Y>(w2)));
  const Point both = components_of(program.pullback(Cotangent<Y>(Y(w1 * R(3) - w2 * R(2)))));
  require_close("linearity of the pullback", size_of(moved(moved(both, a, -3), b, 2)), 100 * eps * (size_of(a) + size_of(b) + terms));
  const Point none = components_of(program.pullback(Cotangent<Y>(zeros_like(plain))));
  require_close("f^* 0 = 0", size_of(none), 0);
}

/// Laws 5 and 6, by dual numbers: f(x + εv) = f(x) + ε f_* v; over the tape, ⟨∂_v f^* w, v⟩ is the second difference, and the Hessian symmetric.
template <class F, class... X> void obeys_second_order(const F& f, const std::tuple<X...>& x, double step, std::mt19937& random) {
  using Point = std::tuple<X...>;
  using R = RealOf<Point>;
  const long double eps = std::numeric_limits<R>::epsilon();
  INFO("with dual numbers at " << text(x));
  auto program = record(f, x);
  const auto plain = std::apply(f, x);
  using Y = std::remove_cvref_t<decltype(plain)>;
  auto dual_at = [&](const Point& v) {
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      return std::tuple(dual(std::get<i>(x), std::get<i>(v))...);
    }(std::index_sequence_for<X...>{});
  };
  const Y w = drawn(plain, random);
  auto hessian_along = [&](const Point& v) {
    auto over_dual = record(f, dual_at(v));
    const auto pulled = over_dual.pullback(Cotangent<Dualized<Y>>(dual(w, zeros_like(w))));
    return std::apply([](const auto&... leaf) {
      return std::pair(Point(value_part(leaf.components())...), Point(tangent_part(leaf.components())...));
    }, pulled);
  };
  const Point pulled = components_of(program.pullback(Cotangent<Y>(w)));
  for (const Point& v : directions(x, random)) {
    const auto evaluated = std::apply(f, dual_at(v));
    const Y pushed = program.pushforward(as_tangent(v)).components();
    require_close("dual: value", size_of(Y(Y(value_part(evaluated)) - plain)), 4 * eps * size_of(plain));
    require_close("dual: f(x + ev) = f(x) + e f_* v", size_of(Y(Y(tangent_part(evaluated)) - pushed)), 100 * eps * (size_of(pushed) + size_of(plain)));

    const auto [first, second] = hessian_along(v);
    require_close("dual over tape: the first order", size_of(moved(first, pulled, -1)), 100 * eps * size_of(pulled));
    if (step >= far_step) {
      const auto reference = second_difference(f, x, v, w, 30 * step);
      require_close("dual over tape: second derivative = second difference", std::abs(wide_pair(second, v) - reference.value),
                    reference.error + 1000 * eps * (absolute_pair(second, v) + absolute_pair(pulled, v)));
    }
    const Point u = drawn(x, random);
    const auto other = hessian_along(u).second;
    require_close("Hessian symmetry", std::abs(wide_pair(second, u) - wide_pair(other, v)),
                  1000 * eps * (absolute_pair(second, u) + absolute_pair(other, v) + size_of(pulled) * size_of(u) * size_of(v)));
  }
}

}  // namespace laws
