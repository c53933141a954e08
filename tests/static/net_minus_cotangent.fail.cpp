// expect: sharp
// SPDX-License-Identifier: MIT
#include "coframe/space.hpp"

using namespace coframe;
template <template <class> class Leaf>
struct Net {
  Leaf<Eigen::MatrixXd> W;
  std::vector<Leaf<double>> b;
  int stride;
};
Net<Value> step(const Net<Value>& net, const Net<Cotangent>& dL) { return net - 0.1 * dL; }
