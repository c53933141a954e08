// expect: sharp
// SPDX-License-Identifier: MIT
#include "coframe/space.hpp"

using namespace coframe;
template <template <class> class Leaf>
struct Net {
  Leaf<Eigen::MatrixXd> W;
};
void step(Net<Value>& net, const Net<Cotangent>& dL) { net -= 0.1 * dL; }
