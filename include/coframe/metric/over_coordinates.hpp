// SPDX-License-Identifier: MIT
#pragma once
// What metrics over the real coordinates that `flatten` lists have in common.
#include <string>

#include "coframe/metric/euclidean.hpp"

namespace coframe {

/// A metric whose `Self` computes with columns of all coordinates: size() of them, raise(room) for out = g^ in,
/// lower(room) for out = g in, draw(random, room) for out normal of covariance g^, and the name that begins its messages.
template <class Self, class S>
class OverCoordinates : public ByValue<Self> {
 public:
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
  using Column = Eigen::Vector<S, Eigen::Dynamic>;
  using ByValue<Self>::sharp, ByValue<Self>::flat, ByValue<Self>::sample;

  /// What goes in and comes out, and a column of few elements.
  template <class>
  struct Room {
    Column in, out, few;
  };
  /// ShapeError for a model of another dimension, here and below.
  template <Covector W>
  void sharp(const W& w, Over<W, Tangent>& v, RoomOf<Self, W>& room) const {
    read(w, room.in);
    self().raise(room);
    unflatten_into(v, room.out);
  }
  /// DegenerateMetric if restricted.
  template <Vector V>
  void flat(const V& v, Over<V, Cotangent>& w, RoomOf<Self, V>& room) const {
    read(v, room.in);
    self().lower(room);
    unflatten_into(w, room.out);
  }
  /// √g^ ξ with ξ standard normal.
  template <class Random, class T>
  void sample(Random& random, const T& x, Over<T, Tangent>& v, RoomOf<Self, T>& room) const {
    require_dimension(dimension(x));
    room.in.resize(self().size());
    self().draw(random, room);
    unflatten_into(v, room.out);
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
  void read(const T& tree, Column& column) const {
    require_dimension(dimension(tree));
    flatten_into(column, tree);
  }
};

}  // namespace coframe
