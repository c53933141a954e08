// SPDX-License-Identifier: MIT
// Functions with kinks, and activations.
#include "laws/row.hpp"

using namespace laws;

TEST_CASE("activations") {
  obeys_the_chain_rule(row<Relu>{on(-2, 2).kink(0)}, row<Sigmoid>{on(-30, 30)}, row<Softplus>{on(-30, 30)}, row<Erf>{on(-2, 2)}, row<Erfc>{on(-2, 2)});
}
TEST_CASE("the greater and the smaller of two") {
  obeys_the_chain_rule(row<Max>{on(-2, 2).kink_where_equal(), on(-2, 2)}, row<Min>{on(-2, 2).kink_where_equal(), on(-2, 2)});
}
