// SPDX-License-Identifier: MIT
// Sums of losses differentiated on several threads.
#include <coframe/coframe.hpp>
#include <random>

#include "catch.hpp"

using namespace coframe;

namespace {
using Pair = std::tuple<Eigen::MatrixXd, Eigen::VectorXd>;

struct Regression {
  Eigen::MatrixXd inputs = Eigen::MatrixXd::Random(5, 60);
  Eigen::MatrixXd targets = Eigen::MatrixXd::Random(4, 60);

  auto loss(const auto& W, const auto& b, int first, int count) const {
    const auto hidden = tanh(((W * inputs.middleCols(first, count)).colwise() + b).array());
    return sum(square(hidden - targets.middleCols(first, count).array()));
  }
};
const Pair at{Eigen::MatrixXd::Random(4, 5), Eigen::VectorXd::Random(4)};

Eigen::VectorXd with_threads(const Regression& f, int threads, int parts) {
  ParallelRecorder record(threads);
  for (int step = 0; step < 3; ++step)
    record.differential(at, parts, [&](const auto& W, const auto& b, int p) { return f.loss(W, b, p * 60 / parts, 60 / parts); });
  return flatten(record.differential(at, parts, [&](const auto& W, const auto& b, int p) { return f.loss(W, b, p * 60 / parts, 60 / parts); }));
}
}  // namespace

TEST_CASE("parallel: the differential of a sum is the sum of the differentials") {
  const Regression f;
  const Eigen::VectorXd whole = flatten(Recorder().differential(at, [&](const auto& W, const auto& b) { return f.loss(W, b, 0, 60); }));
  for (int parts : {1, 2, 5, 12}) CHECK((with_threads(f, 2, parts) - whole).norm() < 1e-13 * whole.norm());
}

TEST_CASE("parallel: the same bits whatever the number of threads") {
  const Regression f;
  const Eigen::VectorXd one = with_threads(f, 1, 12);
  for (int threads : {2, 3, 7}) CHECK(with_threads(f, threads, 12) == one);
}

TEST_CASE("parallel: what a part raises is raised to the caller, and the team works on") {
  ParallelRecorder record(3);
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(4, 1, 4);
  const auto loss = [](const auto& v, int p) { return sum(v * double(p + 1)); };
  CHECK_THROWS_AS(record.differential(x, 6, [&](const auto& v, int p) -> Real {
    if (p == 4) throw std::runtime_error("part 4");
    return loss(v, p);
  }), std::runtime_error);
  CHECK(record.differential(x, 6, loss).components() == Eigen::VectorXd::Constant(4, 21.0));
  CHECK(record.value() == 210.0);
  CHECK_THROWS_AS(record.differential(x, 0, loss), EmptyInput);
}
