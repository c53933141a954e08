// SPDX-License-Identifier: MIT
// expect: borrow
#include <coframe/ops.hpp>
using namespace coframe;
auto f(const Var<Eigen::MatrixXd>& m) { return m * borrow(Eigen::MatrixXd(3, 3)); }
