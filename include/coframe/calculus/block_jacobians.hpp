// SPDX-License-Identifier: MIT
#pragma once
// The Jacobians of one small function at many points, in SIMD lanes over the points and without a tape: residuals of least squares.
#include "coframe/base/results.hpp"
#include "coframe/calculus/jacobian.hpp"
#include "coframe/tape/lane.hpp"
#include "coframe/tape/tangents.hpp"

namespace coframe {

/// Values and Jacobians of f: ℝⁿ → ℝᵐ at N points.
template <class S, int m, int n> class BlockJacobians {
 public:
  using Block = Eigen::Matrix<S, m, n, n == 1 ? Eigen::ColMajor : Eigen::RowMajor>;

  Eigen::Index size() const { return values_.cols(); }
  /// m×N: column i is f at point i.
  const Eigen::Matrix<S, m, Eigen::Dynamic>& values() const { return values_; }
  /// mn×N: column i is the Jacobian at point i, row after row.
  const Eigen::Matrix<S, m * n, Eigen::Dynamic>& blocks() const { return blocks_; }
  /// The m×n Jacobian at point i.
  Eigen::Map<const Block> block(Eigen::Index i) const { return Eigen::Map<const Block>(blocks_.col(i).data()); }

  /// Evaluates f and its Jacobian at x.col(i) beside the constants c.col(i), for all i: f(x₀, …, xₙ₋₁, c₀, …) returns a number, or m of them
  /// as a std::tuple. f names what it computes `auto`, in a declaration for each: the type of a number says on which arguments it depends,
  /// and only those slopes are computed. Where a slope is infinite the tape decides (exact zeros hide it). ShapeError.
  template <class F, class X, class C> void evaluate(const F& f, const Eigen::MatrixBase<X>& x, const Eigen::MatrixBase<C>& c) {
    static_assert(X::RowsAtCompileTime == n && C::RowsAtCompileTime != Eigen::Dynamic, "block_jacobians: matrices whose number of rows is known when compiling were expected, a point in each column");
    static_assert(n <= 64, "block_jacobians: at most 64 arguments");
    if (c.cols() != x.cols())
      throw ShapeError("block_jacobians: constants for " + std::to_string(x.cols()) + " points were expected, a column for each, but " + std::to_string(c.cols()) + " columns came");
    values_.resize(m, x.cols()), blocks_.resize(m * n, x.cols());
    constexpr int lanes = register_lanes<S>;
    Eigen::Index i = 0;
    for (; i + lanes <= x.cols(); i += lanes) {
      try {
        at<lanes>(f, x.derived(), c.derived(), i);
      } catch (const Diverged&) {
        for (int lane = 0; lane < lanes; ++lane) at<1>(f, x.derived(), c.derived(), i + lane);
      }
    }
    for (; i < x.cols(); ++i) at<1>(f, x.derived(), c.derived(), i);
  }

 private:
  template <int count> static constexpr auto each = std::make_integer_sequence<int, count>{};
  /// Row r at points i … i + lanes − 1.
  template <int lanes, class X> [[gnu::always_inline]] static Lane<S, lanes> row(const X& x, int r, Eigen::Index i) {
    if constexpr (lanes == 1) return x(r, i);
    else {
      Lane<S, lanes> all;
      for (int lane = 0; lane < lanes; ++lane) set_lane(all, lane, S(x(r, i + lane)));
      return all;
    }
  }
  template <int lanes, class X> [[gnu::always_inline]] static void set_row(X& x, int r, Eigen::Index i, const Lane<S, lanes>& y) {
    if constexpr (lanes == 1) x(r, i) = y;
    else
      for (int lane = 0; lane < lanes; ++lane) x(r, i + lane) = lane_of(y, lane);
  }
  /// act(constants c at points i …)
  template <int lanes, class C, class Act> [[gnu::always_inline]] static auto with_constants(const C& c, Eigen::Index i, const Act& act) {
    return [&]<int... k>(std::integer_sequence<int, k...>) __attribute__((always_inline)) { return act(row<lanes>(c, k, i)...); }(each<C::RowsAtCompileTime>);
  }
  template <int lanes, class F, class X, class C> [[gnu::flatten, gnu::noinline]] void at(const F& f, const X& x, const C& c, Eigen::Index i) {
    using L = Lane<S, lanes>;
    L suspect(0);   // NaN where a slope is not finite
    with_constants<lanes>(c, i, [&](const auto&... constant) __attribute__((always_inline)) {
      [&]<int... k>(std::integer_sequence<int, k...>) __attribute__((always_inline)) {
        with_results(f(along_direction<k>(row<lanes>(x, k, i))..., constant...), [&](const auto&... y) __attribute__((always_inline)) {
          static_assert(sizeof...(y) == m, "block_jacobians: f returns another number of results");
          int q = 0;
          (set_result<lanes>(q++, i, y, suspect), ...);
        });
      }(each<n>);
    });
    if (!is_finite(suspect)) [[unlikely]]
      for (int lane = 0; lane < lanes; ++lane) by_tape(f, x, c, i + lane);
  }
  template <int lanes, class Y> [[gnu::always_inline]] void set_result(int q, Eigen::Index i, const Y& y, Lane<S, lanes>& suspect) {
    using L = Lane<S, lanes>;
    [&]<int... k>(std::integer_sequence<int, k...>) __attribute__((always_inline)) {
      if constexpr (DualNumber<Y>) {
        set_row<lanes>(values_, q, i, y.value);
        (set_row<lanes>(blocks_, q * n + k, i, y.tangent.template in<k>()), ...);
        for (const L& slope : y.tangent.v) suspect += slope - slope;
      } else {   // a constant
        set_row<lanes>(values_, q, i, L(y));
        (set_row<lanes>(blocks_, q * n + k, i, L(0)), ...);
      }
    }(each<n>);
  }
  template <class F, class X, class C> [[gnu::noinline, gnu::cold]] void by_tape(const F& f, const X& x, const C& c, Eigen::Index i) {
    with_constants<1>(c, i, [&](const auto&... constant) {
      const auto traced = [&](const auto&... a) { return with_results(f(a..., constant...), [](const auto&... y) { return std::tuple(Var<S>(y)...); }); };
      const auto J = [&]<int... k>(std::integer_sequence<int, k...>) { return jacobian(traced, S(x(k, i))...); }(each<n>);
      Eigen::Map<Block>(blocks_.col(i).data()) = J;
    });
  }

  Eigen::Matrix<S, m, Eigen::Dynamic> values_;
  Eigen::Matrix<S, m * n, Eigen::Dynamic> blocks_;
};

/// How many numbers f returns of the arguments x₀, …, xₙ₋₁, c₀, …
template <class F, class S, int n, int constants> inline constexpr int results_of = []<int... k, int... q>(std::integer_sequence<int, k...>, std::integer_sequence<int, q...>) {
  return static_cast<int>(std::tuple_size_v<decltype(as_tuple(std::declval<const F&>()(along_direction<k>(S())..., (static_cast<void>(q), S())...)))>);
}(std::make_integer_sequence<int, n>{}, std::make_integer_sequence<int, constants>{});

/// Values and Jacobians of f(x₀, …, xₙ₋₁, c₀, …) at the columns of x beside those of c, which are not differentiated; see BlockJacobians::evaluate.
///     const auto J = block_jacobians([](auto x, auto y) { return std::tuple(x * y, sin(x)); }, points);   // points: 2×N
///     J.values().col(i), J.block(i)                                                                       // 2 numbers, 2×2
template <class F, class X, class C>
auto block_jacobians(const F& f, const Eigen::MatrixBase<X>& x, const Eigen::MatrixBase<C>& c) {
  using S = typename X::Scalar;
  BlockJacobians<S, results_of<F, S, X::RowsAtCompileTime, C::RowsAtCompileTime>, X::RowsAtCompileTime> all;
  all.evaluate(f, x, c);
  return all;
}
template <class F, class X> auto block_jacobians(const F& f, const Eigen::MatrixBase<X>& x) {
  return block_jacobians(f, x, Eigen::Matrix<typename X::Scalar, 0, Eigen::Dynamic>(0, x.cols()));
}

}  // namespace coframe
