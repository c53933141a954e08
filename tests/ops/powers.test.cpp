// SPDX-License-Identifier: MIT
// Powers of one argument, and roots.
#include "laws/row.hpp"

using namespace laws;

TEST_CASE("powers and roots") {
  obeys_the_chain_rule(row<Sqrt>{on(0.1, 5), over(0.1, 3, -2, 2)}, row<Square>{on(-2, 2), over(-2, 2, -2, 2)},
                       row<Cube>{on(-2, 2), over(-2, 2, -2, 2)}, row<Inverse>{on(0.2, 3), over(0.2, 3, -2, 2)}, row<Cbrt>{on(0.1, 5)});
}
