// SPDX-License-Identifier: MIT
#pragma once
// Cross entropy of logits with probabilities or labels, fused: the value leaves its own differential behind.
#include <concepts>
#include <span>

#include "coframe/ops/softmax.hpp"

namespace coframe {

/// What a cross entropy keeps: n ∂L/∂Z on the tape, and L itself.
template <class T> struct CrossEntropyKept {
  T* slope;
  T loss;
};

/// L = −(1/n) Σⱼ Σᵢ Pᵢⱼ log softmax(Z)ᵢⱼ over n columns,   Zᶜ = (softmax(Z) ΣP − P) Lᶜ / n
struct CrossEntropy : Structured {
  static constexpr auto name = "cross_entropy";
  template <class Z> using Result = typename Z::Scalar;
  static Shape shape(const auto&, const auto&) { return {}; }
  static void value(auto& L, const auto& kept, const auto&) { L(0, 0) = kept.loss; }
  static void push(Arg<0>, auto& dL, const auto& dZ, const auto&, const auto& kept, const auto& Z) {
    dL(0, 0) += slope(kept, Z).cwiseProduct(dZ.matrix()).sum() / like(dL(0, 0), static_cast<double>(Z.cols()));
  }
  static void pull(Arg<0>, auto& dZ, const auto& w, const auto&, const auto& kept, const auto& Z) {
    const auto factor = w(0, 0) / like(w(0, 0), static_cast<double>(Z.cols()));
    dZ.matrix() += slope(kept, Z) * factor;
  }

