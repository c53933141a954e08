// SPDX-License-Identifier: MIT
// Split-complex and dual numbers: their algebras, and what their metrics make of differentials.
#include <coframe/calculus.hpp>
#include <coframe/check.hpp>
#include <coframe/flows/adam.hpp>
#include <coframe/metric.hpp>
#include <coframe/models/planar_number.hpp>

#include "catch.hpp"

using namespace coframe;
using Split = SplitComplex<Value>;
using Nil = DualParameter<Value>;

namespace {

template <class N>
N draw(std::mt19937& random) {
  std::normal_distribution<double> normal;
  const double a = normal(random);
  return {a, normal(random)};
}
template <class N>
double distance(const N& z, const N& w) {
  return std::hypot(z.a - w.a, z.b - w.b);
}
template <class N, class V>
N number(const V& v) {
  return {v.a.components(), v.b.components()};
}

}  // namespace

TEMPLATE_TEST_CASE("planar numbers are commutative rings with a conjugation", "[models][numbers]", Split, Nil) {
  using N = TestType;
  std::mt19937 random(1);
  const double square = std::is_same_v<N, Split> ? 1 : 0;
  CHECK(distance(N{0, 1} * N{0, 1}, N{square, 0}) == 0);
  for (int n = 0; n < 20; ++n) {
    const N z = draw<N>(random), w = draw<N>(random), u = draw<N>(random);
    CHECK(distance(z * w, w * z) == 0);
    CHECK(distance((z * w) * u, z * (w * u)) < 1e-14);
    CHECK(distance(z * (w - u), z * w - z * u) < 1e-14);
    CHECK(distance(conj(z * w), conj(z) * conj(w)) == 0);
    CHECK(distance(z * conj(z), N{abs2(z), 0}) < 1e-15);
    CHECK(abs2(z * w) == Approx(abs2(z) * abs2(w)).margin(1e-13));
  }
}

TEST_CASE("split-complex numbers are two real lines, a + b and a - b", "[models][numbers]") {
  std::mt19937 random(2);
  const Split z = draw<Split>(random), w = draw<Split>(random), zw = z * w;
  CHECK(zw.a + zw.b == Approx((z.a + z.b) * (w.a + w.b)).epsilon(1e-13));
  CHECK(zw.a - zw.b == Approx((z.a - z.b) * (w.a - w.b)).epsilon(1e-13));
}

TEST_CASE("dual numbers push forward: f(a + bε) = f(a) + f'(a) b ε", "[models][numbers]") {
  const auto cubic = [](const auto& z) { return z * z * z - z * z / 2 + 4 * z; };
  const Nil y = cubic(Nil{1.3, 0.7});
  CHECK(y.a == Approx(cubic(1.3)).epsilon(1e-15));
  CHECK(y.b == Approx(pushforward(cubic, 1.3, tangent(0.7)).components()).epsilon(1e-15));
}

TEST_CASE("in its own metric the gradient of |zp - r|² is 2 (zp - r) p̄", "[models][numbers]") {
  std::mt19937 random(3);
  for (int n = 0; n < 10; ++n) {
    const Split z = draw<Split>(random), p = draw<Split>(random), r = draw<Split>(random);
    const auto v = gradient([&](const auto& u) { return abs2(u * p - r); }, z, SplitMetric{});
    CHECK(distance(number<Split>(v), 2 * (z * p - r) * conj(p)) < 1e-13);
    const Nil dz = draw<Nil>(random), dp = draw<Nil>(random), dr = draw<Nil>(random);
    const auto dv = gradient([&](const auto& u) { return abs2(u * dp - dr); }, dz, DualParameterMetric{});
    CHECK(distance(number<Nil>(dv), Nil{(2 * (dz * dp - dr) * conj(dp)).a, 0}) < 1e-13);
  }
}

