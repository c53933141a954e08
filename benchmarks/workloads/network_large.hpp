// SPDX-License-Identifier: MIT
#pragma once
// The 64-128-128-10 network with tanh.

#include "network.hpp"

namespace bench {

using Workload = Network;
using Adjoint = NetworkAdjoint<double>;
inline std::vector<Workload> instances() {
  const std::vector<int> sizes{64, 128, 128, 10};
  return {Network(sizes, 1, Activation::tanh), Network(sizes, 32, Activation::tanh), Network(sizes, 256, Activation::tanh)};
}

} // namespace bench
