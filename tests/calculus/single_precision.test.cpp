// SPDX-License-Identifier: MIT
// The laws in single precision where the law book tries double only: second order, and arrays of complex numbers.
#include <coframe/coframe.hpp>

#include "laws/function_laws.hpp"
#include "laws/leaves.hpp"

using namespace laws;

namespace {
const auto value_of = [](const auto& e) {   // of Eigen's expressions and of ours
  using E = std::remove_cvref_t<decltype(e)>;
  if constexpr (ScalarExpr<E>) return eval(e);
  else if constexpr (requires { typename E::PlainObject; } && !ArrayExpr<E>) return typename E::PlainObject(e);
  else return e;
};
const auto statement = [](const auto& x, const auto& y) {
  using std::exp, std::sin;
  return value_of(sin(x) * y / (x * x + 2.0f) + exp(-y));
};
const auto arrays = [](const auto& a, const auto& b) { return (a.array() * b.array() + a.array().square() * 0.5f).sum(); };
const auto matrices = [](const auto& A, const auto& B) { return (A * B).squaredNorm(); };

template <class M> M drawn_matrix(int rows, int cols, std::mt19937& random) { return drawn(M(rows, cols), random); }
}  // namespace

TEST_CASE("float: second order of statements, arrays and products") {
  std::mt19937 random{seed};
  for (int k = 0; k < 5; ++k) {
    obeys_second_order(statement, std::tuple{drawn(0.0f, random), drawn(0.0f, random)}, far_step, random);
    obeys_second_order(arrays, std::tuple{drawn_matrix<Eigen::VectorXf>(9, 1, random), drawn_matrix<Eigen::VectorXf>(9, 1, random)}, far_step, random);
    obeys_second_order(matrices, std::tuple{drawn_matrix<Eigen::MatrixXf>(2, 3, random), drawn_matrix<Eigen::MatrixXf>(3, 4, random)}, far_step, random);
  }
}

TEST_CASE("complex<float>: arrays and products to first order") {
  std::mt19937 random{seed};
  using M = Eigen::MatrixXcf;
  const auto fused = [](const auto& A, const auto& B) { return value_of(((A.array() * B.array()).exp() + A.array() / (B.array() + std::complex<float>(3, 1))).matrix()); };
  const auto product = [](const auto& A, const auto& B) { return value_of(A * B.transpose()); };
  for (auto [rows, cols] : {std::pair{1, 1}, {3, 5}, {17, 16}}) {
    const std::tuple x{drawn_matrix<M>(rows, cols, random), drawn_matrix<M>(rows, cols, random)};
    obeys_first_order(fused, x, 0, random);
    obeys_first_order(product, x, 0, random);
  }
}
