// SPDX-License-Identifier: MIT
// Triangular equations under the law book.
#include <coframe/ops/solve.hpp>

#include "laws/structured_row.hpp"

using namespace laws;

TEST_CASE("triangular solves obey the chain rule") {
  obeys_the_chain_rule(row<TriangularSolve<Eigen::Lower>>{regular(3), sizes(3, 2)}, row<TriangularSolve<Eigen::UnitUpper>>{regular(3), sizes(3, 1)});
}
