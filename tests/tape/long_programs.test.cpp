// SPDX-License-Identifier: MIT
// Programs of ten million statements: no recursion anywhere, in recording, sweeping or giving back.
#include <coframe/calculus/recorder.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

TEST_CASE("a chain of ten million operations") {
  constexpr int n = 10'000'000;
  constexpr double factor = 1.0000001;
  Tape<double> tape;
  const Real x = input(tape, 0.5);
  Real y = x;
  for (int k = 0; k < n; ++k) y = y * factor;
  double* w = tape.cotangents();
  w[y.coordinate()] = 1;
  tape.pull(w);
  CHECK(w[x.coordinate()] == Approx(std::pow(factor, n)).epsilon(1e-8));
  CHECK(w[x.coordinate()] == Approx(y.value() / 0.5).epsilon(1e-8));
  w[x.coordinate()] = 0;
}

TEST_CASE("a sum of ten million terms") {
  constexpr int n = 10'000'000;
  Tape<double> tape;
  const Real x = input(tape, 3.0);
  Real s = 0;
  for (int k = 0; k < n; ++k) s += x;
  CHECK(s.value() == 3.0 * n);
  double* w = tape.cotangents();
  w[s.coordinate()] = 1;
  tape.pull(w);
  CHECK(w[x.coordinate()] == n);
  w[x.coordinate()] = 0;
}

TEST_CASE("a chain of a hundred thousand array operations") {
  constexpr int n = 100'000;
  Recorder record;
  const auto dL = record.differential(Eigen::ArrayXd(Eigen::ArrayXd::Ones(3)), [](const auto& x) {
    auto y = eval(x * 1.0);
    for (int k = 0; k < n; ++k) y = eval(y + x);
    return sum(y);
  });
  CHECK((dL.components() == n + 1).all());
}
