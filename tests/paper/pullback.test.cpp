// SPDX-License-Identifier: MIT
// Section 2.3: tangent vectors, differential forms, and the pullback. (eqs. 14–19)
#include <coframe/calculus/differential.hpp>
#include <coframe/calculus/jacobian.hpp>
#include <coframe/forms.hpp>
#include <coframe/models.hpp>

#include "laws/form_laws.hpp"

using namespace coframe;

namespace {

const auto f = form<0, 2>([](const auto& x) {
  using std::sin;
  return sin(x[0]) * x[1] + x[0] * x[0] * x[1];
});
const Points<2> places{{0.7, -0.4}, {1.3, 0.9}, {0.2, 0.6}};
const auto from_polar = [](const auto& p) {
  using std::cos, std::sin;
  return std::array{p[0] * cos(p[1]), p[0] * sin(p[1])};
};
/// A curve x : T → S.
const auto curve = [](const auto& t) {
  using std::cos, std::exp;
  return std::array{cos(t[0]), exp(0.5 * t[0])};
};
using Line = std::array<double, 1>;

template <class X, class V>
concept MovesAlong = requires(const X& x, const V& v) { x - v; };

}  // namespace

TEST_CASE("(14) u + v dt = 0 ⇔ u = 0, v = 0: dt is infinitesimal, dt² = 0 and dt ∧ dt = 0", "[paper]") {
  const Dual<double> dt(0, 1);
  const auto vanishes = [](const auto& d) { return d.value == 0 && d.tangent == 0; };
  for (const double u : {0., 1e-300, -2.})
    for (const double v : {0., 1e-300, 3.}) CHECK(vanishes(u + v * dt) == (u == 0 && v == 0));
  CHECK(vanishes(dt * dt));
  // Equations in dt are linear: (a + u dt)(b + v dt) = ab + (av + bu) dt, and nothing of second order.
  const auto product = (2. + 3. * dt) * (5. + 7. * dt);
  CHECK(product.value == 10);
  CHECK(product.tangent == 2 * 7 + 5 * 3);
  CHECK(largest_component(wedge(dx<2>(0), dx<2>(0)), {{1, 2}}) == 0);
  CHECK(wedge(dx<2>(0), dx<2>(1))({1, 2})[0] == -wedge(dx<2>(1), dx<2>(0))({1, 2})[0]);
}

TEST_CASE("2.3: (dx, dy) is the basis dual to (∂x, ∂y), and df = ∂f/∂x dx + ∂f/∂y dy", "[paper]") {
  const std::array along_x{1, 0}, along_y{0, 1};
  CHECK(evaluate(dx<2>(0), {5, 6}, along_x) == 1);
  CHECK(evaluate(dx<2>(1), {5, 6}, along_x) == 0);
  CHECK(evaluate(dx<2>(0), {5, 6}, along_y) == 0);
  CHECK(evaluate(dx<2>(1), {5, 6}, along_y) == 1);
  const auto slope = [](int i) {
    return form<0, 2>([i](const auto& x) {
      using std::cos, std::sin;
      return i == 0 ? cos(x[0]) * x[1] + 2.0 * x[0] * x[1] : sin(x[0]) + x[0] * x[0];
    });
  };
  laws::same(d(f), slope(0) * dx<2>(0) + slope(1) * dx<2>(1), places);
}

