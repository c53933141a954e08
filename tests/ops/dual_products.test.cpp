// SPDX-License-Identifier: MIT
// Products of matrices of duals: whichever of the three matrices is the largest, and however it lies in memory.
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {
template <class T> using Columns = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T> using RowsFirst = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class T> Columns<T> entries(int rows, int cols) { return Columns<T>::Random(rows, cols); }
/// In other orders of memory, and as a part of a larger matrix.
template <class D, class F> void each_layout(const Columns<D>& a, const F& f) {
  f(a);
  f(RowsFirst<D>(a));
  const Columns<D> transposed = a.transpose();
  f(transposed.transpose());
  Columns<D> border = Columns<D>::Constant(a.rows() + 3, a.cols() + 2, D(7));
  border.block(2, 1, a.rows(), a.cols()) = a;
  f(border.block(2, 1, a.rows(), a.cols()));
}
template <class T> double distance(const Columns<Dual<T>>& c, const Columns<T>& value, const Columns<T>& tangent) {
  return std::max((Columns<T>(value_part(c)) - value).norm(), (Columns<T>(tangent_part(c)) - tangent).norm());
}

template <class T> void adds_product(int m, int k, int n) {
  INFO(m << "×" << k << " times " << k << "×" << n);
  const auto a0 = entries<T>(m, k), a1 = entries<T>(m, k), b0 = entries<T>(k, n), b1 = entries<T>(k, n), c0 = entries<T>(m, n), c1 = entries<T>(m, n);
  const Columns<T> value = c0 + a0 * b0, tangent = c1 + a1 * b0 + a0 * b1;
  each_layout(Columns<Dual<T>>(dual(a0, a1)), [&](const auto& a) {
    each_layout(Columns<Dual<T>>(dual(b0, b1)), [&](const auto& b) {
      Columns<Dual<T>> c = dual(c0, c1);
      add_product(c, a, b);
      CHECK(distance<T>(c, value, tangent) < 1e-13 * (value.norm() + tangent.norm()));
      RowsFirst<Dual<T>> by_rows = dual(c0, c1);
      add_product(by_rows, a, b);
      CHECK(distance<T>(by_rows, value, tangent) < 1e-13 * (value.norm() + tangent.norm()));
    });
  });
}
}  // namespace

TEST_CASE("a product of duals is A₀B₀ + ε(A₁B₀ + A₀B₁), whatever the shape") {
  for (auto [m, k, n] : {std::array{17, 19, 1}, {17, 19, 2}, {1, 17, 18}, {2, 16, 24}, {18, 1, 17}, {24, 3, 25}, {5, 4, 3}, {1, 1, 1}, {3, 0, 2}}) {
    adds_product<double>(m, k, n);
    adds_product<std::complex<double>>(m, k, n);
  }
}

TEST_CASE("a product of duals of duals") {
  using D = Dual<double>;
  const auto nested = [](int rows, int cols) {
    return Columns<Dual<D>>(dual(Columns<D>(dual(entries<double>(rows, cols), entries<double>(rows, cols))),
                                 Columns<D>(dual(entries<double>(rows, cols), entries<double>(rows, cols)))));
  };
  const auto a = nested(17, 16), b = nested(16, 1);
  Columns<Dual<D>> c = Columns<Dual<D>>::Constant(17, 1, Dual<D>(0.0)), expected = a * b;   // Eigen's product of scalars
  add_product(c, a, b);
  double worst = 0;
  for (int i = 0; i < 17; ++i) {
    const auto d = c(i) - expected(i);
    worst = std::max({worst, std::abs(d.value.value), std::abs(d.value.tangent), std::abs(d.tangent.value), std::abs(d.tangent.tangent)});
  }
  CHECK(worst < 1e-13);
}
