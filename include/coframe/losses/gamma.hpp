// SPDX-License-Identifier: MIT
#pragma once
// Metrics γ on the outputs of a model: how errors count, by class, by example, or together.
#include "coframe/ops.hpp"

namespace coframe {

/// A metric on m×n outputs whose columns are samples: `γ.lower(E)` is Σ_a γ_ab Eᵃ, for plain and for traced E.
template <class G, class E>
concept GammaOn = requires(const G& gamma, const E& e) {
  gamma.lower(e);
};

template <class E>
using GammaElement = typename PlainOf<E>::Scalar;
inline void require_size(const char* what, Eigen::Index expected, Eigen::Index came, const char* of) {
  if (expected != came)
    throw ShapeError(std::string(what) + ": one number for each of the " + std::to_string(expected) + " " + of +
                     " was expected, but " + std::to_string(came) + " came");
}

/// γ diagonal, a weight for each row: a class, or a component of the output. ShapeError.
struct PerClass {
  Eigen::VectorXd weight;
  template <AnyDense E>
  auto lower(const E& e) const {
    require_size("PerClass", e.rows(), weight.size(), "rows");
    const Eigen::MatrixX<GammaElement<E>> all = weight.template cast<GammaElement<E>>().replicate(1, e.cols());
    return e.cwiseProduct(all).eval();
  }
};
/// γ diagonal, a weight for each column: an example. ShapeError.
struct PerExample {
  Eigen::VectorXd weight;
  template <AnyDense E>
  auto lower(const E& e) const {
    require_size("PerExample", e.cols(), weight.size(), "columns");
    const Eigen::MatrixX<GammaElement<E>> all =
        weight.template cast<GammaElement<E>>().transpose().replicate(e.rows(), 1);
    return e.cwiseProduct(all).eval();
  }
};
/// γ a matrix over the rows: classes that are near to each other. ShapeError.
struct ClassGamma {
  Eigen::MatrixXd gamma;
  template <AnyDense E>
  auto lower(const E& e) const {
    return product(Eigen::MatrixX<GammaElement<E>>(gamma.template cast<GammaElement<E>>().transpose()), e);
  }
};
/// γ a matrix over the columns: correlated examples. ShapeError.
struct ExampleGamma {
  Eigen::MatrixXd gamma;
  template <AnyDense E>
  auto lower(const E& e) const {
    return product(e, Eigen::MatrixX<GammaElement<E>>(gamma.template cast<GammaElement<E>>()));
  }
};

}  // namespace coframe