TEST_CASE("2.3: df is the same in every chart: X = 2x, turned, polar, random", "[paper]") {
  std::mt19937 random(laws::form_seed);
  // By a map to the chart of f, f and df are seen on another chart: d of the one seen is the other one seen.
  const auto same_in = [&](const auto& chart) { laws::same(d(pullback<2>(chart, f)), pullback<2>(chart, d(f)), places); };
  const auto halved = [](const auto& X) { return std::array{0.5 * X[0], X[1]}; };
  same_in(halved);
  same_in([](const auto& x) { return std::array{0.6 * x[0] - 0.8 * x[1], 0.8 * x[0] + 0.6 * x[1]}; });
  same_in(from_polar);
  same_in(laws::random_map<2, 2>(random));
  // The partial derivative is halved, the basis form doubled: ∂f/∂X dX = ∂f/∂x dx.
  const std::array<double, 2> x{0.7, -0.4}, X{1.4, -0.4};
  CHECK(d(pullback<2>(halved, f))(X)[0] == Approx(d(f)(x)[0] / 2).epsilon(1e-15));
  CHECK(evaluate(d(pullback<2>(halved, f)), X, std::array{2, 0}) == Approx(evaluate(d(f), x, std::array{1, 0})).epsilon(1e-15));
}

TEST_CASE("(15) x_* carries ∂/∂t to ∂x/∂t ∂/∂x: the velocity of the curve", "[paper]") {
  const auto traced = [](const auto& t) { return std::tuple(cos(t), exp(0.5 * t)); };
  const double t = 0.8;
  const auto v = pushforward(traced, t, tangent(1.0));
  const auto by_differences = [&](double h) {
    const auto a = curve(Line{t - h}), b = curve(Line{t + h});
    return std::hypot((b[0] - a[0]) / (2 * h) - std::get<0>(v).components(), (b[1] - a[1]) / (2 * h) - std::get<1>(v).components());
  };
  CHECK(std::log2(by_differences(0.02) / by_differences(0.01)) == Approx(2).margin(0.01));
  // Linear in ∂/∂t, and the same by dual numbers.
  CHECK(std::get<0>(pushforward(traced, t, tangent(-3.0))).components() == Approx(-3 * std::get<0>(v).components()).epsilon(1e-15));
  const auto dual = derivative_along<2, 1>(curve, Line{t}, Line{1});
  CHECK(dual[0] == Approx(std::get<0>(v).components()).epsilon(1e-15));
  CHECK(dual[1] == Approx(std::get<1>(v).components()).epsilon(1e-15));
}

TEST_CASE("(16) x^*(dx) = ∂x/∂t dt", "[paper]") {
  for (const double t : {-1., 0.3, 2.}) {
    const auto velocity = derivative_along<2, 1>(curve, Line{t}, Line{1});
    CHECK(pullback<1>(curve, dx<2>(0))(Line{t})[0] == Approx(velocity[0]).epsilon(1e-15));
    CHECK(pullback<1>(curve, dx<2>(1))(Line{t})[0] == Approx(velocity[1]).epsilon(1e-15));
  }
  CHECK(pullback<1>(curve, dx<2>(0))(Line{0.3})[0] == Approx(-std::sin(0.3)).epsilon(1e-15));
}

TEST_CASE("(17) x^*(df) = ∂f/∂x ∂x/∂t dt, which is d of f along the curve", "[paper]") {
  const auto along = [](const auto& t) { return f(curve(t))[0]; };
  laws::same(pullback<1>(curve, d(f)), d<1>(along), {{-1}, {0.3}, {2}});
  // ⟨x^* w, ∂/∂t⟩ = ⟨w, x_* ∂/∂t⟩, the definition.
  const double t = 0.3;
  const auto w = d(f)(curve(Line{t})), v = derivative_along<2, 1>(curve, Line{t}, Line{1});
  const double slope = pullback<1>(curve, d(f))(Line{t})[0];
  CHECK(slope == Approx(w[0] * v[0] + w[1] * v[1]).epsilon(1e-15));
  const auto by_time = [&](double h) { return std::abs((along(Line{t + h}) - along(Line{t - h})) / (2 * h) - slope); };
  CHECK(std::log2(by_time(0.02) / by_time(0.01)) == Approx(2).margin(0.01));
}

