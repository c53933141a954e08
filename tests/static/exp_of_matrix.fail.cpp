// SPDX-License-Identifier: MIT
// expect anywhere: array\(\) for each coefficient
#include <coframe/ops.hpp>
using namespace coframe;
auto f(const Var<Eigen::MatrixXd>& m) { return exp(m); }
