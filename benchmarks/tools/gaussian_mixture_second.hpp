// SPDX-License-Identifier: MIT
#pragma once
#include "gaussian_mixture.hpp"
#include "second_order.hpp"

namespace bench {

inline std::vector<Tool> array_tools(const Workload& f) { return second_tools<GaussianMixtureMatrices>(f); }

} // namespace bench
