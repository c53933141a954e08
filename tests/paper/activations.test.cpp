// SPDX-License-Identifier: MIT
// Section 3.2: what a network without activations cannot learn, and one with them can.
#include <coframe/flows/adam.hpp>
#include <coframe/flows/landscape.hpp>
#include <coframe/losses.hpp>
#include <coframe/metric.hpp>
#include <coframe/models.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::MatrixXd;
using Z = std::complex<double>;

namespace {

const MatrixXd bits = (MatrixXd(2, 4) << 0, 0, 1, 1, 0, 1, 0, 1).finished(), exclusive = (MatrixXd(1, 4) << 0, 1, 1, 0).finished();

template <template <class> class Leaf>
struct Linear {
  Dense<Leaf> hidden, out;
  auto operator()(const auto& x) const { return out(hidden(x)); }
};
template <template <class> class Leaf>
struct Rectified {
  Dense<Leaf> hidden, out;
  auto operator()(const auto& x) const { return out(relu(hidden(x))); }
};
const auto loss = [](const auto& net) { return mean_squared_error(net(bits), exclusive); };

template <class Net>
Net trained(Net net, int steps) {
  Adam flow{.rate = 0.02};
  Recorder recorder;
  for (int k = 0; k < steps; ++k) flow.step(net, recorder.differential(net, loss));
  return net;
}

}  // namespace

TEST_CASE("3.2: a linear network cannot learn XOR: its best is the answer 1/2 to everything, at a mean square of 1/4", "[paper]") {
  std::mt19937 random(1);
  for (int k = 0; k < 3; ++k) {
    const auto net = trained(Linear<Value>{dense(2, 3, random, lecun), dense(3, 1, random, lecun)}, 3000);
    CHECK(loss(net) == Approx(0.25).epsilon(1e-6));
    CHECK((net(bits).array() - 0.5).abs().maxCoeff() < 1e-3);
  }
  // The least squares of all affine functions: no network without activations is more than one.
  MatrixXd design(4, 3);
  design << bits.transpose(), MatrixXd::Ones(4, 1);
  const Eigen::VectorXd best = design.colPivHouseholderQr().solve(exclusive.transpose());
  CHECK((design * best - exclusive.transpose()).squaredNorm() / 4 == Approx(0.25).epsilon(1e-14));
}

TEST_CASE("3.2: with one hidden layer of ReLUs XOR is exact: relu(a + b) - 2 relu(a + b - 1)", "[paper]") {
  Rectified<Value> net;
  net.hidden.W = MatrixXd::Ones(2, 2);
  net.hidden.b = Eigen::Vector2d(0, -1);
  net.out.W = Eigen::RowVector2d(1, -2);
  net.out.b = Eigen::VectorXd::Zero(1);
  CHECK(net(bits) == exclusive);
  CHECK(loss(net) == 0);
}

TEST_CASE("3.2: and it learns it, from most beginnings", "[paper]") {
  int learnt = 0;
  for (unsigned seed = 0; seed < 10; ++seed) {
    std::mt19937 random(seed);
    const auto net = trained(Rectified<Value>{dense(2, 8, random), dense(8, 1, random)}, 600);
    learnt += ((net(bits) - exclusive).array().abs() < 0.1).all();
  }
  CHECK(learnt >= 8);
}

TEST_CASE("3.2: the pullback through an activation is that of a sum of switches; the landscape is no longer a bowl", "[paper]") {
  // For fixed inputs of the switches relu is linear, so the pullback through it is the transpose of a masked matrix.
  std::mt19937 random(4);
  const Dense<Value> layer = dense(3, 5, random);
  const Eigen::VectorXd x = normal_like(random, Eigen::VectorXd(3)), w = normal_like(random, Eigen::VectorXd(5));
  const Eigen::VectorXd open = (layer(x).array() > 0).cast<double>();
  const auto pulled = pullback([&](const auto& u) { return relu(layer(u)); }, x, cotangent(w));
  CHECK((pulled.components() - layer.W.transpose() * open.asDiagonal() * w).norm() < 1e-14);
  CHECK((open.array() > 0).any());
  CHECK((open.array() == 0).any());
  // Linear regression curves up everywhere or not at all; the same data through one tanh cell has directions that curve down.
  const auto affine_loss = [](const auto& w) { return squared_norm(w(0) * bits.row(0) + w(1) * bits.row(1) - exclusive); };
  const auto bent_loss = [](const auto& w) { return squared_norm(tanh(w(0) * bits.row(0) + w(1) * bits.row(1)) - exclusive); };
  const Eigen::Vector2d far(2, -2);
  CHECK(signature(affine_loss, far).down == 0);
  CHECK(signature(bent_loss, far).down > 0);
}

TEST_CASE("1.3, 3.2: equal weights stay equal: cells of one layer may be exchanged, so the beginning must be random", "[paper]") {
  std::mt19937 random(2);
  Rectified<Value> net{dense(2, 4, random), dense(4, 1, random)};
  // Exchanged cells give the exchanged path.
  const auto exchanged = [](Rectified<Value> n) {
    n.hidden.W.row(0).swap(n.hidden.W.row(2)), std::swap(n.hidden.b(0), n.hidden.b(2)), n.out.W.col(0).swap(n.out.W.col(2));
    return n;
  };
  CHECK((flatten(trained(exchanged(net), 50)) - flatten(exchanged(trained(net, 50)))).norm() < 1e-12);
  // Cells that begin equal are therefore equal for ever, and all of them are one.
  net.hidden.W.rowwise() = Eigen::RowVector2d(0.7, 0.4);
  net.out.W.setConstant(0.3);
  const auto end = trained(net, 300);
  CHECK((end.hidden.W.rowwise() - end.hidden.W.row(0)).norm() < 1e-12);
  CHECK((end.hidden.W.row(0) - net.hidden.W.row(0)).norm() > 1e-2);
  CHECK(loss(end) > 0.1);
}

TEST_CASE("2.2, 3.2: one complex cell is enough: with bits ±1, XOR is the sign of Im z², z = a + ib", "[paper]") {
  // y = Im (w z)²: learn w from a poor beginning. The best is w² real and positive.
  Z w(0.3, 0.5);
  const auto cell = [](auto u, Z z) { return imag(u * z * u * z); };
  const auto wrong = [&](auto u) {
    return square(cell(u, Z(1, 1)) - 1) + square(cell(u, Z(1, -1)) + 1) + square(cell(u, Z(-1, 1)) + 1) + square(cell(u, Z(-1, -1)) - 1);
  };
  Descent flow{.rate = 0.01};
  for (int k = 0; k < 500; ++k) flow.step(w, differential(wrong, w));
  CHECK(wrong(w) < 1e-12);
  for (const double a : {-1., 1.})
    for (const double b : {-1., 1.}) CHECK(std::imag(std::pow(w * Z(a, b), 2)) == Approx(a * b).epsilon(1e-6));
}
