// SPDX-License-Identifier: MIT
#pragma once
// How wide the first weights of a layer are spread.
#include <Eigen/Core>
#include <cmath>

namespace coframe {

/// Standard deviation of the weights (√⟨|w|²⟩ if complex) of a layer with so many inputs and outputs.
/// √(2/in) keeps the spread of signals through relu layers (He et al. 2015).
inline double he(Eigen::Index in, Eigen::Index) { return std::sqrt(2.0 / static_cast<double>(in)); }
/// √(2/(in + out)) keeps it forwards and backwards through layers like tanh (Glorot and Bengio 2010).
inline double glorot(Eigen::Index in, Eigen::Index out) { return std::sqrt(2.0 / static_cast<double>(in + out)); }
/// √(1/in) keeps it forwards through linear layers (LeCun et al. 1998).
inline double lecun(Eigen::Index in, Eigen::Index) { return std::sqrt(1.0 / static_cast<double>(in)); }

}  // namespace coframe
