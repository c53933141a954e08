// SPDX-License-Identifier: MIT
#pragma once
// The Gaussian mixture of 1650 and of 11550 parameters.

#include "mixture.hpp"

namespace bench {

using Workload = GaussianMixture;
using Adjoint = GaussianMixtureAdjoint;
inline std::vector<Workload> instances() { return {GaussianMixture(10, 25, 1000), GaussianMixture(20, 50, 1000)}; }

} // namespace bench
