// SPDX-License-Identifier: MIT
#pragma once
// A metric that is put together from metrics of the parts of a model.
#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "coframe/metric/euclidean.hpp"
#include "coframe/metric/part.hpp"

namespace coframe {

/// Who has a leaf's metric: nobody, a part of its own, or nobody more because g^ = 0.
enum class LeafMetric : char { none, own, frozen };

/// A metric G on the part P of a model, whose leaves have these numbers there; some of them may be frozen.
template <Point P, class G>
struct MetricPart {
  std::vector<std::size_t> leaves;
  P skeleton;
  G metric;
  std::vector<bool> frozen;   // empty: none

  bool is_frozen(std::size_t k) const { return !frozen.empty() && frozen[k]; }
  /// A covector and a vector of the part, and what the metric computes in.
  struct Room {
    Scratch<P, Cotangent> covector;
    Scratch<P, Tangent> vector;
    RoomOf<G, P> inner;
  };
  /// Writes map(this part of `in`, out) into this part of `out`, both vectors of the whole model, zero on frozen leaves both.
  template <template <class> class From, template <class> class To, class V, class W, class Map>
  void apply(Scratch<P, From>& from, Scratch<P, To>& to, const V& in, W& out, const Map& map) const {
    auto& argument = from.on(skeleton);
    for_each_pair(argument, in, [](auto& mine, const auto& leaf, bool frozen) { copy(mine, leaf, frozen); });
    auto& result = to.like(argument);
    map(std::as_const(argument), result);
    for_each_pair(result, out, [](const auto& mine, auto& leaf, bool frozen) { copy(leaf, mine, frozen); });
  }

 private:
  /// f(leaf of v, the same leaf of the whole model, is it frozen).
  template <class V, class T, class F>
  void for_each_pair(V& v, T& whole, const F& f) const {
    for_each_numbered_leaf(
        [&](std::size_t k, auto& mine) {
          for_each_numbered_leaf(
              [&](std::size_t i, auto& leaf) {
                if constexpr (std::is_same_v<LeafSpace<decltype(mine)>, LeafSpace<decltype(leaf)>>)
                  if (i == leaves[k]) f(mine, leaf, is_frozen(k));
              },
              whole);
        },
        v);
  }
  template <class L>
  using LeafSpace = typename PointOf<std::remove_cvref_t<L>>::type;
  static void copy(auto& to, const auto& from, bool frozen) {
    if (frozen) set_zero(components_of(to), components_of(from));
    else components_of(to) = components_of(from);
  }
};

/// The direct sum of metrics of parts of a model, Euclidean on what is in none of them.
///   by_parts(net).on(Kronecker(A, B), &Net<Value>::hidden, &Dense<Value>::W).on(SymmetricMetric{}, &Net<Value>::S)
template <Point X, class... Parts>
class ByParts : public ByValue<ByParts<X, Parts...>> {
 public:
  using ByValue<ByParts>::sharp, ByValue<ByParts>::flat, ByValue<ByParts>::sample;

  explicit ByParts(const X& x)
    requires(sizeof...(Parts) == 0)
      : skeleton_(skeleton(x)) {
    for_each_leaf([&](const auto& leaf) { dimensions_.push_back(dimension(leaf)), state_.push_back(LeafMetric::none); }, x);
  }

  /// This metric with g on the part that a path leads to. DomainError for a path to no leaf, or to one that has a metric.
  template <class G, class... Path>
  auto on(G g, const Path&... path) const {
    using P = std::remove_cvref_t<decltype(part(skeleton_, path...))>;
    static_assert(MetricOn<G, P>, "what is put on a part must be a metric on it: sharp(w) for the part's cotangents");
    ByParts<X, Parts..., MetricPart<P, G>> sum(
        *this, MetricPart<P, G>{leaves_of_part(skeleton_, path...), part(skeleton_, path...), std::move(g), {}});
    return sum;
  }

