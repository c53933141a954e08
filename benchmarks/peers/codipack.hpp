// SPDX-License-Identifier: MIT
#pragma once
// CoDiPack: its linear Jacobian tape, growing by chunks, and the same tape preallocated and unchecked.

#include <codi.hpp>
#include <type_traits>

#include "../tool.hpp"

namespace bench {

template <class Real>
class CodipackGradient {
public:
  template <class Workload, class S>
  double operator()(const Workload& f, const std::vector<S>& x, std::vector<S>& g) {
    if (bytes_ == 0) reserve(f, x);
    Real y = record(f, x);
    auto& tape = Real::getTape();
    y.setGradient(1.0);
    tape.evaluate();
    for (std::size_t i = 0; i < x.size(); ++i) g[i] = x_[i].getGradient();
    if (bytes_ == 0) bytes_ = used();
    tape.reset();
    return y.getValue();
  }
  std::size_t bytes() const { return bytes_; }

private:
  template <class Workload, class S>
  Real record(const Workload& f, const std::vector<S>& x) {
    auto& tape = Real::getTape();
    tape.setActive();
    x_.resize(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      x_[i] = x[i];
      tape.registerInput(x_[i]);
    }
    Real y = f(x_);
    tape.registerOutput(y);
    tape.setPassive();
    return y;
  }
  static std::size_t used() { return static_cast<std::size_t>(Real::getTape().getTapeValues().getUsedMemorySize()); }

  // The unchecked tape takes the room that a growing one needed.
  template <class Workload, class S>
  void reserve(const Workload& f, const std::vector<S>& x) {
    if constexpr (std::is_same_v<Real, codi::RealReverseUnchecked>) {
      CodipackGradient<codi::RealReverse> growing;
      growing.record(f, x);
      auto& from = codi::RealReverse::getTape();
      for (auto what : {codi::TapeParameters::StatementSize, codi::TapeParameters::JacobianSize})
        Real::getTape().setParameter(what, from.getParameter(what));
      from.reset();
    }
  }
  template <class>
  friend class CodipackGradient;

  std::vector<Real> x_;
  std::size_t bytes_ = 0;
};

template <class Workload>
std::vector<Tool> codipack_tools(const Workload& f) {
  return {tool("CoDiPack RealReverse", Kind::peer, f, CodipackGradient<codi::RealReverse>{}),
          tool("CoDiPack RealReverseUnchecked", Kind::peer, f, CodipackGradient<codi::RealReverseUnchecked>{})};
}

} // namespace bench
