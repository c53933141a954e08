// SPDX-License-Identifier: MIT
#pragma once
// Losses: distances between what a model says and what is wanted.
#include "coframe/losses/entropy.hpp"
#include "coframe/losses/gamma.hpp"
#include "coframe/losses/quadratic.hpp"
