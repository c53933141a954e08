// SPDX-License-Identifier: MIT
#pragma once
// The differential of a recorded loss as a 1-form: reverse mode gives its components, forward over reverse its d.
#include "coframe/calculus/hessian.hpp"
#include "coframe/forms/form.hpp"

namespace coframe {

/// form_of<N>(L, like): dL as a 1-form on the real coordinates that flatten gives to points of the shape of `like` (a model,
/// a matrix, an array), N of them. L is called with traced arguments as by `differential`. It may be differentiated once
/// more: d(form_of(…)) is the antisymmetric part of the Hessian, which is 0. ShapeError unless `like` has dimension N.
template <int N, class L, PointLike P> auto form_of(L loss, const P& like) {
  using X = Plain<P>;
  if (dimension(like) != N)
    throw ShapeError("form_of: the point has " + std::to_string(dimension(like)) + " real coordinates, but a form on " +
                     std::to_string(N) + " was asked for");
  return form<1, N>([loss = std::move(loss), like = X(like)](const auto& x) {
    using S = typename std::remove_cvref_t<decltype(x)>::value_type;
    static_assert(std::is_same_v<S, double> || std::is_same_v<S, Dual<double>>,
                  "a recorded differential can be differentiated once (d of it is 0); for more derivatives write the loss as form<0, N>");
    Eigen::VectorXd value(N), tangent(N);
    for (int i = 0; i < N; ++i) {
      const auto& c = x[static_cast<std::size_t>(i)];
      if constexpr (DualNumber<S>) value[i] = c.value, tangent[i] = c.tangent;
      else value[i] = c;
    }
    const X at = unflatten(like, value);
    std::array<S, N> components;
    if constexpr (DualNumber<S>) {
      const auto zero = zeros_over<Tangent>(like);
      DualRecorder<X> recorder;
      const Eigen::VectorXd second = flatten(recorder.hessian_vector(loss, at, unflatten(zero, tangent)));
      const Eigen::VectorXd first = flatten(recorder.differential);
      for (int i = 0; i < N; ++i) components[static_cast<std::size_t>(i)] = S(first[i], second[i]);
    } else {
      BasicRecorder<S> recorder;
      const Eigen::VectorXd first = flatten(recorder.differential(at, loss));
      for (int i = 0; i < N; ++i) components[static_cast<std::size_t>(i)] = first[i];
    }
    return components;
  });
}
/// dL of a function of an array of N traced scalars.
template <int N, class L> auto form_of(L loss) { return form_of<N>(std::move(loss), std::array<double, N>{}); }

}  // namespace coframe
