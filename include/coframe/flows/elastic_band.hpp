// SPDX-License-Identifier: MIT
#pragma once
// The nudged elastic band: how high one must climb from one minimum to another.
#include <algorithm>
#include <vector>

#include "coframe/calculus/recorder.hpp"
#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// A way between two points: its images, their losses, and how far it is from rest.
template <class X>
struct Band {
  std::vector<X> images;
  std::vector<double> losses;
  double force = 0;  ///< the greatest |dL| across the band, in the dual norm
  int steps = 0;

  /// The number of the highest image.
  std::size_t top() const { return static_cast<std::size_t>(std::max_element(losses.begin(), losses.end()) - losses.begin()); }
  /// How much higher it is than the higher end.
  double barrier() const { return losses[top()] - std::max(losses.front(), losses.back()); }
};

struct ElasticBand {
  int images = 11;       ///< with both ends
  double rate = 1e-2;    ///< of the images' descent across the band
  double spring = 1;     ///< η times this much of the images' uneven spacing is undone in a step
  bool climb = true;     ///< the highest image climbs along the band, to the saddle
  double force = 1e-4;   ///< done when no image feels more across the band
  int most_steps = 10000;

  /// The band between two points, straight at first, let down until it rests: images fall across the band and are spaced by
  /// springs along it. The ends stay. It lies on a way of least barrier near the line that it began as. DomainError for
  /// fewer than 3 images or equal ends.
  template <class L, Point X, class G = Euclidean>
  Band<X> connect(L&& loss, const X& a, const X& b, const G& g = G{}) const {
    if (images < 3) throw DomainError("ElasticBand: 3 images or more were expected, two of them the ends, but " + std::to_string(images) + " came");
    std::vector<X> start;
    const auto way = displacement(a, b);
    for (int i = 0; i < images; ++i) start.push_back(a + static_cast<RealOf<X>>(i / (images - 1.)) * way);
    start.back() = b;
    return relax(loss, std::move(start), g);
  }

  /// The same from a band of one's own.
  template <class L, Point X, class G = Euclidean>
  Band<X> relax(L&& loss, std::vector<X> start, const G& g = G{}) const {
    using S = RealOf<X>;
    using V = Over<X, Tangent>;
    BasicRecorder<S> recorder;
    Band<X> band{std::move(start), {}, 0, 0};
    auto& x = band.images;
    band.losses.resize(x.size());
    std::vector<Over<X, Cotangent>> dL(x.size());
    for (band.steps = 0;; ++band.steps) {
      for (std::size_t i = 0; i < x.size(); ++i) {
        dL[i] = recorder.differential(x[i], loss);
        band.losses[i] = static_cast<double>(recorder.value());
      }
      const std::size_t top = band.top();
      std::vector<V> moves;
      band.force = 0;
      for (std::size_t i = 1; i + 1 < x.size(); ++i) {
        const V back = displacement(x[i - 1], x[i]), ahead = displacement(x[i], x[i + 1]);
        const S before = norm(g, back), after = norm(g, ahead);
        if (!(before > 0 && after > 0)) throw DomainError("ElasticBand: two images coincide; begin with different ends");
        V along = tangent_at(band.losses, i, back, ahead);
        along /= norm(g, along);
        const S slope = pair(dL[i], along);
        V across = sharp(g, dL[i]) - slope * along;
        V move = S(-1) * across;
        if (climb && i == top) {
          move += slope * along;
          band.force = std::max(band.force, static_cast<double>(std::sqrt(inner(g, across, across) + slope * slope)));
        } else {
          move += static_cast<S>(spring) * (after - before) * along;
          band.force = std::max(band.force, static_cast<double>(norm(g, across)));
        }
        moves.push_back(std::move(move));
      }
      if (!std::isfinite(band.force)) throw NotFinite("ElasticBand: a force is not finite; take a lower rate");
      if (band.force <= force || band.steps == most_steps) return band;
      for (std::size_t i = 1; i + 1 < x.size(); ++i) x[i] += static_cast<S>(rate) * moves[i - 1];
    }
  }

 private:
  /// Towards the higher neighbour, so that bands do not kink; at tops and bottoms both, weighted by height.
  template <class V>
  static V tangent_at(const std::vector<double>& losses, std::size_t i, const V& back, const V& ahead) {
    using S = RealOf<V>;
    const double before = losses[i - 1], here = losses[i], after = losses[i + 1];
    if (after > here && here > before) return ahead;
    if (after < here && here < before) return back;
    const double least = std::min(std::abs(after - here), std::abs(before - here)), most = std::max(std::abs(after - here), std::abs(before - here));
    if (most == 0) return back + ahead;
    const bool up = after > before;
    return static_cast<S>(up ? most : least) * ahead + static_cast<S>(up ? least : most) * back;
  }
};

}  // namespace coframe