TEST_CASE("the split metric is indefinite: ♯ conjugates, norms may be negative, there is no noise", "[models][numbers]") {
  const SplitMetric g;
  const Over<Split, Cotangent> w{Cotangent<double>(3), Cotangent<double>(5)};
  CHECK(distance(number<Split>(sharp(g, w)), Split{3, -5}) == 0);
  CHECK(pair(w, sharp(g, w)) == 9 - 25);
  CHECK(inner(g, sharp(g, w), sharp(g, w)) == 9 - 25);
  CHECK((flatten(flat(g, sharp(g, w))) - flatten(w)).norm() == 0);
  std::mt19937 random(4);
  const auto makes_noise = [&](const auto& metric) { return requires { metric.sample(random, Split{}); }; };
  CHECK(!makes_noise(g));
  static_assert(!MetricOn<SplitMetric, Eigen::Vector2d> && !MetricOn<SplitMetric, Nil>);
  static_assert(MetricOn<SplitMetric, std::vector<Split>> && MetricOn<SplitMetric, std::tuple<Split, std::array<Split, 2>>>);
}

TEST_CASE("the metric of dual numbers does not see the ε-part: it stays, and flat refuses", "[models][numbers]") {
  const DualParameterMetric g;
  Nil z{0.3, 0.7};
  Adam flow{.rate = 0.01};
  const auto loss = [](const auto& u) { return abs2(u * u - Nil{2, 1}) + u.b * u.a; };
  for (int n = 0; n < 500; ++n) flow.step(z, g, differential(loss, z));
  CHECK(z.b == 0.7);
  CHECK(std::abs(4 * z.a * (z.a * z.a - 2) + 0.7) < 1e-2);
  CHECK_THROWS_AS(flat(g, sharp(g, differential(loss, z))), DegenerateMetric);
  std::mt19937 random(5);
  CHECK(g.sample(random, z).b.components() == 0.);
}

TEST_CASE("a boost keeps the split metric, so descent in it commutes with boosts, and Euclidean descent does not", "[models][numbers]") {
  const Split boost{std::cosh(0.8), std::sinh(0.8)}, p{0.4, 0.9}, r{1, -0.3};
  const auto loss = [&](const auto& z) { return square(abs2(z * p - r)) + 0.2 * z.a; };
  const auto apart = [&](const auto& g) {
    Split z{0.5, 0.2}, u = boost * z;
    Descent flow{.rate = 0.01};
    Descent boosted = flow;
    for (int n = 0; n < 40; ++n) {
      flow.step(z, g, differential(loss, z));
      boosted.step(u, g, differential([&](const auto& s) { return loss(conj(boost) * s); }, u));
    }
    CHECK(distance(z, Split{0.5, 0.2}) > 0.05);
    return distance(u, boost * z);
  };
  CHECK(apart(SplitMetric{}) < 1e-12);
  CHECK(apart(euclidean) > 1e-2);
}

namespace {
template <template <class> class Leaf>
struct Mixed {
  Leaf<double> gain;
  std::vector<SplitComplex<Leaf>> z;
};
}  // namespace

TEST_CASE("traced programs of planar numbers pass the checks; parts of a model bring their metric", "[models][numbers]") {
  std::mt19937 random(6);
  const auto program = [](const auto& z) { return abs2(z * z - 0.5 * conj(z)) * z.a + (z * z / 3).b; };
  CHECK(check_gradient(program, draw<Split>(random)));
  CHECK(check_gradient(program, draw<Nil>(random)));
  const Mixed<Value> x{2, {{1, 2}, {3, 4}}};
  const auto loss = [](const auto& m) { return m.gain * abs2(m.z[0] * m.z[1]); };
  CHECK(check_gradient(loss, x));
  const auto w = differential(loss, x);
  const auto v = sharp(by_parts(x).on(SplitMetric{}, &Mixed<Value>::z), w);
  CHECK(v.gain.components() == w.gain.components());
  CHECK(v.z[1].a.components() == w.z[1].a.components());
  CHECK(v.z[1].b.components() == -w.z[1].b.components());
}
