// SPDX-License-Identifier: MIT
// What a step of Adam on 10⁶ parameters costs beside a loop that copies, and what d of a k-form on ℝⁿ does.
// Prints medians over rounds, and of paired ratios.

#include <coframe/coframe.hpp>
#include <coframe/flows/adam.hpp>
#include <coframe/forms.hpp>
#include <cstdio>
#include <random>
#include <vector>

#include "measure.hpp"

namespace {

constexpr int rounds = 31;
double median(const std::vector<double>& v) { return bench::quantile(v, 0.5); }

/// Adam reads x, dL, m and s and writes x, m and s: 7 numbers a parameter, where a copy reads one and writes one.
void adam_beside_a_copy() {
  constexpr Eigen::Index n = 1'000'000;
  Eigen::VectorXd x = Eigen::VectorXd::Ones(n), from = x, to = x;
  const coframe::Cotangent<Eigen::VectorXd> dL(Eigen::VectorXd::Constant(n, 0.1));
  coframe::Adam adam{.rate = 1e-6};
  adam.step(x, dL);
  std::vector<double> steps, copies, rates;
  for (int k = 0; k < rounds; ++k) {
    const double start = bench::now();
    adam.step(x, dL);
    const double between = bench::now();
    for (Eigen::Index i = 0; i < n; ++i) to[i] = from[i];
    asm volatile("" : : "r"(to.data()) : "memory");
    const double end = bench::now();
    steps.push_back(between - start), copies.push_back(end - between);
    rates.push_back((7 * n / steps.back()) / (2 * n / copies.back()));
  }
  std::printf("| 10⁶ parameters | time | bytes a second ÷ the copy's |\n|---|---|---|\n| copy | %.0f µs | 1 |\n| Adam's step | %.0f µs | %.2f |\n\n",
              median(copies) * 1e6, median(steps) * 1e6, median(rates));
}

/// Components sin(w·x) with a w for each.
template <int K, int N> struct Waves {
  std::array<std::array<double, N>, static_cast<std::size_t>(coframe::binomial(N, K))> w;
  auto operator()(const auto& x) const {
    return coframe::each([&](const auto& one) {
      using std::sin;
      return sin(coframe::contract(one, x));
    }, w);
  }
};

template <class F, class X> double seconds(const F& f, X x) {
  constexpr int calls = 20000;
  std::vector<double> times;
  for (int round = 0; round < 9; ++round) {
    double sum = 0;
    const double start = bench::now();
    for (int k = 0; k < calls; ++k) {
      x[0] += 1e-9;
      for (const double c : f(x)) sum += c;
    }
    asm volatile("" : "+m"(sum) : : "memory");
    times.push_back((bench::now() - start) / calls);
  }
  return median(times);
}
template <int K, int N> void cost() {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> any(-1, 1);
  Waves<K, N> waves;
  for (auto& w : waves.w)
    for (double& c : w) c = any(random);
  std::array<double, N> x;
  for (double& c : x) c = any(random);
  const auto a = coframe::form<K, N>(waves);
  const double of_a = seconds(a, x), of_d = seconds(coframe::d(a), x);
  std::printf("| %d | %d | %.0f ns | %.0f ns | %.1f |\n", N, K, of_a * 1e9, of_d * 1e9, of_d / of_a);
}
template <int N, int... K> void costs(std::integer_sequence<int, K...>) { (cost<K, N>(), ...); }

}  // namespace

int main() {
  adam_beside_a_copy();
  std::puts("| n | k | a | da | da ÷ a |\n|---|---|---|---|---|");
  [&]<int... N>(std::integer_sequence<int, N...>) { (costs<N + 2>(std::make_integer_sequence<int, N + 2>{}), ...); }(std::make_integer_sequence<int, 5>{});
}
