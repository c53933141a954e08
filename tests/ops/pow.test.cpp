// SPDX-License-Identifier: MIT
// xᵖ with both arguments active.
#include "laws/row.hpp"

using namespace laws;

TEST_CASE("power of two arguments") {
  obeys_the_chain_rule(row<Pow>{on(0.2, 3), on(-2, 2), over(0.3, 2, -1, 1), over(-2, 2, -1, 1)});
}
