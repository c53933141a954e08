// expect: sharp
// SPDX-License-Identifier: MIT
#include "coframe/space.hpp"

Eigen::MatrixXd step(const Eigen::MatrixXd& x, const coframe::Cotangent<Eigen::MatrixXd>& dL) { return x - 0.1 * dL; }
