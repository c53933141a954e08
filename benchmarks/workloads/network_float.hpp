// SPDX-License-Identifier: MIT
#pragma once
// The 64-128-128-10 network with tanh, in single precision.

#include "network.hpp"

namespace bench {

struct FloatNetwork : Network {
  using Scalar = float;
  using Network::Network;
  std::string label() const { return Network::label() + "_float"; }
  double tolerance() const { return 1e-5; } // rounding of sums over a batch
};

using Workload = FloatNetwork;
using Adjoint = NetworkAdjoint<float>;
inline std::vector<Workload> instances() {
  const std::vector<int> sizes{64, 128, 128, 10};
  return {Workload(sizes, 1, Activation::tanh), Workload(sizes, 32, Activation::tanh), Workload(sizes, 256, Activation::tanh)};
}

} // namespace bench
