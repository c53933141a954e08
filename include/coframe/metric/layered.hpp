// SPDX-License-Identifier: MIT
#pragma once
// A metric by layers: freezing and stiffness of the parts of a model.
#include <tuple>
#include <vector>

#include "coframe/metric/euclidean.hpp"
#include "coframe/metric/part.hpp"

namespace coframe {

/// A metric g with parts frozen, g^ = P (P g P)⁺ P with P the projection on the live ones, and stiffened,
/// S^{-1/2} g^ S^{-1/2}. Parts are named by paths: member pointers, numbers in vectors of layers, callables.
///   layered(net).freeze(&Net<Value>::hidden).stiffness(&Net<Value>::out, &Dense<Value>::W, 100)
/// An inner metric that is not leafwise is asked for `inner.restricted(live)`: itself restricted to the real
/// coordinates i with live[i]; it must not be masked, or the result may climb. (eqs. 7, 9)
template <Point X, class Inner = Euclidean>
class Layered : public ByValue<Layered<X, Inner>> {
 public:
  using ByValue<Layered>::sharp, ByValue<Layered>::flat, ByValue<Layered>::sample;
  static constexpr bool leafwise = LeafwiseMetric<Inner>;

  explicit Layered(const X& x, Inner inner = Inner{})
      : skeleton_(skeleton(x)), inner_(std::move(inner)), restricted_(inner_) {
    for_each_leaf([&](const auto& leaf) { leaves_.push_back({1, false, dimension(leaf)}); }, x);
  }

  /// g^ = 0 on a part: flows skip it, it stays as it is bit by bit. DomainError for a path to no leaf.
  template <class... Path>
  Layered& freeze(const Path&... path) & {
    return set_frozen(true, path...);
  }
  template <class... Path>
  Layered freeze(const Path&... path) && {
    return std::move(freeze(path...));
  }
  /// Undoes freeze; the part's stiffness is as before.
  template <class... Path>
  Layered& thaw(const Path&... path) & {
    return set_frozen(false, path...);
  }
  template <class... Path>
  Layered thaw(const Path&... path) && {
    return std::move(thaw(path...));
  }
  /// stiffness(path…, s): the part's velocity is divided by s. DomainError unless s is positive and finite.
  template <class... PathAndStiffness>
  Layered& stiffness(const PathAndStiffness&... arguments) & {
    constexpr std::size_t n = sizeof...(arguments) - 1;
    const auto all = std::tie(arguments...);
    const double s = static_cast<double>(std::get<n>(all));
    if (!(s > 0 && std::isfinite(s)))
      throw DomainError("stiffness: a positive finite number was expected, but " + std::to_string(s) +
                        " came; a part that must not move is frozen: freeze(…)");
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      for (const std::size_t k : leaves_of_part(skeleton_, std::get<i>(all)...)) leaves_[k].stiffness = s;
    }
    (std::make_index_sequence<n>{});
    return *this;
  }
  template <class... PathAndStiffness>
  Layered stiffness(const PathAndStiffness&... arguments) && {
    return std::move(stiffness(arguments...));
  }

  bool frozen(std::size_t i) const { return leaf_part(i).frozen; }
  double stiffness_of(std::size_t i) const { return leaf_part(i).stiffness; }
  /// Leafwise: the number that leaf i is multiplied by.
  template <Leaf L>
  requires leafwise double scale(std::size_t i, const L& leaf) const {
    const Part& p = leaf_part(i);
    return p.frozen ? 0 : inner_.scale(i, leaf) / p.stiffness;
  }

