// SPDX-License-Identifier: MIT
// Matrices of complex duals and complex dual scalars on one tape.
#include "laws/structured_row.hpp"

using namespace laws;

namespace {
struct ProductOfElements {
  template <MatrixLike A> auto operator()(const A& a) const {
    if constexpr (ArrayExpr<A>) return eval(a(0, 1) * a(1, 0));
    else return a(0, 1) * a(1, 0);
  }
};
}  // namespace

// A plane over Dual<double> holds Re z and Im z as duals, (x, εx, y, εy); an element Dual<complex> of an array is (x, y, εx, εy).
// While the two differ, a complex scalar taken from a matrix has permuted cotangents at second order.
TEST_CASE("a complex scalar of a matrix at second order", "[!shouldfail]") {
  std::mt19937 random{seed};
  const std::tuple x{matrix_in<std::complex<double>>(sizes(2, 2), random)};
  obeys_second_order(ProductOfElements{}, x, far_step, random);
}
