// SPDX-License-Identifier: MIT
// Matrices of complex duals and complex dual scalars on one tape, at second order.
#include "laws/structured_row.hpp"

using namespace laws;

// A plane over Dual<double> holds Re z and Im z as duals, (x, εx, y, εy); an element Dual<complex> of an array is (x, y, εx, εy).
namespace {
struct ProductOfElements {
  template <MatrixLike A> auto operator()(const A& a) const {
    if constexpr (ArrayExpr<A>) return eval(a(0, 1) * a(1, 0));
    else return a(0, 1) * a(1, 0);
  }
};
/// Fused maps whose leaves are columns, transposes and a scalar taken from the matrix itself.
struct ArraysAndElements {
  template <MatrixLike A> auto operator()(const A& a) const {
    const auto column = a.col(0).array() * a.transpose().col(1).array() + a.col(1).array() * a(1, 0);
    return column.sum() * a(0, 0);
  }
};
/// A block of another place, squared, and a structured map over the result.
struct ReplacedBlock {
  template <MatrixLike A> auto operator()(const A& a) const {
    const auto b = replace(a, 0, 1, (a.col(0).array() * a.col(1).array()).matrix());
    return (b * b.transpose()).sum() + b(0, 1) * b(1, 0);
  }
};
template <class F> void obeys_on_complex_matrices(const F& f) {
  std::mt19937 random{seed};
  const std::tuple x{matrix_in<std::complex<double>>(sizes(2, 2), random)};
  obeys_second_order(f, x, far_step, random);
}
}  // namespace

TEST_CASE("complex elements of a matrix at second order") { obeys_on_complex_matrices(ProductOfElements{}); }
TEST_CASE("complex columns and elements in array expressions at second order") { obeys_on_complex_matrices(ArraysAndElements{}); }
TEST_CASE("a complex block replaced at second order") { obeys_on_complex_matrices(ReplacedBlock{}); }
