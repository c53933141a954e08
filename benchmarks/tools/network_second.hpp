// SPDX-License-Identifier: MIT
#pragma once
#include "network.hpp"
#include "second_order.hpp"

namespace bench {

inline std::vector<Tool> array_tools(const Workload& f) { return second_tools<NetworkMatrices<double>>(f); }

} // namespace bench
