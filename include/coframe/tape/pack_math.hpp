// SPDX-License-Identifier: MIT
#pragma once
// Functions of packs: Eigen's vectorised ones where it has them in this precision, else lane by lane.
#include "coframe/tape/pack_circular.hpp"
#include "coframe/tape/pack_error_function.hpp"
#include "coframe/tape/pack_exponential.hpp"

namespace coframe {

template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> log(const Pack<S, W>& x) {
  return as_eigen_array([](const auto& a) { return a.log(); }, x);
}
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> sqrt(const Pack<S, W>& x) {
  return as_eigen_array([](const auto& a) { return a.sqrt(); }, x);
}
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> abs(const Pack<S, W>& x) {
  return as_eigen_array([](const auto& a) { return a.abs(); }, x);
}

template <class S, int W> Pack<S, W> tan(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::tan(a); }, x); }
template <class S, int W> Pack<S, W> asin(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::asin(a); }, x); }
template <class S, int W> Pack<S, W> acos(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::acos(a); }, x); }
template <class S, int W> Pack<S, W> atan(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::atan(a); }, x); }
template <class S, int W> Pack<S, W> sinh(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::sinh(a); }, x); }
template <class S, int W> Pack<S, W> cosh(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::cosh(a); }, x); }
template <class S, int W> Pack<S, W> asinh(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::asinh(a); }, x); }
template <class S, int W> Pack<S, W> acosh(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::acosh(a); }, x); }
template <class S, int W> Pack<S, W> atanh(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::atanh(a); }, x); }
template <class S, int W> Pack<S, W> expm1(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::expm1(a); }, x); }
template <class S, int W> Pack<S, W> log1p(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::log1p(a); }, x); }
template <class S, int W> Pack<S, W> cbrt(const Pack<S, W>& x) { return lane_by_lane([](S a) { return std::cbrt(a); }, x); }
template <class S, int W> Pack<S, W> pow(const Pack<S, W>& x, const Pack<S, W>& y) { return lane_by_lane([](S a, S b) { return std::pow(a, b); }, x, y); }
template <class S, int W> Pack<S, W> atan2(const Pack<S, W>& x, const Pack<S, W>& y) { return lane_by_lane([](S a, S b) { return std::atan2(a, b); }, x, y); }
template <class S, int W> Pack<S, W> hypot(const Pack<S, W>& x, const Pack<S, W>& y) { return lane_by_lane([](S a, S b) { return std::hypot(a, b); }, x, y); }

}  // namespace coframe
