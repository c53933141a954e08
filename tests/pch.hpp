// SPDX-License-Identifier: MIT
#pragma once
// What every test includes, compiled once.
#include <Eigen/Dense>

#include "catch.hpp"
