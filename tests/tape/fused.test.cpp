// SPDX-License-Identifier: MIT
// Fused array expressions: repeated and overlapping leaves, broadcasts, mixed orders, more leaves than fuse, duals.
#include "laws/structured_row.hpp"

using namespace laws;

namespace {
template <class F> struct OfArrays {
  F f;
  template <MatrixLike... A> auto operator()(const A&... a) const {
    auto y = f(a.array()...);
    if constexpr (ArrayExpr<decltype(y)>) return y.matrix();
    else if constexpr (requires { y.matrix(); }) return y.matrix().eval();
    else return y;
  }
};
template <class F> OfArrays(F) -> OfArrays<F>;

/// r e^{iφ} of traced and of plain arrays.
template <class R, class P> auto of_polar(const R& r, const P& phi) {
  if constexpr (ArrayExpr<R>) return polar(r, phi);
  else return r.binaryExpr(phi, [](auto x, auto y) { return std::polar(x, y); });
}
template <class F, class... Size> void holds(const F& f, const Size&... size) {
  std::mt19937 random{seed};
  const OfArrays law{f};
  const std::tuple x{matrix_in<double>(size, random)...};
  obeys_first_order(law, x, far_step, random);
}
template <class F, class... Size> void holds_twice(const F& f, const Size&... size) {
  holds(f, size...);
  std::mt19937 random{seed};
  obeys_second_order(OfArrays{f}, std::tuple{matrix_in<double>(size, random)...}, far_step, random);
}
}  // namespace

