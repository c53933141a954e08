// SPDX-License-Identifier: MIT
#pragma once
// Metrics that vary over a chart, of any signature: both matrices, the volume factor, the sign of the determinant.
#include "coframe/forms/pullback.hpp"

namespace coframe {

/// A matrix of N×N numbers as rows of one type: from an array or tuple of arrays or tuples, or an Eigen matrix. ShapeError.
template <int N, class M> auto as_rows(const M& matrix) {
  if constexpr (requires { std::tuple_size<M>::value; }) {
    static_assert(std::tuple_size_v<M> == N, "a metric on an N-dimensional chart is a matrix of N rows and columns");
    return std::apply([](const auto&... row) {
      using T = std::remove_cvref_t<decltype((as_array<N>(row)[0] + ...))>;
      return std::array<std::array<T, N>, N>{each([](const auto& c) { return T(c); }, as_array<N>(row))...};
    }, matrix);
  } else {
    if (matrix.rows() != N || matrix.cols() != N)
      throw ShapeError("a metric on a chart of " + std::to_string(N) + " dimensions is a matrix of " + shape_text(N, N) + ", but one of " +
                       shape_text(matrix.rows(), matrix.cols()) + " came");
    std::array<std::array<std::remove_cvref_t<decltype(matrix(0, 0))>, N>, N> rows{};
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t j = 0; j < N; ++j) rows[i][j] = matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
    return rows;
  }
}

/// A⁻¹ by minors, differentiable wherever det A ≠ 0. DegenerateMetric.
template <int N, class T> auto inverse_rows(const std::array<std::array<T, N>, N>& a) {
  const auto cofactor = minors<N - 1, N, N>(a);
  T det(0.0);
  for (std::size_t j = 0; j < N; ++j) {   // leaving out row 0 is the last multi-index, leaving out column j the one N−1−j
    if (j % 2) det -= a[0][j] * cofactor[N - 1][N - 1 - j];
    else det += a[0][j] * cofactor[N - 1][N - 1 - j];
  }
  if (is_zero(compared(det)))
    throw DegenerateMetric("a metric on a chart has determinant 0 here, so it has no inverse: choose points away from the chart's edge");
  auto inverse = a;
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j < N; ++j) inverse[i][j] = ((i + j) % 2 ? -cofactor[N - 1 - j][N - 1 - i] : cofactor[N - 1 - j][N - 1 - i]) / det;
  return inverse;
}

/// A metric on an N-dimensional chart, given by a function from points to a symmetric matrix, generic in its scalar:
/// g_ij if Lower, else the co-metric g^ij. Its signature may be any, but not degenerate.
template <int N, bool Lower, class F> class MetricField {
 public:
  static constexpr int chart = N;
  explicit MetricField(F f) : function_(std::move(f)) {}

  /// g_ij at x. DegenerateMetric.
  template <class X> auto metric(const X& x) const {
    if constexpr (Lower) return given(x);
    else return inverse_rows<N>(given(x));
  }
  /// g^ij at x. DegenerateMetric.
  template <class X> auto cometric(const X& x) const {
    if constexpr (Lower) return inverse_rows<N>(given(x));
    else return given(x);
  }
  /// √|det g| at x: the volume of a coordinate cube. DegenerateMetric.
  template <class X> auto volume(const X& x) const {
    using std::sqrt;
    auto det = wedge_all<N, N>(given(x))[0];
    if (is_zero(compared(det)))
      throw DegenerateMetric("a metric on a chart has determinant 0 here, so it has no volume: choose points away from the chart's edge");
    if (det < 0) det = -det;
    if constexpr (Lower) return sqrt(det);
    else return 1.0 / sqrt(det);
  }
  /// The sign of det g: −1 for an odd number of negative directions.
  template <class X> int sign(const X& x) const { return wedge_all<N, N>(given(x))[0] < 0 ? -1 : 1; }

 private:
  template <class X> auto given(const X& x) const { return as_rows<N>(function_(x)); }
  F function_;
};

