// SPDX-License-Identifier: MIT
#pragma once
// Functoriality and linearity: (g ∘ f)_* = g_* f_*, (g ∘ f)^* = f^* g^*, and both are linear maps.
#include "coframe/check/gradient.hpp"

namespace coframe {

/// The largest |a − b| in units of ε·max|b|, over all coordinates.
template <class A> double distance_in_epsilon(const A& a, const A& b) {
  using S = RealOf<A>;
  const auto p = flatten(a), q = flatten(b);
  S difference(0), size(0);
  for (Eigen::Index i = 0; i < p.size(); ++i) {
    difference = std::max(difference, std::isfinite(p[i] - q[i]) ? std::abs(p[i] - q[i]) : std::numeric_limits<S>::infinity());
    size = std::max({size, std::abs(p[i]), std::abs(q[i])});
  }
  return difference == 0 ? 0 : static_cast<double>(difference / (size * std::numeric_limits<S>::epsilon()));
}
/// A random vector of the kind and shape of `zero`.
template <class V> V random_vector(const V& zero, RandomNumbers& random) {
  Eigen::Vector<RealOf<V>, Eigen::Dynamic> c(dimension(zero));
  for (auto& x : c) x = static_cast<RealOf<V>>(random());
  return unflatten(zero, c);
}
template <template <class> class F, class Y> Over<Y, F> zero_vector(const Y& y) {
  return transform_leaves<F>(y, [](const auto& leaf) { return zeros_like(components_of(leaf)); });
}

inline void judge_law(Report& report, const CheckOptions& options, double mismatch, const std::string& law) {
  report.adjoint_mismatch = std::max(report.adjoint_mismatch, mismatch);
  if (mismatch <= options.adjoint) return;
  lower_verdict(report, Verdict::wrong);
  report.remarks.push_back(law + " fails by " + std::to_string(mismatch) + " eps");
}

/// (g ∘ f)_* v = g_*(f_* v) and (g ∘ f)^* w = f^*(g^* w) at x, to 100 ε of the largest coordinate. g takes what f returns.
template <class F, class G, PointLike X> Report check_composition(const CheckOptions& options, F f, G g, const X& x) {
  Report report = new_report("check_composition", options);
  RandomNumbers random(options.seed);
  auto both = record([&](const auto& a) { return g(settle(f(a))); }, x);
  auto first = record(f, x);
  auto second = record(g, first.value());
  const auto v = random_vector(zero_vector<Tangent>(Plain<X>(x)), random);
  const auto w = random_vector(zero_vector<Cotangent>(both.value()), random);
  judge_law(report, options, distance_in_epsilon(both.pushforward(v), second.pushforward(first.pushforward(v))), "(g.f)_* = g_* f_*");
  judge_law(report, options, distance_in_epsilon(both.pullback(w), first.pullback(second.pullback(w))), "(g.f)^* = f^* g^*");
  report.coordinates = static_cast<std::size_t>(dimension(v));
  return report;
}
template <NoOptions F, class G, PointLike X> Report check_composition(F f, G g, const X& x) { return check_composition(CheckOptions{}, f, g, x); }

/// f_* and f^* at x are linear over the reals: L(a u + b v) = a L u + b L v, and L 0 = 0 exactly.
template <class F, PointLike... X> Report check_linearity(const CheckOptions& options, F&& f, const X&... x) {
  Report report = new_report("check_linearity", options);
  RandomNumbers random(options.seed);
  const auto at = point(x...);
  auto recorded = record(f, at);
  const auto y = recorded.value();
  const auto law = [&](const auto& map, const auto& zero, const char* name) {
    using S = RealOf<decltype(at)>;
    const auto u = random_vector(zero, random), v = random_vector(zero, random);
    const S a = static_cast<S>(random() + 2), b = static_cast<S>(random() - 2);
    judge_law(report, options, distance_in_epsilon(map(a * u + b * v), decltype(map(u))(a * map(u) + b * map(v))), std::string(name) + " (a u + b v)");
    if (!flatten(map(zero)).isZero(0)) judge_law(report, options, std::numeric_limits<double>::infinity(), std::string(name) + " 0 = 0");
  };
  law([&](const auto& v) { return recorded.pushforward(v); }, zero_vector<Tangent>(at), "f_*");
  law([&](const auto& w) { return recorded.pullback(w); }, zero_vector<Cotangent>(y), "f^*");
  report.coordinates = static_cast<std::size_t>(dimension(at));
  return report;
}
template <NoOptions F, PointLike... X> Report check_linearity(F&& f, const X&... x) { return check_linearity(CheckOptions{}, f, x...); }

}  // namespace coframe
