// SPDX-License-Identifier: MIT
// expect: immutable_use_replace_gather_or_stack
#include <coframe/ops.hpp>
using namespace coframe;
void f(Var<Eigen::MatrixXd> m) { m += m; }
