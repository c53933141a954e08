// SPDX-License-Identifier: MIT
#pragma once
// Traced scalars: Var<double> and Var<std::complex<double>>, a value with its place on a tape.
#include "coframe/tape/expression.hpp"
#include "coframe/space/tree_over.hpp"
#include "coframe/tape/tape.hpp"

namespace coframe {

template <class X> struct PointOf<Var<X>> {
  using type = X;
};

/// The tape on which all of n active leaves live. StaleValue, ForeignValue.
template <class S> Tape<S>& common_tape(int n, const Tag* tags) {
  Tape<S>* tape = nullptr;
  for (int i = 0; i < n; ++i) {
    if (tags[i] == 0) continue;
    auto* here = static_cast<Tape<S>*>(tape_of(tags[i]));
    if (!here) throw_stale("statement");
    if (tape && tape != here) throw_foreign("statement");
    tape = here;
  }
  return *tape;
}

/// A statement some of whose leaves are constants or of other segments: checks them, and keeps the active ones.
template <class S, int N>
[[gnu::noinline]] Coordinate record_mixed_row(const S* partial, const Coordinate* coordinate, const Tag* tags, Tag& tag) {
  S p[N];
  Coordinate c[N];
  int n = 0;
  for (int i = 0; i < N; ++i)
    if (tags[i] != 0) p[n] = partial[i], c[n++] = coordinate[i];
  if (n == 0) return tag = 0;
  Tape<S>& tape = common_tape<S>(N, tags);
  tag = tape.tag();
  return tape.add_row(static_cast<unsigned>(n), p, c);
}

/// Records dy = Re(conj(seed) de) for an expression e; returns y's coordinate and sets its tag.
template <class E> [[gnu::always_inline]] inline Coordinate record_row(const E& e, const typename E::Value& seed, Tag& tag) {
  using S = typename E::Base;
  constexpr int N = E::leaves;
  if constexpr (N == 0) return tag = 0;
  else {
    Coordinate c[N];
    Tag t[N];
    e.template collect<0>(c, t);
    S p[N];
    e.template pull<0>(p, seed);
    if constexpr (E::singular && N > 0) {
      bool finite = true;
      for (int i = 0; i < N; ++i) finite &= is_finite(p[i]);
      if (!finite) [[unlikely]] e.template pull<0, true>(p, seed);
    }
    Tag differ = 0;
    for (int i = 1; i < N; ++i) differ |= t[i] ^ t[0];
    const Segment& segment = segment_table[t[0] % segment_slots];
    if (differ == 0 && t[0] != 0 && segment.tag.load(std::memory_order_relaxed) == t[0]) [[likely]] {
      auto& tape = *static_cast<Tape<S>*>(segment.tape.load(std::memory_order_relaxed));
      tag = tape.tag();
      // A seed other than 1 scales the unit partials, so they are stored.
      constexpr auto signs = E::signs(is_complex_v<typename E::Value> ? 0 : 1);
      return tape.template add_row<N, row_shape<N>(signs)>(p, c);
    }
    return record_mixed_row<S, N>(p, c, t, tag);
  }
}

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
  Var(const S& value, Coordinate coordinate, Tag tag) : value_(value), coordinate_(coordinate), tag_(tag) {}
  /// Records a statement: the expression becomes a variable.
  template <ScalarExpr E>
    requires(!std::is_same_v<E, Var> && std::is_same_v<typename E::Value, S>)
  [[gnu::always_inline]] Var(const E& e) : value_(e.value()) {
    coordinate_ = record_row(e, S(1), tag_);
  }

  const S& value() const { return value_; }
  Coordinate coordinate() const { return coordinate_; }
  Tag tag() const { return tag_; }

  template <int O> [[gnu::always_inline]] void collect(Coordinate* i, Tag* t) const { i[O] = coordinate_, t[O] = tag_; }
  template <int O, bool Masked = false> [[gnu::always_inline]] void pull(S* p, const S& w) const { p[O] = w; }
  static constexpr bool singular = false;
  static constexpr std::array<signed char, 1> signs(signed char s) { return {s}; }

  template <class B> Var& operator+=(const B& b) { return *this = Var(*this + b); }
  template <class B> Var& operator-=(const B& b) { return *this = Var(*this - b); }
  template <class B> Var& operator*=(const B& b) { return *this = Var(*this * b); }
  template <class B> Var& operator/=(const B& b) { return *this = Var(*this / b); }

 private:
  S value_{};
  Coordinate coordinate_ = 0;
  Tag tag_ = 0;
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
  Var(const Z& value, Coordinate coordinate, Tag tag) : value_(value), coordinate_(coordinate), tag_(tag) {}
  /// Records two rows: dx = Re(de), dy = Re(conj(i) de).
  template <ScalarExpr E>
    requires(!std::is_same_v<E, Var> && std::is_same_v<typename E::Value, Z>)
  Var(const E& e) : value_(e.value()) {
    record(e, Z(Base(1)), Z(Base(0), Base(1)));
  }
  /// A real expression as a complex number.
  template <ScalarExpr E>
    requires std::is_same_v<typename E::Value, Base>
  Var(const E& e) : Var(e * Constant<Z>(Z(Base(1)))) {}

  const Z& value() const { return value_; }
  Coordinate coordinate() const { return coordinate_; }
  Tag tag() const { return tag_; }
  /// Re z and Im z: views, nothing is recorded.
  Var<Base> real() const { return {value_.real(), coordinate_, tag_}; }
  Var<Base> imag() const { return {value_.imag(), coordinate_ + (tag_ != 0), tag_}; }

  template <int O> void collect(Coordinate* i, Tag* t) const {
    i[O] = coordinate_, i[O + 1] = coordinate_ + 1;
    t[O] = t[O + 1] = tag_;
  }
  template <int O, bool Masked = false> void pull(Base* p, const Z& w) const { p[O] = w.real(), p[O + 1] = w.imag(); }
  static constexpr bool singular = false;
  static constexpr std::array<signed char, 2> signs(signed char) { return {0, 0}; }

  template <class B> Var& operator+=(const B& b) { return *this = Var(*this + b); }
  template <class B> Var& operator-=(const B& b) { return *this = Var(*this - b); }
  template <class B> Var& operator*=(const B& b) { return *this = Var(*this * b); }
  template <class B> Var& operator/=(const B& b) { return *this = Var(*this / b); }

 private:
  template <class E> void record(const E& e, const Z& one, const Z& i) {
    coordinate_ = record_row(e, one, tag_);
    if (tag_ != 0) record_row(e, i, tag_);
  }
  Z value_{};
  Coordinate coordinate_ = 0;
  Tag tag_ = 0;
};

using Real = Var<double>;
using Complex = Var<std::complex<double>>;

/// e as a variable: the cure where a conditional or a deduced type meets an expression.
template <ScalarExpr E> Var<typename E::Value> eval(const E& e) { return Var<typename E::Value>(e); }

}  // namespace coframe
