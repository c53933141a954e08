// SPDX-License-Identifier: MIT
#pragma once
// XAD forward over adjoint; all of the Hessian by one product a column.

#include <XAD/XAD.hpp>

#include "../../tool.hpp"

namespace bench {

class XadProduct {
public:
  template <class Workload>
  double operator()(const Workload& f, const double* x, const double* v, double* to) {
    if (!tape_) tape_ = std::make_shared<Mode::tape_type>();
    tape_->clearAll();
    const std::size_t n = f.dimension();
    std::vector<Real> active(n);
    for (std::size_t i = 0; i < n; ++i) {
      active[i] = x[i];
      xad::derivative(xad::value(active[i])) = v[i];
    }
    tape_->registerInputs(active);
    tape_->newRecording();
    Real y = f(active);
    tape_->registerOutput(y);
    xad::value(xad::derivative(y)) = 1.0;
    tape_->computeAdjoints();
    for (std::size_t i = 0; i < n; ++i) to[i] = xad::derivative(xad::derivative(active[i]));
    return xad::value(xad::value(y));
  }

private:
  using Mode = xad::fwd_adj<double>;
  using Real = Mode::active_type;
  std::shared_ptr<Mode::tape_type> tape_;
};

template <class Workload>
std::vector<Tool> xad_tools(const Workload& f) {
  auto product = [f, engine = XadProduct()](const double* x, const double* v, double* to) mutable { return engine(f, x, v, to); };
  auto products = std::make_shared<Products<Workload, decltype(product)>>(f, product);
  const auto second = [products](const Workload&, const auto& x, auto& h) { return (*products)(x.data(), h.data()); };
  return {tool("XAD forward over adjoint", Kind::peer, f, second)};
}

} // namespace bench
