// SPDX-License-Identifier: MIT
#pragma once
// Coefficient-wise array expressions: kept whole, evaluated and pulled back in one pass through SIMD registers.
#include "coframe/space/leaf.hpp"
#include "coframe/tape/apply.hpp"
#include "coframe/tape/lane.hpp"
#include "coframe/tape/view.hpp"

namespace coframe {

/// The plain type of a result: X's shape with elements T, a Matrix or an Array as X is.
template <class X, class T> struct WithElement;
template <class T0, int R, int C, int O, int MR, int MC, class T> struct WithElement<Eigen::Matrix<T0, R, C, O, MR, MC>, T> {
  using type = Eigen::Matrix<T, R, C, O, MR, MC>;
};
template <class T0, int R, int C, int O, int MR, int MC, class T> struct WithElement<Eigen::Array<T0, R, C, O, MR, MC>, T> {
  using type = Eigen::Array<T, R, C, O, MR, MC>;
};
template <class X> inline constexpr bool is_eigen_array_v = std::is_base_of_v<Eigen::ArrayBase<X>, X>;

/// What a leaf of an expression is at run time.
struct LeafView {
  const void* data;
  Coordinate coordinate;
  Tag tag;
  int rows, cols, row_stride, col_stride;
  int bytes, width;   // of an element; real coordinates of an element
  bool active;
};
template <class T> LeafView leaf_view(const View<T>& v, bool active) {
  return {v.data, v.coordinate, v.tag, v.rows, v.cols, v.row_stride, v.col_stride, int(sizeof(T)), View<T>::width, active};
}

/// What a forward pass is for: the values alone, or a pullback as well.
enum class Aim { values, pullback, masked_pullback };

/// The nodes E of array expressions have `Plain` (the result's Eigen type), `Element`, `leaves`, rows(), cols(), collect(LeafView*),
/// `transcendental` (how many functions cost more than memory), and, on chunks x[leaf] of contiguous elements:
///   forward<O, lanes, aim>(x, k)       a State holding every node's value, .y the expression's
///   pull<O, lanes, masked>(s, w, g, k) stores the raised cotangents of active leaves in g[leaf]
///   push<O, lanes>(s, v, k)            the tangent, from the leaves' tangents v[leaf]; exact zeros always mask
/// `kinds`: what is known of each leaf when compiling. `vectorizable`: it runs in packs.
struct ArrayNodeBase {};
template <class E> concept ArrayNode = std::is_base_of_v<ArrayNodeBase, std::remove_cvref_t<E>>;
/// A node that may need calls, before which a loop would have to put its registers down; or not: in_registers<O, lanes, masked>(x, k, act)
/// calls act(state) where ready_for_registers<lanes>() and nothing has to be called, and tells whether it has.
template <class E> concept KernelNode = ArrayNode<E> && requires(const E& e) { e.needs_calls(); };

/// f(std::integral_constant<int, l>) for each leaf l of E.
template <class E, class F> [[gnu::always_inline]] inline void each_leaf(F&& f) {
  [&]<int... l>(std::integer_sequence<int, l...>) __attribute__((always_inline)) {
    (f(std::integral_constant<int, l>{}), ...);
  }(std::make_integer_sequence<int, E::leaves>{});
}

/// A leaf's real coordinates an element, and what it is: a traced array, a plain one, one number for all elements.
enum class LeafRole { traced, plain, number };
struct LeafKind {
  int width;
  LeafRole role;
};
/// The type of leaf l's elements.
template <class E, int l> using LeafElement = std::conditional_t<E::kinds[l].width == 1, typename E::Base, typename ConstantIn<typename E::Base, std::complex<double>>::type>;
template <class E> inline constexpr bool complex_leaves = [] {
  for (const LeafKind& kind : E::kinds)
    if (kind.width != 1) return true;
  return false;
}();

template <class T, int lanes> struct LeafState {
  Lane<T, lanes> y;
};

/// A traced matrix or array with elements T and plain type X: the leaf of array expressions.
template <class X, bool active> struct ArrayLeaf : ArrayNodeBase {
  using Plain = X;
  using Element = ScalarOf<X>;
  using Base = RealOf<X>;
  static constexpr int leaves = 1, transcendental = 0;
  static constexpr std::array<LeafKind, 1> kinds{{{View<Element>::width, active ? LeafRole::traced : LeafRole::plain}}};
  static constexpr bool vectorizable = register_lanes<Element> > 1;
  View<Element> view;

  int rows() const { return view.rows; }
  int cols() const { return view.cols; }
  void collect(LeafView* v) const { *v = leaf_view(view, active); }
  template <int O, int lanes, Aim> [[gnu::always_inline]] LeafState<Element, lanes> forward(const void* const* x, int k) const {
    return {load<Element, lanes>(x[O], k)};
  }
  template <int O, int lanes, bool masked, class W>
  [[gnu::always_inline]] void pull(const LeafState<Element, lanes>&, const W& w, void* const* g, int k) const {
    if constexpr (active) store<Element, lanes>(g[O], k, Lane<Element, lanes>(project<Lane<Element, lanes>>(w)));
  }
  template <int O, int lanes> [[gnu::always_inline]] Lane<Element, lanes> push(const LeafState<Element, lanes>&, const void* const* v, int k) const {
    if constexpr (active) return load<Element, lanes>(v[O], k);
    else return Lane<Element, lanes>(0);
  }
};

/// A plain matrix taking part without being traced; it lives on the tape, or in a borrowed place.
template <class X> using PlainOperand = ArrayLeaf<X, false>;

/// A number for every element.
template <class T> struct ArrayConstant : ArrayNodeBase {
  using Element = T;
  using Base = RealOf<T>;
  static constexpr int leaves = 0, transcendental = 0;
  static constexpr std::array<LeafKind, 0> kinds{};
  static constexpr bool vectorizable = register_lanes<T> > 1;
  T c;
  void collect(LeafView*) const {}
  template <int O, int lanes, Aim> [[gnu::always_inline]] LeafState<T, lanes> forward(const void* const*, int) const { return {broadcast<T, lanes>(c)}; }
  template <int O, int lanes, bool masked, class W> void pull(const LeafState<T, lanes>&, const W&, void* const*, int) const {}
  template <int O, int lanes> Lane<T, lanes> push(const LeafState<T, lanes>&, const void* const*, int) const { return Lane<T, lanes>(0); }
};

/// A traced scalar for every element: a leaf whose strides are 0.
template <class T> struct ArrayBroadcast : ArrayNodeBase {
  using Element = T;
  using Base = RealOf<T>;
  static constexpr int leaves = 1, transcendental = 0;
  static constexpr std::array<LeafKind, 1> kinds{{{View<T>::width, LeafRole::number}}};
  static constexpr bool vectorizable = register_lanes<T> > 1;
  View<T> view;
  void collect(LeafView* v) const { *v = leaf_view(view, view.tag != 0); }
  template <int O, int lanes, Aim> [[gnu::always_inline]] LeafState<T, lanes> forward(const void* const* x, int k) const { return {load<T, lanes>(x[O], k)}; }
  template <int O, int lanes, bool masked, class W> [[gnu::always_inline]] void pull(const LeafState<T, lanes>&, const W& w, void* const* g, int k) const {
    store<T, lanes>(g[O], k, Lane<T, lanes>(project<Lane<T, lanes>>(w)));
  }
  template <int O, int lanes> [[gnu::always_inline]] Lane<T, lanes> push(const LeafState<T, lanes>&, const void* const* v, int k) const { return load<T, lanes>(v[O], k); }
};

/// Has the operand a shape of its own, or does it follow its partner's?
template <class E> concept Shaped = requires { typename E::Plain; };

template <class A, int lanes, class Y> struct UnaryState {
  A a;
  Y y;
};
template <class A, class B, int lanes, class Y> struct BinaryState {
  A a;
  B b;
  Y y;
};

template <class Op> inline constexpr int is_transcendental = std::is_base_of_v<Transcendental, Op>;
template <class Op, class... T> using ValueOf = std::remove_cvref_t<decltype(Op::value(std::declval<const T&>()...))>;
/// Do packs of y = Op(a…) have as many lanes as those of a…?
template <class Op, class... A> inline constexpr bool runs_in_packs = [] {
  if constexpr ((A::vectorizable && ...)) {
    constexpr int lanes = register_lanes<ValueOf<Op, typename A::Element...>>;
    return lanes > 1 && ((register_lanes<typename A::Element> == lanes) && ...) && requires(const Lane<typename A::Element, lanes>&... x) { Op::value(x...); };
  } else {
    return false;
  }
}();

/// y = Op(a), coefficient by coefficient.
template <class Op, class A> struct ArrayUnary : ArrayNodeBase {
  using Element = ValueOf<Op, typename A::Element>;
  using Base = typename A::Base;
  using Plain = typename WithElement<typename A::Plain, Element>::type;
  static constexpr int leaves = A::leaves, transcendental = A::transcendental + is_transcendental<Op>;
  static constexpr auto kinds = A::kinds;
  static constexpr bool vectorizable = runs_in_packs<Op, A>;
  A a;

  explicit ArrayUnary(const A& x) : a(x) {}
  [[gnu::always_inline]] ArrayUnary(const ArrayUnary& e) : a(e.a) {}   // member by member, as in scalar expressions
  ArrayUnary& operator=(const ArrayUnary&) = default;
  int rows() const { return a.rows(); }
  int cols() const { return a.cols(); }
  void collect(LeafView* v) const { a.collect(v); }
  template <int O, int lanes, Aim aim> [[gnu::always_inline]] auto forward(const void* const* x, int k) const {
    auto s = a.template forward<O, lanes, aim>(x, k);
    return UnaryState<decltype(s), lanes, Lane<Element, lanes>>{s, Op::value(s.y)};
  }
  template <int O, int lanes, bool masked, class S, class W>
  [[gnu::always_inline]] void pull(const S& s, const W& w, void* const* g, int k) const {
    a.template pull<O, lanes, masked>(s.a, pull_rule<Op, 0, masked>(w, s.y, s.a.y), g, k);
  }
  template <int O, int lanes, class S> [[gnu::always_inline]] auto push(const S& s, const void* const* v, int k) const {
    return Lane<Element, lanes>(push_rule<Op, 0, true>(a.template push<O, lanes>(s.a, v, k), s.y, s.a.y));
  }
};

/// y = Op(a, b), coefficient by coefficient.
template <class Op, class A, class B> struct ArrayBinary : ArrayNodeBase {
  using Element = ValueOf<Op, typename A::Element, typename B::Element>;
  using Base = typename A::Base;
  using Shape = std::conditional_t<Shaped<A>, A, B>;
  using Plain = typename WithElement<typename Shape::Plain, Element>::type;
  static constexpr int leaves = A::leaves + B::leaves, transcendental = A::transcendental + B::transcendental + is_transcendental<Op>;
  static constexpr auto kinds = joined(A::kinds, B::kinds);
  static constexpr bool vectorizable = runs_in_packs<Op, A, B>;
  A a;
  B b;

  [[gnu::always_inline]] ArrayBinary(const ArrayBinary& e) : a(e.a), b(e.b) {}
  ArrayBinary& operator=(const ArrayBinary&) = default;
  [[gnu::always_inline]] ArrayBinary(const A& x, const B& z) : a(x), b(z) {
    if constexpr (Shaped<A> && Shaped<B>)
      if (a.rows() != b.rows() || a.cols() != b.cols())
        throw ShapeError(std::string("operator ") + Op::name + ": operands of one shape were expected, but they are " +
                         shape_text(a.rows(), a.cols()) + " and " + shape_text(b.rows(), b.cols()));
  }
  const Shape& shape() const {
    if constexpr (Shaped<A>) return a;
    else return b;
  }
  int rows() const { return shape().rows(); }
  int cols() const { return shape().cols(); }
  void collect(LeafView* v) const { a.collect(v), b.collect(v + A::leaves); }
  template <int O, int lanes, Aim aim> [[gnu::always_inline]] auto forward(const void* const* x, int k) const {
    auto s = a.template forward<O, lanes, aim>(x, k);
    auto t = b.template forward<O + A::leaves, lanes, aim>(x, k);
    return BinaryState<decltype(s), decltype(t), lanes, Lane<Element, lanes>>{s, t, Op::value(s.y, t.y)};
  }
  template <int O, int lanes, bool masked, class S, class W>
  [[gnu::always_inline]] void pull(const S& s, const W& w, void* const* g, int k) const {
    if constexpr (A::leaves > 0) a.template pull<O, lanes, masked>(s.a, pull_rule<Op, 0, masked>(w, s.y, s.a.y, s.b.y), g, k);
    if constexpr (B::leaves > 0)
      b.template pull<O + A::leaves, lanes, masked>(s.b, pull_rule<Op, 1, masked>(w, s.y, s.a.y, s.b.y), g, k);
  }
  template <int O, int lanes, class S> [[gnu::always_inline]] auto push(const S& s, const void* const* v, int k) const {
    return Lane<Element, lanes>(Lane<Element, lanes>(push_rule<Op, 0, true>(a.template push<O, lanes>(s.a, v, k), s.y, s.a.y, s.b.y)) +
                                Lane<Element, lanes>(push_rule<Op, 1, true>(b.template push<O + A::leaves, lanes>(s.b, v, k), s.y, s.a.y, s.b.y)));
  }
};

}  // namespace coframe
