// SPDX-License-Identifier: MIT
// Section 2.1: the metric of the layers. (eqs. 7–10, freezing and stiffness)
#include <coframe/calculus/differential.hpp>
#include <coframe/flows/adam.hpp>
#include <coframe/losses.hpp>
#include <coframe/metric.hpp>
#include <coframe/models.hpp>

#include <Eigen/LU>

#include "catch.hpp"

using namespace coframe;
using Eigen::Matrix2d, Eigen::MatrixXd;

namespace {

using Deep = Perceptron<Value, decltype([](const auto& x) { return tanh(x); })>;
/// Nine layers, as in the paper's example, and examples to learn.
struct Task {
  Deep net;
  MatrixXd x, y;
  auto loss() const {
    return [this](const auto& net) { return mean_squared_error(net(x), y); };
  }
};
Task task() {
  std::mt19937 random(3);
  return {perceptron({3, 4, 4, 4, 4, 4, 4, 4, 4, 2}, Deep{}.activation, random, glorot), normal_like(random, MatrixXd(3, 20)),
          0.5 * normal_like(random, MatrixXd(2, 20))};
}
bool same_bits(const MatrixXd& a, const MatrixXd& b) {
  return std::memcmp(a.data(), b.data(), sizeof(double) * static_cast<std::size_t>(a.size())) == 0;
}
bool same_bits(const Dense<Value>& a, const Dense<Value>& b) { return same_bits(a.W, b.W) && same_bits(a.b, b.b); }
bool within_one_ulp(double value, double expected) {
  return std::abs(value - expected) <= std::abs(std::nextafter(expected, 2 * expected) - expected);
}

}  // namespace

TEST_CASE("(7) dW = -g^ ∂L/∂W η dt, g^ coupling two layers: the hand result", "[paper]") {
  // L = a₀ + 2a₁ - b₀ + 3b₁, so the forces on a are (1, 2) and on b (-1, 3); g^ = [[2, 1], [1, 3]] between the layers.
  using X = std::tuple<Eigen::Vector2d, Eigen::Vector2d>;
  X x{{0, 0}, {0, 0}};
  const auto loss = [](const auto& a, const auto& b) { return a(0) + 2 * a(1) - b(0) + 3 * b(1); };
  const Coupled g(x, (Matrix2d() << 2, 1, 1, 3).finished());
  Descent flow{.rate = 0.1};
  flow.step(x, g, differential(loss, std::get<0>(x), std::get<1>(x)));
  CHECK((std::get<0>(x) - -0.1 * Eigen::Vector2d(2 * 1 - 1, 2 * 2 + 3)).norm() < 1e-15);
  CHECK((std::get<1>(x) - -0.1 * Eigen::Vector2d(1 - 3 * 1, 2 + 3 * 3)).norm() < 1e-15);
  CHECK(loss(std::get<0>(x), std::get<1>(x)) < 0);
}

TEST_CASE("(8) ds² = g_ij dWⁱ dWʲ, the same in every chart", "[paper]") {
  const Matrix2d lower = (Matrix2d() << 2, 0.5, 0.5, 1).finished();
  const auto g = DenseMetric::of_metric(lower);
  const Eigen::Vector2d v(0.3, -0.7);
  CHECK(inner(g, tangent(v), tangent(v)) == Approx(2 * 0.09 - 2 * 0.5 * 0.21 + 0.49).epsilon(1e-14));
  CHECK(norm(Scaled(0.25, g), tangent(v)) == Approx(2 * norm(g, tangent(v))).epsilon(1e-14));  // g^ a quarter: g fourfold, lengths double
  // W = A w: v becomes A v, and g_ij A⁻ᵀ g A⁻¹.
  const Matrix2d a = (Matrix2d() << 1, 2, -0.5, 3).finished(), b = a.inverse(), changed = b.transpose() * lower * b;
  const auto moved = tangent(Eigen::Vector2d(a * v));
  const auto there = DenseMetric::of_metric((changed + changed.transpose()) / 2);
  CHECK(inner(there, moved, moved) == Approx(inner(g, tangent(v), tangent(v))).epsilon(1e-13));
}

TEST_CASE("(9) g^ and g are inverse; the g^ = 0 of a frozen layer has no g, and flat refuses it", "[paper]") {
  const Matrix2d lower = (Matrix2d() << 2, 0.5, 0.5, 1).finished();
  const auto g = DenseMetric::of_metric(lower);
  CHECK((g.cometric() * lower - Matrix2d::Identity()).norm() < 1e-15);
  for (int i = 0; i < 2; ++i) {
    const auto w = cotangent(Eigen::Vector2d(Eigen::Vector2d::Unit(i)));
    CHECK((flat(g, sharp(g, w)) - w).components().norm() < 1e-15);
  }
  const std::vector<double> x{1, 2};
  const auto frozen = layered(x).freeze(0);
  const auto v = sharp(frozen, cotangent(x));
  CHECK(v[0].components() == 0);
  CHECK(dual_norm(frozen, cotangent(x)) == 2);
  CHECK_THROWS_AS(flat(frozen, v), DegenerateMetric);
}

