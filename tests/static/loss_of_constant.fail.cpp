// SPDX-License-Identifier: MIT
// expect: does not depend on its argument|in instantiation of function template specialization 'coframe::settle_loss
#include <coframe/calculus/differential.hpp>
#include <coframe/ops.hpp>
using namespace coframe;
auto d = differential([](auto) { return 3.0; }, 1.0);
