// SPDX-License-Identifier: MIT
// Operations that are not holomorphic: all directions, 1 and i, against differences.
#include "laws/row.hpp"

using namespace laws;

TEST_CASE("parts and absolute values of complex numbers") {
  obeys_the_chain_rule(row<Abs>{on(-2, 2).kink(0), over(-2, 2, -2, 2).kink(0)}, row<Abs2>{on(-2, 2), over(-2, 2, -2, 2)},
                       row<Conj>{over(-2, 2, -2, 2)}, row<RealPart>{over(-2, 2, -2, 2)}, row<ImagPart>{over(-2, 2, -2, 2)},
                       row<ArgOf>{over(0.2, 2, -2, 2)});
}
TEST_CASE("polar coordinates") { obeys_the_chain_rule(row<Polar>{on(0.1, 2), on(-3, 3)}); }
