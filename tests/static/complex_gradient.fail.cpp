// SPDX-License-Identifier: MIT
// expect anywhere: use wirtinger, jacobian or pullback
#include <coframe/calculus/differential.hpp>
#include <coframe/ops.hpp>
using namespace coframe;
auto d = differential([](auto z) { return z * z; }, std::complex<double>(1, 2));
