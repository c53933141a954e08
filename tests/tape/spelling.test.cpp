// SPDX-License-Identifier: MIT
// How people write: deduced names, conditionals, std:: functions by using-declarations, early returns. What fails to compile
// stands in tests/static.
#include <coframe/calculus/differential.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {
template <class F> double slope(const F& f, double x) { return differential(f, x).components(); }
}  // namespace

TEST_CASE("deduced names hold their leaves by value") {
  CHECK(slope([](auto x) {
    auto make = [&] {
      auto a = x * x;
      auto b = sin(x);
      return a * b;  // a and b are gone when the product is used
    };
    auto e = make();
    return e + x;
  }, 0.5) == Approx(2 * 0.5 * std::sin(0.5) + 0.25 * std::cos(0.5) + 1));
}

TEST_CASE("functions of std by using-declarations") {
  const auto f = [](auto x) {
    using std::abs, std::atan2, std::exp, std::fabs, std::hypot, std::log, std::max, std::min, std::pow, std::sin, std::sqrt;
    return sin(x) + max(x, x * x) + min(x, x * 2.0) + pow(x, 2) + sqrt(x) + abs(x) + fabs(x) + log(x) * exp(x) + atan2(x, 1.0) + hypot(x, 2.0);
  };
  for (double x : {0.3, 1.7}) {
    const double h = 1e-6, reference = (f(x + h) - f(x - h)) / (2 * h);
    CHECK(slope(f, x) == Approx(reference).epsilon(1e-8));
  }
}

TEST_CASE("max and min of expressions and numbers") {
  CHECK(slope([](auto x) { using std::max; return max(x * x, 1.0) + max(0.0, x) + max(x, x); }, 2.) == 4 + 1 + 1);
  CHECK(slope([](auto x) { using std::min; return min(x * x, 1.0) + min(3 * x, x * x); }, 2.) == 4);
}

TEST_CASE("conditionals with eval") {
  const auto f = [](auto x, bool c) { return c ? eval(x * x) : Real(0.0); };
  CHECK(slope([&](auto x) { return f(x, true); }, 3.) == 6);
  CHECK_THROWS_AS(slope([&](auto x) { return f(x, false); }, 3.), IndependentLoss);
  CHECK(slope([](auto x) { return x > 1 ? Real(x * x) : x; }, 3.) == 6);
  CHECK(slope([](auto x) { return x > 1 ? x * x : x; }, 3.) == 6);
}

TEST_CASE("early returns with a return type") {
  const auto f = [](auto x) -> Real {
    if (x > 1) return x * x;
    return x;
  };
  CHECK(slope(f, 3.) == 6);
  CHECK(slope(f, 0.5) == 1);
}

TEST_CASE("sums that are assigned to") {
  CHECK(slope([](auto x) {
    auto s = eval(x * x);
    s += x;
    s *= 2;
    s -= x / 2;
    s /= x;
    return s;
  }, 3.) == 2);
  CHECK(slope([](auto x) {
    decltype(x) s = 0;
    for (int k = 1; k <= 4; ++k) s += k * x;
    return s;
  }, 3.) == 10);
}

TEST_CASE("comparisons look at values") {
  CHECK(slope([](auto x) {
    Real y = 1;
    while (y < 100) y *= x;
    return y;
  }, 3.) == Approx(5 * 81));
  CHECK(slope([](auto x) { return x == 3 && x * x >= 9 && 2 < x && !(x != 3.0) ? eval(x * x) : x; }, 3.) == 6);
}

TEST_CASE("a named array expression is materialised once, on first use") {
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(10, 0.1, 1);
  Tape<double> tape;
  const auto a = input(tape, x);
  auto h = tanh(a * 2.0);
  const auto pieces = tape.pieces().size();
  CHECK(pieces == 0);
  const auto y = eval(h * h + h(3));
  CHECK(tape.pieces().size() == 2);
  const auto z = eval(h + 1.0);
  CHECK(tape.pieces().size() == 3);
  double* w = tape.cotangents();
  for (Coordinate i = 0; i < 10; ++i) w[y.coordinate() + i] = w[z.coordinate() + i] = 1;
  tape.pull(w);
  for (int i = 0; i < 10; ++i) {
    const double t = std::tanh(2 * x(i)), dt = 2 * (1 - t * t);
    CHECK(w[a.coordinate() + Coordinate(i)] == Approx(dt * (2 * t + 1) + (i == 3 ? 10 * dt : 0)));
  }
  tape.clear_cotangents();
}

TEST_CASE("views record nothing") {
  Tape<double> tape;
  const auto A = input(tape, Eigen::MatrixXd(Eigen::MatrixXd::Random(4, 5)));
  const auto size = tape.size();
  (void)A(1, 2), (void)A.row(1), (void)A.col(2), (void)A.transpose(), (void)A.block(1, 1, 2, 2), (void)A.array(), (void)A.diagonal(), (void)A.reshaped(10, 2);
  CHECK(tape.size() == size);
  CHECK(tape.pieces().empty());
  CHECK(A.transpose()(2, 1).coordinate() == A(1, 2).coordinate());
  CHECK(A.block(1, 1, 2, 2)(0, 1).value() == A(1, 2).value());
}