TEST_CASE("a leaf several times in one expression") {
  for (int n : {1, 2, 7, 8, 9, 15, 17, 128, 300}) holds([](const auto& a) { return a * a * tanh(a) - a; }, sizes(n, 1));
  holds_twice([](const auto& a, const auto& b) { return a * b * a + b * b; }, sizes(5, 3), sizes(5, 3));
}
TEST_CASE("overlapping parts of one array") {
  for (int n : {3, 130, 258})
    holds([](const auto& a) { return (a.block(0, 0, a.rows() - 2, 1) - a.block(1, 0, a.rows() - 2, 1) * 2.0 + a.block(2, 0, a.rows() - 2, 1)) * a.block(1, 0, a.rows() - 2, 1); }, sizes(n, 1));
  holds([](const auto& a) { return a.block(0, 0, 4, 4) * a.block(1, 1, 4, 4) * a.block(0, 1, 4, 4); }, sizes(5, 5));
}
TEST_CASE("a matrix with its transpose") { holds([](const auto& a) { return a * a.transpose() + a; }, sizes(6, 6)); }
TEST_CASE("an element of a leaf beside the leaf") {
  for (int n : {4, 9}) holds([](const auto& a) { return a * a(2, 1) + a; }, sizes(n, 3));
}
TEST_CASE("sums, means and norms") {
  for (int n : {1, 5, 257}) {
    holds([](const auto& a) { return (a * a * a).sum(); }, sizes(n, 2));
    holds([](const auto& a) { return a.mean() + a.matrix().norm(); }, sizes(n, 2));
    holds([](const auto& a, const auto& b) { return a.matrix().cwiseProduct(b.matrix()).squaredNorm(); }, sizes(n, 2), sizes(n, 2));
  }
  holds([](const auto& a, const auto& b) { return a.matrix().col(0).dot(b.matrix().col(1)); }, sizes(9, 2), sizes(9, 2));
}
TEST_CASE("a vector beside every column, and beside every row") {
  holds([](const auto& a, const auto& b) { return a.colwise() + b.col(0); }, sizes(4, 6), sizes(4, 1));
  holds([](const auto& a, const auto& b) { return a.rowwise() - b.row(0); }, sizes(4, 6), sizes(1, 6));
  holds([](const auto& a, const auto& b) { return a.colwise() * b.col(0); }, sizes(130, 3), sizes(130, 1));
  holds([](const auto& a, const auto& b) { return a.colwise() / (b.col(0) * b.col(0) + 1.0); }, sizes(4, 6), sizes(4, 1));
}
TEST_CASE("second order through fused expressions") {
  holds_twice([](const auto& a) { return sin(a) * exp(a); }, sizes(4, 3));
  holds_twice([](const auto& a) { return (a * a * a).sum(); }, sizes(3, 2));
}
TEST_CASE("expressions of more leaves than fuse") {
  holds([](const auto& a, const auto& b) {
    return a * b + a * b * a + b * b * a * a + a * a * a * a * b + a + b + a * b - b * a * b * b + b * a;
  }, sizes(10, 2), sizes(10, 2));
}
TEST_CASE("complex and real arrays in one expression") {
  std::mt19937 random{seed};
  const auto f = OfArrays{[](const auto& a, const auto& z) { return z * z * a + z.abs2() * a - z; }};
  for (const auto& size : {sizes(5, 3), sizes(16, 1), sizes(131, 2)}) {
    const std::tuple x{matrix_in<double>(size, random), matrix_in<std::complex<double>>(size, random)};
    obeys_first_order(f, x, far_step, random);
  }
}
TEST_CASE("complex leaves: several times, shifted, transposed, strided, beside a number and a repeated column") {
  std::mt19937 random{seed};
  const auto holds_for = [&](const auto& f, int rows, int cols) {
    obeys_first_order(OfArrays{f}, std::tuple{matrix_in<std::complex<double>>(sizes(rows, cols), random), matrix_in<double>(sizes(rows, 1), random)}, far_step, random);
  };
  for (int n : {1, 3, 4, 9, 67, 130}) {
    holds_for([](const auto& z, const auto&) { return z * z / (2.0 + z.abs()) - z; }, n, 1);
    holds_for([](const auto& z, const auto&) { return (z.colwise() * z.col(1)).abs2(); }, n, 3);
    holds_for([](const auto& z, const auto& a) { return sum(z * a(0, 0) + z(0, 0) * z.conjugate()); }, n, 2);
    holds_for([](const auto& z, const auto&) { return z.col(0).head(z.rows() - 1) * z.col(0).tail(z.rows() - 1) + z.col(0).head(z.rows() - 1); }, n + 1, 1);
    holds_for([](const auto& z, const auto& a) { return of_polar(a.col(0) * a.col(0) + 1.0, a.col(0)) * z.col(0); }, n, 1);
    holds_for([](const auto& z, const auto& a) { return of_polar(a.col(0) * a.col(0) + 1.0, a.col(0)).abs2() + z.col(0).real() * z.col(0).imag(); }, n, 1);
    holds_for([](const auto& z, const auto&) { return sum(exp(z * 0.3)) + z(0, 0) * sum(z.abs()); }, n, 2);
  }
  holds_for([](const auto& z, const auto&) { return z * z.transpose() + z.row(1).transpose()(0) * z; }, 6, 6);
  holds_for([](const auto& z, const auto&) { return z.row(1) * z.row(2) + z.row(0); }, 3, 11);
}
TEST_CASE("kernels of complex arrays' moduli") {
  std::mt19937 random{seed};
  for (int n : {3, 8, 21})
    obeys_first_order(OfArrays{[](const auto& z, const auto& a) { return map([](const auto& r, const auto& b) { return r * b + r; }, abs(z), a); }},
                      std::tuple{matrix_in<std::complex<double>>(sizes(n, 1), random), matrix_in<double>(sizes(n, 1), random)}, far_step, random);
}
TEST_CASE("complex dot and norms") {
  std::mt19937 random{seed};
  const std::tuple x{matrix_in<std::complex<double>>(sizes(5, 2), random)};
  obeys_first_order(OfArrays{[](const auto& z) { return z.matrix().col(0).dot(z.matrix().col(1)); }}, x, far_step, random);
  obeys_first_order(OfArrays{[](const auto& z) { return z.matrix().squaredNorm(); }}, x, far_step, random);
  obeys_second_order(OfArrays{[](const auto& z) { return z.matrix().squaredNorm(); }}, x, far_step, random);
}
