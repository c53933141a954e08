// SPDX-License-Identifier: MIT
#pragma once
// What a metric is: the co-metric g^, which makes a vector of a covector; and the musical maps, products and norms it
// gives.
#include <cmath>
#include <concepts>
#include <cstddef>

#include "coframe/space.hpp"

namespace coframe {

/// G is a metric on the points X: `g.sharp(w)` maps a cotangent at X to a tangent, linear, symmetric, positive.
/// Optional:
///   g.sharp(w, v)          the same written into v, without allocating; g.sharp(std::move(w), v) may overwrite w
///   g.flat(v)              its inverse; raises DegenerateMetric where there is none
///   g.sample(random, x)    a tangent at x drawn from the normal distribution of covariance g^
///   g.sample(random, x, v) the same written into v, without allocating
///   g.scale(i, leaf)       leaf i (order of for_each_leaf) has g^ = this number times the identity; 0: frozen
///   g.frozen(i)            leaf i does not move
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
/// v = g^ w, into an existing tangent.
template <class G, Covector W>
requires MetricOn<G, W>
void sharp(const G& g, const W& w, Over<W, Tangent>& v) {
  if constexpr (requires { g.sharp(w, v); })
    g.sharp(w, v);
  else
    v = g.sharp(w);
}
/// The same of a covector that nobody needs any more: a metric that has g.sharp(std::move(w), v) computes in its memory.
template <class G, Covector W>
requires(MetricOn<G, W> && !std::is_reference_v<W> && !std::is_const_v<W>)
void sharp(const G& g, W&& w, Over<std::remove_cvref_t<W>, Tangent>& v) {
  if constexpr (requires { g.sharp(std::move(w), v); })
    g.sharp(std::move(w), v);
  else
    v = g.sharp(w);
}
/// √g^ ξ, noise of covariance g^ at x, into an existing tangent.
template <class G, class Random, class X>
void sample(const G& g, Random& random, const X& x, Over<X, Tangent>& v) {
  if constexpr (requires { g.sample(random, x, v); })
    g.sample(random, x, v);
  else
    v = g.sample(random, x);
}
/// w = g v, the inverse of sharp. DegenerateMetric where g^ has none.
template <class G, Vector V>
requires requires(const G& g, const V& v) { g.flat(v); }
Over<V, Cotangent> flat(const G& g, const V& v) { return g.flat(v); }
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

/// What flat raises where a restriction has left no inverse.
[[noreturn]] inline void throw_restricted(const std::string& metric) {
  throw DegenerateMetric("flat: this " + metric + " is restricted to some of its coordinates, so g^ has no inverse: use sharp and "
                         "dual_norm, or the metric that was restricted");
}
/// The coordinates that are live in both of two restrictions; an empty one leaves all.
inline std::vector<bool> live_in_both(const std::vector<bool>& a, std::vector<bool> b) {
  for (std::size_t i = 0; i < a.size(); ++i) b.at(i) = b.at(i) && a[i];
  return b;
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
