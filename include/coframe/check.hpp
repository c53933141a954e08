// SPDX-License-Identifier: MIT
#pragma once
// Checks: reports on derivatives, true for a pass and nothing else.
#include "coframe/check/composition.hpp"
#include "coframe/check/gradient.hpp"
#include "coframe/check/operation.hpp"
