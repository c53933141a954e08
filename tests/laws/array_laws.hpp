// SPDX-License-Identifier: MIT
#pragma once
// Laws of an operation on arrays: what it does to every coefficient is what it does to a scalar, whatever the size, the
// strides and the partner, and nothing else is touched.
#include "laws/array_operands.hpp"
#include "laws/function_laws.hpp"
#include "laws/samples.hpp"

namespace laws {

/// Records apply<Op>(operands…) on arrays of one shape, and compares value, pushforward and pullback with the scalar rule.
template <class Op, class S, class... O> void obeys_coefficientwise(Tape<S>& tape, int rows, int cols, std::mt19937& random, O&&... operands) {
  const long double eps = std::numeric_limits<S>::epsilon();
  auto lazy = coframe::apply<Op>(operands.operand()...);
  const auto y = lazy.var();
  using Z = typename std::remove_cvref_t<decltype(y)>::Element;
  REQUIRE(y.rows() == rows);
  REQUIRE(y.cols() == cols);

  std::vector<S> tangents(tape.size() + 8, S(0)), expected(tape.size() + 8, S(0)), scale = expected, unused = expected;
  for (S& v : tangents) v = drawn(S{}, random);
  const std::vector<S> inputs = tangents;
  tape.push(tangents.data());
  S* plane = tape.cotangents();
  // Cotangents that the inputs hold already, and the seed.
  (operands.each_coordinate([&](Coordinate c) { if (plane[c] == 0) expected[c] = plane[c] = drawn(S{}, random); }), ...);
  for (int j = 0; j < cols; ++j)
    for (int i = 0; i < rows; ++i) {
      const Z seed = drawn(Z{}, random), value(Op::value(operands.value(i, j)...));
      add_components(plane, y(i, j), seed);
      INFO("coefficient " << i << ", " << j << " at " << ((text(operands.value(i, j)) + "; ") + ...));
      require_close("array: value = scalar value", size_of(Z(y(i, j).value() - value)), 8 * eps * size_of(value));
      Z pushed(0);
      long double pushed_size = 0;
      auto each = [&](auto k, const auto& operand) {
        operand.push_scalar([&](const auto& v) {
          const Z part(push_rule<Op, k>(v, value, operands.value(i, j)...));
          pushed += part, pushed_size += size_of(part);
        }, inputs, i, j);
        operand.add(expected, scale, i, j, pull_rule<Op, k>(seed, value, operands.value(i, j)...));
        const S rounding = static_cast<S>(size_of(seed) * size_of(value));   // slopes may be computed from the value
        operand.add(scale, unused, i, j, std::complex<S>(rounding, rounding));
      };
      [&]<std::size_t... k>(std::index_sequence<k...>) { (each(std::integral_constant<int, int(k)>{}, operands), ...); }(std::index_sequence_for<O...>{});
      require_close("array: pushforward = scalar pushforward", size_of(Z(tangent_at<Z>(tangents, y(i, j)) - pushed)), 60 * eps * (pushed_size + size_of(value)));
    }
  tape.pull(plane);
  for (Coordinate c = 0; c < tape.size(); ++c) {
    if (std::abs(plane[c] - expected[c]) <= 60 * static_cast<S>(eps) * (scale[c] + std::abs(expected[c]))) continue;
    INFO("coordinate " << c << ": pulled " << plane[c] << ", expected " << expected[c] << ", seed " << laws::seed);
    CHECK(false);
  }
  tape.clear_cotangents();
}

/// Sizes at the edges of a register and of a chunk.
template <class S> std::vector<int> array_sizes() {
  constexpr int W = Pack<S>::width;
  return {0, 1, W - 1, W, W + 1, 127, 128, 129, 255, 256, 257};
}

template <class Op, class X, class Domain> void array_laws(const Domain& domain) {
  using S = RealOf<X>;
  DYNAMIC_SECTION(Op::name << ", array of " << (is_complex_v<X> ? "complex " : "") << (sizeof(S) == 4 ? "float" : "double")) {
    std::mt19937 random{seed};
    for (int n : array_sizes<S>())
      for (Layout layout : all_layouts) {
        INFO("size " << n << ", layout " << int(layout));
        Tape<S> tape;
        TracedArray<X> x(tape, layout, n, domain, random);
        obeys_coefficientwise<Op>(tape, x.rows(), x.cols(), random, x);
      }
  }
}

template <class Op, class X, class Y, class A, class B> void array_laws(const A& a, const B& b) {
  using S = RealOf<X>;
  DYNAMIC_SECTION(Op::name << ", arrays of " << (is_complex_v<X> ? "complex " : "") << (sizeof(S) == 4 ? "float" : "double")) {
    std::mt19937 random{seed};
    for (int n : array_sizes<S>())
      for (Layout layout : all_layouts) {
        Tape<S> tape;
        TracedArray<X> x(tape, layout, n, a, random);
        const int rows = x.rows(), cols = x.cols();
        TracedArray<Y> y(tape, transposed(layout), n, b, random, rows, cols);
        INFO("size " << n << ", layout " << int(layout));
        obeys_coefficientwise<Op>(tape, rows, cols, random, x, y);
        if (n != 1 && n != 129 && n != Pack<S>::width + 1) continue;
        const PlainArrayOperand<X> p(rows, cols, a, random);
        const PlainArrayOperand<Y> q(rows, cols, b, random);
        const TracedNumber<X> s(tape, a, random);
        const TracedNumber<Y> t(tape, b, random);
        const PlainNumberOperand<X> c(a, random);
        const PlainNumberOperand<Y> d(b, random);
        obeys_coefficientwise<Op>(tape, rows, cols, random, x, q);
        obeys_coefficientwise<Op>(tape, rows, cols, random, p, y);
        obeys_coefficientwise<Op>(tape, rows, cols, random, x, t);
        obeys_coefficientwise<Op>(tape, rows, cols, random, s, y);
        obeys_coefficientwise<Op>(tape, rows, cols, random, x, d);
        obeys_coefficientwise<Op>(tape, rows, cols, random, c, y);
        if constexpr (std::is_same_v<X, Y>) {
          TracedArray<X> z(tape, layout, n, common(a, b), random);
          obeys_coefficientwise<Op>(tape, z.rows(), z.cols(), random, z, z);
        }
      }
  }
}

}  // namespace laws
