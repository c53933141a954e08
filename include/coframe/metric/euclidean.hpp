// SPDX-License-Identifier: MIT
#pragma once
// The Euclidean metric, and its multiples: Frobenius norms on matrices, the complex metric on complex leaves.
#include <random>

#include "coframe/metric/by_value.hpp"
#include "coframe/metric/complex_metric.hpp"

namespace coframe {

/// Makes the real coordinates of a leaf independent standard normal ones.
template <Leaf X, class Random>
void draw_normal(Random& random, X& x) {
  std::normal_distribution<RealOf<X>> normal;
  const auto draw = [&]<class T>(T& t) {
    if constexpr (is_complex_v<T>) {
      const auto re = normal(random);
      t = T(re, normal(random));
    } else {
      t = normal(random);
    }
  };
  if constexpr (Scalar<X>)
    draw(x);
  else
    for (Eigen::Index i = 0; i < x.size(); ++i) draw(x.data()[i]);
}
/// A leaf of the shape of x with independent standard normal real coordinates.
template <Leaf X, class Random>
X normal_like(Random& random, X x) {
  draw_normal(random, x);
  return x;
}

/// What leafwise metrics have in common. `Self` offers scale(i, leaf): on leaf i g^ is this number.
template <class Self>
struct Leafwise : ByValue<Self> {
  static constexpr bool leafwise = true;
  using ByValue<Self>::sharp, ByValue<Self>::flat, ByValue<Self>::sample;

  template <Covector W>
  void sharp(const W& w, Over<W, Tangent>& v, NoRoom&) const {
    for_each_numbered_leaf(
        [&](std::size_t i, const auto& c, auto& u) {
          using X = std::remove_cvref_t<decltype(c.components())>;
          const auto s = static_cast<RealOf<X>>(self().scale(i, c.components()));
          if (s == 0)
            set_zero(u.components(), c.components());
          else
            u.components() = s * c.components();
        },
        w, v);
  }
  /// DegenerateMetric if a leaf is frozen.
  template <Vector V>
  void flat(const V& v, Over<V, Cotangent>& w, NoRoom&) const {
    for_each_numbered_leaf(
        [&](std::size_t i, const auto& u, auto& c) {
          using X = std::remove_cvref_t<decltype(u.components())>;
          const auto s = static_cast<RealOf<X>>(self().scale(i, u.components()));
          if (s == 0)
            throw DegenerateMetric("flat: leaf " + std::to_string(i) +
                                   " is frozen, g^ = 0 there, so g has no value: a frozen leaf "
                                   "has no covector to a vector; take sharp, dual_norm, or thaw it");
          c.components() = u.components() / s;
        },
        v, w);
  }
  /// √g^ ξ with ξ of independent standard normal coordinates. `like` is a point or a vector.
  template <class Random, class T>
  void sample(Random& random, const T& like, Over<T, Tangent>& v, NoRoom&) const {
    for_each_numbered_leaf(
        [&](std::size_t i, const auto& leaf, auto& u) {
          const auto& x = components_of(leaf);
          using X = std::remove_cvref_t<decltype(x)>;
          const auto s = static_cast<RealOf<X>>(self().scale(i, x));
          set_zero(u.components(), x);
          if (s == 0) return;
          draw_normal(random, u.components());
          u *= std::sqrt(s);
        },
        like, v);
  }
  bool frozen(std::size_t) const { return false; }

 private:
  const Self& self() const { return static_cast<const Self&>(*this); }
};

/// ds² = Σ |dx|² over the leaves: Re tr(dWᴴ dW) for matrices; complex elements by `complex`. (eqs. 8, 10, 12)
/// Another metric of the plane: Euclidean(ComplexMetric{.g_zzbar = 1}).
struct Euclidean : Leafwise<Euclidean> {
  ComplexMetric complex;

  constexpr Euclidean() = default;
  constexpr explicit Euclidean(const ComplexMetric& metric) : complex(metric) {}
  template <Leaf X>
  double scale(std::size_t, const X&) const {
    if constexpr (ComplexLeaf<X>)
      return complex.scale();
    else
      return 1;
  }
};
inline constexpr Euclidean euclidean;

}  // namespace coframe
