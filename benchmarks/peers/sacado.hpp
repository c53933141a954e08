// SPDX-License-Identifier: MIT
#pragma once
// Sacado: its reverse-mode type Rad. Memory is taken back at the first operation after a sweep.

#include <Sacado_trad.hpp>

#include "../tool.hpp"

namespace bench {

class SacadoGradient {
public:
  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    const std::vector<Real> active(x.begin(), x.end());
    const Real y = f(active);
    Real::Gradcomp();
    for (std::size_t i = 0; i < x.size(); ++i) g[i] = active[i].adj();
    return y.val();
  }

private:
  using Real = Sacado::Rad::ADvar<double>;
};

template <class Workload>
std::vector<Tool> sacado_tools(const Workload& f) {
  return {tool("Sacado Rad", Kind::peer, f, SacadoGradient{})};
}

} // namespace bench
