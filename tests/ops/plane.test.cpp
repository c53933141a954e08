// SPDX-License-Identifier: MIT
// atan2 and hypot: the polar coordinates of the plane.
#include "laws/row.hpp"

using namespace laws;

TEST_CASE("angle and length") { obeys_the_chain_rule(row<Atan2>{on(0.1, 2), on(-2, 2)}, row<Hypot>{on(0.1, 2), on(-2, 2)}); }
