// SPDX-License-Identifier: MIT
#pragma once
// A metric with a weight for each element.
#include <vector>

#include "coframe/base/number.hpp"
#include "coframe/metric/euclidean.hpp"
#include "coframe/metric/live.hpp"

namespace coframe {

/// g^ multiplies each element by the weight at its place in a tree of the model's type. Weights of complex elements are
/// real numbers too, so both of their coordinates have one.
template <Point X>
class Diagonal : public ByValue<Diagonal<X>> {
 public:
  using ByValue<Diagonal>::sharp, ByValue<Diagonal>::flat, ByValue<Diagonal>::sample;
  /// DomainError unless all weights are positive.
  explicit Diagonal(X weights) : weights_(std::move(weights)) {
    for_each_leaf(
        [](const auto& leaf) {
          for_each_element(
              [](const auto& t) {
                if (!(real_part(t) > 0 && t == like(t, static_cast<double>(real_part(t)))))
                  throw DomainError(
                      "Diagonal: positive real weights of g^ were expected; to stop elements, freeze their leaf within "
                      "layered(…)");
              },
              leaf);
        },
        weights_);
  }

  void sharp(const Over<X, Cotangent>& w, Over<X, Tangent>& v, NoRoom&) const {
    for_each_leaf(
        [](auto& u, const auto& c, const auto& weight) {
          u.components() = c.components();
          multiply(u.components(), weight);
        },
        v, w, weights_);
  }
  /// DegenerateMetric if restricted.
  void flat(const Over<X, Tangent>& v, Over<X, Cotangent>& w, NoRoom&) const {
    if (degenerate_) throw_restricted("diagonal metric");
    for_each_leaf(
        [](auto& c, const auto& u, const auto& weight) {
          c.components() = u.components();
          divide(c.components(), weight);
        },
        w, v, weights_);
  }
  /// √g^ ξ with ξ standard normal.
  template <class Random, class T>
  void sample(Random& random, const T&, Over<X, Tangent>& v, NoRoom&) const {
    for_each_leaf(
        [&random](auto& u, const auto& weight) {
          u.components() = weight;
          draw_normal(random, u.components());
          multiply_by_root(u.components(), weight);
        },
        v, weights_);
  }
  /// The weights of real coordinates i without live[i] set to 0; a complex element needs both of its two.
  Diagonal restricted(const std::vector<bool>& live) const {
    Diagonal r = *this;
    std::size_t i = 0;
    for_each_leaf(
        [&](auto& leaf) {
          for_each_element(
              [&]<class T>(T& t) {
                bool on = live.at(i++);
                if constexpr (is_complex_v<T>) on = live.at(i++) && on;
                if (!on) t = T(0), r.degenerate_ = true;
              },
              leaf);
        },
        r.weights_);
    return r;
  }

 private:
  template <Leaf L>
  static void multiply(L& x, const L& weight) {
    require_same_shape(x, weight, "Diagonal");
    if constexpr (Scalar<L>)
      x *= weight;
    else
      x.array() *= weight.array();
  }
  template <Leaf L>
  static void multiply_by_root(L& x, const L& weight) {
    if constexpr (Scalar<L>)
      x *= std::sqrt(weight);
    else
      x.array() *= weight.array().sqrt();
  }
  template <Leaf L>
  static void divide(L& x, const L& weight) {
    require_same_shape(x, weight, "Diagonal");
    if constexpr (Scalar<L>)
      x /= weight;
    else
      x.array() /= weight.array();
  }

  X weights_;
  bool degenerate_ = false;
};

}  // namespace coframe