  /// S^{-1/2} w or S^{1/2} v, and what the inner metric computes in.
  template <class>
  struct Room {
    Scratch<X, Cotangent> softened;
    Scratch<X, Tangent> stiffened;
    RoomOf<Inner, X> inner;
  };
  void sharp(const Over<X, Cotangent>& w, Over<X, Tangent>& v, Room<X>& room) const {
    if constexpr (leafwise) {
      for_each_numbered_leaf([&](std::size_t i, const auto& c, auto& u) { scale_to(u, scale(i, c.components()), c); },
                             w, v);
    } else {
      auto& softened = room.softened.like(w);
      for_each_numbered_leaf([&](std::size_t i, const auto& c, auto& to) { scale_to(to, soft(i), c); }, w, softened);
      coframe::sharp(restricted_, softened, v, room.inner);
      soften(v);
    }
  }
  /// S^{1/2} g S^{1/2} v. DegenerateMetric if anything is frozen.
  void flat(const Over<X, Tangent>& v, Over<X, Cotangent>& w, Room<X>& room) const {
    for (std::size_t i = 0; i < leaves_.size(); ++i)
      if (frozen(i))
        throw DegenerateMetric("flat: leaf " + std::to_string(i) + " (" + leaf_names(skeleton_)[i] +
                               ") is frozen, g^ = 0 there, so g "
                               "does not exist: use sharp and dual_norm, which always do, or thaw it");
    auto& stiffened = room.stiffened.like(v);
    for_each_numbered_leaf([&](std::size_t i, const auto& u, auto& to) { scale_to(to, 1 / soft(i), u); }, v, stiffened);
    coframe::flat(inner_, stiffened, w, room.inner);
    for_each_numbered_leaf([&](std::size_t i, auto& c) { scale_to(c, 1 / soft(i), c); }, w);
  }
  /// √g^ ξ, so that noise keeps its temperature whatever the stiffness.
  template <class Random, class T>
  void sample(Random& random, const T& like, Over<X, Tangent>& v, Room<X>& room) const {
    coframe::sample(restricted_, random, like, v, room.inner);
    soften(v);
  }

 private:
  struct Part {
    double stiffness;
    bool frozen;
    Eigen::Index dimension;
  };
  /// s^{-1/2}, or 0 where frozen.
  double soft(std::size_t i) const { return leaf_part(i).frozen ? 0 : 1 / std::sqrt(leaf_part(i).stiffness); }
  /// Multiplies by S^{-1/2}, in place.
  template <class T>
  void soften(T& vectors) const {
    for_each_numbered_leaf(
        [&](std::size_t i, auto& u) {
          if (const double s = soft(i); s != 1) scale_to(u, s, u);
        },
        vectors);
  }
  const Part& leaf_part(std::size_t i) const {
    if (i >= leaves_.size())
      throw ShapeError("layered: the metric was made for a model of " + std::to_string(leaves_.size()) +
                       " leaves, but this one has more; make it anew after adding layers");
    return leaves_[i];
  }

  template <class To, class From>
  static void scale_to(To& to, double s, const From& from) {
    if (s == 0)
      set_zero(to.components(), from.components());
    else
      to.components() = static_cast<typename To::Real>(s) * from.components();
  }

  template <class... Path>
  Layered& set_frozen(bool frozen, const Path&... path) {
    static_assert(
        leafwise || requires { inner_.restricted(std::vector<bool>()); },
        "freezing within this metric needs its restricted(live): masking what sharp returns could climb");
    for (const std::size_t i : leaves_of_part(skeleton_, path...)) leaves_[i].frozen = frozen;
    if constexpr (!leafwise) {
      std::vector<bool> live;
      for (const Part& p : leaves_) live.insert(live.end(), static_cast<std::size_t>(p.dimension), !p.frozen);
      restricted_ = inner_.restricted(live);
    }
    return *this;
  }

  X skeleton_;
  Inner inner_, restricted_;
  std::vector<Part> leaves_;
};

/// A metric on the points of x's shape by layers, none frozen, all of stiffness 1, within `inner`.
template <Point X, class Inner = Euclidean>
Layered<X, Inner> layered(const X& x, Inner inner = Inner{}) {
  return Layered<X, Inner>(x, std::move(inner));
}

}  // namespace coframe
