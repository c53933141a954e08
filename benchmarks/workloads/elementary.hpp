// SPDX-License-Identifier: MIT
#pragma once
// Five short programs over vectors: sum, product, log-sum-exp, squared norm of a matrix product, normal log density.

#include <Eigen/Core>
#include <cmath>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

enum class Elementary { sum, product, log_sum_exp, matrix_product, normal_log_density };

/// Size counts the inputs, but for matrix_product, where it is the side of both matrices; the density's mean and deviation come last.
struct ElementaryProgram : WorkloadBase {
  Elementary kind;
  int size;

  ElementaryProgram(Elementary which, int n) : kind(which), size(n) {}
  std::string label() const {
    const char* names[] = {"sum", "product", "log_sum_exp", "matrix_product", "normal_log_density"};
    return std::string(names[static_cast<int>(kind)]) + "_" + std::to_string(size);
  }
  std::size_t results() const {
    const std::size_t n = static_cast<std::size_t>(size);
    return kind == Elementary::matrix_product ? 2 * n * n : kind == Elementary::normal_log_density ? n + 2 : n;
  }
  std::vector<double> point() const { return Uniform(41).vector(results(), 0.99, 1.01); }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    switch (kind) {
      case Elementary::sum: return sum(x);
      case Elementary::product: return product(x);
      case Elementary::log_sum_exp: return log_sum_exp(x);
      case Elementary::matrix_product: return matrix_product(x);
      default: return normal_log_density(x);
    }
  }

private:
  template <class T>
  static T sum(const std::vector<T>& x) {
    T y = x[0];
    for (std::size_t i = 1; i < x.size(); ++i) y += x[i];
    return y;
  }
  template <class T>
  static T product(const std::vector<T>& x) {
    T y = x[0];
    for (std::size_t i = 1; i < x.size(); ++i) y *= x[i];
    return y;
  }
  template <class T>
  static T log_sum_exp(const std::vector<T>& x) {
    using std::exp, std::log;
    T top = x[0];
    for (std::size_t i = 1; i < x.size(); ++i)
      if (x[i] > top) top = x[i];
    T y = exp(x[0] - top);
    for (std::size_t i = 1; i < x.size(); ++i) y += exp(x[i] - top);
    return log(y) + top;
  }
  template <class T>
  T matrix_product(const std::vector<T>& x) const {
    const std::size_t n = static_cast<std::size_t>(size);
    const T *a = x.data(), *b = a + n * n;
    std::vector<T> column(n);
    T y = 0.0;
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = 0; i < n; ++i) column[i] = a[i] * b[j * n];
      for (std::size_t k = 1; k < n; ++k)
        for (std::size_t i = 0; i < n; ++i) column[i] += a[k * n + i] * b[j * n + k];
      for (std::size_t i = 0; i < n; ++i) y += column[i] * column[i];
    }
    return y;
  }
  template <class T>
  T normal_log_density(const std::vector<T>& x) const {
    using std::log;
    const std::size_t n = static_cast<std::size_t>(size);
    const T &mean = x[n], &deviation = x[n + 1];
    T squares = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      const T z = (x[i] - mean) / deviation;
      squares += z * z;
    }
    return -0.5 * squares - size * (log(deviation) + 0.91893853320467274178);
  }
};

class ElementaryAdjoint {
public:
  explicit ElementaryAdjoint(const ElementaryProgram& f) : f_(f) {}

  double operator()(const double* input, double* output) {
    const int n = f_.size;
    const Eigen::Map<const Eigen::ArrayXd> x(input, n);
    Eigen::Map<Eigen::ArrayXd> g(output, n);
    switch (f_.kind) {
      case Elementary::sum: g.setOnes(); return x.sum();
      case Elementary::product: {
        const double y = x.prod();
        g = y / x;
        return y;
      }
      case Elementary::log_sum_exp: {
        const double top = x.maxCoeff();
        g = (x - top).exp();
        const double sum = g.sum();
        g /= sum;
        return std::log(sum) + top;
      }
      case Elementary::matrix_product: {
        const Eigen::Map<const Eigen::MatrixXd> a(input, n, n), b(input + n * n, n, n);
        Eigen::Map<Eigen::MatrixXd> a_bar(output, n, n), b_bar(output + n * n, n, n);
        product_.noalias() = a * b;
        const double y = product_.squaredNorm();
        a_bar.noalias() = 2.0 * product_ * b.transpose();
        b_bar.noalias() = 2.0 * a.transpose() * product_;
        return y;
      }
      default: {
        const double mean = input[n], inverse = 1 / input[n + 1];
        g = (mean - x) * (inverse * inverse);
        const double squares = (g * (mean - x)).sum();
        output[n] = -g.sum();
        output[n + 1] = inverse * (squares - n);
        return -0.5 * squares - n * (0.91893853320467274178 - std::log(inverse));
      }
    }
  }

private:
  ElementaryProgram f_;
  Eigen::MatrixXd product_;
};

using Workload = ElementaryProgram;
using Adjoint = ElementaryAdjoint;
inline std::vector<Workload> instances() {
  std::vector<Workload> all;
  for (Elementary kind : {Elementary::sum, Elementary::product, Elementary::log_sum_exp, Elementary::normal_log_density})
    for (int n : {64, 1024, 16384}) all.emplace_back(kind, n);
  for (int n : {8, 32, 128}) all.emplace_back(Elementary::matrix_product, n);
  return all;
}

} // namespace bench
