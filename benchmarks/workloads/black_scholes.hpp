// SPDX-License-Identifier: MIT
#pragma once
// Black and Scholes' price of European calls, in spot, strike, rate, volatility and maturity; the sum over the options.

#include <Eigen/Core>
#include <cmath>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

template <class T>
T call_price(const T& spot, const T& strike, const T& rate, const T& volatility, const T& maturity) {
  using std::erf, std::exp, std::log, std::sqrt;
  const double root_half = 0.70710678118654752440;
  const T spread = volatility * sqrt(maturity);
  const T d1 = (log(spot / strike) + (rate + 0.5 * volatility * volatility) * maturity) / spread;
  const T d2 = d1 - spread;
  return 0.5 * (spot * (1.0 + erf(root_half * d1)) - strike * exp(-rate * maturity) * (1.0 + erf(root_half * d2)));
}

/// Inputs lie quantity after quantity: all spots, all strikes, …
struct BlackScholes : WorkloadBase {
  int options = 1;

  std::string label() const { return "black_scholes_" + std::to_string(options); }
  std::size_t results() const { return 5 * static_cast<std::size_t>(options); }
  std::vector<double> point() const {
    Uniform random(5);
    std::vector<double> x;
    const double low[] = {90, 90, 0.01, 0.1, 0.5}, high[] = {110, 110, 0.06, 0.5, 2.0};
    for (int q = 0; q < 5; ++q)
      for (double value : random.vector(static_cast<std::size_t>(options), low[q], high[q])) x.push_back(value);
    return x;
  }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    const std::size_t n = static_cast<std::size_t>(options);
    T sum = call_price(x[0], x[n], x[2 * n], x[3 * n], x[4 * n]);
    for (std::size_t i = 1; i < n; ++i) sum += call_price(x[i], x[n + i], x[2 * n + i], x[3 * n + i], x[4 * n + i]);
    return sum;
  }
};

/// The Greeks: each follows from Φ(d1), Φ(d2) and the density φ(d1). erf is libm's, one at a time; the rest is vectorised. Blocks of 512 stay in the first cache.
class BlackScholesAdjoint {
public:
  explicit BlackScholesAdjoint(const BlackScholes& f) : n_(f.options) {}

  double operator()(const double* x, double* g) const { return n_ == 1 ? one(x, g) : all(x, g); }

private:
  static constexpr int block = 512;
  using Block = Eigen::Array<double, Eigen::Dynamic, 1, 0, block, 1>;
  using In = Eigen::Map<const Eigen::ArrayXd>;
  using Out = Eigen::Map<Eigen::ArrayXd>;
  static constexpr double root_half = 0.70710678118654752440, density = 0.39894228040143267794;

  static double one(const double* x, double* g) {
    const double S = x[0], K = x[1], r = x[2], s = x[3], t = x[4];
    const double root = std::sqrt(t), spread = s * root;
    const double d1 = (std::log(S / K) + (r + 0.5 * s * s) * t) / spread, d2 = d1 - spread;
    const double p1 = 0.5 + 0.5 * std::erf(root_half * d1), p2 = 0.5 + 0.5 * std::erf(root_half * d2);
    const double discount = std::exp(-r * t), vega = S * density * std::exp(-0.5 * d1 * d1) * root;
    g[0] = p1;
    g[1] = -discount * p2;
    g[2] = K * t * discount * p2;
    g[3] = vega;
    g[4] = 0.5 * vega * s / t + r * K * discount * p2;
    return S * p1 - K * discount * p2;
  }

  double all(const double* x, double* g) const {
    double sum = 0;
    for (int first = 0; first < n_; first += block) {
      const int m = std::min(block, n_ - first);
      const auto in = [&](int q) { return In(x + static_cast<std::ptrdiff_t>(q) * n_ + first, m); };
      const auto out = [&](int q) { return Out(g + static_cast<std::ptrdiff_t>(q) * n_ + first, m); };
      const In S = in(0), K = in(1), r = in(2), s = in(3), t = in(4);
      const Block root = t.sqrt(), spread = s * root;
      const Block d1 = ((S / K).log() + (r + 0.5 * s.square()) * t) / spread, d2 = d1 - spread;
      const Block discount = K * (-r * t).exp(), vega = S * density * (-0.5 * d1.square()).exp() * root;
      const Block p1 = normal(d1), p2 = normal(d2);
      out(0) = p1;
      out(1) = -discount / K * p2;
      out(2) = t * discount * p2;
      out(3) = vega;
      out(4) = 0.5 * vega * s / t + r * discount * p2;
      sum += (S * p1 - discount * p2).sum();
    }
    return sum;
  }
  static Block normal(const Block& d) {
    return 0.5 + 0.5 * (root_half * d).unaryExpr([](double z) { return std::erf(z); });
  }

  int n_;
};

using Workload = BlackScholes;
using Adjoint = BlackScholesAdjoint;
inline std::vector<Workload> instances() { return {{{}, 1}, {{}, 100000}}; }

} // namespace bench
