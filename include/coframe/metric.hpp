// SPDX-License-Identifier: MIT
#pragma once
// Metrics: what makes a direction of a differential.
#include "coframe/metric/complex_metric.hpp"
#include "coframe/metric/conjugate_gradients.hpp"
#include "coframe/metric/coupled.hpp"
#include "coframe/metric/dense_metric.hpp"
#include "coframe/metric/diagonal.hpp"
#include "coframe/metric/euclidean.hpp"
#include "coframe/metric/fisher.hpp"
#include "coframe/metric/gradient.hpp"
#include "coframe/metric/layered.hpp"
#include "coframe/metric/manifold.hpp"
#include "coframe/metric/metric.hpp"
#include "coframe/metric/scaled.hpp"
