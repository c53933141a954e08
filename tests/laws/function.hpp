// SPDX-License-Identifier: MIT
#pragma once
// A function f in every kind of number that the laws use, behind one type: the laws are compiled once, an operation is
// instantiated only where it is called.
#include <coframe/calculus/pullback.hpp>
#include <coframe/ops.hpp>

#include <functional>
#include <limits>
#include <memory>

#include "laws/coordinates.hpp"

namespace laws {

using namespace coframe;

/// f recorded at a point.
struct Program {
  virtual ~Program() = default;
  virtual Coordinates value() const = 0;
  virtual Coordinates pushforward(const Coordinates& v) = 0;
  virtual Coordinates pullback(const Coordinates& w) = 0;
};
/// a + ε b.
struct DualCoordinates {
  Coordinates value, tangent;
};
/// f: ℝᵐ → ℝⁿ.
class Function {
 public:
  virtual ~Function() = default;
  Space from, to;
  virtual Coordinates value(const Coordinates& x) const = 0;
  /// In long double: knows no rule.
  virtual Coordinates wide(const Coordinates& x) const = 0;
  virtual std::unique_ptr<Program> recorded(const Coordinates& x) const = 0;
  /// f(x + εv), and f^* w at x + εv.
  virtual DualCoordinates of_dual(const Coordinates& x, const Coordinates& v) const = 0;
  virtual DualCoordinates pullback_at_dual(const Coordinates& x, const Coordinates& v, const Coordinates& w) const = 0;
};

template <class X> using Widened = OverScalar<X, std::conditional_t<is_complex_v<ScalarOf<X>>, std::complex<long double>, long double>>;

template <class X> void append(Coordinates& c, const X& x) {
  if constexpr (DenseLeaf<X>) for (Eigen::Index k = 0; k < x.size(); ++k) append(c, x.data()[k]);
  else if constexpr (is_complex_v<X>) c.push_back(x.real()), c.push_back(x.imag());
  else c.push_back(x);
}
template <class... X> Coordinates coordinates_of(const X&... x) {
  Coordinates c;
  (append(c, x), ...);
  return c;
}
/// Reads x, of the shape that it has, from coordinates on.
template <class X> void read(const long double*& c, X& x) {
  if constexpr (DenseLeaf<X>) for (Eigen::Index k = 0; k < x.size(); ++k) read(c, x.data()[k]);
  else if constexpr (is_complex_v<X>) x = X(static_cast<RealOf<X>>(c[0]), static_cast<RealOf<X>>(c[1])), c += 2;
  else x = static_cast<X>(*c++);
}
template <class X, class Like> X read_like(const long double*& c, const Like& like) {
  X x{};
  if constexpr (DenseLeaf<X>) x.resize(like.rows(), like.cols());
  read(c, x);
  return x;
}
template <class X> void append_part(Space& space, const X& x) {
  std::size_t elements = 1;
  if constexpr (DenseLeaf<X>) elements = static_cast<std::size_t>(x.size());
  space.parts.push_back({space.dimension(), elements, is_complex_v<ScalarOf<X>>, DenseLeaf<X>});
  space.eps = std::numeric_limits<RealOf<X>>::epsilon();
}

template <class Y, class... X> class RecordedProgram final : public Program {
  using Traced = std::function<Var<Y>(const Var<X>&...)>;

 public:
  RecordedProgram(const Traced& f, const std::tuple<X...>& x) : x_(x), recorded_(x, f), y_(recorded_.value()) {}
  Coordinates value() const override { return coordinates_of(y_); }
  Coordinates pushforward(const Coordinates& v) override {
    const long double* c = v.data();
    return coordinates_of(recorded_.pushforward(std::apply([&](const auto&... x) {
      return std::tuple<Tangent<X>...>{Tangent<X>(read_like<X>(c, x))...};
    }, x_)).components());
  }
  Coordinates pullback(const Coordinates& w) override {
    const long double* c = w.data();
    const auto pulled = recorded_.pullback(Cotangent<Y>(read_like<Y>(c, y_)));
    return std::apply([](const auto&... leaf) { return coordinates_of(leaf.components()...); }, pulled);
  }

 private:
  std::tuple<X...> x_;
  Recorded<std::tuple<X...>, Traced> recorded_;
  Y y_;
};

/// f of leaves X… with result Y.
template <class Y, class... X> class FunctionOf final : public Function {
  template <class Z> using Dual = Dualized<Z>;

 public:
  std::function<Y(const X&...)> plain;
  std::function<Widened<Y>(const Widened<X>&...)> widened;
  std::function<Var<Y>(const Var<X>&...)> traced;
  std::function<Dual<Y>(const Dual<X>&...)> dual;
  std::function<Var<Dual<Y>>(const Var<Dual<X>>&...)> traced_dual;

  explicit FunctionOf(const X&... x) : x_(x...) { (append_part(from, x), ...); }
  Coordinates point() const { return std::apply([](const auto&... x) { return coordinates_of(x...); }, x_); }
  void set_result(const Y& y) { append_part(to, y); }

  Coordinates value(const Coordinates& x) const override { return coordinates_of(std::apply(plain, leaves<X...>(x))); }
  Coordinates wide(const Coordinates& x) const override { return coordinates_of(std::apply(widened, leaves<Widened<X>...>(x))); }
  std::unique_ptr<Program> recorded(const Coordinates& x) const override {
    return std::make_unique<RecordedProgram<Y, X...>>(traced, leaves<X...>(x));
  }
  DualCoordinates of_dual(const Coordinates& x, const Coordinates& v) const override {
    const Dual<Y> y = std::apply(dual, dual_leaves(x, v));
    return {coordinates_of(Y(value_part(y))), coordinates_of(Y(tangent_part(y)))};
  }
  DualCoordinates pullback_at_dual(const Coordinates& x, const Coordinates& v, const Coordinates& w) const override {
    auto over_dual = record(traced_dual, dual_leaves(x, v));
    const long double* c = w.data();
    const Y weight = read_like<Y>(c, over_dual.value());
    const auto pulled = over_dual.pullback(Cotangent<Dual<Y>>(coframe::dual(weight, Y(zeros_like(weight)))));
    return std::apply([](const auto&... leaf) {
      return DualCoordinates{coordinates_of(X(value_part(leaf.components()))...), coordinates_of(X(tangent_part(leaf.components()))...)};
    }, pulled);
  }

 private:
  template <class... Z> std::tuple<Z...> leaves(const Coordinates& at) const {
    const long double* c = at.data();
    return std::apply([&](const auto&... x) { return std::tuple<Z...>{read_like<Z>(c, x)...}; }, x_);
  }
  std::tuple<Dual<X>...> dual_leaves(const Coordinates& x, const Coordinates& v) const {
    const auto at = leaves<X...>(x), along = leaves<X...>(v);
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      return std::tuple<Dual<X>...>{coframe::dual(std::get<i>(at), std::get<i>(along))...};
    }(std::index_sequence_for<X...>{});
  }
  std::tuple<X...> x_;
};

enum class Order { first, second };
/// f as a function of leaves like x; of duals where the second order is asked for.
template <Order order = Order::first, class F, class... X> auto function_of(const F& f, const std::tuple<X...>& x) {
  using Y = std::remove_cvref_t<decltype(std::apply(f, x))>;
  auto g = std::apply([](const auto&... leaf) { return FunctionOf<Y, X...>(leaf...); }, x);
  g.plain = f;
  g.widened = f;
  g.traced = [f](const Var<X>&... leaf) -> Var<Y> { return settle(f(leaf...)); };
  if constexpr (order == Order::second) {
    g.dual = f;
    g.traced_dual = [f](const Var<Dualized<X>>&... leaf) -> Var<Dualized<Y>> { return settle(f(leaf...)); };
  }
  g.set_result(std::apply(f, x));
  return g;
}

}  // namespace laws
