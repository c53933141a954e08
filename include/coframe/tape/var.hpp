// SPDX-License-Identifier: MIT
#pragma once
// Traced scalars: Var<double> and Var<std::complex<double>>, a value with its place on a tape.
#include "coframe/space/tree_over.hpp"
#include "coframe/tape/record.hpp"

namespace coframe {

template <class X> struct PointOf<Var<X>> {
  using type = X;
};

/// A traced real scalar: 16 bytes for double.
template <class S>
  requires is_real_scalar_v<S>
struct Var<S> : ScalarExpression {
  using Value = S;
  using Base = S;
  static constexpr int leaves = 1;

  /// A constant.
  Var() = default;
  template <class C>
    requires(Arithmetic<C> || std::is_same_v<C, S>)
  Var(const C& c) : value_(S(c)) {}
  Var(const S& value, Coordinate coordinate, Tag tag) : value_(value), place_(place(coordinate, tag)) {}
  /// Records a statement: the expression becomes a variable.
  template <ScalarExpr E>
    requires(!std::is_same_v<E, Var> && std::is_same_v<typename E::Value, S>)
  [[gnu::always_inline]] Var(const E& e) : value_(e.value()), place_(record_rows(e, S(1))) {}

  Var(const Var&) requires std::is_floating_point_v<S> = default;
  Var& operator=(const Var&) requires std::is_floating_point_v<S> = default;
  /// Of packs and duals, member by member: a block of 64 bytes over a value's end and a place would wait for both.
  Var(const Var& v) : value_(v.value_), place_(v.place_) {}
  Var& operator=(const Var& v) { return value_ = v.value_, place_ = v.place_, *this; }
  /// The same as Var(e), field by field: a temporary's 16 bytes would be loaded before their parts are stored.
  template <ScalarExpr E>
    requires(!std::is_same_v<E, Var> && std::is_same_v<typename E::Value, S>)
  [[gnu::always_inline]] Var& operator=(const E& e) {
    const S value = e.value();
    place_ = record_rows(e, S(1));
    value_ = value;
    return *this;
  }

  const S& value() const { return value_; }
  Coordinate coordinate() const { return coordinate_of(place_); }
  Tag tag() const { return tag_of(place_); }

  template <int O> [[gnu::always_inline]] void visit(auto& visitor) const { visitor.template leaf<O>(place_); }
  template <int O, bool Masked = false> [[gnu::always_inline]] void pull(auto& p, const S& w) const { p.template put<O>(w, place_); }
  static constexpr bool singular = false;
  static constexpr std::array<signed char, 1> signs(signed char s) { return {s}; }

  template <class B> [[gnu::always_inline]] Var& operator+=(const B& b) { return *this = *this + b; }
  template <class B> [[gnu::always_inline]] Var& operator-=(const B& b) { return *this = *this - b; }
  template <class B> [[gnu::always_inline]] Var& operator*=(const B& b) { return *this = *this * b; }
  template <class B> [[gnu::always_inline]] Var& operator/=(const B& b) { return *this = *this / b; }

 private:
  S value_{};
  Place place_ = 0;
};

/// A traced complex scalar z = x + iy: two coordinates, x then y.
template <class Z>
  requires is_complex_v<Z>
struct Var<Z> : ScalarExpression {
  using Value = Z;
  using Base = RealOf<Z>;
  static constexpr int leaves = 2;

  Var() = default;
  template <class C>
    requires(Arithmetic<C> || std::is_same_v<C, Base> || std::is_same_v<C, Z>)
  Var(const C& c) : value_(Z(c)) {}
  Var(const Z& value, Coordinate coordinate, Tag tag) : value_(value), place_(place(coordinate, tag)) {}
  /// Records two rows: dx = Re(de), dy = Re(conj(i) de).
  template <ScalarExpr E>
    requires(!std::is_same_v<E, Var> && std::is_same_v<typename E::Value, Z>)
  [[gnu::always_inline]] Var(const E& e) : value_(e.value()), place_(record_rows(e, Z(Base(1)), Z(Base(0), Base(1)))) {}
  /// A real expression as a complex number.
  template <ScalarExpr E>
    requires std::is_same_v<typename E::Value, Base>
  Var(const E& e) : Var(e * Constant<Z>(Z(Base(1)))) {}

  const Z& value() const { return value_; }
  Coordinate coordinate() const { return coordinate_of(place_); }
  Tag tag() const { return tag_of(place_); }
  /// Re z and Im z: views, nothing is recorded.
  Var<Base> real() const { return {value_.real(), coordinate(), tag()}; }
  Var<Base> imag() const { return {value_.imag(), coordinate() + (tag() != 0), tag()}; }

  template <int O> [[gnu::always_inline]] void visit(auto& visitor) const {
    visitor.template leaf<O>(place_);
    visitor.template leaf<O + 1>(place_ + (tag() != 0));
  }
  template <int O, bool Masked = false> [[gnu::always_inline]] void pull(auto& p, const Z& w) const {
    p.template put<O>(w.real(), place_);
    p.template put<O + 1>(w.imag(), place_ + (tag() != 0));
  }
  static constexpr bool singular = false;
  static constexpr std::array<signed char, 2> signs(signed char) { return {0, 0}; }

  template <class B> [[gnu::always_inline]] Var& operator+=(const B& b) { return *this = Var(*this + b); }
  template <class B> [[gnu::always_inline]] Var& operator-=(const B& b) { return *this = Var(*this - b); }
  template <class B> [[gnu::always_inline]] Var& operator*=(const B& b) { return *this = Var(*this * b); }
  template <class B> [[gnu::always_inline]] Var& operator/=(const B& b) { return *this = Var(*this / b); }

 private:
  Z value_{};
  Place place_ = 0;
};

using Real = Var<double>;
using Complex = Var<std::complex<double>>;

/// e as a variable: the cure where a conditional or a deduced type meets an expression.
template <ScalarExpr E> Var<typename E::Value> eval(const E& e) { return Var<typename E::Value>(e); }

}  // namespace coframe
