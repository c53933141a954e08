// SPDX-License-Identifier: MIT
#pragma once
// The codifferential and the Laplacian of Laplace and de Rham.
#include "coframe/forms/exterior.hpp"
#include "coframe/forms/hodge.hpp"

namespace coframe {

// (−1)^{N(k+1)+1} (sign det g), k the degree before ∗ d ∗.
template <int K, class A, class G> struct SignedCodifferential {
  A a;
  G g;
  auto operator()(const auto& x) const {
    const double sign = (A::chart * (K + 1) + 1) % 2 ? -g.sign(x) : g.sign(x);
    return each([&](const auto& c) { return sign * c; }, a(x));
  }
};
/// δα = (−1)^{N(k+1)+1} (sign det g) ∗ d ∗ α, of degree k − 1: the adjoint of d up to a boundary. δ δ = 0. Independent of
/// the orientation.
template <int K, int N, class F, bool Lower, class G>
  requires(K > 0)
auto codifferential(const Form<K, N, F>& a, const MetricField<N, Lower, G>& g) {
  const auto star = hodge(d(hodge(a, g)), g);
  return form<K - 1, N>(SignedCodifferential<K, std::remove_const_t<decltype(star)>, MetricField<N, Lower, G>>{star, g});
}

/// Δ = dδ + δd: −div grad on functions (positive for a Riemannian metric), −□ with signature (−, +, …).
template <int K, int N, class F, bool Lower, class G>
auto laplace_de_rham(const Form<K, N, F>& a, const MetricField<N, Lower, G>& g) {
  if constexpr (K == 0) return codifferential(d(a), g);
  else if constexpr (K == N) return d(codifferential(a, g));
  else return d(codifferential(a, g)) + codifferential(d(a), g);
}

}  // namespace coframe
