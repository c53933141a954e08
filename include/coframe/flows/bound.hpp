// SPDX-License-Identifier: MIT
#pragma once
// Flows of models with parts that live on manifolds.
#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "coframe/metric/euclidean.hpp"
#include "coframe/metric/part.hpp"

namespace coframe {

/// A flow under which parts of a model stay on manifolds: it is given their Riemannian gradients, and what it makes of them
/// is projected on the tangent space and retracted. So every flow serves, with its momenta, decay and noise.
///   auto flow = bound(net, Adam{.rate = 1e-2}).on(Stiefel{}, &Net<Value>::rotation);
///   flow.step(net, g, dL);
/// Momenta are kept in the space around the manifold and projected when they are used. Steps reuse their memory; what a
/// manifold's own decompositions allocate on matrices of dynamic size remains (fixed sizes, and spheres of any, need none).
template <Point X, class Flow>
class Bound {
 public:
  Bound(const X& x, Flow flow)
      : x_(x), next_(x), w_(transform_leaves<Cotangent>(x, [](const auto& leaf) { return leaf; })), flow_(std::move(flow)) {}

  /// The leaves of a part live on the manifold. DomainError if one of them is not there now, or for a path to no leaf.
  template <class Manifold, class... Path>
  Bound& on(Manifold manifold, const Path&... path) & {
    const std::vector<std::size_t> leaves = leaves_of_part(x_, path...);
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
    rules_.push_back({[each, manifold](const X& x, Over<X, Cotangent>& w) {
                        each([&](std::size_t, const auto& p, auto& c) {
                          if constexpr (requires { manifold.make_gradient(p, c); }) manifold.make_gradient(p, c);
                          else c.components() = manifold.riemannian_gradient(p, c).components();
                        }, x, w);
                      },
                      [each, manifold](const X& before, X& x) {
                        each([&](std::size_t, const auto& from, auto& to) {
                          if (same(from, to)) return;
                          if constexpr (requires { manifold.settle(from, to); }) manifold.settle(from, to);
                          else to = manifold.retract(from, manifold.project(from, displacement(from, to)));
                        }, before, x);
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
    for (const Rule& rule : rules_) rule.prepare(x, w_);
    next_ = x;
    flow_.step(next_, g, w_, std::forward<More>(more)...);
    for (const Rule& rule : rules_) rule.settle(x, next_);
    std::swap(x, next_);
  }
  template <class... More>
  void step(X& x, const Over<X, Cotangent>& dL, More&&... more) {
    step(x, euclidean, dL, std::forward<More>(more)...);
  }
  Flow& flow() { return flow_; }

 private:
  struct Rule {
    std::function<void(const X&, Over<X, Cotangent>&)> prepare;
    std::function<void(const X&, X&)> settle;
  };
  template <class L>
  static bool same(const L& a, const L& b) {
    if constexpr (Scalar<L>) return a == b;
    else return a.matrix() == b.matrix();
  }
  X x_, next_;
  Over<X, Cotangent> w_;
  Flow flow_;
  std::vector<Rule> rules_;
};

/// The flow for models of x's shape, no part of which is bound yet.
template <Point X, class Flow>
Bound<X, Flow> bound(const X& x, Flow flow) {
  return {x, std::move(flow)};
}

}  // namespace coframe
