// SPDX-License-Identifier: MIT
#pragma once
// CoDiPack in single precision: partials and adjoints are floats.

#include "../codipack.hpp"

namespace bench {

template <std::same_as<FloatNetwork> Workload>
std::vector<Tool> codipack_tools(const Workload& f) {
  return {tool("CoDiPack RealReverseGen<float>", Kind::peer, f, CodipackGradient<codi::RealReverseGen<float>>{})};
}

} // namespace bench
