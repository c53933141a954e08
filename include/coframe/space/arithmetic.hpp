// SPDX-License-Identifier: MIT
#pragma once
// Trees of tangents and trees of cotangents as vector spaces, and points moved along trees of tangents.
// The operators are found by argument-dependent lookup: Tangent and Cotangent are arguments of the tree's type.
#include <type_traits>
#include <utility>

#include "coframe/space/pair.hpp"

namespace coframe {

/// A tree all of whose leaves are tangents, or all cotangents.
template <class T>
concept VectorTree = Tree<T> && (Vector<T> || Covector<T>);

/// A tree of plain leaves.
template <class T>
concept PointTree = Tree<T> && Point<T>;

// Ill-formed for non-trees before any operator is formed: one of two doubles is an error even where constraints exclude it.
template <VectorTree T>
struct TreeRealType : RealOfType<T> {};
template <class T>
using TreeReal = typename TreeRealType<T>::type;
template <PointTree T>
struct TreeTangentType : OverType<T, Tangent> {};
template <class T>
using TreeTangent = typename TreeTangentType<T>::type;

/// Leaf by leaf; settings stay those of the left operand. Raises ShapeError if shapes or lengths differ.
template <VectorTree A>
A& operator+=(A& a, const A& b) {
  for_each_leaf([](auto& x, const auto& y) { x += y; }, a, b);
  return a;
}
template <VectorTree A>
A& operator-=(A& a, const A& b) {
  for_each_leaf([](auto& x, const auto& y) { x -= y; }, a, b);
  return a;
}
template <VectorTree A>
A& operator*=(A& a, TreeReal<A> s) {
  for_each_leaf([s](auto& x) { x *= static_cast<typename std::remove_cvref_t<decltype(x)>::Real>(s); }, a);
  return a;
}
template <VectorTree A>
A& operator/=(A& a, TreeReal<A> s) {
  for_each_leaf([s](auto& x) { x /= static_cast<typename std::remove_cvref_t<decltype(x)>::Real>(s); }, a);
  return a;
}

template <VectorTree A>
A operator+(A a, const A& b) {
  return std::move(a += b);
}
template <VectorTree A>
A operator-(A a, const A& b) {
  return std::move(a -= b);
}
template <VectorTree A>
A operator-(const A& a) {
  return map_leaves(a, [](const auto& x) { return -x; });
}
template <VectorTree A>
A operator*(TreeReal<A> s, A a) {
  return std::move(a *= s);
}
template <VectorTree A>
A operator*(A a, TreeReal<A> s) {
  return std::move(a *= s);
}
template <VectorTree A>
A operator/(A a, TreeReal<A> s) {
  return std::move(a /= s);
}

/// The point moved by v, leaf by leaf. Raises ShapeError if shapes or lengths differ.
template <PointTree X>
X& operator+=(X& x, const TreeTangent<X>& v) {
  for_each_leaf([](auto& p, const auto& u) { p += u; }, x, v);
  return x;
}
template <PointTree X>
X& operator-=(X& x, const TreeTangent<X>& v) {
  for_each_leaf([](auto& p, const auto& u) { p -= u; }, x, v);
  return x;
}
template <PointTree X>
X operator+(X x, const TreeTangent<X>& v) {
  return std::move(x += v);
}
template <PointTree X>
X operator-(X x, const TreeTangent<X>& v) {
  return std::move(x -= v);
}

/// y ← y + c v, leaf by leaf, y a vector or a point.
template <class Y, class V>
void add_scaled(Y& y, double c, const V& v) {
  for_each_leaf([c](auto& to, const auto& u) {
    using L = std::remove_cvref_t<decltype(u.components())>;
    components_of(to) += static_cast<RealOf<L>>(c) * u.components();
  }, y, v);
}

/// The tree of tangents v with from + v = to, up to rounding. Raises ShapeError if the shapes differ.
template <PointTree X>
TreeTangent<X> displacement(const X& from, const X& to) {
  return transform_leaves<Tangent>(
      from, [](const auto& a, const auto& b) { return displacement(a, b); }, to);
}

}  // namespace coframe
