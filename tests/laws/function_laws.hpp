// SPDX-License-Identifier: MIT
#pragma once
// The laws of a function f of scalars or matrices, plain and traced: value, slope, adjoint identity, linearity.
#include "catch.hpp"
#include "laws/function.hpp"
#include "laws/samples.hpp"

namespace laws {

/// |a − b| within a bound; NaN is never within.
void require_close(const char* law, long double difference, long double bound);

/// Laws 1 to 4 for f at x. `step`: how far differences may go, 0 where f has no slope. Tolerances in units of eps of x's scalar.
/// `terms`: the size of slopes that f adds up, where they may cancel. The adjoint identity holds to 100 eps of Σ|w||f_* v|, or where
/// f_* v cancels (x − y along nearly (1, 1)), and so is known itself only to a few eps of Σ|f^* w||v|, to 8 of these.
void obeys_first_order(const Function& f, const Coordinates& x, double step, std::mt19937& random, long double terms = 0);

/// Laws 5 and 6, by dual numbers: f(x + εv) = f(x) + ε f_* v; over the tape, ⟨∂_v f^* w, v⟩ is the second difference, and the Hessian symmetric.
void obeys_second_order(const Function& f, const Coordinates& x, double step, std::mt19937& random);

template <class F, class... X>
void obeys_first_order(const F& f, const std::tuple<X...>& x, double step, std::mt19937& random, long double terms = 0) {
  const auto g = function_of(f, x);
  obeys_first_order(g, g.point(), step, random, terms);
}
template <class F, class... X> void obeys_second_order(const F& f, const std::tuple<X...>& x, double step, std::mt19937& random) {
  const auto g = function_of<Order::second>(f, x);
  obeys_second_order(g, g.point(), step, random);
}

}  // namespace laws
