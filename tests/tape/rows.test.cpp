// SPDX-License-Identifier: MIT
// Scalar statements as rows: unit partials left out, any number of leaves, constants dropped, both directions.
#include <coframe/calculus/pullback.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {
/// Row r of the first run of statements, pushed and pulled: the partials by coordinate.
struct Statement {
  Tape<double> tape;
  std::vector<Real> x;
  explicit Statement(int n) {
    for (int k = 0; k < n; ++k) x.push_back(input(tape, 1.5 + 0.25 * k));
  }
  void expect(const Real& y, const std::vector<double>& partials) {
    double* w = tape.cotangents();
    w[y.coordinate()] = 2;
    tape.pull(w);
    for (std::size_t k = 0; k < x.size(); ++k) CHECK(w[x[k].coordinate()] == Approx(2 * partials[k]).margin(1e-300));
    tape.clear_cotangents();
    std::vector<double> v(tape.size() + 8, 0.);
    double expected = 0;
    for (std::size_t k = 0; k < x.size(); ++k) v[x[k].coordinate()] = 1. + 0.5 * double(k), expected += partials[k] * (1. + 0.5 * double(k));
    tape.push(v.data());
    CHECK(v[y.coordinate()] == Approx(expected).margin(1e-300));
  }
  std::size_t stored_partials() {
    std::size_t n = 0;
    for (const auto& piece : tape.pieces())
      if (!piece.map) n += static_cast<std::size_t>(piece.rows.partial_end - piece.rows.partial);
    return n;
  }
};
}  // namespace

TEST_CASE("every combination of signs of two and three arguments") {
  Statement s(3);
  const auto& x = s.x;
  SECTION("unit partials are not stored") {
    const Real a(+x[0]), b(-x[0]), c(x[0] + x[1]), d(x[0] - x[1]), e(-x[0] - x[1]), f(-(x[0] - x[1]) + x[2]), g(x[0] - (x[1] - x[2])), h(-(x[0] + x[1] + x[2]));
    CHECK(s.stored_partials() == 0);
    s.expect(a, {1, 0, 0});
    s.expect(b, {-1, 0, 0});
    s.expect(c, {1, 1, 0});
    s.expect(d, {1, -1, 0});
    s.expect(e, {-1, -1, 0});
    s.expect(f, {-1, 1, 1});
    s.expect(g, {1, -1, 1});
    s.expect(h, {-1, -1, -1});
  }
  SECTION("others are") {
    const Real a(x[0] * 3.0 + x[1]), b(x[0] - x[1] * 3.0), c(x[0] * x[1] - x[2]), d(x[0] + x[1] * x[2]), e(-x[0] * 2.0 + x[1] - x[2]), f(x[0] + x[1] * 2.0 - x[2]);
    CHECK(s.stored_partials() == 1 + 1 + 2 + 2 + 1 + 1);
    s.expect(a, {3, 1, 0});
    s.expect(b, {1, -3, 0});
    s.expect(c, {1.75, 1.5, -1});
    s.expect(d, {1, 2, 1.75});
    s.expect(e, {-2, 1, -1});
    s.expect(f, {1, 2, -1});
  }
  SECTION("the same leaf twice") {
    s.expect(Real(x[0] + x[0]), {2, 0, 0});
    s.expect(Real(x[0] - x[0]), {0, 0, 0});
    s.expect(Real(x[0] * x[0]), {3, 0, 0});
    s.expect(Real(x[0] - x[1] + x[0]), {2, -1, 0});
  }
}

TEST_CASE("statements of more than sixteen leaves") {
  Statement s(24);
  const auto& x = s.x;
  SECTION("in one expression") {
    const Real y = x[0] * x[1] + x[2] * x[3] + x[4] * x[5] + x[6] * x[7] + x[8] * x[9] + x[10] * x[11] + x[12] * x[13] + x[14] * x[15] + x[16] * x[17] +
                   x[18] * x[19] + x[20] * x[21] + x[22] * x[23];
    std::vector<double> partials(24);
    for (int k = 0; k < 24; ++k) partials[static_cast<std::size_t>(k)] = x[static_cast<std::size_t>(k % 2 ? k - 1 : k + 1)].value();
    s.expect(y, partials);
  }
  SECTION("deduced names that double eight times") {
    auto e1 = x[0] * x[0] + x[0];
    auto e2 = e1 * e1 + e1;
    auto e3 = e2 * e2 + e2;
    auto e4 = e3 * e3 + e3;
    auto e5 = e4 * e4 + e4;
    const Real y = e5 * 1e-30;
    double value = 1.5, slope = 1;
    for (int k = 0; k < 5; ++k) slope *= 2 * value + 1, value = value * value + value;
    std::vector<double> partials(24, 0.);
    partials[0] = slope * 1e-30;
    CHECK(y.value() == Approx(value * 1e-30));
    s.expect(y, partials);
  }
}

TEST_CASE("constants among traced values leave no trace") {
  Statement s(2);
  const auto& x = s.x;
  const Real c = 3.0, none;
  s.expect(Real(x[0] * c + x[1]), {3, 1});
  s.expect(Real(c - x[0] * x[1] + none), {-1.75, -1.5});
  s.expect(Real(c / x[0]), {-3 / 2.25, 0});
  s.expect(Real(c * c + x[1] - c), {0, 1});
  const Real constant = c * c + 2.0;
  CHECK(constant.tag() == 0);
  CHECK(constant.value() == 11);
  Real t = 0;
  t += x[0];
  t *= c;
  t -= x[1];
  t /= 2.0;
  s.expect(t, {1.5, -0.5});
}

TEST_CASE("integers and floats beside traced values") {
  Statement s(1);
  const auto& x = s.x;
  s.expect(Real(2 * x[0] + 1), {2});
  s.expect(Real(1 / x[0]), {-1 / 2.25});
  s.expect(Real(x[0] * 2.5f - 7L), {2.5});
  s.expect(Real(pow(x[0], 3)), {3 * 2.25});
  s.expect(Real(pow(2, x[0])), {std::log(2.) * std::pow(2., 1.5)});
  s.expect(Real(max(x[0], 1)), {1});
}

TEST_CASE("real and complex numbers on one tape") {
  auto program = record([](const auto& x, const auto& z) { return abs2(x * z + 2.0) + real(z) * x; }, std::tuple(1.5, std::complex<double>(0.5, -1)));
  const auto [dx, dz] = program.pullback(Cotangent<double>(1.0));
  const std::complex<double> z(0.5, -1), u = 1.5 * z + 2.0;
  CHECK(dx.components() == Approx(2 * (std::conj(u) * z).real() + 0.5));
  CHECK(std::abs(dz.components() - (2. * u * 1.5 + 1.5)) < 1e-14);
}

TEST_CASE("many statements between arrays keep their order") {
  Tape<double> tape;
  Real x = input(tape, 1.0);
  const Coordinate at = x.coordinate();
  for (int k = 0; k < 2000; ++k) {
    x = x * 1.001;
    if (k % 97 == 0) x = sum(input(tape, Eigen::ArrayXd(Eigen::ArrayXd::Ones(3))) * x) / 3.0;
  }
  double* w = tape.cotangents();
  w[x.coordinate()] = 1;
  tape.pull(w);
  CHECK(w[at] == Approx(x.value()).epsilon(1e-12));
  tape.clear_cotangents();
}
