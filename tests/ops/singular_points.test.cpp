// SPDX-License-Identifier: MIT
// Points where a slope is infinite, undefined or hard to compute: conventions, exact-zero masking, tiny numbers.
#include <coframe/calculus/differential.hpp>
#include <coframe/calculus/pullback.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

namespace {
template <class F, class X> X slope_of(const F& f, const X& x) { return differential(f, x).components(); }
constexpr double infinity = std::numeric_limits<double>::infinity();
}  // namespace

TEST_CASE("conventions at kinks") {
  CHECK(slope_of([](auto x) { return abs(x); }, 0.) == 0);
  CHECK(slope_of([](auto x) { return relu(x); }, 0.) == 0);
  CHECK(slope_of([](auto z) { return abs(z); }, Z(0)) == Z(0));
  CHECK(slope_of([](auto z) { return arg(z); }, Z(0)) == Z(0));
  CHECK(slope_of([](auto z) { return abs2(z); }, Z(0)) == Z(0));
  const auto [a, b] = differential([](auto x, auto y) { return hypot(x, y); }, 0., 0.);
  CHECK((a.components() == 0 && b.components() == 0));
  const auto [c, d] = differential([](auto x, auto y) { return atan2(x, y); }, 0., 0.);
  CHECK((c.components() == 0 && d.components() == 0));
}

TEST_CASE("infinite slopes are infinite") {
  CHECK(slope_of([](auto x) { return sqrt(x); }, 0.) == infinity);
  CHECK(slope_of([](auto x) { return cbrt(x); }, 0.) == infinity);
  CHECK(slope_of([](auto x) { return log(x); }, 0.) == infinity);
  CHECK(std::isinf(slope_of([](auto z) { return real(sqrt(z)); }, Z(0)).real()));
}

TEST_CASE("an exactly zero factor wins over an infinite one") {
  SECTION("the root of a square, in one statement") { CHECK(slope_of([](auto x) { return sqrt(x * x); }, 0.) == 0); }
  SECTION("in two statements") {
    CHECK(slope_of([](auto x) {
      Var<decltype(x.value() + 0)> s = x * x;
      return sqrt(s);
    }, 0.) == 0);
  }
  SECTION("a branch not taken: 0 · √x") { CHECK(slope_of([](auto x) { return x + 0 * sqrt(x); }, 0.) == 1); }
  SECTION("the norm of a zero vector") {
    CHECK(slope_of([](const auto& v) { return v.norm(); }, Eigen::VectorXd(Eigen::VectorXd::Zero(300))) == Eigen::VectorXd::Zero(300));
  }
  SECTION("a fused array expression") {
    const Eigen::ArrayXd x{{0, 4, 0, 1, 9}};
    const Eigen::ArrayXd s = slope_of([](const auto& a) { return sum(sqrt(a * a)); }, x);
    CHECK((s == Eigen::ArrayXd{{0, 1, 0, 1, 1}}).all());
  }
  SECTION("complex") { CHECK(slope_of([](auto z) { return real(sqrt(z * z)); }, Z(0)) == Z(0)); }
  SECTION("second order") {
    auto program = record([](auto x) { return x + 0 * sqrt(x); }, std::tuple(Dual<double>(0, 1)));
    const auto [d] = program.pullback(Cotangent<Dual<double>>(Dual<double>(1)));
    CHECK(d.components().value == 1);
  }
}

TEST_CASE("pushforward masks alike") {
  auto program = record([](auto x) {
    const Real s = x * x;
    return sqrt(s);
  }, std::tuple(0.));
  CHECK(program.pushforward(std::tuple(Tangent<double>(1.))).components() == 0);
  auto arrays = record([](const auto& x) { return sqrt(x * x); }, Eigen::ArrayXd(Eigen::ArrayXd::Zero(9)));
  CHECK((arrays.pushforward(tangent(Eigen::ArrayXd(Eigen::ArrayXd::Ones(9)))).components() == 0).all());
}

