// SPDX-License-Identifier: MIT
// sharp and flat: inverse to each other, symmetric, positive; the gradient is the steepest direction.
#include <coframe/metric.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {

using Spot = std::tuple<std::complex<double>, Eigen::MatrixXd, Eigen::VectorXcd, double>;

Spot random_spot(std::mt19937& random) {
  const Spot shape{0, Eigen::MatrixXd(2, 3), Eigen::VectorXcd(2), 0};
  return map_leaves(shape, [&](const auto& leaf) { return normal_like(random, leaf); });
}
Over<Spot, Cotangent> random_covector(std::mt19937& random) {
  return transform_leaves<Cotangent>(random_spot(random), [](const auto& leaf) { return leaf; });
}
Over<Spot, Tangent> random_vector(std::mt19937& random) {
  return transform_leaves<Tangent>(random_spot(random), [](const auto& leaf) { return leaf; });
}
Eigen::MatrixXd random_spd(Eigen::Index n, std::mt19937& random) {
  const Eigen::MatrixXd a = normal_like(random, Eigen::MatrixXd(n, n));
  return a * a.transpose() + Eigen::MatrixXd::Identity(n, n);
}
Spot random_weights(std::mt19937& random) {
  Spot weights = random_spot(random);
  for_each_leaf(
      [](auto& leaf) {
        using L = std::remove_cvref_t<decltype(leaf)>;
        if constexpr (Scalar<L>)
          leaf = std::abs(leaf) + 0.1;
        else
          leaf = leaf.array().abs().template cast<typename L::Scalar>() + 0.1;
      },
      weights);
  return weights;
}

template <class F>
void for_each_metric(F&& f) {
  std::mt19937 random(1);
  const Spot x = random_spot(random);
  const Eigen::MatrixXd spd = random_spd(dimension(x), random);
  f(euclidean, "euclidean");
  f(Euclidean(ComplexMetric{.g_zzbar = 2}), "another complex metric");
  f(Scaled(0.3), "scaled");
  f(Diagonal<Spot>(random_weights(random)), "diagonal");
  f(Scaled(2, Diagonal<Spot>(random_weights(random))), "scaled diagonal");
  f(DenseMetric(spd), "dense");
  f(layered(x).stiffness(
        [](const Spot& p) -> auto& { return std::get<1>(p); }, 7),
    "layered");
  f(layered(x, DenseMetric(spd))
        .stiffness(
            [](const Spot& p) -> auto& { return std::get<2>(p); }, 7),
    "layered dense");
}

double distance(const Over<Spot, Cotangent>& a, const Over<Spot, Cotangent>& b) {
  return dual_norm(euclidean, a - b);
}

}  // namespace

TEST_CASE("flat undoes sharp in every metric (eq. 9)", "[metric]") {
  for_each_metric([](const auto& g, const char* name) {
    INFO(name);
    std::mt19937 random(2);
    const auto w = random_covector(random);
    CHECK(distance(flat(g, sharp(g, w)), w) < 1e-12);
    CHECK(distance(lower(g, raise(g, w)), w) < 1e-12);
    auto v = random_vector(random);
    sharp(g, w, v);
    CHECK(flatten(v) == flatten(sharp(g, w)));
  });
}

TEST_CASE("sharp is symmetric and positive in every metric", "[metric]") {
  for_each_metric([](const auto& g, const char* name) {
    INFO(name);
    std::mt19937 random(3);
    for (int k = 0; k < 20; ++k) {
      const auto a = random_covector(random), b = random_covector(random);
      CHECK(pair(a, sharp(g, b)) == Approx(pair(b, sharp(g, a))).epsilon(1e-12).margin(1e-12));
      CHECK(pair(a, sharp(g, a)) > 0);
    }
  });
}

