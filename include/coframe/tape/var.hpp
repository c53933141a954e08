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
template <class S> [[gnu::noinline]] Tape<S>& common_tape(int n, const Tag* tags) {
  Tape<S>* tape = nullptr;
  Tag seen = 0;
  for (int i = 0; i < n; ++i) {
    if (tags[i] == 0 || tags[i] == seen) continue;
    seen = tags[i];
    auto* here = static_cast<Tape<S>*>(tape_of(seen));
    if (!here) throw_stale("statement");
    if (tape && tape != here) throw_foreign("statement");
    tape = here;
  }
  return *tape;
}

/// The coordinates and tags of an expression's leaves.
template <int N> struct Leaves {
  Coordinate coordinate[N];
  Tag tag[N];
  template <int i> void leaf(Place p) { coordinate[i] = coordinate_of(p), tag[i] = tag_of(p); }
};
template <class E> auto leaves_of_expression(const E& e) {
  Leaves<std::max(E::leaves, 1)> leaves;
  e.template visit<0>(leaves);
  return leaves;
}
/// Do all leaves have the first one's tag?
struct TagsAgree {
  Place first = 0, differ = 0;
  template <int i> [[gnu::always_inline]] void leaf(Place p) {
    if constexpr (i == 0) first = p;
    else differ |= p ^ first;
  }
};
/// The tag of the active leaves, if they have one: then each has it or is a constant.
struct ActiveTag {
  Place all = 0;
  template <int i> [[gnu::always_inline]] void leaf(Place p) { all |= p; }
  Tag tag() const { return tag_of(all); }
};
struct TagsAre {
  Tag tag;
  bool one = true;
  template <int i> [[gnu::always_inline]] void leaf(Place p) { one &= (tag_of(p) == 0) | (tag_of(p) == tag); }
};
/// What the leaves of a statement contribute with unit partials, ±1, for a real result.
template <class E> inline constexpr auto unit_signs = E::signs(is_complex_v<typename E::Value> ? 0 : 1);

/// Records those leaves of a statement that are active; there is an active one, on this tape.
template <class E> [[gnu::always_inline]] inline Coordinate add_active(Tape<typename E::Base>& tape, const E& e, const typename E::Value& seed) {
  using S = typename E::Base;
  return tape.template add_mixed_row<E::leaves, unit_signs<E>>([&](auto row) __attribute__((always_inline)) {
    auto written = row;
    e.template pull<0>(written, seed);
    if constexpr (E::singular)   // ∞ · 0 within the statement: once more, masked
      if (!std::all_of(row.partial, written.partial, [](const S& p) { return is_finite(p); })) written = row, e.template pull<0, true>(written, seed);
    return written;
  });
}
/// A statement whose leaves are of several segments or of none, or that needs another chunk: checks all.
template <class E> [[gnu::noinline]] Place record_rare_row(const E& e, const typename E::Value& seed) {
  const auto leaves = leaves_of_expression(e);
  if (std::all_of(leaves.tag, leaves.tag + E::leaves, [](Tag tag) { return tag == 0; })) return 0;
  auto& tape = common_tape<typename E::Base>(E::leaves, leaves.tag);
  tape.make_room(E::leaves);
  return place(add_active(tape, e, seed), tape.tag());
}

/// Records dy = Re(conj(seed) de) for an expression e; returns y's place, 0 for a constant.
template <class E> [[gnu::always_inline]] inline Place record_row(const E& e, const typename E::Value& seed) {
  using S = typename E::Base;
  if constexpr (E::leaves == 0) return 0;
  else {
    // All that is rare goes one way, on copies: nothing else lives across a call, so that e and seed stay in registers.
    const auto rarely = [&]() __attribute__((always_inline)) {
      const E kept = e;
      const typename E::Value kept_seed = seed;
      return record_rare_row(kept, kept_seed);
    };
    TagsAgree tags;
    e.template visit<0>(tags);
    const bool agree = tag_of(tags.differ) == 0;
    Tag tag = tag_of(tags.first);
    if (!agree) {
      ActiveTag active;
      e.template visit<0>(active);
      TagsAre check{tag = active.tag()};
      e.template visit<0>(check);
      if (!check.one) [[unlikely]] return rarely();
    }
    const Segment& segment = segment_table[tag % segment_slots];
    if (tag == 0 || segment.tag.load(std::memory_order_relaxed) != tag) [[unlikely]] return rarely();
    auto& tape = *static_cast<Tape<S>*>(segment.tape.load(std::memory_order_relaxed));
    if (!tape.has_room(E::leaves) || tape.tag() != tag) [[unlikely]] return rarely();
    // The result has the tape's tag, so that the next statement need not wait for it to be loaded.
    if (!agree) return place(add_active(tape, e, seed), tag);
    // A complex value's seed is not 1, so its unit partials are scaled and stored.
    auto row = tape.template new_row<E::leaves, row_shape<E::leaves>(unit_signs<E>)>();
    e.template visit<0>(row);
    e.template pull<0>(row, seed);
    if constexpr (E::singular)   // ∞ · 0 within the statement: once more, masked
      if (!row.finite()) [[unlikely]] e.template pull<0, true>(row, seed);
    return place(row.coordinate, tag);
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
  Var(const S& value, Coordinate coordinate, Tag tag) : value_(value), place_(place(coordinate, tag)) {}
  /// Records a statement: the expression becomes a variable.
  template <ScalarExpr E>
    requires(!std::is_same_v<E, Var> && std::is_same_v<typename E::Value, S>)
  [[gnu::always_inline]] Var(const E& e) : value_(e.value()), place_(record_row(e, S(1))) {}

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
    place_ = record_row(e, S(1));
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

  template <class B> Var& operator+=(const B& b) { return *this = *this + b; }
  template <class B> Var& operator-=(const B& b) { return *this = *this - b; }
  template <class B> Var& operator*=(const B& b) { return *this = *this * b; }
  template <class B> Var& operator/=(const B& b) { return *this = *this / b; }

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
  Var(const E& e) : value_(e.value()) {
    record(e, Z(Base(1)), Z(Base(0), Base(1)));
  }
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

  template <int O> void visit(auto& visitor) const {
    visitor.template leaf<O>(place_);
    visitor.template leaf<O + 1>(place_ + (tag() != 0));
  }
  template <int O, bool Masked = false> void pull(auto& p, const Z& w) const {
    p.template put<O>(w.real(), place_);
    p.template put<O + 1>(w.imag(), place_ + (tag() != 0));
  }
  static constexpr bool singular = false;
  static constexpr std::array<signed char, 2> signs(signed char) { return {0, 0}; }

  template <class B> Var& operator+=(const B& b) { return *this = Var(*this + b); }
  template <class B> Var& operator-=(const B& b) { return *this = Var(*this - b); }
  template <class B> Var& operator*=(const B& b) { return *this = Var(*this * b); }
  template <class B> Var& operator/=(const B& b) { return *this = Var(*this / b); }

 private:
  template <class E> void record(const E& e, const Z& one, const Z& i) {
    place_ = record_row(e, one);
    if (tag() != 0) record_row(e, i);
  }
  Z value_{};
  Place place_ = 0;
};

using Real = Var<double>;
using Complex = Var<std::complex<double>>;

/// e as a variable: the cure where a conditional or a deduced type meets an expression.
template <ScalarExpr E> Var<typename E::Value> eval(const E& e) { return Var<typename E::Value>(e); }

}  // namespace coframe