 private:
  static auto slope(const auto& kept, const auto& Z) {
    using M = Eigen::Matrix<typename std::remove_cvref_t<decltype(Z)>::Scalar, Eigen::Dynamic, Eigen::Dynamic>;
    return Eigen::Map<const M, Eigen::Aligned16>(kept.slope, Z.rows(), Z.cols());
  }
};

/// Targets of a cross entropy, of sample j: total(j), dot(j, d) = Σᵢ Pᵢⱼ dᵢ, subtract_from(s, j): s −= Pⱼ.
template <class P> struct ProbabilityTargets {
  const P& p;
  void check(Eigen::Index rows, Eigen::Index cols) const {
    if (p.rows() != rows || p.cols() != cols)
      throw ShapeError("cross_entropy: probabilities of the logits' shape " + shape_text(rows, cols) + " were expected, but " +
                       shape_text(p.rows(), p.cols()) + " came");
  }
  template <class T> T total(Eigen::Index j) const {
    T sum(0);
    for (Eigen::Index i = 0; i < p.rows(); ++i) sum += T(p(i, j));
    return sum;
  }
  template <class T> T dot(Eigen::Index j, const auto& d) const {
    T sum(0);
    for (Eigen::Index i = 0; i < p.rows(); ++i)
      if (!is_zero(p(i, j))) sum += T(p(i, j)) * d(i);   // 0 · −∞ is 0
    return sum;
  }
  template <class T> void subtract_from(auto&& s, Eigen::Index j) const {
    for (Eigen::Index i = 0; i < p.rows(); ++i) s(i) -= T(p(i, j));
  }
};
struct LabelTargets {
  std::span<const int> label;
  void check(Eigen::Index rows, Eigen::Index cols) const {
    if (static_cast<Eigen::Index>(label.size()) != cols)
      throw ShapeError("cross_entropy: a label for each of the " + std::to_string(cols) + " columns was expected, but " + std::to_string(label.size()) + " came");
    for (int k : label)
      if (k < 0 || k >= rows)
        throw DomainError("cross_entropy: labels from 0 to " + std::to_string(rows - 1) + " were expected, one for each row of the logits, but " +
                          std::to_string(k) + " came");
  }
  template <class T> T total(Eigen::Index) const { return T(1); }
  template <class T> T dot(Eigen::Index j, const auto& d) const { return d(label[static_cast<std::size_t>(j)]); }
  template <class T> void subtract_from(auto&& s, Eigen::Index j) const { s(label[static_cast<std::size_t>(j)]) -= T(1); }
};

/// L, and G = softmax(Z) ΣP − P into storage of Z's shape.
template <class T, class Z, class Targets> T cross_entropy_into(T* storage, const Z& z, const Targets& targets) {
  using std::log;
  Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>, Eigen::Aligned16> g(storage, z.rows(), z.cols());
  const Eigen::Index rows = z.rows();
  T loss(0);
  for (Eigen::Index j = 0; j < z.cols(); ++j) {
    T top = z(0, j);
    for (Eigen::Index i = 1; i < rows; ++i) top = z(i, j) > top ? T(z(i, j)) : top;
    if (!is_finite(top)) top = largest(z.col(j));   // infinities and NaN
    for (Eigen::Index i = 0; i < rows; ++i) g(i, j) = z(i, j) - top;
    loss -= targets.template dot<T>(j, g.col(j));
  }
  g.array() = g.array().exp();
  for (Eigen::Index j = 0; j < z.cols(); ++j) {
    T sum = g(0, j);
    for (Eigen::Index i = 1; i < rows; ++i) sum += g(i, j);
    const T weight = targets.template total<T>(j), factor = weight / sum;
    loss += weight * log(sum);
    for (Eigen::Index i = 0; i < rows; ++i) g(i, j) = weight == T(1) ? T(g(i, j) / sum) : T(g(i, j) * factor);
    targets.template subtract_from<T>(g.col(j), j);
  }
  return loss / T(static_cast<double>(z.cols()));
}
template <class Z, class Targets> auto cross_entropy_of(Z&& z, const Targets& targets) {
  using T = typename PlainOf<Z>::Scalar;
  const auto check = [&](const auto& logits) {
    require_real_columns(logits, CrossEntropy::name);
    require_elements(logits.cols(), CrossEntropy::name);
    targets.check(logits.rows(), logits.cols());
  };
  if constexpr (ArrayExpr<Z>) {
    auto& tape = tape_of_operand(z);
    const auto argument = argument_of<T>(tape, std::forward<Z>(z));
    const auto logits = argument.map();
    check(logits);
    using X = typename std::remove_cvref_t<decltype(argument)>::Plain;
    const auto storage = new_range<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>>(tape, argument.view.rows, argument.view.cols, false);
    CrossEntropyKept<T> kept{writable(storage), T(0)};
    kept.loss = cross_entropy_into(kept.slope, logits, targets);
    return apply_given<CrossEntropy>(kept, Var<X>(argument.view));
  } else {
    const auto& logits = evaluated(z);
    check(logits);
    Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic> g(logits.rows(), logits.cols());
    return cross_entropy_into(g.data(), logits, targets);
  }
}

/// Mean over the columns of −Σ P log softmax(Z): Z logits, P plain probabilities of the same shape (or borrow(P)).
/// ShapeError, EmptyInput.
template <AnyDense Z, PlainDense P>
  requires(!std::integral<typename PlainOf<P>::Scalar>)
auto cross_entropy(Z&& z, const P& p) {
  const auto& probabilities = evaluated(p);
  return cross_entropy_of(std::forward<Z>(z), ProbabilityTargets<std::remove_cvref_t<decltype(probabilities)>>{probabilities});
}
/// The same with the number of the true row of each column. ShapeError, EmptyInput; DomainError for a label out of range.
template <AnyDense Z> auto cross_entropy(Z&& z, const std::vector<int>& labels) { return cross_entropy_of(std::forward<Z>(z), LabelTargets{labels}); }
template <AnyDense Z> auto cross_entropy(Z&& z, const Eigen::VectorXi& labels) {
  return cross_entropy_of(std::forward<Z>(z), LabelTargets{{labels.data(), static_cast<std::size_t>(labels.size())}});
}
/// Of one column.
template <AnyDense Z> auto cross_entropy(Z&& z, int label) { return cross_entropy_of(std::forward<Z>(z), LabelTargets{{&label, 1}}); }

}  // namespace coframe
