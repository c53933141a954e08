// SPDX-License-Identifier: MIT
#pragma once
// Second derivatives of another workload: the Hessian times a fixed direction, or all of the Hessian. The primal is the program itself.

#include <utility>

#include "../workload.hpp"

namespace bench {

/// First is the program's hand-written gradient; the check relates H to it, the table relates times to it.
template <class Program, class First>
struct SecondOrder : Program {
  using Gradient = First;
  bool whole;

  SecondOrder(const Program& program, bool all) : Program(program), whole(all) {}
  std::string label() const { return (whole ? "hessian_" : "hessian_vector_") + Program::label(); }
  std::size_t dimension() const { return Program::results(); }
  std::size_t results() const { return whole ? dimension() * dimension() : dimension(); }
  std::vector<double> direction() const { return Uniform(81).vector(dimension(), -1, 1); }
  /// The gradient alone, as a workload.
  const Program& program() const { return *this; }
};

/// Runs product(x, v, to), which writes H v and returns the value, along the direction or along all unit vectors.
template <class Workload, class Product>
class Products {
public:
  explicit Products(const Workload& f, Product product) : product_(std::move(product)), whole_(f.whole), direction_(f.direction()) {}

  double operator()(const double* x, double* h) {
    if (!whole_) return product_(x, direction_.data(), h);
    double value = 0;
    std::vector<double>& unit = direction_;
    unit.assign(unit.size(), 0.0);
    for (std::size_t j = 0; j < unit.size(); ++j) {
      unit[j] = 1;
      value = product_(x, unit.data(), h + j * unit.size());
      unit[j] = 0;
    }
    return value;
  }

private:
  Product product_;
  bool whole_;
  std::vector<double> direction_;
};

} // namespace bench
