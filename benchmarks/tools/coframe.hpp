// SPDX-License-Identifier: MIT
#pragma once
// Coframe in scalar code: the peers' own templated source on its tape.

#include <coframe/coframe.hpp>

#include "../tool.hpp"

namespace bench {

template <class S>
class CoframeGradient {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<S>& x, std::vector<S>& g) {
    auto& tape = *owned_;
    tape.rewind();
    x_.resize(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) x_[i] = coframe::input(tape, x[i]);
    const coframe::Var<S> y = f(x_);
    S* w = tape.cotangents();
    w[y.coordinate()] += S(1);
    tape.pull(w);
    for (std::size_t i = 0; i < x.size(); ++i) g[i] = w[x_[i].coordinate()], w[x_[i].coordinate()] = S(0);
    return y.value();
  }
  std::size_t bytes() const { return owned_->bytes_used(); }

private:
  std::unique_ptr<coframe::Tape<S>> owned_ = std::make_unique<coframe::Tape<S>>();   // tapes do not move
  std::vector<coframe::Var<S>> x_;
};

template <class Workload>
std::vector<Tool> scalar_tools(const Workload& f) {
  return {tool("Coframe scalar", Kind::scalar, f, CoframeGradient<typename Workload::Scalar>{})};
}

/// Coframe as its user writes it: a loss of one traced vector, through a Recorder. Point and differential are Eigen's vectors.
template <class Loss, class S>
class CoframeArrays {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<S>& x, std::vector<S>&) {
    if (x_.size() == 0) x_ = Eigen::Map<const Eigen::VectorX<S>>(x.data(), static_cast<Eigen::Index>(x.size()));
    differential_ = &record_->differential(x_, [&](const auto& traced) { return loss_(f, traced); });
    return record_->value();
  }
  const auto& results() const { return differential_->components(); }
  std::size_t bytes() { return record_->tape().bytes_used(); }

private:
  std::unique_ptr<coframe::BasicRecorder<S>> record_ = std::make_unique<coframe::BasicRecorder<S>>();
  Eigen::VectorX<S> x_;
  const coframe::Cotangent<Eigen::VectorX<S>>* differential_ = nullptr;
  Loss loss_;
};

/// All N partials at once in forward mode, for small programs of few inputs.
template <class Loss, int N>
class CoframeForward {
public:
  template <class Workload>
  double operator()(const Workload&, const std::vector<double>& x, std::vector<double>& g) {
    using Vector = Eigen::Vector<double, N>;
    const auto d = coframe::value_and_forward_differential(Loss(), Vector(Eigen::Map<const Vector>(x.data())));
    Eigen::Map<Vector>(g.data()) = d.differential.components();
    return d.value;
  }
};

template <class Loss, class Workload>
std::vector<Tool> array_tool(const Workload& f) {
  return {tool("Coframe arrays", Kind::arrays, f, CoframeArrays<Loss, typename Workload::Scalar>{})};
}

} // namespace bench
