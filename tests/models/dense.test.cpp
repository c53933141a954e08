// SPDX-License-Identifier: MIT
// Layers: plain and traced runs agree, both maps of the affine operation are adjoint, first weights have their spread.
#include <coframe/calculus/differential.hpp>
#include <coframe/calculus/pullback.hpp>
#include <coframe/models.hpp>

#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

namespace {

template <class S>
auto random_point(std::mt19937& random, int m, int k, int n) {
  using M = Eigen::MatrixX<S>;
  return std::tuple(normal_like(random, M(m, k)), normal_like(random, M(k, n)),
                    normal_like(random, Eigen::VectorX<S>(m)));
}
const auto layer_map = [](const auto& W, const auto& X, const auto& b) { return affine(W, X, b); };

template <template <class> class Leaf>
struct Net {
  Dense<Leaf> hidden, out;
  auto operator()(const auto& x) const { return out(relu(hidden(x))); }
};

}  // namespace

TEMPLATE_TEST_CASE("the affine map is W X + b in every column", "[models]", double, float, Z) {
  std::mt19937 random(1);
  for (const auto& [m, k, n] : {std::tuple(3, 4, 5), {1, 1, 1}, {2, 7, 1}, {5, 1, 3}}) {
    const auto [W, X, b] = random_point<TestType>(random, m, k, n);
    const auto y = affine(W, X, b);
    static_assert(std::is_same_v<std::remove_const_t<decltype(y)>, Eigen::MatrixX<TestType>>);
    for (Eigen::Index i = 0; i < m; ++i)
      for (Eigen::Index j = 0; j < n; ++j) {
        TestType sum = b(i);
        for (Eigen::Index l = 0; l < k; ++l) sum += W(i, l) * X(l, j);
        CHECK(std::abs(y(i, j) - sum) <= 20 * std::numeric_limits<RealOf<TestType>>::epsilon() * (1 + std::abs(sum)));
      }
  }
}

TEMPLATE_TEST_CASE("affine: the pullback is adjoint to the pushforward, which is the limit of differences", "[models]",
                   double, Z) {
  std::mt19937 random(2);
  const auto x = random_point<TestType>(random, 3, 4, 5);
  const auto tangents = random_point<TestType>(random, 3, 4, 5);
  const auto v = transform_leaves<Tangent>(tangents, [](const auto& leaf) { return leaf; });
  const Cotangent<Eigen::MatrixX<TestType>> w(normal_like(random, Eigen::MatrixX<TestType>(3, 5)));
  auto program = record(layer_map, x);
  const auto y = program.pushforward(v);
  CHECK(pair(w, y) == Approx(pair(program.pullback(w), v)).epsilon(1e-13));
  // Affine in each argument and bilinear: the central difference has no error but rounding.
  const auto at = [&](double h) { return std::apply(layer_map, x + h * v); };
  CHECK(((at(0.5) - at(-0.5)) - y.components()).norm() < 1e-12);
  CHECK((program.value() - at(0)).norm() == 0);
}

TEST_CASE("affine: every argument alone, others plain", "[models]") {
  std::mt19937 random(3);
  const auto [W, X, b] = random_point<double>(random, 3, 4, 5);
  const Cotangent<Eigen::MatrixXd> w(normal_like(random, Eigen::MatrixXd(3, 5)));
  const auto all = pullback(layer_map, std::tuple(W, X, b), w);
  CHECK(pullback([&](const auto& u) { return affine(u, X, b); }, W, w).components() == std::get<0>(all).components());
  CHECK(pullback([&](const auto& u) { return affine(W, u, b); }, X, w).components() == std::get<1>(all).components());
  CHECK(pullback([&](const auto& u) { return affine(W, X, u); }, b, w).components() == std::get<2>(all).components());
  CHECK(pullback([&](const auto& u) { return affine(u, borrow(X), b); }, W, w).components() ==
        std::get<0>(all).components());
}

TEST_CASE("affine refuses shapes that do not fit", "[models]") {
  const Eigen::MatrixXd W(3, 4), X(5, 2), Y(4, 2);
  const Eigen::VectorXd b(3), c(2);
  CHECK_THROWS_AS(affine(W, X, b), ShapeError);
  CHECK_THROWS_AS(affine(W, Y, c), ShapeError);
}

