// SPDX-License-Identifier: MIT
// Products of matrices, m ≠ k ≠ n.
#include <coframe/ops/outer.hpp>

#include "laws/structured_row.hpp"

using namespace laws;

TEST_CASE("product") { obeys_the_chain_rule(row<Product>{sizes(3, 4), sizes(4, 2)}, row<Product>{sizes(3, 3), sizes(3, 3)}, row<Product>{sizes(1, 5), sizes(5, 1)}); }
TEST_CASE("product of empty matrices") {
  for (auto [m, k, n] : {std::tuple{0, 2, 3}, {2, 0, 3}, {2, 3, 0}, {0, 0, 0}}) {
    auto program = record([](const auto& a, const auto& b) { return a * b; }, std::tuple(MatrixOf<double>(MatrixOf<double>::Ones(m, k)), MatrixOf<double>(MatrixOf<double>::Ones(k, n))));
    const MatrixOf<double> y = program.value();
    CHECK(y.rows() == m);
    CHECK(y.cols() == n);
    CHECK((y.array() == 0).all());
    const auto [a, b] = components_of(program.pullback(Cotangent<MatrixOf<double>>(MatrixOf<double>::Ones(m, n))));
    CHECK((a.rows() == m && a.cols() == k && (a.array() == n).all()));
    CHECK((b.rows() == k && b.cols() == n && (b.array() == m).all()));
  }
}
