// SPDX-License-Identifier: MIT
#pragma once
// What metrics over the real coordinates that `flatten` lists have in common.
#include <string>

#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// A metric whose `Self` computes with columns of all coordinates: size() of them, raised(w) = g^ w, lowered(v) = g v,
/// noise(random) normal of covariance g^, and the name that begins its messages. Flattening allocates.
template <class Self, class S>
class OverCoordinates {
 public:
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
  using Column = Eigen::Vector<S, Eigen::Dynamic>;

  /// ShapeError for a model of another dimension, here and below.
  template <Covector W>
  Over<W, Tangent> sharp(const W& w) const {
    return shaped<Tangent>(w, self().raised(coordinates(w)));
  }
  /// DegenerateMetric if restricted.
  template <Vector V>
  Over<V, Cotangent> flat(const V& v) const {
    return shaped<Cotangent>(v, self().lowered(coordinates(v)));
  }
  /// √g^ ξ with ξ standard normal.
  template <class Random, class T>
  Over<T, Tangent> sample(Random& random, const T& x) const {
    require_dimension(dimension(x));
    return shaped<Tangent>(x, self().noise(random));
  }

 protected:
  void require_dimension(Eigen::Index n) const {
    if (n != self().size())
      throw ShapeError(std::string(Self::name) + ": it is over " + std::to_string(self().size()) +
                       " real coordinates, but the model has " + std::to_string(n));
  }

 private:
  const Self& self() const { return static_cast<const Self&>(*this); }
  template <class T>
  Column coordinates(const T& tree) const {
    Column x = flatten(tree).template cast<S>();
    require_dimension(x.size());
    return x;
  }
  /// The column in the shape of a tree.
  template <template <class> class Wrap, class T>
  static Over<T, Wrap> shaped(const T& tree, const Column& x) {
    const auto like = transform_leaves<Wrap>(tree, [](const auto& leaf) { return components_of(leaf); });
    return unflatten(like, x.template cast<RealOf<T>>());
  }
};

}  // namespace coframe
