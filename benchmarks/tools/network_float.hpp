// SPDX-License-Identifier: MIT
#pragma once
#include "network.hpp"