TEST_CASE("the dual norm is the largest pairing with vectors of length 1, reached by sharp (eqs. 20, 21)", "[metric]") {
  for_each_metric([](const auto& g, const char* name) {
    INFO(name);
    std::mt19937 random(4);
    const auto w = random_covector(random);
    const auto steepest = sharp(g, w) / norm(g, sharp(g, w));
    CHECK(norm(g, steepest) == Approx(1).epsilon(1e-12));
    CHECK(pair(w, steepest) == Approx(dual_norm(g, w)).epsilon(1e-12));
    double best = 0;
    for (int k = 0; k < 1000; ++k) {
      const auto v = random_vector(random);
      best = std::max(best, pair(w, v) / norm(g, v));
      const auto near = steepest + 0.05 * v;
      best = std::max(best, pair(w, near) / norm(g, near));
    }
    CHECK(best <= dual_norm(g, w) * (1 + 1e-12));
    CHECK(best > 0.98 * dual_norm(g, w));
  });
}

TEST_CASE("inner is what flat says, and has the parallelogram law", "[metric]") {
  for_each_metric([](const auto& g, const char* name) {
    INFO(name);
    std::mt19937 random(5);
    const auto u = random_vector(random), v = random_vector(random);
    CHECK(inner(g, u, v) == Approx(inner(g, v, u)).epsilon(1e-11));
    const auto square = [&](const auto& x) { return norm(g, x) * norm(g, x); };
    CHECK(square(u + v) + square(u - v) == Approx(2 * square(u) + 2 * square(v)).epsilon(1e-11));
  });
}

TEST_CASE("the Euclidean metric sums the squares of all real coordinates (eqs. 8, 10)", "[metric]") {
  std::mt19937 random(6);
  const auto v = random_vector(random);
  CHECK(norm(euclidean, v) == Approx(flatten(v).norm()).epsilon(1e-14));
  CHECK(inner(Scaled(4), v, v) == Approx(flatten(v).squaredNorm() / 4).epsilon(1e-14));
}

TEST_CASE("samples have the covariance g^", "[metric]") {
  for_each_metric([](const auto& g, const char* name) {
    INFO(name);
    std::mt19937 random(7);
    const Spot x = random_spot(random);
    const auto w = random_covector(random);
    const int n = 4000;
    double sum = 0, squares = 0;
    for (int k = 0; k < n; ++k) {
      const double y = pair(w, g.sample(random, x));
      sum += y, squares += y * y;
    }
    const double variance = pair(w, sharp(g, w));
    CHECK(std::abs(sum / n) < 4 * std::sqrt(variance / n));
    CHECK(squares / n == Approx(variance).epsilon(4 * std::sqrt(2.0 / n)));
  });
}

TEST_CASE("metrics refuse what is no metric", "[metric]") {
  CHECK_THROWS_AS(Scaled(0), DomainError);
  CHECK_THROWS_AS(Scaled(-1), DomainError);
  CHECK_THROWS_AS(Diagonal(std::tuple(1.0, -1.0)), DomainError);
  CHECK_THROWS_AS(Diagonal(std::tuple(std::complex<double>(1, 1))), DomainError);
  CHECK_THROWS_AS(DenseMetric(Eigen::MatrixXd::Ones(2, 3)), ShapeError);
  CHECK_THROWS_AS(DenseMetric(-Eigen::MatrixXd::Identity(2, 2)), DomainError);
  CHECK_THROWS_AS(DenseMetric((Eigen::MatrixXd(2, 2) << 2, 1, 0, 2).finished()), DomainError);
  CHECK_THROWS_AS(sharp(DenseMetric(Eigen::MatrixXd::Identity(2, 2)), cotangent(Eigen::Vector3d(1, 2, 3))), ShapeError);
  CHECK_THROWS_AS(sharp(Euclidean(ComplexMetric{.g_zzbar = -1}), cotangent(std::complex<double>(1, 2))), DomainError);
}

TEST_CASE("a dense metric can be given by its inverse", "[metric]") {
  std::mt19937 random(8);
  const Eigen::MatrixXd g = random_spd(4, random);
  const auto v = tangent(normal_like(random, Eigen::VectorXd(4)));
  CHECK(inner(DenseMetric::of_metric(g), v, v) == Approx(v.components().dot(g * v.components())).epsilon(1e-12));
}
