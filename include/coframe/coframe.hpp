// SPDX-License-Identifier: MIT
#pragma once
// Coframe: the map of its floors. (io, which prints, saves and draws, is included by those who want it.)
#include "coframe/space.hpp"     // tangents, cotangents, pair, trees of spaces
#include "coframe/tape.hpp"      // coordinates, recorded maps, sweeps, traced values
#include "coframe/ops.hpp"       // one family of rules per file
#include "coframe/calculus.hpp"  // differential, pushforward, pullback, jacobian, hessian, wirtinger