TEST_CASE("singular events are logged on the tape") {
  Recorder record;
  const auto two_steps = [](auto x) {
    const Real s = x * x;
    return sqrt(s);
  };
  CHECK(record.differential(0., two_steps).components() == 0);
  REQUIRE(record.tape().singular_events().size() == 1);
  const auto& event = record.tape().singular_events()[0];
  CHECK(event.operation == "statement");
  CHECK(event.range.last == event.range.first + 1);
  record.differential(1., two_steps);
  CHECK(record.tape().singular_events().empty());
}

TEST_CASE("what makes a requested number infinite is in the log, once") {
  Recorder record;
  const auto events = [&](const auto& f, auto... x) {
    record.differential(std::tuple(x...), f);
    return record.tape().singular_events().size();
  };
  CHECK(events([](auto x) { return sqrt(x); }, 0.) == 1);
  CHECK(events([](auto x, auto z) { return sqrt(x) * z; }, 0., 2.) == 1);
  CHECK(events([](auto x, auto z) { return z / x; }, 0., 1.) == 1);                                        // two infinite partials
  CHECK(events([](auto x) { const Real y = sqrt(x), z = log(x); return y + z; }, 0.) == 2);
  CHECK(events([](auto x) { const Real y = exp(x); return y * y; }, 700.) == 1);                           // finite partials, an overflow
  CHECK(events([](auto x) { return log(x.sum()); }, Eigen::VectorXd(Eigen::VectorXd::Zero(3))) >= 1);
  CHECK(events([](const auto& x) { return sum(log(x)); }, Eigen::ArrayXd(Eigen::ArrayXd::Zero(3))) == 1);
  CHECK(events([](auto x) { return log(abs(x)); }, 0.) == 0);                                              // 0 · ∞ = 0: finite
  CHECK(events([](auto x, auto z) { const Real unused = log(z); return x + 0 * unused + sqrt(x); }, 0., 0.) == 1);
  CHECK(record.tape().singular_events()[0].range.last == record.tape().size());                            // the last statement
}

TEST_CASE("pushing forward logs alike") {
  Tape<double> tape;
  const auto x = input(tape, 0.), z = input(tape, 1.);
  const Real s = sqrt(x), y = s * z + x;
  std::vector<double> v(tape.size());
  v[x.coordinate()] = 1;
  tape.push(v.data(), {}, true);
  CHECK(std::isinf(v[y.coordinate()]));
  REQUIRE(tape.singular_events().size() == 1);
  CHECK(tape.singular_events()[0].range == Extent{s.coordinate(), s.coordinate() + 1});
}

TEST_CASE("tiny complex numbers keep their direction") {
  const double r = std::sqrt(0.5);
  for (double size : {1e-300, 1e-308, 1e-310, 4e-320}) {
    const Z z = size * Z(1, 1), turn = slope_of([](auto z) { return abs(z); }, z);
    INFO("at " << z);
    CHECK(std::abs(turn - Z(r, r)) < 1e-9);
  }
  CHECK(std::abs(slope_of([](auto z) { return abs(z); }, Z(-5e-324, 0)) - Z(-1, 0)) < 1e-9);
  const Z small(1e-150, 1e-150), turn = slope_of([](auto z) { return arg(z); }, small) * 1e-150;
  CHECK(std::abs(turn - Z(-0.5, 0.5)) < 1e-9);
  const Z smaller = 1e-300 * Z(1, 1), turned = slope_of([](auto z) { return arg(z); }, smaller) * 1e-300;
  CHECK(std::abs(turned - Z(-0.5, 0.5)) < 1e-9);
  CHECK(std::abs(slope_of([](auto z) { return abs(z); }, Z(1e300, 1e300)) - Z(r, r)) < 1e-9);
  const auto [a, b] = differential([](auto x, auto y) { return hypot(x, y); }, 1e-300, 1e-300);
  CHECK(a.components() == Approx(r));
  CHECK(b.components() == Approx(r));
}
