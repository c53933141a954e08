// SPDX-License-Identifier: MIT
#pragma once
#include "../xad.hpp"
