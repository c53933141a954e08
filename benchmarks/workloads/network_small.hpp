// SPDX-License-Identifier: MIT
#pragma once
// The 4-16-3 network with relu, one step at batch 32.

#include "network.hpp"

namespace bench {

using Workload = Network;
using Adjoint = NetworkAdjoint<double>;
inline std::vector<Workload> instances() { return {Network({4, 16, 3}, 32, Activation::relu)}; }

} // namespace bench
