// SPDX-License-Identifier: MIT
#pragma once
// Events along a curve: roots of functions of time and place, found on the values between steps.
#include <functional>

#include "coframe/flows/trajectory.hpp"

namespace coframe {

enum class Through { either, rising, falling };

/// when(t, x) passes through 0. `stops`: the curve ends there.
template <Point X>
struct Event {
  std::function<double(double, const X&)> when;
  Through through = Through::either;
  bool stops = false;
};

/// The root of f between a and b, where it has the values fa, fb of opposite signs: false position with halved ends
/// (Illinois), bisected where that is slow, to the last bits.
template <class F>
double root_between(const F& f, double a, double fa, double b, double fb) {
  for (int k = 0; k < 200; ++k) {
    double c = k % 4 == 3 ? (a + b) / 2 : (a * fb - b * fa) / (fb - fa);
    if (!(std::min(a, b) < c && c < std::max(a, b))) c = (a + b) / 2;
    if (c == a || c == b) return c;
    const double fc = f(c);
    if (fc == 0) return c;
    if ((fc < 0) == (fb < 0)) {
      fa /= 2;
    } else {
      a = b;
      fa = fb;
    }
    b = c;
    fb = fc;
  }
  return b;
}

/// Looks for events on arcs as they come, at four places on each. Where a curve begins on a root, it is not met.
template <Point X>
class EventWatch {
 public:
  explicit EventWatch(const std::vector<Event<X>>& events) : events_(events) {}

  /// Adds to `path` what its last arc meets, and cuts it where an event stops; false if one does.
  bool look(Trajectory<X>& path) const {
    if (events_.empty()) return true;
    Arc<X>& arc = path.arcs.back();
    std::vector<Crossing<X>> met;
    for (std::size_t i = 0; i < events_.size(); ++i) look(i, arc, met);
    const bool forward = arc.t1 >= arc.t0;
    std::stable_sort(met.begin(), met.end(), [&](const auto& a, const auto& b) { return forward ? a.t < b.t : a.t > b.t; });
    for (const auto& crossing : met) {
      path.crossings.push_back(crossing);
      if (!events_[crossing.event].stops) continue;
      arc.end = crossing.t;
      path.stopped = true;
      return false;
    }
    return true;
  }

 private:
  void look(std::size_t i, const Arc<X>& arc, std::vector<Crossing<X>>& met) const {
    const auto& event = events_[i];
    const auto value = [&](double t) { return event.when(t, arc(t)); };
    constexpr int places = 4;
    double t = arc.t0, g = value(t);
    for (int k = 1; k <= places; ++k) {
      const double next = k == places ? arc.t1 : arc.t0 + (arc.t1 - arc.t0) * k / places, g_next = value(next);
      const bool crosses = g != 0 && (g_next == 0 || (g < 0) != (g_next < 0));
      const bool wanted = event.through == Through::either || (event.through == Through::rising) == (g < 0);
      if (crosses && wanted) {
        const double at = g_next == 0 ? next : root_between(value, t, g, next, g_next);
        met.push_back({i, at, arc(at)});
      }
      g = g_next;
      t = next;
    }
  }

  const std::vector<Event<X>>& events_;
};

}  // namespace coframe
