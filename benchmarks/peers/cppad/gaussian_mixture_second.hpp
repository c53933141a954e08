// SPDX-License-Identifier: MIT
#pragma once
#include "second_order.hpp"
