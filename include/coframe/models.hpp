// SPDX-License-Identifier: MIT
#pragma once
// Models: layers as structs over their leaves.
#include "coframe/models/affine.hpp"
#include "coframe/models/dense.hpp"
#include "coframe/models/initialise.hpp"
#include "coframe/models/number.hpp"
#include "coframe/models/perceptron.hpp"
#include "coframe/models/planar_number.hpp"
#include "coframe/models/quaternion.hpp"
