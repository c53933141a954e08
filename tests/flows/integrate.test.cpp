// SPDX-License-Identifier: MIT
// Runge–Kutta methods: orders, values between steps, step control, events, on trees of all sorts.
#include <coframe/flows/integrate.hpp>

#include <numbers>

#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

namespace {

template <template <class> class Leaf>
struct Pendulum {
  Leaf<double> angle;
  Leaf<Eigen::Vector2d> swing;
  Leaf<Z> turn;
  int setting;
};
/// Three motions at once: an angle' = cos t · angle, a rotation, and z' = i z.
const auto motions = [](double t, const Pendulum<Value>& x) {
  return Pendulum<Tangent>{tangent(std::cos(t) * x.angle), tangent(Eigen::Vector2d(x.swing(1), -x.swing(0))), tangent(Z(0, 1) * x.turn), x.setting};
};
const Pendulum<Value> rest{1.5, {0, 1}, {1, 0}, 7};
Pendulum<Value> exact(double t) { return {1.5 * std::exp(std::sin(t)), {std::sin(t), std::cos(t)}, std::polar(1., t), 7}; }
double distance(const Pendulum<Value>& a, const Pendulum<Value>& b) { return (flatten(a) - flatten(b)).norm(); }

template <class Method>
double end_error(Method method, double h) {
  return distance(integrate_to(method, motions, rest, 0, 2, {.step = h, .fixed = true}), exact(2));
}

}  // namespace

TEMPLATE_TEST_CASE("the coefficients of every method satisfy the sums that make them consistent", "[flows][integrate]", Euler, HeunEuler, RungeKutta4, BogackiShampine, DormandPrince) {
  constexpr auto m = TestType::tableau;
  double b = 0, e = 0, d = 0;
  for (int i = 0; i < m.stages; ++i) {
    double row = 0;
    for (int j = 0; j < m.stages; ++j) row += m.a[i][j];
    CHECK(row == Approx(m.c[i]).margin(1e-14));
    b += m.b[i], e += m.e[i], d += m.d[i];
  }
  CHECK(b == Approx(1).margin(1e-15));
  CHECK(std::abs(e) < 1e-15);
  CHECK(std::abs(d) < 1e-13);
}

TEMPLATE_TEST_CASE("halved steps divide the error by 2^order", "[flows][integrate]", Euler, HeunEuler, RungeKutta4, BogackiShampine, DormandPrince) {
  const int order = TestType::tableau.order;
  const double h = order == 1 ? 1. / 512 : 1. / 16;
  CHECK(std::log2(end_error(TestType{}, h) / end_error(TestType{}, h / 2)) == Approx(order).margin(0.15));
}

TEMPLATE_TEST_CASE("estimates of the error of one step fall with 2^(order + 1)", "[flows][integrate]", HeunEuler, BogackiShampine, DormandPrince) {
  const auto estimate = [](double h) {
    RungeKutta<TestType, Pendulum<Value>, decltype(motions)> steps(motions, rest, 0.3);
    steps.attempt(h);
    return flatten(steps.error(h)).norm();
  };
  CHECK(std::log2(estimate(0.02) / estimate(0.01)) == Approx(TestType::tableau.error_order + 1).margin(0.15));
}

TEST_CASE("values between steps: their order, their velocity, and no jumps", "[flows][integrate]") {
  const auto worst = [](auto method, double h) {
    const auto path = integrate(method, motions, rest, 0, 2, {.step = h, .fixed = true});
    double error = 0, slope = 0;
    for (int k = 0; k <= 77; ++k) {
      const double t = 2. * k / 77, d = 1e-5;
      error = std::max(error, distance(path(t), exact(t)));
      if (k > 0 && k < 77 && &path.arc_at(t - d) == &path.arc_at(t + d))
        slope = std::max(slope, (flatten(displacement(path(t - d), path(t + d))) / (2 * d) - flatten(path.velocity(t))).norm());
    }
    CHECK(slope < 1e-8);
    return error;
  };
  CHECK(std::log2(worst(RungeKutta4{}, 0.1) / worst(RungeKutta4{}, 0.05)) == Approx(4).margin(0.3));
  CHECK(std::log2(worst(BogackiShampine{}, 0.1) / worst(BogackiShampine{}, 0.05)) == Approx(3).margin(0.3));
  CHECK(std::log2(worst(DormandPrince{}, 0.25) / worst(DormandPrince{}, 0.125)) == Approx(5).margin(0.4));
  // Dormand's and Prince's bump is what takes it beyond Hermite's order.
  const auto path = integrate(DormandPrince{}, motions, rest, 0, 2, {.step = 0.25, .fixed = true});
  Arc<Pendulum<Value>> arc = path.arcs[3];
  const double t = (arc.t0 + arc.t1) / 2, with = distance(arc(t), exact(t));
  arc.bump *= 0.;
  CHECK(distance(arc(t), exact(t)) > 20 * with);
  CHECK(path(1.3).setting == 7);
}

