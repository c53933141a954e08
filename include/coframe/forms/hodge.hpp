// SPDX-License-Identifier: MIT
#pragma once
// The Hodge star, the inner product of forms and the volume form of a metric of any signature.
#include "coframe/forms/metric_field.hpp"

namespace coframe {

template <class G> struct VolumeFactor {
  G g;
  double orientation;
  auto operator()(const auto& x) const { return orientation * g.volume(x); }
};
/// vol = o √|det g| dx⁰ ∧ … ∧ dx^(N−1), with the orientation o = ±1.
template <int N, bool Lower, class G> auto volume_form(const MetricField<N, Lower, G>& g, int orientation = 1) {
  return form<N, N>(VolumeFactor<MetricField<N, Lower, G>>{g, double(orientation)});
}

template <class G, class A, class B> struct InnerOfForms {
  G g;
  A a;
  B b;
  auto operator()(const auto& x) const {
    return contract(each(Conjugated(), a(x)), raise_components<A::chart, A::degree>(g.cometric(x), b(x)));
  }
};
/// ⟨α, β⟩ = Σ conj(α_I) g^IJ β_J as a 0-form; Hermitian for complex forms.
template <int N, bool Lower, class G, int K, class F, class E>
auto inner(const MetricField<N, Lower, G>& g, const Form<K, N, F>& a, const Form<K, N, E>& b) {
  return form<0, N>(InnerOfForms<MetricField<N, Lower, G>, Form<K, N, F>, Form<K, N, E>>{g, a, b});
}

template <class A, class G> struct HodgeStar {
  static constexpr int K = A::degree, N = A::chart;
  A a;
  G g;
  double orientation;
  auto operator()(const auto& x) const {
    const auto volume = orientation * g.volume(x);
    const auto raised = each([&](const auto& c) { return volume * c; }, raise_components<N, K>(g.cometric(x), a(x)));
    auto star = raised;   // as many complements as multi-indices
    for (const auto& term : product_table<N, K, N - K>) {
      if (term.negative) star[term.b] = -raised[term.a];
      else star[term.b] = raised[term.a];
    }
    return star;
  }
};
/// ∗α, of degree N − k: conj(α) ∧ ∗β = ⟨α, β⟩ vol. ∗∗ = (−1)^{k(N−k)} sign det g.
template <int K, int N, class F, bool Lower, class G>
auto hodge(const Form<K, N, F>& a, const MetricField<N, Lower, G>& g, int orientation = 1) {
  return form<N - K, N>(HodgeStar<Form<K, N, F>, MetricField<N, Lower, G>>{a, g, double(orientation)});
}

}  // namespace coframe
