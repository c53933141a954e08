// SPDX-License-Identifier: MIT
#include "laws/function_laws.hpp"

namespace laws {
namespace {

/// Numbers with a bound of their error.
template <class Y> struct Estimate {
  Y value;
  long double error;
};
constexpr long double wide_eps = std::numeric_limits<long double>::epsilon();

/// d/dt f(x + t v) at 0 in long double, by central differences of fourth order at two steps.
Estimate<Coordinates> difference(const Function& f, const Coordinates& x, const Coordinates& v, long double h) {
  auto y = [&](long double t) { return f.wide(moved(x, v, t)); };
  auto quotient = [&](long double s) {
    const Coordinates far_up = y(2 * s), far_down = y(-2 * s);
    Coordinates q = y(s), down = y(-s);
    for (std::size_t k = 0; k < q.size(); ++k) q[k] = (8 * (q[k] - down[k]) - (far_up[k] - far_down[k])) / (12 * s);
    return q;
  };
  const Coordinates coarse = quotient(h), fine = quotient(h / 2);
  const long double rounding = 32 * wide_eps * std::max({f.to.size(y(0)), f.to.size(y(2 * h)), f.to.size(y(-2 * h))}) / h;
  return {fine, f.to.size(moved(coarse, fine, -1)) + rounding};
}

/// d²/dt² of ⟨w, f(x + t v)⟩ at 0, likewise.
Estimate<long double> second_difference(const Function& f, const Coordinates& x, const Coordinates& v, const Coordinates& w, long double h) {
  auto y = [&](long double t) { return pair(w, f.wide(moved(x, v, t))); };
  const long double y0 = y(0);
  auto quotient = [&](long double s) { return (16 * (y(s) + y(-s)) - (y(2 * s) + y(-2 * s)) - 30 * y0) / (12 * s * s); };
  const long double coarse = quotient(h), fine = quotient(h / 2);
  return {fine, std::abs(coarse - fine) + 256 * wide_eps * f.to.absolute_pair(w, f.wide(x)) / (h * h)};
}

/// A random covector, and for a scalar result 1 and i.
std::vector<Coordinates> weights(const Space& to, std::mt19937& random) {
  std::vector<Coordinates> all{to.drawn(random)};
  if (!to.parts[0].is_matrix)
    for (std::size_t k = 0; k < to.dimension(); ++k) {
      all.emplace_back(to.dimension());
      all.back()[k] = 1;
    }
  return all;
}

}  // namespace

void require_close(const char* law, long double difference, long double bound) {
  INFO(law << ": error " << double(difference) << ", bound " << double(bound) << ", seed " << seed);
  CHECK(difference <= bound);
}

void obeys_first_order(const Function& f, const Coordinates& x, double step, std::mt19937& random, long double terms) {
  INFO("at " << text(x));
  const Space &from = f.from, &to = f.to;
  const long double eps = from.eps;
  const auto program = f.recorded(x);
  const Coordinates plain = f.value(x);
  const long double y_size = to.size(plain);

  // Sums may add their terms in another order.
  require_close("value: traced = plain", to.size(moved(program->value(), plain, -1)), 4 * eps * y_size * std::sqrt(static_cast<long double>(from.largest())));

  const auto covectors = weights(to, random);
  for (const Coordinates& v : from.directions(random)) {
    const Coordinates pushed = program->pushforward(v);
    if (step > 0) {
      const auto reference = difference(f, x, v, step);
      require_close("slope: pushforward = limit of differences", to.size(moved(pushed, reference.value, -1)),
                    reference.error + 200 * eps * (to.size(reference.value) + (y_size + terms) * from.size(v)));
    }
    for (const Coordinates& w : covectors) {
      const Coordinates pulled = program->pullback(w);
      require_close("adjoint: <w, f_* v> = <f^* w, v>", std::abs(pair(w, pushed) - pair(pulled, v)),
                    eps * std::max({100 * to.absolute_pair(w, pushed), 8 * from.absolute_pair(pulled, v), 100 * terms * to.size(w) * from.size(v)}));
    }
  }
  const Coordinates w1 = to.drawn(random), w2 = to.drawn(random);
  const Coordinates a = program->pullback(w1), b = program->pullback(w2);
  const Coordinates both = program->pullback(moved(moved(w1, w1, 2), w2, -2));
  require_close("linearity of the pullback", from.size(moved(moved(both, a, -3), b, 2)), 100 * eps * (from.size(a) + from.size(b) + terms));
  require_close("f^* 0 = 0", from.size(program->pullback(Coordinates(to.dimension()))), 0);
}

void obeys_second_order(const Function& f, const Coordinates& x, double step, std::mt19937& random) {
  INFO("with dual numbers at " << text(x));
  const Space &from = f.from, &to = f.to;
  const long double eps = from.eps;
  const auto program = f.recorded(x);
  const Coordinates plain = f.value(x), w = to.drawn(random), pulled = program->pullback(w);
  for (const Coordinates& v : from.directions(random)) {
    const auto evaluated = f.of_dual(x, v);
    const Coordinates pushed = program->pushforward(v);
    require_close("dual: value", to.size(moved(evaluated.value, plain, -1)), 4 * eps * to.size(plain));
    require_close("dual: f(x + ev) = f(x) + e f_* v", to.size(moved(evaluated.tangent, pushed, -1)), 100 * eps * (to.size(pushed) + to.size(plain)));

    const auto [first, second] = f.pullback_at_dual(x, v, w);
    require_close("dual over tape: the first order", from.size(moved(first, pulled, -1)), 100 * eps * from.size(pulled));
    if (step >= far_step) {
      const auto reference = second_difference(f, x, v, w, 30 * step);
      require_close("dual over tape: second derivative = second difference", std::abs(pair(second, v) - reference.value),
                    reference.error + 1000 * eps * (from.absolute_pair(second, v) + from.absolute_pair(pulled, v)));
    }
    const Coordinates u = from.drawn(random);
    const Coordinates other = f.pullback_at_dual(x, u, w).tangent;
    require_close("Hessian symmetry", std::abs(pair(second, u) - pair(other, v)),
                  1000 * eps * (from.absolute_pair(second, u) + from.absolute_pair(other, v) + from.size(pulled) * from.size(u) * from.size(v)));
  }
}

}  // namespace laws
