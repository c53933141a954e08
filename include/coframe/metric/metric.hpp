// SPDX-License-Identifier: MIT
#pragma once
// What a metric is: the co-metric g^, which makes a vector of a covector; and the musical maps, products and norms it
// gives.
#include <cmath>
#include <concepts>
#include <cstddef>

#include "coframe/metric/room.hpp"

namespace coframe {

/// G is a metric on the points X: `g.sharp(w)` maps a cotangent at X to a tangent, linear, symmetric, positive.
/// Optional:
///   g.flat(v)                    its inverse; raises DegenerateMetric where there is none
///   g.sample(random, x)          a tangent at x drawn from the normal distribution of covariance g^
///   g.sharp(w, v, room)          the same three written into a vector of the shape of the first, without allocating where
///   g.flat(v, w, room)           `room`, a G::Room<X> (NoRoom if G has none), is one that was used before. ByValue makes
///   g.sample(random, x, v, room) the others of these
///   g.scale(i, leaf)             leaf i (order of for_each_leaf) has g^ = this number times the identity; 0: frozen
///   g.frozen(i)                  leaf i does not move
template <class G, class X>
concept MetricOn = requires(const G& g, const Over<std::remove_cvref_t<X>, Cotangent>& w) {
  { g.sharp(w) } -> std::convertible_to<Over<std::remove_cvref_t<X>, Tangent>>;
};

/// A metric that multiplies each leaf by a number of its own, `scale`.
template <class G>
concept LeafwiseMetric = requires {
  requires std::remove_cvref_t<G>::leafwise;
};

/// v = g^ w: the direction of a differential. (eq. 7)
template <class G, Covector W>
requires MetricOn<G, W> Over<W, Tangent> sharp(const G& g, const W& w) { return g.sharp(w); }
/// v = g^ w, into a tangent of the shape of w.
template <class G, Covector W>
requires MetricOn<G, W>
void sharp(const G& g, const W& w, Over<W, Tangent>& v, RoomOf<G, W>& room) {
  if constexpr (requires { g.sharp(w, v, room); })
    g.sharp(w, v, room);
  else
    v = g.sharp(w);
}
template <class G, Covector W>
requires MetricOn<G, W>
void sharp(const G& g, const W& w, Over<W, Tangent>& v) {
  RoomOf<G, W> room;
  sharp(g, w, v, room);
}
/// √g^ ξ, noise of covariance g^ at x, into a tangent of the shape of x.
template <class G, class Random, class X>
void sample(const G& g, Random& random, const X& x, Over<X, Tangent>& v, RoomOf<G, X>& room) {
  if constexpr (requires { g.sample(random, x, v, room); })
    g.sample(random, x, v, room);
  else
    v = g.sample(random, x);
}
/// w = g v, the inverse of sharp. DegenerateMetric where g^ has none.
template <class G, Vector V>
requires requires(const G& g, const V& v) { g.flat(v); }
Over<V, Cotangent> flat(const G& g, const V& v) { return g.flat(v); }
/// w = g v, into a cotangent of the shape of v.
template <class G, Vector V>
requires requires(const G& g, const V& v) { g.flat(v); }
void flat(const G& g, const V& v, Over<V, Cotangent>& w, RoomOf<G, V>& room) {
  if constexpr (requires { g.flat(v, w, room); })
    g.flat(v, w, room);
  else
    w = g.flat(v);
}
/// The physicists' names of sharp and flat: indices are raised and lowered.
template <class G, Covector W>
requires MetricOn<G, W> Over<W, Tangent> raise(const G& g, const W& w) { return sharp(g, w); }
template <class G, Vector V>
auto lower(const G& g, const V& v) {
  return flat(g, v);
}

/// g(u, v) = ⟨g u, v⟩. DegenerateMetric where g^ has no inverse. (eqs. 8, 10)
template <class G, Vector V>
RealOf<V> inner(const G& g, const V& u, const V& v) {
  return pair(flat(g, u), v);
}
/// |v| = √g(v, v).
template <class G, Vector V>
RealOf<V> norm(const G& g, const V& v) {
  using std::sqrt;
  return sqrt(inner(g, v, v));
}
/// |w| = √⟨w, g^ w⟩: the largest ⟨w, v⟩ over |v| = 1. Any metric has it, degenerate ones too. (eqs. 20, 21)
template <class G, Covector W>
requires MetricOn<G, W> RealOf<W> dual_norm(const G& g, const W& w) {
  using std::sqrt;
  return sqrt(pair(w, sharp(g, w)));
}
/// The same, v becoming g^ w.
template <class G, Covector W>
requires MetricOn<G, W> RealOf<W> dual_norm(const G& g, const W& w, Over<W, Tangent>& v, RoomOf<G, W>& room) {
  using std::sqrt;
  sharp(g, w, v, room);
  return sqrt(pair(w, v));
}

/// f(aₖ, bₖ, …) on the elements of leaves of one shape.
template <class F, Leaf A, Leaf... B>
void for_each_element(const F& f, A& a, B&... b) {
  if constexpr (Scalar<A>) f(a, b...);
  else
    for (Eigen::Index k = 0; k < a.size(); ++k) f(a.data()[k], b.data()[k]...);
}
/// A leaf of the shape of `like` made zero, without allocating where it has that shape.
template <class L, class X>
void set_zero(L& leaf, const X& like) {
  if constexpr (Scalar<L>) leaf = L(0);
  else leaf.setZero(like.rows(), like.cols());
}

/// True where a metric says that leaf i does not move.
template <class G>
bool is_frozen(const G& g, std::size_t i) {
  if constexpr (requires { g.frozen(i); })
    return g.frozen(i);
  else
    return false;
}

/// f(i, leaf, other_leaf…) with i the number of the leaf, from 0.
template <class F, class T, class... Others>
void for_each_numbered_leaf(F&& f, T& tree, Others&... others) {
  std::size_t i = 0;
  for_each_leaf([&](auto&... leaf) { f(i++, leaf...); }, tree, others...);
}

}  // namespace coframe
