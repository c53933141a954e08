// SPDX-License-Identifier: MIT
#pragma once
// libtorch on this network.

#include "network.hpp"
