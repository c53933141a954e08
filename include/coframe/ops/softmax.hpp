// SPDX-License-Identifier: MIT
#pragma once
// Softmax and its logarithm, column by column (columns are samples), and log Σ exp. Right at logits of any size.
#include "coframe/ops/members.hpp"
#include "coframe/tape/structured.hpp"

namespace coframe {

/// max z of a column; short ones are not worth a call of Eigen's.
template <class C> typename C::Scalar largest(const C& z) {
  if (z.size() >= 16) return z.maxCoeff();
  typename C::Scalar top = z(0);
  for (Eigen::Index i = 1; i < z.size(); ++i)
    if (top < z(i)) top = z(i);
  return top;
}
template <class C> typename C::Scalar total(const C& z) {
  if (z.size() >= 16) return z.sum();
  typename C::Scalar sum = z(0);
  for (Eigen::Index i = 1; i < z.size(); ++i) sum += z(i);
  return sum;
}
/// E = exp(Z − max Z), the greatest element of each column being 1. The exponentials run over all columns at once.
template <class E, class Z> void exponentials(E& e, const Z& z) {
  for (Eigen::Index j = 0; j < z.cols(); ++j) e.col(j).array() = z.col(j).array() - largest(z.col(j));
  e.array() = e.array().exp();
}
template <class A> void require_real_columns(const A& z, const char* what) {
  static_assert(!is_complex_v<typename A::Scalar>, "softmax: real logits were expected; take real(z), imag(z) or abs(z)");
  if (z.rows() == 0 && z.cols() > 0) throw EmptyInput(std::string(what) + ": at least one row was expected, but there is none");
}

/// yᵢ = exp zᵢ / Σ exp z,   dy = y (dz − Σ y dz),   zᶜ = y (w − Σ y w), in each column
struct Softmax : Structured {
  static constexpr auto name = "softmax";
  template <class Z> using Result = Z;
  static Shape shape(const auto& Z) {
    require_real_columns(Z, name);
    return {Z.rows(), Z.cols()};
  }
  static void value(auto& Y, const auto& Z) {
    exponentials(Y, Z);
    for (Eigen::Index j = 0; j < Y.cols(); ++j) Y.col(j) /= total(Y.col(j));
  }
  static void push(Arg<0>, auto& dY, const auto& dZ, const auto& Y, const auto&) { add_centred(dY, dZ, Y); }
  static void pull(Arg<0>, auto& dZ, const auto& w, const auto& Y, const auto&) { add_centred(dZ, w, Y); }

 private:
  /// R += Y (V − Σ Y V): the map is its own adjoint
  static void add_centred(auto& R, const auto& V, const auto& Y) {
    for (Eigen::Index j = 0; j < Y.cols(); ++j) {
      const auto mean = total(Y.col(j).array() * V.col(j).array());
      R.col(j).array() += Y.col(j).array() * (V.col(j).array() - mean);
    }
  }
};

/// y = z − log Σ exp z,   dy = dz − Σ softmax(z) dz,   zᶜ = w − softmax(z) Σ w, in each column
struct LogSoftmax : Structured {
  static constexpr auto name = "log_softmax";
  template <class Z> using Result = Z;
  static Shape shape(const auto& Z) {
    require_real_columns(Z, name);
    return {Z.rows(), Z.cols()};
  }
  static void value(auto& Y, const auto& Z) {
    using std::log;
    exponentials(Y, Z);
    for (Eigen::Index j = 0; j < Y.cols(); ++j) {
      const auto logarithm = log(total(Y.col(j)));
      Y.col(j).array() = (Z.col(j).array() - largest(Z.col(j))) - logarithm;
    }
  }
  static void push(Arg<0>, auto& dY, const auto& dZ, const auto& Y, const auto&) {
    for (Eigen::Index j = 0; j < Y.cols(); ++j) {
      const auto mean = total(Y.col(j).array().exp() * dZ.col(j).array());
      dY.col(j).array() += dZ.col(j).array() - mean;
    }
  }
  static void pull(Arg<0>, auto& dZ, const auto& w, const auto& Y, const auto&) {
    for (Eigen::Index j = 0; j < Y.cols(); ++j) {
      const auto sum = total(w.col(j));
      dZ.col(j).array() += w.col(j).array() - Y.col(j).array().exp() * sum;
    }
  }
};

/// What log Σ exp z keeps on the tape: exp(z − max z), their sum, and the value.
template <class T> struct KeptExponentials {
  T* exponentials;
  T sum, value;
};
/// The exponentials of Z go to `storage`, of Z's shape.
template <class T, class Z> KeptExponentials<T> kept_exponentials(T* storage, const Z& z) {
  using std::log;
  Eigen::Map<typename Z::PlainObject> e(storage, z.rows(), z.cols());
  const T top = z.maxCoeff();
  e.array() = (z.array() - top).exp();
  if (!is_finite(top)) return {storage, T(1), top};   // ±∞: so is the sum
  const T sum = e.sum();
  return {storage, sum, top + log(sum)};
}
/// y = log Σ exp z over all elements,   dy = Σ exp(z − y) dz
struct LogSumExp : Structured {
  static constexpr auto name = "log_sum_exp";
  static constexpr int products = 1;
  template <class Z> using Result = typename Z::Scalar;
  static Shape shape(const auto&, const auto&) { return {}; }
  static void value(auto& y, const auto& kept, const auto&) { y(0, 0) = kept.value; }
  static void push(Arg<0>, auto& dy, const auto& dZ, const auto&, const auto& kept, const auto& Z) {
    dy(0, 0) += exponentials(kept, Z).cwiseProduct(dZ).sum() / kept.sum;
  }
  static void pull(Arg<0>, auto& dZ, const auto& w, const auto&, const auto& kept, const auto& Z) { dZ += exponentials(kept, Z) * (w(0, 0) / kept.sum); }

 private:
  template <class Z> static auto exponentials(const auto& kept, const Z& z) { return Eigen::Map<const typename Z::PlainObject>(kept.exponentials, z.rows(), z.cols()); }
};

/// exp Z / Σ exp Z in each column; a vector is one column. Stable at any size of logits.
template <AnyDense Z> auto softmax(Z&& z) { return apply_structured<Softmax>(std::forward<Z>(z)); }
/// log softmax(Z), exact where softmax underflows.
template <AnyDense Z> auto log_softmax(Z&& z) { return apply_structured<LogSoftmax>(std::forward<Z>(z)); }
/// log Σ exp z over all elements. EmptyInput.
template <AnyDense Z> auto log_sum_exp(Z&& z) {
  const auto check = [](const auto& numbers) {
    require_real_columns(numbers, LogSumExp::name);
    require_elements(numbers.size(), LogSumExp::name);
  };
  using X = PlainOf<Z>;
  using T = typename X::Scalar;
  if constexpr (ArrayExpr<Z>) {
    auto& tape = tape_of_operand(z);
    const auto argument = argument_of<T>(tape, std::forward<Z>(z));
    check(argument.map());
    const auto storage = new_range<X>(tape, argument.view.rows, argument.view.cols, false);
    return apply_given<LogSumExp>(kept_exponentials(writable(storage), argument.map()), Var<X>(argument.view));
  } else {
    const auto& numbers = evaluated(z);
    check(numbers);
    X e(numbers.rows(), numbers.cols());
    return kept_exponentials(e.data(), numbers).value;
  }
}

}  // namespace coframe
