// SPDX-License-Identifier: MIT
// a b and a / b.
#include "laws/row.hpp"

using namespace laws;

TEST_CASE("products and quotients") {
  obeys_the_chain_rule(row<Times>{on(-2, 2), on(-2, 2), over(-2, 2, -2, 2), over(-2, 2, -2, 2)},
                       row<Divide>{on(-2, 2), on(0.2, 2), over(-2, 2, -2, 2), over(0.2, 2, -2, 2)});
}
