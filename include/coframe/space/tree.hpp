// SPDX-License-Identifier: MIT
#pragma once
// Trees: structs over their leaves, tuples, pairs, arrays and vectors; rebinding, visiting, flattening.
#include "coframe/space/tree_assign.hpp"
#include "coframe/space/tree_fields.hpp"
#include "coframe/space/tree_flat.hpp"
#include "coframe/space/tree_names.hpp"
#include "coframe/space/tree_over.hpp"
#include "coframe/space/tree_visit.hpp"
