// SPDX-License-Identifier: MIT
#pragma once
// The planar numbers beside the complex ones as parameters: split-complex and dual numbers, with the metrics they bring.
#include "coframe/metric/euclidean.hpp"
#include "coframe/models/number.hpp"

namespace coframe {

/// z = a + b j with j² = `square` real, two real leaves; z̄ = a - b j, |z|² = z z̄ = a² - j² b², which may be negative.
template <template <class> class Leaf, class Square, class S = double>
struct PlanarNumber {
  Leaf<S> a, b;
};
/// j² = 1: |z|² = a² - b², so multiplication by cosh φ + j sinh φ is a boost. (sec. 4)
template <template <class> class Leaf, class S = double>
using SplitComplex = PlanarNumber<Leaf, std::integral_constant<int, 1>, S>;
/// ε² = 0: f(a + bε) = f(a) + f'(a) b ε, and |z|² = a². (eq. 14)
template <template <class> class Leaf, class S = double>
using DualParameter = PlanarNumber<Leaf, std::integral_constant<int, 0>, S>;

template <template <class> class Leaf, class Square, class S>
inline constexpr bool is_number_v<PlanarNumber<Leaf, Square, S>> = ComputedLeaf<Leaf<S>, S>;

/// zw = (ac + j² bd) + (ad + bc) j
template <template <class> class A, template <class> class B, class Square, class S>
  requires SameAlgebra<PlanarNumber<A, Square, S>, PlanarNumber<B, Square, S>>
auto operator*(const PlanarNumber<A, Square, S>& z, const PlanarNumber<B, Square, S>& w)
    -> Together<PlanarNumber<A, Square, S>, PlanarNumber<B, Square, S>> {
  if constexpr (Square::value == 0) return {z.a * w.a, z.a * w.b + z.b * w.a};
  else return {z.a * w.a + Square::value * (z.b * w.b), z.a * w.b + z.b * w.a};
}
/// z̄ = a - b j
template <template <class> class Leaf, class Square, class S>
  requires is_number_v<PlanarNumber<Leaf, Square, S>>
PlanarNumber<Leaf, Square, S> conj(const PlanarNumber<Leaf, Square, S>& z) {
  return {z.a, -z.b};
}
/// |z|² = z z̄ = a² - j² b²
template <template <class> class Leaf, class Square, class S>
  requires is_number_v<PlanarNumber<Leaf, Square, S>>
auto abs2(const PlanarNumber<Leaf, Square, S>& z) {
  if constexpr (Square::value == 0) return z.a * z.a;
  else return z.a * z.a - Square::value * (z.b * z.b);
}

/// Trees all of whose leaves are in planar numbers of this square.
template <class T, int square>
inline constexpr bool are_planar_v = false;
template <template <class> class Leaf, int square, class S>
inline constexpr bool are_planar_v<PlanarNumber<Leaf, std::integral_constant<int, square>, S>, square> = true;
template <class T, class A, int square>
inline constexpr bool are_planar_v<std::vector<T, A>, square> = are_planar_v<T, square>;
template <class T, std::size_t n, int square>
inline constexpr bool are_planar_v<std::array<T, n>, square> = are_planar_v<T, square>;
template <class... T, int square>
inline constexpr bool are_planar_v<std::tuple<T...>, square> = (are_planar_v<T, square> && ...);

/// The metric that |z|² makes on planar numbers and on vectors, arrays and tuples of them; by_parts(…) puts it on others.
///   j² = 1:  g = diag(1, -1), indefinite. ♯dL = ∂L/∂a - j ∂L/∂b, and the gradient of |zp - r|² is 2 (zp - r) p̄. A step
///            along -♯dL goes down in a and up in b: L falls by η g^(dL, dL), which may have any sign.
///   ε² = 0:  ds² = da² does not see b. Its co-metric is g^ = diag(1, 0), which leaves b where it is; flat refuses.
template <int square>
struct PlanarMetric : Leafwise<PlanarMetric<square>> {
  using Base = Leafwise<PlanarMetric>;
  using ByValue<PlanarMetric>::sharp, ByValue<PlanarMetric>::flat, ByValue<PlanarMetric>::sample;

  template <Covector W>
    requires are_planar_v<W, square>
  void sharp(const W& w, Over<W, Tangent>& v, NoRoom& room) const {
    Base::sharp(w, v, room);
  }
  template <Vector V>
    requires are_planar_v<V, square>
  void flat(const V& v, Over<V, Cotangent>& w, NoRoom& room) const {
    if constexpr (square == 0)
      throw DegenerateMetric("flat: |a + bε|² = a² gives the ε-part no length, so g^ = diag(1, 0) has no inverse: use sharp and "
                             "dual_norm");
    else Base::flat(v, w, room);
  }
  /// √g^ ξ; an indefinite g^ has no root.
  template <class Random, class T>
    requires(are_planar_v<T, square> && square <= 0)
  void sample(Random& random, const T& like, Over<T, Tangent>& v, NoRoom& room) const {
    Base::sample(random, like, v, room);
  }
  /// 1 for a and -j² for b.
  template <Leaf X>
  double scale(std::size_t i, const X&) const {
    return i % 2 == 0 ? 1 : -square;
  }
};
using SplitMetric = PlanarMetric<1>;
using DualParameterMetric = PlanarMetric<0>;

}  // namespace coframe
