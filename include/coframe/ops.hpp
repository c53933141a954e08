// SPDX-License-Identifier: MIT
#pragma once
// Operations: one family of rules per file.
#include "coframe/ops/arithmetic.hpp"
#include "coframe/ops/array_arithmetic.hpp"
#include "coframe/ops/complex.hpp"
#include "coframe/ops/exponential.hpp"
#include "coframe/ops/map.hpp"
#include "coframe/ops/members.hpp"
#include "coframe/ops/piecewise.hpp"
#include "coframe/ops/product.hpp"
#include "coframe/ops/reduce.hpp"
#include "coframe/ops/replace.hpp"
#include "coframe/ops/scalar_matrix.hpp"
#include "coframe/ops/trigonometric.hpp"
