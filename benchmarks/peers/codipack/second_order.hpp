// SPDX-License-Identifier: MIT
#pragma once
// CoDiPack forward over reverse: a tape of numbers with tangents, one for a product with the Hessian, ten at once for all of it.

#include <codi.hpp>

#include "../../tool.hpp"

namespace bench {

template <int width>
class CodipackSecond {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& h) {
    if (!f.whole) {
      const std::vector<double> v = f.direction();
      return products(f, x, [&](std::size_t i, int) { return v[i]; }, [&](std::size_t i, int) -> double* { return &h[i]; });
    }
    const std::size_t n = x.size();
    double value = 0;
    for (std::size_t first = 0; first < n; first += width) {
      const auto column = [first](int k) { return first + static_cast<std::size_t>(k); };
      value = products(f, x, [&](std::size_t i, int k) { return i == column(k) ? 1.0 : 0.0; },
                       [&](std::size_t i, int k) { return column(k) < n ? &h[column(k) * n + i] : nullptr; });
    }
    return value;
  }

private:
  using Real = codi::RealReverseGen<codi::RealForwardVec<width>>;

  template <class Workload, class Direction, class Result>
  double products(const Workload& f, const std::vector<double>& x, const Direction& direction, const Result& to) {
    auto& tape = Real::getTape();
    tape.setActive();
    x_.resize(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      x_[i] = x[i];
      for (int k = 0; k < width; ++k) x_[i].value().gradient()[static_cast<std::size_t>(k)] = direction(i, k);
      tape.registerInput(x_[i]);
    }
    Real y = f(x_);
    tape.registerOutput(y);
    tape.setPassive();
    y.gradient() = 1.0;
    tape.evaluate();
    for (std::size_t i = 0; i < x.size(); ++i)
      for (int k = 0; k < width; ++k)
        if (double* place = to(i, k)) *place = x_[i].gradient().gradient()[static_cast<std::size_t>(k)];
    tape.reset();
    return y.value().value();
  }
  std::vector<Real> x_;
};

template <class Workload>
std::vector<Tool> codipack_tools(const Workload& f) {
  if (f.whole) return {tool("CoDiPack forward over reverse", Kind::peer, f, CodipackSecond<10>{})};
  return {tool("CoDiPack forward over reverse", Kind::peer, f, CodipackSecond<1>{})};
}

} // namespace bench
