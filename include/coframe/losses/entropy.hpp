// SPDX-License-Identifier: MIT
#pragma once
// Distances between distributions, column by column. Logits Z give P̂ = softmax(Z); `cross_entropy` itself is an
// operation.
#include <vector>

#include "coframe/losses/gamma.hpp"
#include "coframe/ops/cross_entropy.hpp"

namespace coframe {

/// softmax(Z/kT): Boltzmann's distribution at a temperature, with energies -Z. (eq. 30) DomainError unless kT > 0.
template <AnyDense Z>
auto softmax(const Z& z, double temperature) {
  if (!(temperature > 0))
    throw DomainError("softmax: a positive temperature was expected, but " + std::to_string(temperature) + " came");
  return softmax((z * (1 / temperature)).eval());
}

/// Mean over columns of -Σ γ_ab Pᵃ log P̂ᵇ;   Zᶜ = P̂ᶜ Σ_ab γ_ab Pᵃ - (γᵀP)ᶜ. That is γ(P̂ - P), the paper's equation 32,
/// only where γ is a number on the classes and Σ P = 1; weights of examples are such. (eqs. 31, 32 corrected)
/// ShapeError, EmptyInput.
template <AnyDense Z, PlainDense P, class Gamma>
requires GammaOn<Gamma, Eigen::MatrixX<typename PlainOf<Z>::Scalar>>
auto cross_entropy(Z&& z, const P& p, const Gamma& gamma) {
  const Eigen::MatrixX<typename PlainOf<Z>::Scalar> probabilities = p;
  return cross_entropy(std::forward<Z>(z), gamma.lower(probabilities));
}

/// Mean over columns of -Σ P log P, P plain; 0 log 0 is 0. EmptyInput.
template <PlainDense P>
auto shannon_entropy(const P& p) {
  require_elements(p.cols(), "shannon_entropy");
  typename P::Scalar sum(0);
  for (Eigen::Index j = 0; j < p.cols(); ++j)
    for (Eigen::Index i = 0; i < p.rows(); ++i)
      if (const auto q = p(i, j); q != 0) sum -= q * std::log(q);
  return sum / static_cast<typename P::Scalar>(p.cols());
}
/// Kullback and Leibler's divergence, mean over columns of Σ P log(P / P̂): the cross entropy less the entropy of P, so
/// its differential is the cross entropy's. ShapeError, EmptyInput.
template <AnyDense Z, PlainDense P>
auto kl_divergence(Z&& z, const P& p) {
  const auto entropy = shannon_entropy(p);
  return eval_scalar(cross_entropy(std::forward<Z>(z), p) - entropy);
}

/// Columns that are 1 in the row of their label. DomainError for a label out of range.
template <std::floating_point S = double>
Eigen::MatrixX<S> one_hot(const std::vector<int>& labels, int classes) {
  Eigen::MatrixX<S> p = Eigen::MatrixX<S>::Zero(classes, static_cast<Eigen::Index>(labels.size()));
  for (std::size_t j = 0; j < labels.size(); ++j) {
    if (labels[j] < 0 || labels[j] >= classes)
      throw DomainError("one_hot: labels from 0 to " + std::to_string(classes - 1) + " were expected, but " +
                        std::to_string(labels[j]) + " came at place " + std::to_string(j));
    p(labels[j], static_cast<Eigen::Index>(j)) = 1;
  }
  return p;
}
/// (1 - ε) P + ε/classes: targets less sure of themselves. DomainError unless 0 ≤ ε ≤ 1.
template <PlainDense P>
Eigen::MatrixX<typename P::Scalar> smoothed(const P& p, double epsilon) {
  using S = typename P::Scalar;
  if (!(epsilon >= 0 && epsilon <= 1))
    throw DomainError("smoothed: a number from 0 to 1 was expected, but " + std::to_string(epsilon) + " came");
  return (S(1 - epsilon) * p.array() + S(epsilon) / static_cast<S>(p.rows())).matrix();
}

}  // namespace coframe