TEST_CASE("(18) (g ∘ f)^* = f^* ∘ g^*, of forms and of recorded programs, however three maps are bracketed", "[paper]") {
  std::mt19937 random(laws::form_seed);
  const auto a = laws::random_map<3, 2>(random);
  const auto b = laws::random_map<3, 3>(random);
  const auto w = laws::random_form<2, 3>(random);
  const auto points = laws::random_points<2>(random);
  laws::same(pullback<2>([=](const auto& x) { return b(a(x)); }, w), pullback<2>(a, pullback(b, w)), points);

  // Layers: E → F → G → ℝ³. Cut anywhere, the cotangent is the same.
  const Dense<Value> one = dense(4, 5, random), two = dense(5, 6, random), three = dense(6, 3, random);
  const auto f1 = [&](const auto& x) { return tanh(one(x)); };
  const auto f2 = [&](const auto& x) { return tanh(two(x)); };
  const auto f3 = [&](const auto& x) { return three(x); };
  const Eigen::VectorXd x = normal_like(random, Eigen::VectorXd(4)), y = f1(x), z = f2(y);
  const auto at_end = cotangent(normal_like(random, Eigen::VectorXd(3)));
  const auto whole = pullback([&](const auto& u) { return f3(f2(f1(u))); }, x, at_end);
  const auto by_one = pullback(f1, x, pullback(f2, y, pullback(f3, z, at_end)));
  const auto left = pullback(f1, x, pullback([&](const auto& u) { return f3(f2(u)); }, y, at_end));
  const auto right = pullback([&](const auto& u) { return f2(f1(u)); }, x, pullback(f3, z, at_end));
  for (const auto& other : {by_one, left, right}) CHECK((whole - other).components().norm() < 1e-14 * whole.components().norm());
  // On one tape, cut between recorded maps, it holds bit by bit.
  Tape<double> tape;
  const auto u = input(tape, x);
  const auto v = eval(f1(u));
  const auto mark = tape.mark();
  const auto end = eval(f3(f2(v)));
  const auto pulled = [&](bool cut) {
    double* plane = tape.cotangents();
    for (Coordinate i = 0; i < 3; ++i) plane[end.coordinate() + i] = at_end(i);
    if (cut) tape.pull(plane, mark);   // (f₃ f₂)^*, then f₁^*
    tape.pull(plane);
    const Eigen::VectorXd at_x = Eigen::Map<Eigen::VectorXd>(plane + u.coordinate(), 4);
    tape.clear_cotangents();
    return at_x;
  };
  CHECK(pulled(true) == pulled(false));
  CHECK((pulled(true) - whole.components()).norm() < 1e-14 * whole.components().norm());
  // f^* is the transpose of the Jacobian.
  const Eigen::MatrixXd J = jacobian([&](const auto& u) { return f3(f2(f1(u))); }, x);
  CHECK((J.transpose() * at_end.components() - whole.components()).norm() < 1e-14 * whole.components().norm());
}

TEST_CASE("(19) dL pulled back to time is ⟨dL, Ẇ⟩ dt, the dL/dt dt of (5)", "[paper]") {
  const auto loss = [](const auto& w) { return sin(w[0]) * w[1] + w[0] * w[0] * w[1]; };
  const auto dL = form_of<2>(loss);   // recorded, while f above is differentiated by duals
  laws::same(dL, d(f), places);
  laws::same(pullback<1>(curve, dL), d<1>([](const auto& t) { return f(curve(t))[0]; }), {{-1}, {0.3}, {2}});
  const double t = 0.3;
  const auto at = curve(Line{t});
  const auto v = derivative_along<2, 1>(curve, Line{t}, Line{1});
  CHECK(pair(differential(loss, at), tangent(v)) == Approx(pullback<1>(curve, dL)(Line{t})[0]).epsilon(1e-14));
  // A form is no direction: it has no place to move to until a metric raises it.
  STATIC_REQUIRE(!MovesAlong<std::array<double, 2>, decltype(differential(loss, at))>);
  STATIC_REQUIRE(MovesAlong<std::array<double, 2>, decltype(sharp(euclidean, differential(loss, at)))>);
}
