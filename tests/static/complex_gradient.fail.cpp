// SPDX-License-Identifier: MIT
// expect: use wirtinger, jacobian or pullback|in instantiation of function template specialization 'coframe::settle_loss
#include <coframe/calculus/differential.hpp>
#include <coframe/ops.hpp>
using namespace coframe;
auto d = differential([](auto z) { return z * z; }, std::complex<double>(1, 2));
