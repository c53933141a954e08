// SPDX-License-Identifier: MIT
#pragma once
// L-BFGS: Newton's direction from the differentials met on the way.
#include "coframe/calculus/recorder.hpp"
#include "coframe/flows/landscape.hpp"
#include "coframe/flows/line_search.hpp"
#include "coframe/flows/secant_pairs.hpp"

namespace coframe {

/// Limited-memory BFGS with strong Wolfe steps, on points of any tree. Steps s are tangents, changes of the differential y
/// cotangents; the inverse Hessian that they correct starts as γ g^, so what is frozen stays and stiffness preconditions.
/// After the first step it allocates nothing, in any metric of the library; what the loss allocates when it is called is its own.
struct Lbfgs {
  int memory = 10;      ///< pairs (s, y); room for all of them is taken at the start
  double slope = 1e-8;  ///< done at |dL| below this, in the dual norm
  int most_steps = 1000;
  WolfeConditions wolfe{};

  /// The minimum of a deterministic loss that is found from x. `converged` tells whether |dL| ≤ slope. NotFinite where the
  /// loss or its differential at x is not finite.
  template <class L, Point X, class G = Euclidean>
    requires MetricOn<G, X>
  Found<X> minimise(L&& loss, const X& x0, const G& g = G{}) const {
    using S = RealOf<X>;
    BasicRecorder<S> recorder;
    SecantPairs<X> pairs(x0, std::min(memory, most_steps));
    RoomOf<G, X> room;
    auto direction = zeros_over<Tangent>(x0);
    X x = x0, next = x0;
    Over<X, Cotangent> dL = recorder.differential(x, loss), dL_next = dL;
    double value = static_cast<double>(recorder.value()), norm = static_cast<double>(dual_norm(g, dL, direction, room));
    if (!std::isfinite(value) || !std::isfinite(norm))
      throw NotFinite("Lbfgs: the loss or its differential is not finite at the point to start from; start elsewhere");
    for (int k = 0; k < most_steps; ++k) {
      if (norm <= slope) return {x, value, norm, k, true};
      pairs.raise(g, dL, direction, room);
      direction *= S(-1);
      const OnLine start{0, value, static_cast<double>(pair(dL, direction))};
      if (!(start.slope < 0)) {
        if (pairs.empty()) return {x, value, norm, k, false};
        pairs.clear();
        continue;
      }
      const auto at = [&](double s) -> OnLine {
        next = x;
        move_along(next, s, direction, g);
        dL_next = recorder.differential(next, loss);
        return {s, static_cast<double>(recorder.value()), static_cast<double>(coframe::pair(dL_next, direction))};
      };
      OnLine found = line_search(at, start, pairs.empty() ? std::min(1., 1 / norm) : 1, wolfe);
      if (found.s == 0) {
        if (pairs.empty()) return {x, value, norm, k, false};
        pairs.clear();
        continue;
      }
      found = at(found.s);
      pairs.add(static_cast<S>(found.s), direction, dL, dL_next);
      std::swap(x, next);
      std::swap(dL, dL_next);
      value = found.value, norm = static_cast<double>(dual_norm(g, dL, direction, room));
    }
    return {x, value, norm, most_steps, norm <= slope};
  }

 private:
  /// x ← x + s v on the leaves that are not frozen.
  template <Point X, class G>
  static void move_along(X& x, double s, const Over<X, Tangent>& v, const G& g) {
    for_each_numbered_leaf([&](std::size_t i, auto& p, const auto& u) {
      using R = typename std::remove_cvref_t<decltype(u)>::Real;
      if (!is_frozen(g, i)) p += static_cast<R>(s) * u.components();
    }, x, v);
  }
};

}  // namespace coframe
