// SPDX-License-Identifier: MIT
#pragma once
// The complex network in Coframe's complex matrices, weights and biases being views of a complex parameter vector.

#include "coframe.hpp"

namespace bench {

class ComplexNetworkMatrices {
public:
  double operator()(const ComplexNetwork& f, const std::vector<double>& x, std::vector<double>&) {
    if (x_.size() == 0) {
      const auto complex = [](const double* from) { return reinterpret_cast<const std::complex<double>*>(from); };
      x_ = Eigen::Map<const Eigen::VectorXcd>(complex(x.data()), static_cast<Eigen::Index>(x.size() / 2));
      inputs_ = Eigen::Map<const Eigen::MatrixXcd>(complex(f.inputs.data()), f.in, f.batch);
    }
    differential_ = &record_->differential(x_, [&](const auto& traced) { return loss(f, traced); });
    return record_->value();
  }
  /// A component is ∂L/∂x + i ∂L/∂y.
  Eigen::Map<const Eigen::VectorXd> results() const {
    return {reinterpret_cast<const double*>(differential_->components().data()), 2 * x_.size()};
  }
  std::size_t bytes() { return record_->tape().bytes_used(); }

private:
  template <class X>
  auto loss(const ComplexNetwork& f, const X& x) const {
    const int first = f.hidden * f.in, second = f.out * f.hidden, middle = first + f.hidden;
    const auto z = affine(x.head(first).reshaped(f.hidden, f.in), inputs_, x.segment(first, f.hidden)).array();
    const auto a = z / (1.0 + abs(z));
    const auto top = affine(x.segment(middle, second).reshaped(f.out, f.hidden), a.matrix(), x.tail(f.out));
    return cross_entropy(top.cwiseAbs2(), f.classes);
  }
  std::unique_ptr<coframe::Recorder> record_ = std::make_unique<coframe::Recorder>();
  Eigen::VectorXcd x_;
  const coframe::Cotangent<Eigen::VectorXcd>* differential_ = nullptr;
  Eigen::MatrixXcd inputs_;
};

inline std::vector<Tool> array_tools(const ComplexNetwork& f) {
  return {tool("Coframe arrays", Kind::arrays, f, ComplexNetworkMatrices{})};
}

} // namespace bench