TEST_CASE("(10) the norm of a layer is Frobenius', the sum of the squares of its elements weighted by g", "[paper]") {
  using X = std::tuple<MatrixXd, Eigen::MatrixXcd>;
  std::mt19937 random(5);
  const X x{normal_like(random, MatrixXd(2, 3)), normal_like(random, Eigen::MatrixXcd(3, 2))};
  const auto v = std::tuple(tangent(std::get<0>(x)), tangent(std::get<1>(x)));
  double first = 0, second = 0;
  for (int i = 0; i < 6; ++i) first += std::pow(std::get<0>(x)(i), 2), second += std::norm(std::get<1>(x)(i));
  CHECK(inner(euclidean, v, v) == Approx(first + second).epsilon(1e-14));
  CHECK((std::get<0>(x).transpose() * std::get<0>(x)).trace() == Approx(first).epsilon(1e-14));
  CHECK((std::get<1>(x).adjoint() * std::get<1>(x)).trace().real() == Approx(second).epsilon(1e-14));
  const auto g = layered(x).stiffness([](const X& t) -> auto& { return std::get<0>(t); }, 7);
  CHECK(inner(g, v, v) == Approx(7 * first + second).epsilon(1e-14));
}

TEST_CASE("2.1: six layers frozen by g^ = 0 stay as they are, bit by bit, while three learn", "[paper]") {
  const auto t = task();
  const auto train = [&](auto flow) {
    auto net = t.net;
    auto g = layered(net);
    for (int i = 0; i < 6; ++i) g.freeze(&Deep::layers, i);
    for (int k = 0; k < 200; ++k) flow.step(net, g, differential(t.loss(), net));
    for (std::size_t i = 0; i < 9; ++i) CHECK(same_bits(net.layers[i], t.net.layers[i]) == (i < 6));
    return t.loss()(net);
  };
  const double before = t.loss()(t.net);
  CHECK(train(Descent{.rate = 0.1, .decay = 1e-3}) < 0.9 * before);
  CHECK(train(Adam{.rate = 1e-2, .decay = 1e-3}) < 0.9 * before);
}

TEST_CASE("2.1: a stiffness of 100 slows a layer to exactly 1/100, as a rate of 1/100 for it would", "[paper]") {
  const auto t = task();
  auto free = t.net, stiff = t.net;
  auto g = layered(t.net);
  for (int i = 0; i < 6; ++i) g.stiffness(&Deep::layers, i, 100);
  const auto dL = differential(t.loss(), t.net);
  const auto fast = sharp(euclidean, dL), slow = sharp(g, dL);
  for (std::size_t i = 0; i < 9; ++i)
    for (Eigen::Index k = 0; k < fast.layers[i].W.size(); ++k)
      CHECK(within_one_ulp(slow.layers[i].W(k), fast.layers[i].W(k) / (i < 6 ? 100 : 1)));
  // Layers by rates of their own, in the plain metric.
  Descent flow{.rate = 0.1}, quick{.rate = 0.1}, careful{.rate = 0.1 / 100};
  for (int k = 0; k < 20; ++k) {
    flow.step(stiff, g, differential(t.loss(), stiff));
    const auto force = differential(t.loss(), free);
    auto low = free;
    quick.step(free, force);
    careful.step(low, force);
    for (std::size_t i = 0; i < 6; ++i) free.layers[i] = low.layers[i];
  }
  CHECK((flatten(free) - flatten(stiff)).norm() < 1e-13);
  CHECK((flatten(free) - flatten(t.net)).norm() > 1e-2);
}

TEST_CASE("2.1: under Adam a stiffness divides what Adam does, where a force divided by it would do nothing", "[paper]") {
  const auto step = [](const auto& g, double force) {
    double x = 0;
    Adam{.rate = 0.01, .epsilon = 1e-300}.step(x, g, cotangent(force));
    return x;
  };
  CHECK(step(layered(0.).stiffness(100), 3.) == Approx(-0.0001).epsilon(1e-14));
  CHECK(step(euclidean, 3. / 100) == Approx(-0.01).epsilon(1e-14));
}

TEST_CASE("2.1: groups of cells within a layer have stiffnesses of their own", "[paper]") {
  // A layer of two types of cells: its first two rows are ten times stiffer than the third.
  MatrixXd W = MatrixXd::Zero(3, 2), weights = MatrixXd::Ones(3, 2);
  weights.topRows(2).setConstant(0.1);
  const auto loss = [](const auto& w) { return sum(w); };
  Descent{.rate = 1}.step(W, Diagonal(weights), differential(loss, W));
  CHECK(W.topRows(2).isApproxToConstant(-0.1, 1e-15));
  CHECK(W.row(2).isApproxToConstant(-1, 1e-15));
}
