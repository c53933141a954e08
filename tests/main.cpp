// SPDX-License-Identifier: MIT
// Catch2 2 compiles its main here; Catch2 3 brings it in its library, and this file is empty.
#define CATCH_CONFIG_MAIN
#include "catch.hpp"