/// A metric field from x ↦ (g_ij): ds² = g_ij dxⁱ dx^j.
template <int N, class F> auto metric_field(F lower) { return MetricField<N, true, F>(std::move(lower)); }
/// A metric field from the co-metric x ↦ (g^ij), the inverse matrix.
template <int N, class F> auto cometric_field(F upper) { return MetricField<N, false, F>(std::move(upper)); }

/// The constant metric with these squares of the coordinate vectors: diagonal_metric(-1, 1, 1, 1) is Minkowski's.
/// DegenerateMetric if one is 0.
template <std::size_t N> auto diagonal_metric(const std::array<double, N>& squares) {
  std::array<std::array<double, N>, N> upper{};
  for (std::size_t i = 0; i < N; ++i) {
    if (squares[i] == 0) throw DegenerateMetric("diagonal_metric: squares different from 0 were expected");
    upper[i][i] = 1 / squares[i];
  }
  return cometric_field<static_cast<int>(N)>(Always<std::array<std::array<double, N>, N>>{upper});
}
template <Arithmetic... S> auto diagonal_metric(S... squares) {
  return diagonal_metric(std::array<double, sizeof...(S)>{static_cast<double>(squares)...});
}
/// ds² = Σ (dxⁱ)².
template <int N> auto flat_metric() {
  std::array<double, N> ones;
  ones.fill(1);
  return diagonal_metric(ones);
}

template <int M, class Map, class G> struct PulledMetric {
  static constexpr int N = G::chart;
  Map f;
  G g;
  template <class S> auto operator()(const std::array<S, M>& x) const {
    const auto columns = partials<N, M>(f, x);
    const auto lower = g.metric(as_array<N>(f(x)));
    const auto lowered = [&](const auto& v) { return each([&](const auto& row) { return contract(row, v); }, lower); };
    return each([&](const auto& u) { return each([&, w = lowered(u)](const auto& v) { return contract(w, v); }, columns); }, columns);
  }
};
/// f^*g: the metric (f^*g)(u, v) = g(f_* u, f_* v) on M dimensions, such as that of a surface in space. Degenerate where f is.
template <int M, class Map, int N, bool Lower, class G> auto pullback(const Map& f, const MetricField<N, Lower, G>& g) {
  return metric_field<M>(PulledMetric<M, Map, MetricField<N, Lower, G>>{f, g});
}

/// g^ applied to the components of a K-form: a^I = Σ_J det(g^ on I, J) a_J.
template <int N, int K, class H, class A>
auto raise_components(const std::array<std::array<H, N>, N>& cometric, const std::array<A, static_cast<std::size_t>(binomial(N, K))>& a) {
  return each([&](const auto& row) { return contract(row, a); }, minors<K, N, N>(cometric));
}

template <class G, class A> struct SharpOfForm {
  G g;
  A a;
  auto operator()(const auto& point) const {
    const auto x = as_array<G::chart>(point);
    return raise_components<G::chart, 1>(g.cometric(x), a(x));
  }
};
template <class G, class X> struct FlatOfField {
  G g;
  X field;
  auto operator()(const auto& x) const { return raise_components<G::chart, 1>(g.metric(x), as_array<G::chart>(field(x))); }
};
/// The vector field of a 1-form: vⁱ = g^ij α_j. (eq. 7)
template <int N, bool Lower, class G, class F> auto sharp(const MetricField<N, Lower, G>& g, const Form<1, N, F>& a) {
  return SharpOfForm<MetricField<N, Lower, G>, Form<1, N, F>>{g, a};
}
/// The 1-form of a vector field: α_i = g_ij v^j.
template <int N, bool Lower, class G, class X>
  requires(!is_form_v<X>)
auto flat(const MetricField<N, Lower, G>& g, const X& field) {
  return form<1, N>(FlatOfField<MetricField<N, Lower, G>, X>{g, field});
}

}  // namespace coframe
