// SPDX-License-Identifier: MIT
#pragma once
// The floor forms: exterior calculus on charts, pointwise and exact.
#include "coframe/forms/codifferential.hpp"
#include "coframe/forms/dolbeault.hpp"
#include "coframe/forms/exterior.hpp"
#include "coframe/forms/form.hpp"
#include "coframe/forms/form_of.hpp"
#include "coframe/forms/hodge.hpp"
#include "coframe/forms/homotopy.hpp"
#include "coframe/forms/integrate.hpp"
#include "coframe/forms/interior.hpp"
#include "coframe/forms/lie.hpp"
#include "coframe/forms/metric_field.hpp"
#include "coframe/forms/pullback.hpp"
#include "coframe/forms/wedge.hpp"
