// SPDX-License-Identifier: MIT
#pragma once
// Second derivatives by Coframe, forward over reverse: a tape of dual numbers. Each row stands beside the gradient of the same form.

#include "coframe.hpp"

namespace bench {

/// Scalar code on a tape of duals; all of the Hessian by one product a column.
template <class Workload>
class CoframeProduct {
public:
  explicit CoframeProduct(const Workload& f) : f_(f.program()) {}

  double operator()(const double* x, const double* v, double* to) {
    auto& tape = *owned_;
    tape.rewind();
    const std::size_t n = f_.results();
    x_.resize(n);
    for (std::size_t i = 0; i < n; ++i) x_[i] = coframe::input(tape, Number(x[i], v[i]));
    const coframe::Var<Number> y = f_(x_);
    Number* w = tape.cotangents();
    w[y.coordinate()] += Number(1.0);
    tape.pull(w);
    for (std::size_t i = 0; i < n; ++i) to[i] = w[x_[i].coordinate()].tangent, w[x_[i].coordinate()] = Number();
    return y.value().value;
  }

private:
  using Number = coframe::Dual<double>;
  std::remove_cvref_t<decltype(std::declval<Workload>().program())> f_;
  std::unique_ptr<coframe::Tape<Number>> owned_ = std::make_unique<coframe::Tape<Number>>();
  std::vector<coframe::Var<Number>> x_;
};

template <class Program, class First>
std::vector<Tool> scalar_tools(const SecondOrder<Program, First>& f) {
  using Workload = SecondOrder<Program, First>;
  auto product = std::make_shared<Products<Workload, CoframeProduct<Workload>>>(f, CoframeProduct<Workload>(f));
  const auto second = [product](const Workload&, const auto& x, auto& h) { return (*product)(x.data(), h.data()); };
  return beside_gradient(tool("Coframe scalar", Kind::gradient, f.program(), CoframeGradient<double>{}),
                         tool("Coframe scalar", Kind::scalar, f, second));
}

/// A loss of one traced vector, in arrays and matrices.
template <class Loss>
class CoframeSecond {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& h) {
    x_ = Eigen::Map<const Eigen::VectorXd>(x.data(), static_cast<Eigen::Index>(x.size()));
    const auto loss = [&](const auto& traced) { return loss_(f.program(), traced); };
    if (f.whole) {
      Eigen::Map<Eigen::MatrixXd>(h.data(), x_.size(), x_.size()) = coframe::hessian(loss, x_);
      return f(x);
    }
    if (v_.size() == 0) {
      const std::vector<double> direction = f.direction();
      v_ = coframe::tangent(Eigen::VectorXd(Eigen::Map<const Eigen::VectorXd>(direction.data(), x_.size())));
    }
    Eigen::Map<Eigen::VectorXd>(h.data(), x_.size()) = recorder_->hessian_vector(loss, x_, v_).components();
    return recorder_->value;
  }

private:
  std::unique_ptr<coframe::DualRecorder<Eigen::VectorXd>> recorder_ = std::make_unique<coframe::DualRecorder<Eigen::VectorXd>>();
  Eigen::VectorXd x_;
  coframe::Tangent<Eigen::VectorXd> v_;
  Loss loss_;
};

/// The array form beside its gradient, and the hand-written gradient for comparison.
template <class Loss, class Program, class First>
std::vector<Tool> second_tools(const SecondOrder<Program, First>& f) {
  auto tools = beside_gradient(tool("Coframe arrays", Kind::gradient, f.program(), CoframeArrays<Loss, double>{}),
                               tool("Coframe arrays", Kind::arrays, f, CoframeSecond<Loss>{}));
  tools.push_back(hand<First>(f.program(), "hand-written, gradient", Kind::gradient));
  return tools;
}

} // namespace bench
