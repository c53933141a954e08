// SPDX-License-Identifier: MIT
#pragma once
// What every workload offers, and small means to write its input.

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace bench {

/// A workload is a struct with
///   label()       its name and size, one word,
///   point()       the x at which it is differentiated,
///   results()     how many numbers its gradient has,
///   tolerance()   to which the tools must agree, relative to the largest component; step() for the difference check,
///   Scalar        the precision in which the tools compute; point and results stay in double outside the timed loop,
///   operator()    template <class T> T operator()(const std::vector<T>& x) const: the program, in the words a peer's user would use.
/// Its file also names `using Workload`, `using Adjoint` (the hand-written one: double operator()(const Scalar* x, Scalar* g)), and
/// `instances()`, the sizes that are run.
struct WorkloadBase {
  using Scalar = double;
  double tolerance() const { return 1e-10; }
  double step() const { return 1e-2; } // of the difference check, relative to x
};

/// Uniform numbers that are the same with every standard library.
class Uniform {
public:
  explicit Uniform(std::uint32_t seed) : random_(seed) {}
  double operator()(double low, double high) { return low + (high - low) * (static_cast<double>(random_()) / 4294967296.0); }
  std::vector<double> vector(std::size_t n, double low, double high) {
    std::vector<double> x(n);
    for (double& xi : x) xi = (*this)(low, high);
    return x;
  }

private:
  std::mt19937 random_;
};

} // namespace bench
