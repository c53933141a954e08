// SPDX-License-Identifier: MIT
// Circular functions and their inverses; complex ones within their branches.
#include "laws/row.hpp"

using namespace laws;

TEST_CASE("circular functions") {
  obeys_the_chain_rule(row<Sin>{on(-2, 2), over(-2, 2, -2, 2)}, row<Cos>{on(-2, 2), over(-2, 2, -2, 2)}, row<Tan>{on(-1.2, 1.2), over(-1.2, 1.2, -2, 2)});
}
TEST_CASE("inverse circular functions") {
  obeys_the_chain_rule(row<Asin>{on(-0.9, 0.9), over(-2, 2, 0.1, 2)}, row<Acos>{on(-0.9, 0.9), over(-2, 2, -2, -0.1)}, row<Atan>{on(-2, 2), over(0.1, 2, -2, 2)});
}
