// SPDX-License-Identifier: MIT
// Exponentials and logarithms under the law book.
#include "laws/row.hpp"

using namespace laws;

TEST_CASE("exponentials and logarithms") {
  obeys_the_chain_rule(row<Exp>{on(-2, 2), over(-2, 2, -2, 2)}, row<Log>{on(0.1, 5), over(0.1, 3, -2, 2)}, row<Expm1>{on(-2, 2)},
                       row<Log1p>{on(-0.9, 4)});
}
