// SPDX-License-Identifier: MIT
// The gradient of a sum over samples on one thread and on two: ParallelRecorder's, in turns, and the same to the last bit.
// Prints seconds and the median over rounds of how many times as fast two are.

#include <coframe/coframe.hpp>
#include <cstdio>
#include <random>
#include <vector>

#include "measure.hpp"

using Eigen::MatrixXd;

namespace {

template <template <class> class Leaf> struct Net {
  coframe::Dense<Leaf> first, second, top;
  auto operator()(const auto& x) const { return top(tanh(second(tanh(first(x))))); }
};

constexpr int parts = 16, samples = 64, rounds = 31;

} // namespace

int main() {
  std::mt19937 random{7};
  const Net<coframe::Value> net{coframe::dense(64, 128, random), coframe::dense(128, 128, random), coframe::dense(128, 10, random)};
  std::vector<MatrixXd> inputs;
  std::vector<std::vector<int>> classes(parts);
  for (int p = 0; p < parts; ++p) {
    inputs.push_back(MatrixXd::Random(64, samples));
    for (int k = 0; k < samples; ++k) classes[static_cast<std::size_t>(p)].push_back(static_cast<int>(random() % 10));
  }
  const auto loss = [&](const auto& traced, int p) {
    const auto part = static_cast<std::size_t>(p);
    return coframe::cross_entropy(traced(inputs[part]), classes[part]);
  };
  coframe::ParallelRecorder one(1), two(2);
  const auto seconds = [&](coframe::ParallelRecorder& record) {
    const double start = bench::now();
    for (int k = 0; k < 8; ++k) record.differential(net, parts, loss);
    return (bench::now() - start) / 8;
  };
  std::vector<double> alone, together, ratio;
  seconds(one), seconds(two);
  for (int k = 0; k < rounds; ++k) {
    alone.push_back(seconds(one)), together.push_back(seconds(two));
    ratio.push_back(alone.back() / together.back());
  }
  const auto& a = one.differential(net, parts, loss);
  const auto& b = two.differential(net, parts, loss);
  const bool same = a.second.W.components() == b.second.W.components() && one.value() == two.value();
  std::printf("| threads | time | times as fast |\n|---|---|---|\n| 1 | %.0f µs | 1 |\n| 2 | %.0f µs | %.2f |\n", bench::quantile(alone, 0.5) * 1e6,
              bench::quantile(together, 0.5) * 1e6, bench::quantile(ratio, 0.5));
  std::puts(same ? "the same to the last bit" : "the results differ");
  return same ? 0 : 1;
}
