// SPDX-License-Identifier: MIT
// Linear equations and determinants under the law book.
#include <coframe/ops/cholesky.hpp>
#include <coframe/ops/determinant.hpp>
#include <coframe/ops/solve.hpp>

#include "laws/structured_row.hpp"

using namespace laws;

TEST_CASE("solves obey the chain rule") {
  obeys_the_chain_rule(row<Solve>{regular(4), sizes(4, 2)}, row<TriangularSolve<Eigen::Lower>>{regular(3), sizes(3, 2)},
                       row<TriangularSolve<Eigen::UnitUpper>>{regular(3), sizes(3, 1)}, row<MatrixInverse>{regular(3)});
}
