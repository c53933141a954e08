// SPDX-License-Identifier: MIT
// expect anywhere: does not depend on its argument
#include <coframe/calculus/differential.hpp>
#include <coframe/ops.hpp>
using namespace coframe;
auto d = differential([](auto) { return 3.0; }, 1.0);
