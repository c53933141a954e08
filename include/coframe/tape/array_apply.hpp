// SPDX-License-Identifier: MIT
#pragma once
// Applying pointwise operations to arrays: rvalues fuse, named expressions are materialised once.
#include "coframe/tape/array_var.hpp"

namespace coframe {

/// A plain matrix that the tape refers to instead of copying; it must not change until the sweep (MutatedValue).
template <DenseLeaf X> struct Borrowed {
  const X* x;
};
/// Marks a large plain operand as borrowed: `W * borrow(X)`.
template <DenseLeaf X> Borrowed<X> borrow(const X& x) { return {&x}; }
template <DenseLeaf X> requires(!std::is_lvalue_reference_v<X>) Borrowed<X> borrow(X&&) = delete;

template <class A> inline constexpr bool is_borrowed_v = false;
template <class X> inline constexpr bool is_borrowed_v<Borrowed<X>> = true;
/// Derived from a base over some class: a VectorBlock (head, segment) is a MatrixBase<Block>, not one of itself.
template <template <class> class Base> struct TakesBase {
  template <class D> static void take(const Base<D>&);
};
template <class A, template <class> class Base> concept OverAnyClass = requires(const std::remove_cvref_t<A>& a) { TakesBase<Base>::take(a); };
template <class A> constexpr bool has_plain_elements() {
  if constexpr (OverAnyClass<A, Eigen::EigenBase>) {
    if constexpr (requires { typename A::Scalar; }) return Scalar<typename A::Scalar>;
  }
  return false;
}
/// An Eigen object or expression of plain numbers (not of traced ones), or a borrowed one.
template <class A> concept PlainDense = has_plain_elements<std::remove_cvref_t<A>>() || is_borrowed_v<std::remove_cvref_t<A>>;

template <class A> struct PlainTypeOf {
  using type = typename A::PlainObject;
};
template <class X> struct PlainTypeOf<Borrowed<X>> {
  using type = X;
};
template <ArrayExpr A> struct PlainTypeOf<A> {
  using type = typename A::Plain;
};
/// The plain Eigen type of a traced, plain or borrowed operand.
template <class A> using PlainOf = typename PlainTypeOf<std::remove_cvref_t<A>>::type;

/// The plain type in which an operand takes part on a tape over S: a MatrixXd beside duals is a matrix of duals.
template <class S, class A>
using PlainOn = typename WithElement<PlainOf<A>, typename ConstantIn<S, typename PlainOf<A>::Scalar>::type>::type;

/// A plain operand placed on the tape, copied or borrowed.
template <class X> PlainOperand<X> constant(Tape<RealOf<X>>& tape, const Borrowed<X>& b) {
  View<ScalarOf<X>> v;
  v.data = b.x->data();
  v.tag = tape.tag();
  v.rows = static_cast<int>(b.x->rows()), v.cols = static_cast<int>(b.x->cols());
  v.row_stride = X::IsRowMajor ? v.cols : 1, v.col_stride = X::IsRowMajor ? 1 : v.rows;
  tape.watch(v.data, static_cast<std::size_t>(v.size()) * sizeof(ScalarOf<X>));
  return {{}, v};
}
/// Any plain operand beside values traced over S.
template <class S, PlainDense A> auto constant_on(Tape<S>& tape, const A& a) {
  using X = PlainOn<S, A>;
  if constexpr (!std::is_same_v<RealOf<PlainOf<A>>, S>) {
    static_assert(is_dual_v<S>, "a plain matrix beside traced values must have their precision: cast it with .cast<float>() or .cast<double>()");
    if constexpr (is_borrowed_v<A>) return constant(tape, X(a.x->unaryExpr([](const auto& c) { return constant_in<S>(c); })));
    else return constant(tape, X(a.unaryExpr([](const auto& c) { return constant_in<S>(c); })));
  } else if constexpr (is_borrowed_v<A> || DenseLeaf<A>) {
    return constant(tape, a);
  } else {
    return constant(tape, X(a));
  }
}

/// The node by which an operand of a traced partner on `tape` takes part.
template <class S, class A> auto node_of(Tape<S>& tape, A&& a) {
  using D = std::remove_cvref_t<A>;
  if constexpr (requires { typename D::Node; }) {
    if constexpr (std::is_lvalue_reference_v<A>) return static_cast<const ArrayLeaf<typename D::Plain, true>&>(a.var());
    else return a.node;
  } else if constexpr (ArrayExpr<D>) {
    return static_cast<const ArrayLeaf<typename D::Plain, true>&>(a);
  } else if constexpr (ScalarExpr<D>) {
    const Var<typename D::Value> v(a);
    using T = typename D::Value;
    auto* place = new (tape.memory().allocate(sizeof(T))) T(v.value());
    return ArrayBroadcast<T>{{}, {place, v.coordinate(), v.tag(), 1, 1, 0, 0}};
  } else if constexpr (PlainDense<D>) {
    return constant_on(tape, a);
  } else {
    const auto c = constant_in<S>(a);
    return ArrayConstant<std::remove_cvref_t<decltype(c)>>{{}, c};
  }
}
/// The tape of a traced operand. StaleValue.
template <class A> auto& tape_of_operand(const A& a) {
  if constexpr (ScalarExpr<A>) {
    const auto tags = tags_of_expression(a);
    if (tags.all_constant())
      throw ForeignValue("a traced scalar that is a constant was multiplied with a plain matrix: use its value()");
    return common_tape<typename A::Base>(A::leaves, tags.tag);
  } else if constexpr (requires { a.node; }) return tape_of_node(a.node);
  else return tape_of_node(static_cast<const ArrayLeaf<typename A::Plain, true>&>(a));
}
template <class A, class B> auto& tape_of_operands(const A& a, const B& b) {
  if constexpr (ArrayExpr<A> || (ScalarExpr<A> && !ArrayExpr<B>)) return tape_of_operand(a);
  else return tape_of_operand(b);
}

/// Two operands of a coefficient-wise operation, one of them a traced array.
template <class A> concept ArrayPartner = ArrayExpr<A> || ScalarExpr<A> || PlainDense<A> || PlainNumber<A> || DualNumber<A>;
template <class A, class B> concept ArrayPair = (ArrayExpr<A> && ArrayPartner<B>) || (ArrayExpr<B> && ArrayPartner<A>) ||
                                                (ScalarExpr<A> && PlainDense<B>) || (ScalarExpr<B> && PlainDense<A>);

template <class Op, class A>
  requires ArrayExpr<A>
auto apply(A&& a) {
  auto x = node_of(tape_of_operand(a), std::forward<A>(a));
  return Lazy(ArrayUnary<Op, decltype(x)>(x));
}
template <class Op, class A, class B>
  requires ArrayPair<A, B>
auto apply(A&& a, B&& b) {
  auto& tape = tape_of_operands(a, b);
  auto x = node_of(tape, std::forward<A>(a));
  auto y = node_of(tape, std::forward<B>(b));
  if constexpr (decltype(x)::leaves + decltype(y)::leaves > most_leaves<typename decltype(x)::Base>) {
    const auto left = broken(x);
    return Lazy(ArrayBinary<Op, std::remove_const_t<decltype(left)>, decltype(y)>(left, y));
  } else {
    return Lazy(ArrayBinary<Op, decltype(x), decltype(y)>(x, y));
  }
}
/// A long expression as a leaf.
template <class E> auto broken(const E& e) {
  if constexpr (Shaped<E> && E::leaves > 1) return ArrayLeaf<typename E::Plain, true>(Var<typename E::Plain>(e));
  else return e;
}

/// The elements of a plain Eigen object as an operand without a tape, for evaluation at once.
template <DenseLeaf X> PlainOperand<X> plain_node(const X& x) {
  View<ScalarOf<X>> v;
  v.data = x.data();
  v.rows = static_cast<int>(x.rows()), v.cols = static_cast<int>(x.cols());
  v.row_stride = X::IsRowMajor ? v.cols : 1, v.col_stride = X::IsRowMajor ? 1 : v.rows;
  return {{}, v};
}
/// Op of a plain matrix, evaluated with the same kernels as a traced one.
template <class Op, DenseLeaf X> auto apply_plain(const X& x) {
  ArrayUnary<Op, PlainOperand<X>> e(plain_node(x));
  typename decltype(e)::Plain y(x.rows(), x.cols());
  evaluate(e, y.data());
  return y;
}
template <class Op, PlainDense A> auto apply(const A& a) { return apply_plain<Op>(PlainOf<A>(a)); }

/// A plain Eigen expression, evaluated.
template <PlainDense A>
  requires(!is_borrowed_v<A>)
typename A::PlainObject eval(const A& a) { return a; }

}  // namespace coframe
