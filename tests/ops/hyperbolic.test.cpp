// SPDX-License-Identifier: MIT
// Hyperbolic functions and their inverses; complex ones within their branches.
#include "laws/row.hpp"

using namespace laws;

TEST_CASE("hyperbolic functions") {
  obeys_the_chain_rule(row<Sinh>{on(-2, 2), over(-2, 2, -2, 2)}, row<Cosh>{on(-2, 2), over(-2, 2, -2, 2)}, row<Tanh>{on(-3, 3), over(-2, 2, -1.2, 1.2)});
}
TEST_CASE("inverse hyperbolic functions") {
  obeys_the_chain_rule(row<Asinh>{on(-2, 2), over(0.1, 2, -2, 2)}, row<Acosh>{on(1.1, 4), over(0.1, 3, 0.1, 2)}, row<Atanh>{on(-0.9, 0.9), over(-2, 2, 0.1, 2)});
}
