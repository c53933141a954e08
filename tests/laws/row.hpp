// SPDX-License-Identifier: MIT
#pragma once
// A row of the law book for a pointwise operation: its name and its domains, `row<Exp>{on(-2, 2)}`, `row<Pow>{on(0.1, 3), on(-2, 2)}`,
// with regions after the intervals where it takes complex numbers: `row<Exp>{on(-2, 2), over(-2, 2, -2, 2)}`.
#include <functional>

#include "laws/argument_laws.hpp"
#include "laws/array_laws.hpp"
#include "laws/book.hpp"
#include "laws/samples.hpp"

namespace laws {

template <class T> constexpr const char* scalar_name() {
  if constexpr (is_complex_v<T>) return sizeof(T) == 8 ? "complex<float>" : "complex<double>";
  else return sizeof(T) == 4 ? "float" : "double";
}

template <class Op, class X, class Domain> void scalar_laws(const Domain& domain) {
  DYNAMIC_SECTION(Op::name << ", scalar " << scalar_name<X>()) {
    std::mt19937 random{seed};
    for (const auto& s : samples<X>(domain)) {
      obeys_first_order(Applied<Op>{}, s.x, s.step, random);
      if constexpr (sizeof(RealOf<X>) == 8)
        if (s.step > 0) obeys_second_order(Applied<Op>{}, s.x, s.step, random);
      obeys_fan_out(Applied<Op>{}, std::get<0>(s.x), random);
    }
  }
}
template <class Op, class X, class Y, class A, class B> void scalar_laws(const A& a, const B& b) {
  DYNAMIC_SECTION(Op::name << ", scalars " << scalar_name<X>() << " and " << scalar_name<Y>()) {
    std::mt19937 random{seed};
    for (const auto& s : samples<X, Y>(a, b)) {
      obeys_first_order(Applied<Op>{}, s.x, s.step, random);
      if constexpr (sizeof(RealOf<X>) == 8)
        if (s.step > 0) obeys_second_order(Applied<Op>{}, s.x, s.step, random);
      obeys_subsets<Op>(std::get<0>(s.x), std::get<1>(s.x), random);
    }
  }
}
/// f(x, x): where the domains meet.
template <class Op, class X, class A> void same_argument_laws(const A& domain) {
  DYNAMIC_SECTION(Op::name << ", the same argument twice, " << scalar_name<X>()) {
    std::mt19937 random{seed};
    for (const auto& s : samples<X>(domain)) {
      const X x = std::get<0>(s.x);
      using Y = std::remove_cvref_t<decltype(Op::value(x, x))>;
      const auto partials = record(Applied<Op>{}, std::tuple(x, x)).pullback(Cotangent<Y>(like(Y{}, 1)));
      obeys_first_order(Twice<Applied<Op>>{}, s.x, s.step, random, size_of(components_of(partials)));
      obeys_fan_out(Twice<Applied<Op>>{}, std::get<0>(s.x), random);
    }
  }
}
inline Interval common(const Interval& a, const Interval& b) {
  Interval both{std::max(a.low, b.low), std::min(a.high, b.high), a.kinks};
  both.kinks.insert(both.kinks.end(), b.kinks.begin(), b.kinks.end());
  return both;
}
inline Region common(const Region& a, const Region& b) {
  return {std::max(a.left, b.left), std::min(a.right, b.right), std::max(a.bottom, b.bottom), std::min(a.top, b.top), a.kinks};
}

template <std::derived_from<Pointwise> Op> class row<Op> {
  using Z = std::complex<double>;

 public:
  row(const Interval& x)
      : laws_([=] {
          real_laws(x);
        }) {}
  row(const Region& z)
      : laws_([=] {
          complex_laws(z);
        }) {}
  row(const Interval& x, const Region& z)
      : laws_([=] {
          real_laws(x);
          complex_laws(z);
        }) {}
  row(const Interval& x, const Interval& y)
      : laws_([=] {
          real_laws(x, y);
        }) {}
  row(const Interval& x, const Interval& y, const Region& z, const Region& w)
      : laws_([=] {
          real_laws(x, y);
          scalar_laws<Op, Z, Z>(z, w);
          scalar_laws<Op, Z, double>(z, y);
          scalar_laws<Op, double, Z>(x, w);
          same_argument_laws<Op, Z>(common(z, w));
          array_laws<Op, Z, Z>(z, w);
        }) {}

  void obey() const { laws_(); }

 private:
  static void real_laws(const Interval& x) {
    scalar_laws<Op, double>(x);
    scalar_laws<Op, float>(x);
    array_laws<Op, double>(x);
    array_laws<Op, float>(x);
  }
  static void complex_laws(const Region& z) {
    scalar_laws<Op, Z>(z);
    scalar_laws<Op, std::complex<float>>(z);
    array_laws<Op, Z>(z);
  }
  static void real_laws(const Interval& x, const Interval& y) {
    scalar_laws<Op, double, double>(x, y);
    scalar_laws<Op, float, float>(x, y);
    same_argument_laws<Op, double>(common(x, y));
    array_laws<Op, double, double>(x, y);
    array_laws<Op, float, float>(x, y);
  }
  std::function<void()> laws_;
};

}  // namespace laws
