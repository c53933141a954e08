// SPDX-License-Identifier: MIT
// Metrics on charts: Hodge star, codifferential, Laplacian.
#include "laws/form_laws.hpp"

using namespace coframe;

TEST_CASE("Hodge star of random metrics of every signature") {
  std::mt19937 random(laws::form_seed);
  for (int q : {0, 1, 2}) {
    laws::hodge_laws<2, 0>(random, q);
    laws::hodge_laws<2, 1>(random, q);
    laws::hodge_laws<3, 1>(random, q);
    laws::hodge_laws<3, 2>(random, q);
    laws::hodge_laws<4, 2>(random, q);
    laws::hodge_laws<4, 3>(random, q);
  }
}

TEST_CASE("complex forms: conj(α) ∧ ∗β = ⟨α, β⟩ vol, Hermitian") {
  std::mt19937 random(laws::form_seed);
  const auto g = laws::random_metric<3>(random, 1);
  const auto a = laws::random_complex_form<2, 3>(random), b = laws::random_complex_form<2, 3>(random);
  const auto points = laws::random_points<3>(random);
  laws::same(wedge(conj(a), hodge(b, g)), inner(g, a, b) * volume_form(g), points);
  laws::same(inner(g, a, b), conj(inner(g, b, a)), points);
}

TEST_CASE("metric and co-metric say the same; Eigen matrices and arrays too") {
  const auto lower = metric_field<2>([](const auto& x) {
    using S = std::remove_cvref_t<decltype(x[0] + 0.0)>;
    Eigen::Matrix<S, 2, 2> g;
    g << S(2.0) + x[0] * x[0], x[1], x[1], S(3.0);
    return g;
  });
  const auto upper = cometric_field<2>([lower](const auto& x) { return lower.cometric(x); });
  std::mt19937 random(laws::form_seed);
  const auto a = laws::random_form<1, 2>(random);
  const auto points = laws::random_points<2>(random);
  laws::same(hodge(a, lower), hodge(a, upper), points);
  laws::same(laplace_de_rham(a, lower), laplace_de_rham(a, upper), points);
}

TEST_CASE("on flat space: curl, div, and the classical Laplacian of functions and forms") {
  const auto g = flat_metric<3>();
  std::mt19937 random(laws::form_seed);
  const auto f = form<0, 3>([](const auto& x) {
    using std::sin;
    return sin(x[0]) * x[1] * x[1] + x[2] * x[2] * x[2];
  });
  const auto expected = form<0, 3>([](const auto& x) {
    using std::sin;
    return sin(x[0]) * x[1] * x[1] - 2.0 * sin(x[0]) - 6.0 * x[2];   // −∂²f
  });
  const auto points = laws::random_points<3>(random);
  laws::same(laplace_de_rham(f, g), expected, points);
  laws::same(laplace_de_rham(f * dx<3>(1), g), expected * dx<3>(1), points);
  laws::same(laplace_de_rham(hodge(f, g), g), hodge(expected, g), points);
  const auto X = laws::random_field<3>(random);   // δ X♭ = −div X, and L_X vol = div X vol
  laws::same(lie(X, volume_form(g)), -codifferential(flat(g, X), g) * volume_form(g), points);
}

TEST_CASE("on curved charts: spherical harmonics, radial functions, div with any metric") {
  const auto sphere = metric_field<2>([](const auto& x) {   // θ, φ
    using std::sin;
    const auto s = sin(x[0]);
    return std::tuple{std::array{1, 0}, std::tuple{0, s * s}};
  });
  const auto harmonic = form<0, 2>([](const auto& x) {   // l = 2, m = 1: eigenvalue 6
    using std::sin, std::cos;
    return sin(x[0]) * cos(x[0]) * cos(x[1]);
  });
  laws::same(laplace_de_rham(harmonic, sphere), 6 * harmonic, {{0.7, 0.2}, {1.9, -2.0}, {1.2, 3.0}});
  laws::same(laplace_de_rham(d(harmonic), sphere), 6 * d(harmonic), {{0.7, 0.2}, {1.9, -2.0}});
  CHECK_THROWS_AS(laplace_de_rham(harmonic, sphere)({0.0, 1.0}), DegenerateMetric);
  std::mt19937 random(laws::form_seed);
  const auto g = laws::random_metric<3>(random, 1);
  const auto X = laws::random_field<3>(random);
  const auto a = laws::random_form<1, 3>(random);
  const auto points = laws::random_points<3>(random, 3);
  laws::same(lie(X, volume_form(g)), -codifferential(flat(g, X), g) * volume_form(g), points);
  laws::same(laplace_de_rham(d(a), g), d(laplace_de_rham(a, g)), points);   // dΔ = Δd, third derivatives
  laws::same(laplace_de_rham(hodge(a, g), g), hodge(laplace_de_rham(a, g), g), points);
}