  template <class>
  struct Room {
    std::tuple<typename Parts::Room...> parts;
  };
  void sharp(const Over<X, Cotangent>& w, Over<X, Tangent>& v, Room<X>& room) const {
    copy_live(w, v);
    for_each_part(room, [&](const auto& p, auto& own) {
      p.apply(own.covector, own.vector, w, v, [&](const auto& from, auto& to) { coframe::sharp(p.metric, from, to, own.inner); });
    });
  }
  /// DegenerateMetric if restricted, or where the metric of a part is.
  void flat(const Over<X, Tangent>& v, Over<X, Cotangent>& w, Room<X>& room) const {
    for (std::size_t i = 0; i < state_.size(); ++i)
      if (state_[i] == LeafMetric::frozen)
        throw DegenerateMetric("flat: leaf " + std::to_string(i) + " (" + leaf_names(skeleton_)[i] +
                               ") is frozen, g^ = 0 there, so g does not exist: use sharp and dual_norm, which always do");
    copy_live(v, w);
    for_each_part(room, [&](const auto& p, auto& own) {
      p.apply(own.vector, own.covector, v, w, [&](const auto& from, auto& to) { coframe::flat(p.metric, from, to, own.inner); });
    });
  }
  /// √g^ ξ, part by part.
  template <class Random, class T>
  void sample(Random& random, const T& like, Over<X, Tangent>& v, Room<X>& room) const {
    for_each_leaf(
        [&](const auto& leaf, auto& u) {
          set_zero(u.components(), components_of(leaf));
          draw_normal(random, u.components());
        },
        like, v);
    copy_live(v, v);
    for_each_part(room, [&](const auto& p, auto& own) {
      p.apply(own.covector, own.vector, v, v, [&](const auto& shape, auto& to) { coframe::sample(p.metric, random, shape, to, own.inner); });
    });
  }
  /// P (P g P)⁺ P for the real coordinates i with live[i]: each metric restricted to what is live of its part. DomainError
  /// if a metric without restricted(live) would lose some of its part; leafwise ones may lose whole leaves.
  ByParts restricted(const std::vector<bool>& live) const {
    ByParts r = *this;
    std::vector<std::vector<bool>> by_leaf;
    auto next = live.begin();
    for (std::size_t i = 0; i < dimensions_.size(); ++i, next += dimensions_[i - 1]) {
      by_leaf.emplace_back(next, next + dimensions_[i]);
      if (!any(by_leaf[i], false)) continue;
      if (state_[i] == LeafMetric::none && any(by_leaf[i], true))
        throw DomainError("by_parts: a Euclidean leaf can be frozen as a whole only");
      r.state_[i] = LeafMetric::frozen;
    }
    std::apply([&](auto&... p) { (restrict_part(p, by_leaf), ...); }, r.parts_);
    return r;
  }

 private:
  template <Point, class...>
  friend class ByParts;

  template <class... Before, class Last>
  ByParts(const ByParts<X, Before...>& before, Last last)
      : skeleton_(before.skeleton_), dimensions_(before.dimensions_), state_(before.state_),
        parts_(std::tuple_cat(before.parts_, std::tuple<Last>(std::move(last)))) {
    for (const std::size_t i : std::get<sizeof...(Before)>(parts_).leaves) {
      if (state_[i] != LeafMetric::none)
        throw DomainError("by_parts: leaf " + std::to_string(i) + " (" + leaf_names(skeleton_)[i] + ") has a metric already");
      state_[i] = LeafMetric::own;
    }
  }

  static bool any(const std::vector<bool>& live, bool value) { return std::find(live.begin(), live.end(), value) != live.end(); }

  /// to = from, zero where it is frozen: the Euclidean rest.
  template <class From, class To>
  void copy_live(const From& from, To& to) const {
    for_each_numbered_leaf(
        [&](std::size_t i, const auto& x, auto& u) {
          if (i >= state_.size())
            throw ShapeError("by_parts: the metric was made for a model of " + std::to_string(state_.size()) +
                             " leaves, but this one has more");
          if (state_[i] == LeafMetric::frozen) set_zero(u.components(), x.components());
          else u.components() = x.components();
        },
        from, to);
  }
  /// f(part, its room).
  template <class F>
  void for_each_part(Room<X>& room, const F& f) const {
    [&]<std::size_t... i>(std::index_sequence<i...>) { (f(std::get<i>(parts_), std::get<i>(room.parts)), ...); }
    (std::index_sequence_for<Parts...>{});
  }

  template <class P, class G>
  void restrict_part(MetricPart<P, G>& p, const std::vector<std::vector<bool>>& by_leaf) const {
    std::vector<bool> live;
    p.frozen.clear();
    bool whole_leaves = true;
    for (const std::size_t i : p.leaves) {
      live.insert(live.end(), by_leaf[i].begin(), by_leaf[i].end());
      p.frozen.push_back(!any(by_leaf[i], true) && !by_leaf[i].empty());
      whole_leaves = whole_leaves && !(any(by_leaf[i], true) && any(by_leaf[i], false));
    }
    const bool alive = any(live, true);
    if (!alive || !any(live, false)) return;   // nothing, or all, of it moves
    if constexpr (requires { p.metric.restricted(live); })
      p.metric = p.metric.restricted(live);
    else if (!(LeafwiseMetric<G> && whole_leaves))
      throw DomainError("by_parts: a metric of a part without restricted(live) can be frozen as a whole only: masking what its sharp "
                        "returns could climb");
  }

  X skeleton_;
  std::vector<Eigen::Index> dimensions_;
  std::vector<LeafMetric> state_;
  std::tuple<Parts...> parts_;
};

/// A metric on the points of x's shape, Euclidean as long as no part has one of its own.
template <Point X>
ByParts<X> by_parts(const X& x) {
  return ByParts<X>(x);
}

}  // namespace coframe
