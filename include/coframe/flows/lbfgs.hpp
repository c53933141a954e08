// SPDX-License-Identifier: MIT
#pragma once
// L-BFGS: Newton's direction from the differentials met on the way.
#include <deque>

#include "coframe/calculus/recorder.hpp"
#include "coframe/flows/landscape.hpp"
#include "coframe/flows/line_search.hpp"

namespace coframe {

/// Limited-memory BFGS with strong Wolfe steps, on points of any tree. Steps s are tangents, changes of the differential y
/// cotangents; the inverse Hessian that they correct starts as γ g^, so what is frozen stays and stiffness preconditions.
struct Lbfgs {
  int memory = 10;
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
    Pairs<X> pairs;
    X x = x0;
    Over<X, Cotangent> dL = recorder.differential(x, loss);
    double value = static_cast<double>(recorder.value()), norm = static_cast<double>(dual_norm(g, dL));
    if (!std::isfinite(value) || !std::isfinite(norm))
      throw NotFinite("Lbfgs: the loss or its differential is not finite at the point to start from; start elsewhere");
    for (int k = 0; k < most_steps; ++k) {
      if (norm <= slope) return {x, value, norm, k, true};
      const Over<X, Tangent> direction = pairs.empty() ? -sharp(g, dL) : -pairs.newton(dL, g);
      const OnLine start{0, value, static_cast<double>(pair(dL, direction))};
      if (!(start.slope < 0)) {
        if (pairs.empty()) return {x, value, norm, k, false};
        pairs.clear();
        continue;
      }
      X next = x;
      Over<X, Cotangent> dL_next = dL;
      const auto at = [&](double s) -> OnLine {
        next = moved(x, s, direction, g);
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
      pairs.add(static_cast<S>(found.s) * direction, dL_next - dL, memory);
      x = next, dL = dL_next, value = found.value, norm = static_cast<double>(dual_norm(g, dL));
    }
    return {x, value, norm, most_steps, norm <= slope};
  }

 private:
  template <Point X>
  class Pairs {
   public:
    using S = RealOf<X>;
    bool empty() const { return pairs_.empty(); }
    void clear() { pairs_.clear(); }
    void add(Over<X, Tangent> s, Over<X, Cotangent> y, int most) {
      const S curvature = pair(y, s);
      if (!(curvature > 0)) return;
      pairs_.push_back({std::move(s), std::move(y), 1 / curvature});
      if (static_cast<int>(pairs_.size()) > most) pairs_.pop_front();
    }
    /// The two loops: B⁻¹ w, a tangent.
    template <class G>
    Over<X, Tangent> newton(Over<X, Cotangent> w, const G& g) const {
      std::vector<S> a(pairs_.size());
      for (std::size_t i = pairs_.size(); i-- > 0;) {
        a[i] = pairs_[i].rho * pair(w, pairs_[i].s);
        w -= a[i] * pairs_[i].y;
      }
      const auto& last = pairs_.back();
      Over<X, Tangent> v = sharp(g, w);
      v *= 1 / (last.rho * pair(last.y, sharp(g, last.y)));
      for (std::size_t i = 0; i < pairs_.size(); ++i) v += (a[i] - pairs_[i].rho * pair(pairs_[i].y, v)) * pairs_[i].s;
      return v;
    }

   private:
    struct Pair {
      Over<X, Tangent> s;
      Over<X, Cotangent> y;
      S rho;
    };
    std::deque<Pair> pairs_;
  };

  template <Point X, class G>
  static X moved(X x, double s, const Over<X, Tangent>& v, const G& g) {
    for_each_numbered_leaf([&](std::size_t i, auto& p, const auto& u) {
      using R = typename std::remove_cvref_t<decltype(u)>::Real;
      if (!is_frozen(g, i)) p += static_cast<R>(s) * u;
    }, x, v);
    return x;
  }
};

}  // namespace coframe
