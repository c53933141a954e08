// SPDX-License-Identifier: MIT
#pragma once
// Where the laws are tried: special points, points 1e-8 away from them, random points with a fixed seed.
#include <cmath>
#include <complex>
#include <cstddef>
#include <random>
#include <tuple>
#include <vector>

namespace laws {

inline constexpr unsigned seed = 20240229;   // printed with every failure
inline constexpr double near = 1e-8, far_step = 3e-5;

/// A real domain. At a kink the operation has a value and both directions, but no slope to compare with.
struct Interval {
  double low, high;
  std::vector<double> kinks{};
  bool kinked_at_equal = false;   // of two arguments: there is a kink where they are equal

  Interval kink(double x) const {
    Interval i = *this;
    i.kinks.push_back(x);
    return i;
  }
  Interval kink_where_equal() const {
    Interval i = *this;
    i.kinked_at_equal = true;
    return i;
  }
  bool contains(double x) const { return low <= x && x <= high; }
};
inline Interval on(double low, double high) { return {low, high}; }

/// A rectangle of the complex plane; kinks as above.
struct Region {
  double left, right, bottom, top;
  std::vector<std::complex<double>> kinks{};

  Region kink(std::complex<double> z) const {
    Region r = *this;
    r.kinks.push_back(z);
    return r;
  }
  bool contains(std::complex<double> z) const { return left <= z.real() && z.real() <= right && bottom <= z.imag() && z.imag() <= top; }
};
inline Region over(double left, double right, double bottom, double top) { return {left, right, bottom, top}; }

/// One coordinate of a sample, and the step that differences may take there (0 at a kink).
template <class T> struct Place {
  T x;
  double step;
};

template <class T, class Domain> std::vector<Place<T>> places(const Domain& domain, int random_points, std::mt19937& random) {
  std::vector<Place<T>> all;
  auto step_at = [&](const T& x) {
    double step = far_step;
    for (const auto& k : domain.kinks) step = std::min(step, double(std::abs(x - T(k))) / 8);
    return step;
  };
  auto add = [&](const T& x) { all.push_back({x, step_at(x)}); };
  auto draw = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  if constexpr (std::is_same_v<Domain, Interval>) {
    auto with_neighbours = [&](double x) {
      for (double dx : {0., near, -near})
        if (domain.contains(x + dx)) add(T(x + dx));
    };
    for (double x : {0., 1., -1., domain.low, domain.high}) with_neighbours(x);
    for (double x : domain.kinks) with_neighbours(x);
    for (int k = 0; k < random_points; ++k) add(T(draw(domain.low, domain.high)));
  } else {
    using R = typename T::value_type;
    auto with_neighbours = [&](std::complex<double> z) {
      for (std::complex<double> dz : {std::complex<double>{0, 0}, {near, 0}, {-near, near}})
        if (domain.contains(z + dz)) add(T(R((z + dz).real()), R((z + dz).imag())));
    };
    for (std::complex<double> z : {std::complex<double>{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}}) with_neighbours(z);
    for (const auto& z : domain.kinks) with_neighbours(z);
    for (int k = 0; k < random_points; ++k) {
      const double x = draw(domain.left, domain.right), y = draw(domain.bottom, domain.top);
      add(T(R(x), R(y)));
    }
  }
  return all;
}

template <class... X> struct Sample {
  std::tuple<X...> x;
  double step;
};

template <class X, class Domain> std::vector<Sample<X>> samples(const Domain& domain) {
  std::mt19937 random{seed};
  std::vector<Sample<X>> all;
  for (const auto& p : places<X>(domain, 12, random)) all.push_back({{p.x}, p.step});
  return all;
}
/// Pairs: each place of one argument with a random one of the other, then random pairs; equal ones are tried by the law of f(x, x).
template <class X, class Y, class A, class B> std::vector<Sample<X, Y>> samples(const A& a, const B& b) {
  std::mt19937 random{seed};
  const auto x = places<X>(a, 12, random);
  const auto y = places<Y>(b, 12, random);
  std::vector<Sample<X, Y>> all;
  auto add = [&](const Place<X>& p, const Place<Y>& q) {
    double step = std::min(p.step, q.step);
    if constexpr (std::is_same_v<A, Interval> && std::is_same_v<X, Y>)
      if (a.kinked_at_equal) step = std::min(step, std::abs(double(p.x) - double(q.x)) / 8);
    all.push_back({{p.x, q.x}, step});
  };
  for (std::size_t k = 0; k < x.size(); ++k) add(x[k], y[random() % y.size()]);
  for (std::size_t k = 0; k < y.size(); ++k) add(x[random() % x.size()], y[k]);
  return all;
}

}  // namespace laws
