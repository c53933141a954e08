// SPDX-License-Identifier: MIT
// a + b, a − b, −a.
#include "laws/row.hpp"

using namespace laws;

TEST_CASE("sums and differences") {
  obeys_the_chain_rule(row<Plus>{on(-2, 2), on(-2, 2), over(-2, 2, -2, 2), over(-2, 2, -2, 2)},
                       row<Minus>{on(-2, 2), on(-2, 2), over(-2, 2, -2, 2), over(-2, 2, -2, 2)}, row<Negate>{on(-2, 2), over(-2, 2, -2, 2)});
}
