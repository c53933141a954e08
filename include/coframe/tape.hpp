// SPDX-License-Identifier: MIT
#pragma once
// The tape: coordinates, recorded maps, sweeps, traced values, expressions, duals, packs, rules.
#include "coframe/tape/array_apply.hpp"
#include "coframe/tape/structured.hpp"
#include "coframe/tape/tape.hpp"
#include "coframe/tape/var.hpp"
