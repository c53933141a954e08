// SPDX-License-Identifier: MIT
#pragma once
// Coframe: the map of its floors. (io, which prints, saves and draws, is included by those who want it.)
#include "coframe/space.hpp"     // tangents, cotangents, pair, trees of spaces
#include "coframe/tape.hpp"      // coordinates, recorded maps, sweeps, traced values
#include "coframe/ops.hpp"       // one family of rules per file
#include "coframe/calculus.hpp"  // differential, pushforward, pullback, jacobian, hessian, wirtinger
#include "coframe/metric.hpp"    // co-metrics, sharp and flat, gradient, freezing and stiffness
#include "coframe/forms.hpp"     // exterior calculus on charts
#include "coframe/models.hpp"    // layers and their initialisation
#include "coframe/losses.hpp"    // quadratic, cross-entropy, γ metrics
#include "coframe/flows.hpp"     // optimisers as mechanics
#include "coframe/check.hpp"     // reports: is this derivative right?
