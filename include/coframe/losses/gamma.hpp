// SPDX-License-Identifier: MIT
#pragma once
// Metrics γ on the outputs of a model: what weighs its errors.
#include "coframe/ops.hpp"

namespace coframe {

// γ.lower(E): the error or the probabilities E, an m×n matrix whose columns are samples, with its index lowered, γE.
// Non-negative losses need a positive γ; a matrix acts in a quadratic form through its symmetric part.

/// γ = δ: every error counts alike.
struct UnitGamma {
  template <class E>
  decltype(auto) lower(E&& e) const {
    return std::forward<E>(e);
  }
};
/// A weight for each row: a class, or a component of the output. ShapeError.
struct PerClass {
  Eigen::VectorXd weight;
  template <class E>
  auto lower(const E& e) const {
    if (weight.size() != e.rows())
      throw ShapeError("PerClass: " + std::to_string(e.rows()) + " weights were expected, one for each row, but " + std::to_string(weight.size()) + " came");
    return Eigen::MatrixXd(weight.replicate(1, e.cols())).cwiseProduct(e);
  }
};
/// A weight for each column: an example. ShapeError.
struct PerExample {
  Eigen::VectorXd weight;
  template <class E>
  auto lower(const E& e) const;
};
/// A matrix over the rows, γE: classes that are near to each other. ShapeError.
struct ClassGamma {
  Eigen::MatrixXd gamma;
  template <class E>
  auto lower(const E& e) const;
};
/// A matrix over the columns, Eγᵀ: correlated examples. ShapeError.
struct ExampleGamma {
  Eigen::MatrixXd gamma;
  template <class E>
  auto lower(const E& e) const;
};

}  // namespace coframe
