// SPDX-License-Identifier: MIT
// Several tapes at once: one to a thread without locks, and several in one thread.
#include <coframe/calculus/recorder.hpp>
#include <coframe/ops.hpp>

#include <thread>
#include <vector>

#include "catch.hpp"

using namespace coframe;

namespace {
Eigen::VectorXd training(int steps) {
  Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(37, -1, 1);
  const Eigen::MatrixXd A = Eigen::MatrixXd::NullaryExpr(37, 37, [](Eigen::Index i, Eigen::Index j) { return std::sin(double(i + 2 * j)); });
  Recorder record;
  for (int k = 0; k < steps; ++k) {
    const auto& dL = record.differential(x, [&](const auto& x) {
      Real rest = 0;
      for (int i = 0; i < x.size(); ++i) rest += sin(x(i)) * x(0);
      return squared_norm(tanh(A * x)) + rest;
    });
    x -= 0.01 * dL.components();
  }
  return x;
}
}  // namespace

TEST_CASE("one tape to a thread gives bitwise the result of one thread alone") {
  const Eigen::VectorXd alone = training(50);
  std::vector<Eigen::VectorXd> together(8);
  std::vector<std::thread> threads;
  for (auto& result : together) threads.emplace_back([&result] { result = training(50); });
  for (auto& thread : threads) thread.join();
  for (const auto& result : together) CHECK(result == alone);
}

TEST_CASE("two tapes in one thread, their recordings interleaved") {
  Tape<double> first, second;
  const Real x = input(first, 2.0), y = input(second, 5.0);
  const Real a = x * x, b = y * y * y, c = a * x;
  first.cotangents()[c.coordinate()] = 1;
  first.pull(first.cotangents());
  second.cotangents()[b.coordinate()] = 1;
  second.pull(second.cotangents());
  CHECK(first.cotangents()[x.coordinate()] == 12);
  CHECK(second.cotangents()[y.coordinate()] == 75);
}
