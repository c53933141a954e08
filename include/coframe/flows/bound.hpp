// SPDX-License-Identifier: MIT
#pragma once
// Flows of models with parts that live on manifolds.
#include <algorithm>
#include <any>
#include <functional>
#include <utility>
#include <vector>

#include "coframe/flows/memory.hpp"
#include "coframe/metric/euclidean.hpp"
#include "coframe/metric/part.hpp"

namespace coframe {

/// A flow under which parts of a model stay on manifolds: it is given their Riemannian gradients, and what it makes of them
/// is projected on the tangent space and retracted. So every flow serves, with its momenta, decay and noise.
///   auto flow = bound(net, Adam{.rate = 1e-2}).on(Stiefel{}, &Net<Value>::rotation);
///   flow.step(net, g, dL);
/// Momenta are kept in the space around the manifold and projected when they are used. A manifold with a chart in which its
/// metric is 1 (PositiveReals: log x) is moved in that, decay and noise as well. Steps reuse their memory: after the first move
/// they allocate nothing, in any metric of the library.
///
/// A manifold M offers project, retract, riemannian_gradient and residual, and may offer
///   m.make_gradient(x, dL), m.settle(x, y)   dL ← riemannian_gradient(x, dL), y ← retract(x, project(x, y - x)), in place,
///                                            with a last argument of type M::Room<X>, kept from step to step, if there is one
///   m.chart(y), m.chart(x, dL), m.point(y)   instead of these: a point and a differential into the chart, a point out of it
template <Point X, class Flow>
class Bound {
 public:
  Bound(const X& x, Flow flow)
      : x_(x), next_(x), w_(transform_leaves<Cotangent>(x, [](const auto& leaf) { return leaf; })), flow_(std::move(flow)) {}

  /// The leaves of a part live on the manifold. DomainError if one of them is not there now, or for a path to no leaf.
  template <class Manifold, class... Path>
  Bound& on(Manifold manifold, const Path&... path) & {
    const std::vector<std::size_t> leaves = leaves_of_part(x_, path...);
    rooms_.resize(leaf_names(x_).size());
    const auto each = [leaves](auto&& f, auto&... trees) {
      for_each_numbered_leaf([&](std::size_t i, auto& leaf, auto&... others) {
        if constexpr (requires(const Manifold& m) { m.residual(leaf); })
          if (std::find(leaves.begin(), leaves.end(), i) != leaves.end()) f(i, leaf, others...);
      }, trees...);
    };
    std::size_t found = 0;
    each([&](std::size_t i, const auto& leaf) {
      ++found;
      if (!(manifold.residual(leaf) < 1e-6))
        throw DomainError("bound: leaf " + std::to_string(i) + " (" + leaf_names(x_)[i] + ") is not on its manifold, by " +
                          std::to_string(manifold.residual(leaf)) + "; begin with a point that is");
    }, x_);
    if (found != leaves.size()) throw DomainError("bound: a leaf of this part is of a kind that the manifold does not have");
    rules_.push_back({[each, manifold](const X& x, Over<X, Cotangent>& w, X& next, std::vector<std::any>& rooms) {
                        each([&](std::size_t i, const auto& p, auto& c, auto& q) { prepare(manifold, p, c, q, rooms[i]); }, x, w, next);
                      },
                      [each, manifold](const X& x, X& next, std::vector<std::any>& rooms) {
                        each([&](std::size_t i, const auto& from, auto& to) { settle(manifold, from, to, rooms[i]); }, x, next);
                      }});
    return *this;
  }
  template <class Manifold, class... Path>
  Bound on(Manifold manifold, const Path&... path) && {
    return std::move(on(std::move(manifold), path...));
  }

  /// One step of the model x, with what else the flow's step takes.
  template <MetricOn<X> G, class... More>
  void step(X& x, const G& g, const Over<X, Cotangent>& dL, More&&... more) {
    w_ = dL;
    next_ = x;
    for (const Rule& rule : rules_) rule.prepare(x, w_, next_, rooms_);
    flow_.step(next_, g, w_, std::forward<More>(more)...);
    for (const Rule& rule : rules_) rule.settle(x, next_, rooms_);
    std::swap(x, next_);
  }
  template <class... More>
  void step(X& x, const Over<X, Cotangent>& dL, More&&... more) {
    step(x, euclidean, dL, std::forward<More>(more)...);
  }
  Flow& flow() { return flow_; }

 private:
  struct Rule {
    std::function<void(const X&, Over<X, Cotangent>&, X&, std::vector<std::any>&)> prepare;
    std::function<void(const X&, X&, std::vector<std::any>&)> settle;
  };
  /// What the flow is given of a leaf: its point q, at first p, and its differential c.
  template <class M, class P>
  static void prepare(const M& manifold, const P& p, Cotangent<P>& c, P& q, std::any& room) {
    if constexpr (requires { manifold.chart(q); }) manifold.chart(q), manifold.chart(p, c);
    else if constexpr (requires { typename M::template Room<P>; }) manifold.make_gradient(p, c, kept<typename M::template Room<P>>(room));
    else if constexpr (requires { manifold.make_gradient(p, c); }) manifold.make_gradient(p, c);
    else c.components() = manifold.riemannian_gradient(p, c).components();
  }
  /// What becomes of the leaf that the flow has moved from p. One that has not moved stays as it was, bit by bit.
  template <class M, class P>
  static void settle(const M& manifold, const P& p, P& q, std::any& room) {
    if constexpr (requires { manifold.chart(q); }) {
      P& start = kept<P>(room) = p;
      manifold.chart(start);
      if (same(start, q)) q = p;
      else manifold.point(q);
    } else if (!same(p, q)) {
      if constexpr (requires { typename M::template Room<P>; }) manifold.settle(p, q, kept<typename M::template Room<P>>(room));
      else if constexpr (requires { manifold.settle(p, q); }) manifold.settle(p, q);
      else q = manifold.retract(p, manifold.project(p, displacement(p, q)));
    }
  }
  template <class L>
  static bool same(const L& a, const L& b) {
    if constexpr (Scalar<L>) return a == b;
    else return a.matrix() == b.matrix();
  }
  X x_, next_;
  Over<X, Cotangent> w_;
  Flow flow_;
  std::vector<Rule> rules_;
  std::vector<std::any> rooms_;   // what the manifold of each leaf computes in
};

/// The flow for models of x's shape, no part of which is bound yet.
template <Point X, class Flow>
Bound<X, Flow> bound(const X& x, Flow flow) {
  return {x, std::move(flow)};
}

}  // namespace coframe
