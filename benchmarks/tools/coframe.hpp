// SPDX-License-Identifier: MIT
#pragma once
// Coframe in scalar code: the peers' own templated source on its tape.

#include <coframe/coframe.hpp>

#include "../tool.hpp"

namespace bench {

class CoframeGradient {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    auto& tape = *owned_;
    tape.rewind();
    x_.resize(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) x_[i] = coframe::input(tape, x[i]);
    const coframe::Real y = f(x_);
    double* w = tape.cotangents();
    w[y.coordinate()] += 1.0;
    tape.pull(w);
    for (std::size_t i = 0; i < x.size(); ++i) g[i] = w[x_[i].coordinate()], w[x_[i].coordinate()] = 0.0;
    return y.value();
  }
  std::size_t bytes() const { return owned_->bytes_used(); }

private:
  std::unique_ptr<coframe::Tape<double>> owned_ = std::make_unique<coframe::Tape<double>>();   // tapes do not move
  std::vector<coframe::Real> x_;
};

template <class Workload>
std::vector<Tool> scalar_tools(const Workload& f) {
  return {tool("Coframe scalar", Kind::scalar, f, CoframeGradient{})};
}

/// Coframe as its user writes it: a loss of one traced vector, through a Recorder.
template <class Loss>
class CoframeArrays {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    x_ = Eigen::Map<const Eigen::VectorXd>(x.data(), static_cast<Eigen::Index>(x.size()));
    const auto& dL = record_->differential(x_, [&](const auto& traced) { return Loss()(f, traced); });
    std::copy(dL.components().data(), dL.components().data() + x_.size(), g.begin());
    return record_->value();
  }
  std::size_t bytes() { return record_->tape().bytes_used(); }

private:
  std::unique_ptr<coframe::Recorder> record_ = std::make_unique<coframe::Recorder>();
  Eigen::VectorXd x_;
};

template <class Loss, class Workload>
std::vector<Tool> array_tool(const Workload& f) {
  return {tool("Coframe arrays", Kind::arrays, f, CoframeArrays<Loss>{})};
}

} // namespace bench