TEST_CASE("a model runs on plain matrices and vectors, sample by sample, and traced alike", "[models]") {
  std::mt19937 random(4);
  const Net<Value> net{dense(4, 6, random), dense(6, 3, random)};
  const Eigen::MatrixXd X = normal_like(random, Eigen::MatrixXd(4, 7));
  const Eigen::MatrixXd y = net(X);
  for (Eigen::Index j = 0; j < 7; ++j) CHECK((net(Eigen::VectorXd(X.col(j))) - y.col(j)).norm() < 1e-14);
  CHECK(record([&](const auto& n) { return n(X); }, net).value() == y);
}

TEST_CASE("a complex layer is linear over the complex numbers", "[models]") {
  std::mt19937 random(5);
  auto layer = dense<Z>(3, 2, random);
  const Eigen::VectorXcd x = normal_like(random, Eigen::VectorXcd(3));
  const Z c(0.3, -0.7);
  CHECK((layer(Eigen::VectorXcd(c * x)) - c * layer(x)).norm() < 1e-14);
  const Dense<Tangent, Z> v = transform_leaves<Tangent>(dense<Z>(3, 2, random), [](const auto& leaf) { return leaf; });
  const auto push = [&](const auto& u) {
    return pushforward([&](const auto& l) { return l(x); }, layer, u).components();
  };
  Dense<Tangent, Z> iv = v;
  iv.W.components() *= Z(0, 1), iv.b.components() *= Z(0, 1);
  CHECK((push(iv) - Z(0, 1) * push(v)).norm() < 1e-14);
}

TEST_CASE("first weights have the spread asked for, and zero bias", "[models]") {
  std::mt19937 random(6);
  const auto check = [&](const auto& layer, double spread) {
    const double n = static_cast<double>(layer.W.size());
    CHECK(layer.W.squaredNorm() / n == Approx(spread * spread).epsilon(5 * std::sqrt(2 / n)));
    CHECK(std::abs(layer.W.mean()) < 5 * spread / std::sqrt(n));
    CHECK(layer.b.norm() == 0);
    CHECK(layer.b.size() == layer.W.rows());
  };
  check(dense(200, 100, random), std::sqrt(2. / 200));
  check(dense(200, 100, random, glorot), std::sqrt(2. / 300));
  check(dense<Z>(200, 100, random), std::sqrt(2. / 200));
  check(dense<float>(200, 100, random, lecun), std::sqrt(1. / 200));
  CHECK_THROWS_AS(dense(0, 3, random), EmptyInput);
  CHECK_THROWS_AS(dense(3, 0, random), EmptyInput);
}

TEST_CASE("He's spread keeps the size of signals through many relu layers", "[models]") {
  std::mt19937 random(7);
  const auto activation = [](const auto& x) { return relu(x); };
  const auto deep = perceptron(std::vector<Eigen::Index>(11, 200), activation, random);
  const Eigen::MatrixXd x = normal_like(random, Eigen::MatrixXd(200, 20));
  const double ratio = deep(x).squaredNorm() / x.squaredNorm();
  CHECK(ratio > 0.3);
  CHECK(ratio < 6);
}

TEST_CASE("a perceptron is its layers one after the other", "[models]") {
  std::mt19937 random(8);
  const auto activation = [](const auto& x) { return relu(x); };
  const auto model = perceptron({4, 5, 6, 2}, activation, random);
  const Eigen::MatrixXd x = normal_like(random, Eigen::MatrixXd(4, 3));
  const auto& l = model.layers;
  CHECK(model(x) == l[2](relu(l[1](relu(l[0](x))))));
  const auto loss = [&](const auto& m) { return squared_norm(m(x)); };
  const auto by_hand = [&](const auto& m) {
    return squared_norm(m.layers[2](relu(m.layers[1](relu(m.layers[0](x))))));
  };
  CHECK(flatten(differential(loss, model)) == flatten(differential(by_hand, model)));
  CHECK_THROWS_AS(perceptron({4}, activation, random), EmptyInput);
  CHECK_THROWS_AS((Perceptron<Value, decltype(activation)>{{}, activation}(x)), EmptyInput);
}
