// SPDX-License-Identifier: MIT
#pragma once
// Calculus: differential, pushforward, pullback, jacobian, block_jacobians, hessian, wirtinger, checkpoint.
#include "coframe/calculus/block_jacobians.hpp"
#include "coframe/calculus/checkpoint.hpp"
#include "coframe/calculus/differential.hpp"
#include "coframe/calculus/forward.hpp"
#include "coframe/calculus/hessian.hpp"
#include "coframe/calculus/jacobian.hpp"
#include "coframe/calculus/parallel.hpp"
#include "coframe/calculus/pullback.hpp"
#include "coframe/calculus/wirtinger.hpp"
