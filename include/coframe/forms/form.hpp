// SPDX-License-Identifier: MIT
#pragma once
// Differential forms on a chart: what they are, basis forms, sums and multiples.
#include <concepts>

#include "coframe/forms/chart.hpp"
#include "coframe/forms/multi_index.hpp"

namespace coframe {

/// A k-form on an N-dimensional chart: a function from points x to its components on dx^{i₁} ∧ … ∧ dx^{i_K}, i₁ < … < i_K in
/// lexicographic order. The function is generic in its scalar: it is called with arrays of double, and with arrays of dual
/// numbers to be differentiated exactly. Components are real or complex. Forms are values and may be copied.
template <int K, int N, class F> class Form {
 public:
  static constexpr int degree = K, chart = N, size = binomial(N, K);
  static_assert(K >= 0 && N >= 0, "the degree of a form is not negative");
  explicit Form(F f) : function_(std::move(f)) {}

  /// The components at x: an array, a tuple or an Eigen vector of N numbers.
  template <class X> auto operator()(const X& x) const { return as_array<size>(function_(as_array<N>(x))); }
  /// The components at x, also written a({0.5, 2.0}).
  auto operator()(const std::array<double, N>& x) const { return as_array<size>(function_(x)); }

 private:
  F function_;
};

template <class A> inline constexpr bool is_form_v = false;
template <int K, int N, class F> inline constexpr bool is_form_v<Form<K, N, F>> = true;

/// form<1, 4>([](const auto& x) { return std::array{…}; }): a k-form from the function that gives its components.
template <int K, int N, class F> auto form(F components) { return Form<K, N, F>(std::move(components)); }

// What forms are made of are structs rather than closures: their names, which compilers print, hold their operands once.
template <class T> struct Always {
  T components;
  const T& operator()(const auto&) const { return components; }
};
/// The form with the same components everywhere.
template <int K, int N, class T> auto constant_form(const std::array<T, static_cast<std::size_t>(binomial(N, K))>& components) {
  return form<K, N>(Always<std::array<T, static_cast<std::size_t>(binomial(N, K))>>{components});
}

inline void require_coordinate(int i, int n) {
  if (i < 0 || i >= n)
    throw DomainError("coordinate " + std::to_string(i) + " was asked of a chart whose coordinates are 0 to " + std::to_string(n - 1));
}
struct CoordinateFunction {
  std::size_t i;
  auto operator()(const auto& x) const { return x[i]; }
};
/// The coordinate i as a function on the chart: a 0-form. DomainError.
template <int N> auto coordinate(int i) {
  require_coordinate(i, N);
  return form<0, N>(CoordinateFunction{static_cast<std::size_t>(i)});
}
/// The basis 1-form dxⁱ, i = 0 … N−1. DomainError.
template <int N> auto dx(int i) {
  require_coordinate(i, N);
  std::array<double, N> unit{};
  unit[static_cast<std::size_t>(i)] = 1;
  return constant_form<1, N>(unit);
}

/// The array of op(aᵢ, bᵢ…).
template <class Op, class A, std::size_t n, class... B> auto each(const Op& op, const std::array<A, n>& a, const std::array<B, n>&... b) {
  std::array<std::remove_cvref_t<decltype(op(a[0], b[0]...))>, n> c{};
  for (std::size_t i = 0; i < n; ++i) c[i] = op(a[i], b[i]...);
  return c;
}

/// x ↦ op applied to the components at x of one or two forms.
template <class Op, class... A> struct Componentwise {
  Op op;
  std::tuple<A...> forms;
  auto operator()(const auto& x) const {
    return std::apply([&](const auto&... a) { return each(op, a(x)...); }, forms);
  }
};
struct Added {
  auto operator()(const auto& p, const auto& q) const { return p + q; }
};
struct Subtracted {
  auto operator()(const auto& p, const auto& q) const { return p - q; }
};
struct Negated {
  auto operator()(const auto& p) const { return -p; }
};
struct Conjugated {
  auto operator()(const auto& p) const { return conjugate(p); }
};
template <class C> struct Multiplied {
  C c;
  auto operator()(const auto& p) const { return c * p; }
};
template <class Op, class A, class... B> auto componentwise(const Op& op, const A& a, const B&... b) {
  return form<A::degree, A::chart>(Componentwise<Op, A, B...>{op, {a, b...}});
}

/// α + β
template <int K, int N, class F, class G> auto operator+(const Form<K, N, F>& a, const Form<K, N, G>& b) {
  return componentwise(Added(), a, b);
}
/// α − β
template <int K, int N, class F, class G> auto operator-(const Form<K, N, F>& a, const Form<K, N, G>& b) {
  return componentwise(Subtracted(), a, b);
}
/// −α
template <int K, int N, class F> auto operator-(const Form<K, N, F>& a) { return componentwise(Negated(), a); }
/// The form with conjugate components.
template <int K, int N, class F> auto conj(const Form<K, N, F>& a) { return componentwise(Conjugated(), a); }
/// c α, c a real or complex number
template <PlainNumber C, int K, int N, class F> auto operator*(const C& c, const Form<K, N, F>& a) {
  return componentwise(Multiplied<decltype(floating(c))>{floating(c)}, a);
}
template <PlainNumber C, int K, int N, class F> auto operator*(const Form<K, N, F>& a, const C& c) { return c * a; }
template <PlainNumber C, int K, int N, class F> auto operator/(const Form<K, N, F>& a, const C& c) { return (1.0 / floating(c)) * a; }
template <class G, class A> struct FunctionTimes {
  G f;
  A a;
  auto operator()(const auto& x) const { return each([y = f(x)[0]](const auto& p) { return y * p; }, a(x)); }
};
/// f α, f a 0-form
template <int K, int N, class F, class G> auto operator*(const Form<0, N, G>& f, const Form<K, N, F>& a) {
  return form<K, N>(FunctionTimes<Form<0, N, G>, Form<K, N, F>>{f, a});
}
/// f α, f a function on the chart: [](const auto& x) { return x[1]; } * dx<2>(0)
template <class G, int K, int N, class F>
  requires(!is_form_v<G> && std::invocable<const G&, const std::array<double, N>&>)
auto operator*(const G& f, const Form<K, N, F>& a) {
  return form<0, N>(f) * a;
}

}  // namespace coframe
