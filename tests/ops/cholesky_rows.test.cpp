// SPDX-License-Identifier: MIT
// Positive definite matrices and determinants under the law book.
#include <coframe/ops/cholesky.hpp>
#include <coframe/ops/determinant.hpp>

#include "laws/structured_row.hpp"

using namespace laws;

TEST_CASE("functions of positive definite matrices obey the chain rule") {
  obeys_the_chain_rule(row<Cholesky>{positive(3)}, row<SpdSolve>{positive(3), sizes(3, 2)}, row<LogDeterminantSpd>{positive(3)});
}
TEST_CASE("determinants obey the chain rule") { obeys_the_chain_rule(row<Determinant>{regular(3)}, row<LogAbsDeterminant>{regular(3)}); }
