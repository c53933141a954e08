// SPDX-License-Identifier: MIT
// Slopes kept by array expressions: the differential is that of the same program in scalar statements, element by element.
#include <coframe/calculus/differential.hpp>
#include <coframe/calculus/recorder.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::ArrayXd;

namespace {
ArrayXd wave(int n, double phase) { return ArrayXd::NullaryExpr(n, [=](Eigen::Index k) { return 1.5 + std::sin(phase + 0.7 * static_cast<double>(k)); }); }
double gap(const auto& a, const auto& b) { return ((a.components() - b.components()).abs() / (1 + b.components().abs())).maxCoeff(); }

/// dΣ wₖ f(aₖ, bₖ), with f in one array expression and in one statement for each element.
template <class F> void agrees_with_statements(int n, const F& f) {
  const ArrayXd a = wave(n, 0.1), b = wave(n, 2.0), w = wave(n, 4.0) - 1.5;
  const auto [by_array_a, by_array_b] = differential([&](const auto& x, const auto& y) { return sum(w * eval(f(x, y))); }, a, b);
  const auto [in_sum_a, in_sum_b] = differential([&](const auto& x, const auto& y) { return sum(w * f(x, y)); }, a, b);
  const auto [by_statement_a, by_statement_b] = differential([&](const auto& x, const auto& y) {
    Real total = 0.0;
    for (int k = 0; k < n; ++k) total += w[k] * f(x(k), y(k));
    return total;
  }, a, b);
  INFO(n << " elements");
  CHECK(gap(by_array_a, by_statement_a) < 1e-14);
  CHECK(gap(by_array_b, by_statement_b) < 1e-14);
  CHECK(gap(in_sum_a, by_statement_a) < 1e-14);
  CHECK(gap(in_sum_b, by_statement_b) < 1e-14);
}
template <class F> std::size_t bytes(int n, const F& f) {
  Recorder record;
  record.differential(wave(n, 1.0), [&](const auto& x) { return sum(eval(f(x))); });
  return record.tape().bytes_used();
}
}  // namespace

TEST_CASE("functions of whole arrays, near and far") {
  for (int n : {1, 3, 4, 5, 8, 9, 17, 130, 4096, 4097}) agrees_with_statements(n, [](const auto& x, const auto& y) { return tanh(x * y) * x + exp(-y) * y; });
}
TEST_CASE("a kernel whose lanes go different ways") {
  const auto kernel = [](auto x, auto y) {
    decltype(x) z = x * y;
    if (z > 2.0) z = log(z) * y;
    return z;
  };
  for (int n : {1, 4, 9, 130}) {
    const ArrayXd a = wave(n, 0.1), b = wave(n, 2.0);
    const auto [of_map_a, of_map_b] = differential([&](const auto& x, const auto& y) { return sum(x * map(kernel, x, y)); }, a, b);
    const auto [of_statements_a, of_statements_b] = differential([&](const auto& x, const auto& y) {
      Real total = 0.0;
      for (int k = 0; k < n; ++k) total += x(k) * kernel(Real(x(k)), Real(y(k)));
      return total;
    }, a, b);
    CHECK(gap(of_map_a, of_statements_a) < 1e-14);
    CHECK(gap(of_map_b, of_statements_b) < 1e-14);
  }
}
TEST_CASE("functions of parts, of columns beside a vector, and of a number for all") {
  const Eigen::ArrayXXd a = Eigen::ArrayXXd::NullaryExpr(9, 7, [](Eigen::Index i, Eigen::Index j) { return std::cos(static_cast<double>(3 * i + j)); });
  const auto by_array = differential([](const auto& x) {
    return sum(exp(x.block(1, 2, 6, 4) * x(0, 0))) + sum(tanh(x.block(0, 0, 8, 3) - x.block(1, 1, 8, 3))) + sum(sin(x.colwise() * x.col(1)));
  }, a);
  const auto by_statement = differential([](const auto& x) {
    Real total = 0.0;
    for (int j = 0; j < 4; ++j)
      for (int i = 0; i < 6; ++i) total += exp(x(1 + i, 2 + j) * x(0, 0));
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 8; ++i) total += tanh(x(i, j) - x(1 + i, 1 + j));
    for (int j = 0; j < 7; ++j)
      for (int i = 0; i < 9; ++i) total += sin(x(i, j) * x(i, 1));
    return total;
  }, a);
  CHECK(gap(by_array, by_statement) < 1e-14);
}
TEST_CASE("parts of columns end with parts of packs, each leaf's slopes apart from the next one's") {
  for (int rows : {9, 10, 11, 17, 65, 129})
    for (int cols : {2, 3, 5, 7}) {
      const Eigen::ArrayXXd a = Eigen::ArrayXXd::NullaryExpr(rows + 1, cols, [](Eigen::Index i, Eigen::Index j) { return 2 + std::cos(static_cast<double>(3 * i + j)); });
      const auto by_array = differential([=](const auto& x) { return sum(pow(x.block(0, 0, rows, cols), x.block(1, 0, rows, cols))); }, a);
      const auto by_statement = differential([=](const auto& x) {
        Real total = 0.0;
        for (int j = 0; j < cols; ++j)
          for (int i = 0; i < rows; ++i) total += pow(x(i, j), x(i + 1, j));
        return total;
      }, a);
      INFO(rows << " rows, " << cols << " columns");
      CHECK(gap(by_array, by_statement) < 1e-13);
    }
}
TEST_CASE("an infinite slope is hidden by an exact zero") {
  ArrayXd a = wave(9, 0.0), weights = wave(9, 1.0);
  a[3] = 0, weights[3] = 0;
  const auto d = differential([&](const auto& x) { return sum(weights * pow(x, 0.5)); }, a).components();
  CHECK(d[3] == 0);
  CHECK(d[4] == Approx(weights[4] / (2 * std::sqrt(a[4]))));
}
TEST_CASE("slopes are kept where functions cost more than memory, and only there") {
  const auto few = [](const auto& x) { return tanh(x) * x * x * x * x; };
  const auto many = [](const auto& x) { return tanh(x) * x; };
  const auto none = [](const auto& x) { return x * x; };
  const auto extra = [&](int n, const auto& f) { return static_cast<double>(bytes(n, f)) - static_cast<double>(bytes(n, none)); };
  CHECK(extra(1000, many) >= 2 * 1000 * 8);
  CHECK(extra(1000, few) < 1000);
  CHECK(extra(100'000, few) < 1000);
  CHECK(extra(100'000, many) < 1000);
}
