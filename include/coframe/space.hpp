// SPDX-License-Identifier: MIT
#pragma once
// Points, tangents and cotangents: leaves, trees of leaves, their vector spaces and their pairing.
#include "coframe/space/arithmetic.hpp"
#include "coframe/space/components.hpp"
#include "coframe/space/cotangent.hpp"
#include "coframe/space/field_names.hpp"
#include "coframe/space/leaf.hpp"
#include "coframe/space/pair.hpp"
#include "coframe/space/tangent.hpp"
#include "coframe/space/tree.hpp"
