// SPDX-License-Identifier: MIT
#pragma once
// Where a metric computes: memory that is kept from one use to the next by whoever takes the steps, so that metrics stay
// const and serve several threads at once.
#include <optional>

#include "coframe/space.hpp"

namespace coframe {

/// The room of a metric that needs none.
struct NoRoom {};

template <class G, class X>
struct RoomType {
  using type = NoRoom;
};
template <class G, class X>
  requires requires { typename G::template Room<X>; }
struct RoomType<G, X> {
  using type = typename G::template Room<X>;
};
/// What the metric G computes in at points, tangents or cotangents T: `G::Room<X>`, X the points, or NoRoom.
template <class G, class T>
using RoomOf = typename RoomType<std::remove_cvref_t<G>, Over<std::remove_cvref_t<T>, Value>>::type;

/// The tree over F with the components of `like`, a point or vector.
template <template <class> class F, class T>
Over<T, F> over_components(const T& like) {
  return transform_leaves<F>(like, [](const auto& leaf) { return components_of(leaf); });
}

/// A tree over F in a room: made at its first use, and anew where the model has become another.
template <class X, template <class> class F>
class Scratch {
 public:
  /// The tree in the shape of `like`, a point or vector; its components are left from before.
  template <class T>
  Over<X, F>& like(const T& like) {
    if (!tree_ || !same_shape_at<Marked<T>>(like, *tree_)) tree_.emplace(over_components<F>(like));
    return *tree_;
  }
  /// The tree with vectors as long as in `skeleton`; its leaves have what shapes they had before.
  template <class T>
  Over<X, F>& on(const T& skeleton) {
    if (!tree_ || !same_lengths(skeleton, *tree_)) tree_.emplace(over_components<F>(skeleton));
    return *tree_;
  }

 private:
  std::optional<Over<X, F>> tree_;
};

}  // namespace coframe
