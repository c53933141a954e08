// SPDX-License-Identifier: MIT
#pragma once
// Is an operation right? Its value, its push and its pull against one another, before it goes into a program.
#include "coframe/check/gradient.hpp"

namespace coframe {

/// ⟨w, push v⟩ against ⟨pull w, v⟩ for each argument of a pointwise rule. A traced scalar uses only its pull, a dual only its push.
template <class Op, Scalar... X> void compare_push(const CheckOptions& options, Report& report, const X&... x) {
  using S = std::common_type_t<RealOf<X>...>;
  RandomNumbers random(options.seed);
  const auto number = [&random]<class T>(std::type_identity<T>) {
    const auto a = static_cast<RealOf<T>>(random());
    if constexpr (is_complex_v<T>) return T(a, static_cast<RealOf<T>>(random()));
    else return a;
  };
  const bool pull_is_right = report.verdict == Verdict::pass;
  const auto y = Op::value(x...);
  using Y = std::remove_cvref_t<decltype(y)>;
  const auto argument = [&]<int i, class A>(std::integral_constant<int, i>, std::type_identity<A>) {
    const Y w = number(std::type_identity<Y>{});
    const A v = number(std::type_identity<A>{});
    const Y along = Y(push_rule<Op, i>(v, y, x...));
    const A back = A(cotangent_for<A>(pull_rule<Op, i>(w, y, x...)));
    const S pushed = component_pair(w, along), pulled = component_pair(back, v);
    const S size = std::max<S>(std::abs(w) * std::abs(along), std::abs(back) * std::abs(v));
    const double mismatch = pushed == pulled ? 0 : static_cast<double>(std::abs(pushed - pulled) / (size * std::numeric_limits<S>::epsilon()));
    if (!(mismatch > options.adjoint)) return;
    lower_verdict(report, Verdict::wrong);
    if (report.operation.name.empty()) report.operation = {Op::name, static_cast<std::size_t>(i), 0, 0, mismatch};
    const std::string ratio = cause_of_ratio(static_cast<double>(pull_is_right ? pushed / pulled : pulled / pushed));
    if (pull_is_right) report.cause = "the push is wrong, the pull agrees with differences" + (ratio.empty() ? "" : "; push / pull: " + ratio);
    report.remarks.push_back("push and pull differ in argument " + std::to_string(i));
  };
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (argument(std::integral_constant<int, static_cast<int>(i)>{}, std::type_identity<X>{}), ...);
  }(std::index_sequence_for<X...>{});
}

/// Op's pull against differences of its value, and its push against its pull, at (x…): numbers for a Pointwise operation
/// (also complex), matrices for either kind. Which of the two is wrong is told by the differences.
///   struct Cube : Pointwise { static constexpr auto name = "cube"; static auto value(…); static auto slope(…); };
///   REQUIRE(check_operation<Cube>(1.5));
template <class Op, PointLike... X> Report check_operation(const CheckOptions& options, const X&... x) {
  const auto op = [](const auto&... a) {
    if constexpr (std::is_base_of_v<Structured, Op>) return apply_structured<Op>(a...);
    else if constexpr ((PlainDense<decltype(a)> && ...)) return apply_plain<Op>(a...);
    else return apply<Op>(a...);
  };
  Report report = check_gradient(options, op, x...);
  report.check = std::string("check_operation '") + Op::name + "'";
  if constexpr (std::is_base_of_v<Pointwise, Op> && (Scalar<Plain<X>> && ...)) compare_push<Op>(options, report, Plain<X>(x)...);
  return report;
}
template <class Op, PointLike... X> Report check_operation(const X&... x) { return check_operation<Op>(CheckOptions{}, x...); }

}  // namespace coframe
