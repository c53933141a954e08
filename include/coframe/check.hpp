// SPDX-License-Identifier: MIT
#pragma once
// Checks: reports on derivatives, true for a pass and nothing else.
#include "coframe/check/gradient.hpp"