TEMPLATE_TEST_CASE("a controlled step keeps the error near the tolerance, and a tenth of it costs little more", "[flows][integrate]", BogackiShampine, DormandPrince) {
  long before = 0;
  for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
    const auto path = integrate(TestType{}, motions, rest, 0, 10, {.relative = tolerance, .absolute = tolerance});
    const double error = distance(path.back(), exact(10));
    INFO(tolerance << " " << error << " " << path.evaluations << " " << path.rejected);
    CHECK(error < 60 * tolerance);
    CHECK(error > tolerance / 100);
    CHECK(path.end() == 10);
    if (before) CHECK(static_cast<double>(path.evaluations) / before == Approx(std::pow(100, 1. / TestType::tableau.order)).epsilon(0.35));
    before = path.evaluations;
  }
}

TEST_CASE("steps follow the stiffness of the moment: a pulse is found and left again", "[flows][integrate]") {
  const auto pulse = [](double t, double) { return tangent(1 / (1e-4 + (t - 1) * (t - 1))); };
  const auto path = integrate(DormandPrince{}, pulse, 0., 0, 2, {.relative = 1e-9, .absolute = 1e-9});
  CHECK(path.back() == Approx(200 * std::atan(100)).epsilon(1e-7));
  double shortest = 1, longest = 0;
  for (const auto& arc : path.arcs) shortest = std::min(shortest, arc.t1 - arc.t0), longest = std::max(longest, arc.t1 - arc.t0);
  CHECK(longest > 10 * shortest);
}

TEST_CASE("time runs both ways", "[flows][integrate]") {
  const auto there = integrate(DormandPrince{}, motions, rest, 0, 3, {.relative = 1e-11, .absolute = 1e-12});
  const auto back = integrate(DormandPrince{}, motions, there.back(), 3, 0, {.relative = 1e-11, .absolute = 1e-12});
  CHECK(distance(back.back(), rest) < 1e-9);
  CHECK(distance(back(1.7), exact(1.7)) < 1e-9);
  CHECK(distance(integrate_to(RungeKutta4{}, motions, exact(1), 1, -1, {.step = 0.01}), exact(-1)) < 1e-8);
}

TEST_CASE("events are found to the last bits, in their direction, in their order", "[flows][integrate]") {
  using P = Pendulum<Value>;
  const std::vector<Event<P>> events{{[](double, const P& x) { return x.swing(0); }},                               // sin t
                                     {[](double, const P& x) { return x.swing(1); }, Through::falling},             // cos t
                                     {[](double, const P& x) { return x.swing(0) - 0.5; }, Through::rising}};       // sin t - ½
  const auto path = integrate(DormandPrince{}, motions, rest, 0, 8, {.relative = 1e-10, .absolute = 1e-12}, events);
  const double pi = std::numbers::pi;
  const std::vector<std::pair<std::size_t, double>> expected{{2, pi / 6}, {1, pi / 2}, {0, pi}, {0, 2 * pi}, {2, 2 * pi + pi / 6}, {1, 5 * pi / 2}};
  REQUIRE(path.crossings.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(path.crossings[i].event == expected[i].first);
    CHECK(path.crossings[i].t == Approx(expected[i].second).margin(1e-9));
    CHECK(std::abs(events[expected[i].first].when(0, path.crossings[i].x)) < 1e-14);
  }
}

TEST_CASE("an event that stops ends the curve there", "[flows][integrate]") {
  // A stone thrown up: h = 5t - 5t², from the ground to the ground.
  const auto fall = [](double, const Eigen::Vector2d& x) { return tangent(Eigen::Vector2d(x(1), -10)); };
  const std::vector<Event<Eigen::Vector2d>> ground{{[](double, const auto& x) { return x(0); }, Through::falling, true}};
  const auto path = integrate(BogackiShampine{}, fall, Eigen::Vector2d(0, 5), 0, 100, {}, ground);
  CHECK(path.stopped);
  CHECK(path.end() == Approx(1).epsilon(1e-9));
  CHECK(path.back()(1) == Approx(-5).epsilon(1e-9));
  CHECK_THROWS_AS(path(1.5), DomainError);
  // It bounces from where it fell: what begins on a root does not meet it.
  const auto again = integrate(BogackiShampine{}, fall, Eigen::Vector2d(0, 5), 1, 100, {}, ground);
  CHECK(again.end() == Approx(2).epsilon(1e-9));
}

TEST_CASE("what cannot be integrated is said", "[flows][integrate]") {
  const auto blow_up = [](double, double x) { return tangent(x * x); };  // 1/(1 - t)
  CHECK_THROWS_AS(integrate(DormandPrince{}, blow_up, 1., 0, 2, {.most_steps = 100000}), Error);
  CHECK_THROWS_AS(integrate(RungeKutta4{}, blow_up, 1., 0, 20, {.step = 0.1}), NotFinite);
  CHECK_THROWS_AS(integrate(RungeKutta4{}, blow_up, 1., 0, 0.5), DomainError);
  CHECK_THROWS_AS(integrate(DormandPrince{}, blow_up, 1., 0, 0.5, {.relative = 0, .absolute = 0}), DomainError);
  CHECK_THROWS_AS(integrate(DormandPrince{}, blow_up, 1., 0, 0.9, {.most_steps = 3}), CapacityError);
  CHECK_THROWS_AS(integrate(DormandPrince{}, blow_up, 1., 1, 1), EmptyInput);
  CHECK_THROWS_AS(Trajectory<double>{}.back(), EmptyInput);
  const auto nothing = [](double t, double) { return tangent(t < 0.5 ? 1. : std::nan("")); };
  CHECK_THROWS_AS(integrate(DormandPrince{}, nothing, 1., 0, 1), NotFinite);
}
