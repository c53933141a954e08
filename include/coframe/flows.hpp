// SPDX-License-Identifier: MIT
#pragma once
// Flows: optimisers as mechanics.
#include "coframe/flows/adam.hpp"
#include "coframe/flows/adaptive.hpp"
#include "coframe/flows/averaged_newton.hpp"
#include "coframe/flows/descent.hpp"
#include "coframe/flows/momentum.hpp"
#include "coframe/flows/newton.hpp"
#include "coframe/flows/rate.hpp"
