// SPDX-License-Identifier: MIT
// Linear equations under the law book.
#include <coframe/ops/solve.hpp>

#include "laws/structured_row.hpp"

using namespace laws;

TEST_CASE("solves obey the chain rule") { obeys_the_chain_rule(row<Solve>{regular(4), sizes(4, 2)}, row<MatrixInverse>{regular(3)}); }
