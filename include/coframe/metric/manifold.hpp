// SPDX-License-Identifier: MIT
#pragma once
// Manifolds that parameters live on: project, riemannian_gradient, inner, retract, exp, log, distance, transport, residual.
#include "coframe/metric/manifold/hermitian.hpp"
#include "coframe/metric/manifold/positive.hpp"
#include "coframe/metric/manifold/simplex.hpp"
#include "coframe/metric/manifold/sphere.hpp"
#include "coframe/metric/manifold/stiefel.hpp"
