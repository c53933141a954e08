// SPDX-License-Identifier: MIT
#pragma once
// A double that counts the elementary operations it takes part in.

#include <cmath>
#include <vector>

namespace bench {

struct Counted {
  double value = 0;
  Counted() = default;
  Counted(double x) : value(x) {}
  static inline double operations = 0;
  static Counted made(double x) {
    ++operations;
    return x;
  }
  Counted& operator+=(Counted y) { return *this = made(value + y.value); }
  Counted& operator-=(Counted y) { return *this = made(value - y.value); }
  Counted& operator*=(Counted y) { return *this = made(value * y.value); }
  Counted& operator/=(Counted y) { return *this = made(value / y.value); }
  friend Counted operator+(Counted x, Counted y) { return made(x.value + y.value); }
  friend Counted operator-(Counted x, Counted y) { return made(x.value - y.value); }
  friend Counted operator*(Counted x, Counted y) { return made(x.value * y.value); }
  friend Counted operator/(Counted x, Counted y) { return made(x.value / y.value); }
  friend Counted operator-(Counted x) { return made(-x.value); }
  friend bool operator<(Counted x, Counted y) { return x.value < y.value; }
  friend bool operator>(Counted x, Counted y) { return x.value > y.value; }
  friend Counted exp(Counted x) { return made(std::exp(x.value)); }
  friend Counted log(Counted x) { return made(std::log(x.value)); }
  friend Counted sqrt(Counted x) { return made(std::sqrt(x.value)); }
  friend Counted sin(Counted x) { return made(std::sin(x.value)); }
  friend Counted cos(Counted x) { return made(std::cos(x.value)); }
  friend Counted tanh(Counted x) { return made(std::tanh(x.value)); }
  friend Counted erf(Counted x) { return made(std::erf(x.value)); }
};

template <class Workload>
double count_operations(const Workload& f) {
  const std::vector<double> point = f.point();
  const std::vector<Counted> x(point.begin(), point.end());
  Counted::operations = 0;
  f(x);
  return Counted::operations;
}

} // namespace bench
