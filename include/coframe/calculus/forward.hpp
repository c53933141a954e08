// SPDX-License-Identifier: MIT
#pragma once
// The differential of a function of few numbers in forward mode: the whole frame is pushed at once in SIMD lanes, without a tape.
#include <bit>

#include "coframe/calculus/differential.hpp"

namespace coframe {

/// The number of coordinates of a leaf or a list of arguments, where it is known when compiling.
template <class X> inline constexpr int fixed_dimension = 1;
template <DenseLeaf X> inline constexpr int fixed_dimension<X> = X::SizeAtCompileTime;
template <class... X> inline constexpr int fixed_dimension<std::tuple<X...>> = (fixed_dimension<X> + ...);

/// Two registers of AVX-512: beyond that a tape is faster.
inline constexpr int most_forward_coordinates = 16;

/// Real numbers and real matrices of fixed size, few enough.
template <class X> concept FixedReals = Leaf<X> && std::floating_point<ScalarOf<X>> && fixed_dimension<X> != Eigen::Dynamic;
template <class... X>
concept FewReals = (FixedReals<Plain<X>> && ...) && fixed_dimension<std::tuple<Plain<X>...>> <= most_forward_coordinates;

/// x over duals D: its k-th coordinate carries ε_{first + k}; first moves behind the last.
template <class D, class X> auto with_frame(const X& x, int& first) {
  auto moving = [&](const auto& value) {
    D d(value);
    d.tangent.v[first++] = 1;
    return d;
  };
  if constexpr (Scalar<X>) return moving(x);
  else {
    OverScalar<X, D> m;
    for (Eigen::Index k = 0; k < x.size(); ++k) m.data()[k] = moving(x.data()[k]);
    return m;
  }
}

/// f(x…) and dL as value_and_differential gives them, by f(x + Σ εₖ eₖ) = L + Σ εₖ ∂ₖL: one evaluation in SIMD lanes and no tape,
/// for numbers and fixed-size matrices of at most 16 coordinates in all. f must deduce its types, as `auto` does. Where a
/// slope is infinite the tape decides (exact zeros hide it).
template <class F, class... X>
  requires FewReals<X...>
auto value_and_forward_differential(F&& f, const X&... x) {
  const auto at = point(x...);
  using P = std::remove_const_t<decltype(at)>;
  using S = RealOf<P>;
  constexpr auto dimensions = static_cast<unsigned>(fixed_dimension<std::tuple<Plain<X>...>>);
  using D = Dual<S, Pack<S, std::max(2, static_cast<int>(std::bit_ceil(dimensions)))>>;
  int first = 0;
  const std::tuple moving{with_frame<D>(Plain<X>(x), first)...};   // in order
  const D y = std::apply(f, moving);
  using Differential = Over<P, Cotangent>;
  if (!is_finite(y.tangent)) [[unlikely]] return [&]() __attribute__((noinline, cold)) { return value_and_differential(f, x...); }();
  int k = 0;
  return ValueAndDifferential<S, Differential>{y.value, transform_leaves<Cotangent>(at, [&]<class L>(const L& leaf) {
    L components = zeros_like(leaf);
    if constexpr (Scalar<L>) components = y.tangent.v[k++];
    else for (Eigen::Index i = 0; i < leaf.size(); ++i) components.data()[i] = y.tangent.v[k++];
    return components;
  })};
}
/// dL alone.
template <class F, class... X>
  requires FewReals<X...>
auto forward_differential(F&& f, const X&... x) {
  return value_and_forward_differential(std::forward<F>(f), x...).differential;
}

}  // namespace coframe