TEST_CASE("δ is the adjoint of d up to a boundary: d(α ∧ ∗β) = dα ∧ ∗β − α ∧ ∗δβ") {
  std::mt19937 random(laws::form_seed);
  for (int q : {0, 1}) {
    const auto g = laws::random_metric<3>(random, q);
    const auto f = laws::random_form<0, 3>(random);
    const auto a = laws::random_form<1, 3>(random);
    const auto b = laws::random_form<2, 3>(random);
    const auto points = laws::random_points<3>(random);
    const auto vol = volume_form(g);
    laws::same(d(wedge(f, hodge(a, g))), (inner(g, d(f), a) - inner(g, f, codifferential(a, g))) * vol, points);
    laws::same(d(wedge(a, hodge(b, g))), (inner(g, d(a), b) - inner(g, a, codifferential(b, g))) * vol, points);
  }
}

TEST_CASE("Minkowski: ∗∗F = −F, the d'Alembertian, and degenerate metrics are refused") {
  const auto g = diagonal_metric(-1, 1, 1, 1);
  const auto F = wedge(dx<4>(0), dx<4>(1));
  CHECK(hodge(F, g)({0, 0, 0, 0}) == std::array{0., 0., 0., 0., 0., -1.});
  CHECK(hodge(hodge(F, g), g)({0, 0, 0, 0})[0] == -1);
  const auto wave = form<0, 4>([](const auto& x) {
    using std::sin;
    return sin(3.0 * x[0] - 1.0 * x[1] - 2.0 * x[2] - 2.0 * x[3]);
  });
  laws::zero(laplace_de_rham(wave, g), {{0.1, 0.2, 0.3, 0.4}});
  CHECK_THROWS_AS(diagonal_metric(1, 0), DegenerateMetric);
}

TEST_CASE("isometries: f^* of a metric, f^*∗ = ∗f^*, f^*δ = δf^*, f^*⟨α, β⟩ = ⟨f^*α, f^*β⟩") {
  std::mt19937 random(laws::form_seed);
  const auto g = laws::random_metric<3>(random, 1);
  const auto bend = laws::random_map<3, 3>(random);
  const auto f = [bend](const auto& x) { return each([](const auto& p, const auto& q) { return p + 0.1 * sin(q); }, x, bend(x)); };
  const auto pulled = pullback<3>(f, g);
  const auto a = laws::random_form<1, 3>(random), b = laws::random_form<1, 3>(random);
  const auto points = laws::random_points<3>(random, 3);
  laws::same(pullback(f, hodge(a, g)), hodge(pullback(f, a), pulled), points);
  laws::same(pullback(f, codifferential(a, g)), codifferential(pullback(f, a), pulled), points);
  laws::same(pullback(f, inner(g, a, b)), inner(pulled, pullback(f, a), pullback(f, b)), points);
}

TEST_CASE("the metric of the unit sphere, pulled back from space") {
  const auto sphere = pullback<2>([](const auto& x) {
    using std::sin, std::cos;
    return std::array{sin(x[0]) * cos(x[1]), sin(x[0]) * sin(x[1]), cos(x[0])};
  }, flat_metric<3>());
  CHECK(sphere.metric(std::array{0.7, 0.3})[0][0] == Approx(1));
  CHECK(sphere.metric(std::array{0.7, 0.3})[1][1] == Approx(std::sin(0.7) * std::sin(0.7)));
  const auto height = form<0, 2>([](const auto& x) {
    using std::cos;
    return cos(x[0]);
  });
  laws::same(laplace_de_rham(height, sphere), 2 * height, {{0.7, 0.3}, {2.0, -1.0}});
}
