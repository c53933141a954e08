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

/// y = log Σ exp z over all elements,   dy = Σ exp(z − y) dz
struct LogSumExp : Structured {
  static constexpr auto name = "log_sum_exp";
  template <class Z> using Result = typename Z::Scalar;
  static Shape shape(const auto& Z) {
    require_real_columns(Z, name);
    require_elements(Z.size(), name);
    return {};
  }
  static void value(auto& y, const auto& Z) {
    using std::log;
    const auto top = Z.maxCoeff();
    if (is_finite(top)) y(0, 0) = top + log((Z.array() - top).exp().sum());
    else y(0, 0) = top;   // ±∞: so is the sum
  }
  static void push(Arg<0>, auto& dy, const auto& dZ, const auto& y, const auto& Z) { dy(0, 0) += ((Z.array() - y(0, 0)).exp() * dZ.array()).sum(); }
  static void pull(Arg<0>, auto& dZ, const auto& w, const auto& y, const auto& Z) { dZ.array() += (Z.array() - y(0, 0)).exp() * w(0, 0); }
};

/// exp Z / Σ exp Z in each column; a vector is one column. Stable at any size of logits.
template <AnyDense Z> auto softmax(Z&& z) { return apply_structured<Softmax>(std::forward<Z>(z)); }
/// log softmax(Z), exact where softmax underflows.
template <AnyDense Z> auto log_softmax(Z&& z) { return apply_structured<LogSoftmax>(std::forward<Z>(z)); }
/// log Σ exp z over all elements. EmptyInput.
template <AnyDense Z> auto log_sum_exp(Z&& z) { return apply_structured<LogSumExp>(std::forward<Z>(z)); }

}  // namespace coframe
