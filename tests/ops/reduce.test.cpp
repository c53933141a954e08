// SPDX-License-Identifier: MIT
// Sums along an axis, products and extremes.
#include <coframe/calculus/differential.hpp>

#include "laws/structured_row.hpp"

using namespace laws;

TEST_CASE("reductions") {
  obeys_the_chain_rule(row<ColumnSums>{sizes(3, 4)}, row<RowSums>{sizes(3, 4)}, row<Prod>{sizes(2, 3)});
}
TEST_CASE("squared norms along an axis") { obeys_the_chain_rule(row<ColumnSquaredNorms>{sizes(3, 4)}, row<RowSquaredNorms>{sizes(3, 4)}); }
TEST_CASE("the largest and the smallest element") { obeys_the_chain_rule(row<Extreme<1>>{real_sizes(3, 4)}, row<Extreme<-1>>{real_sizes(3, 4)}); }
TEST_CASE("equal elements: the first one moves the extreme") {
  const Eigen::VectorXd x{{1, 3, 3, -2, -2}};
  CHECK(differential([](const auto& v) { return v.maxCoeff(); }, x).components() == Eigen::VectorXd{{0, 1, 0, 0, 0}});
  CHECK(differential([](const auto& v) { return v.minCoeff(); }, x).components() == Eigen::VectorXd{{0, 0, 0, 1, 0}});
}
TEST_CASE("a product with zero factors") {
  const auto p = [](const auto& v) { return v.prod(); };
  CHECK(differential(p, Eigen::VectorXd{{2, 0, 5}}).components() == Eigen::VectorXd{{0, 10, 0}});
  CHECK(differential(p, Eigen::VectorXd{{0, 0, 5}}).components() == Eigen::VectorXd{{0, 0, 0}});
}
TEST_CASE("a product's cofactors go straight to where an input's cotangents are wanted") {
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(600, 0.5, 1.5);   // large enough for that
  const auto d = differential([](const auto& v) { return v.prod() + v.prod(); }, x);
  CHECK((d.components() * x / (2 * x.prod()) - 1).abs().maxCoeff() < 1e-13);
  CHECK(differential([](const auto& v) { return v.prod(); }, Eigen::MatrixXd(Eigen::MatrixXd::Zero(30, 20))).components().isZero(0));
}
TEST_CASE("a product beyond the normal numbers") {
  const auto p = [](const auto& v) { return v.prod(); };
  CHECK(differential(p, Eigen::VectorXd{{0x1p-600, 0x1p-600, 3}}).components() == Eigen::VectorXd{{3 * 0x1p-600, 3 * 0x1p-600, 0}});
  CHECK(differential(p, Eigen::VectorXd{{0x1p600, 0x1p600, 0x1p-50}}).components() == Eigen::VectorXd{{0x1p550, 0x1p550, INFINITY}});
}
