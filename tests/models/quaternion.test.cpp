// SPDX-License-Identifier: MIT
// Quaternions: their algebra, their gradients in the Euclidean metric, and descent that turns with them.
#include <coframe/calculus.hpp>
#include <coframe/check.hpp>
#include <coframe/flows/momentum.hpp>
#include <coframe/metric/gradient.hpp>
#include <coframe/models/quaternion.hpp>

#include "catch.hpp"

using namespace coframe;
using H = Quaternion<Value>;

namespace {

H draw(std::mt19937& random) {
  std::normal_distribution<double> normal;
  const double w = normal(random), x = normal(random), y = normal(random);
  return {w, x, y, normal(random)};
}
double distance(const H& p, const H& q) { return abs(p - q); }
H vector_of(const Over<H, Tangent>& v) { return {v.w.components(), v.x.components(), v.y.components(), v.z.components()}; }

}  // namespace

TEST_CASE("i² = j² = k² = ijk = -1, and the algebra is associative, normed and conjugated", "[models][numbers]") {
  const H one{1, 0, 0, 0}, i{0, 1, 0, 0}, j{0, 0, 1, 0}, k{0, 0, 0, 1};
  for (const H& u : {i, j, k}) CHECK(distance(u * u, -one) == 0);
  CHECK(distance(i * j * k, -one) == 0);
  CHECK(distance(i * j + j * i, H{}) == 0);
  std::mt19937 random(1);
  for (int n = 0; n < 20; ++n) {
    const H p = draw(random), q = draw(random), r = draw(random);
    CHECK(distance((p * q) * r, p * (q * r)) < 1e-13);
    CHECK(distance(p * (q + r), p * q + p * r) < 1e-13);
    CHECK(distance(conj(p * q), conj(q) * conj(p)) < 1e-13);
    CHECK(abs2(p * q) == Approx(abs2(p) * abs2(q)).epsilon(1e-13));
    CHECK(distance(q * inverse(q), one) < 1e-14);
    CHECK(distance(p * abs2(q), p * q * conj(q)) < 1e-13);
    const H v{0, q.x, q.y, q.z}, turned = rotate(unit(p), v);
    CHECK(std::abs(turned.w) < 1e-14);
    CHECK(abs(turned) == Approx(abs(v)).epsilon(1e-13));
  }
}

TEST_CASE("the gradient of |qp - r|² is 2 (qp - r) p̄, and of |pq - r|² it is 2 p̄ (pq - r)", "[models][numbers]") {
  std::mt19937 random(2);
  for (int n = 0; n < 10; ++n) {
    const H q = draw(random), p = draw(random), r = draw(random);
    const auto right = gradient([&](const auto& u) { return abs2(u * p - r); }, q);
    const auto left = gradient([&](const auto& u) { return abs2(p * u - r); }, q);
    CHECK(distance(vector_of(right), 2 * (q * p - r) * conj(p)) < 1e-13);
    CHECK(distance(vector_of(left), 2 * conj(p) * (p * q - r)) < 1e-13);
  }
}

TEST_CASE("what pulls back through q ↦ qp is multiplication by p̄", "[models][numbers]") {
  std::mt19937 random(3);
  const H q = draw(random), p = draw(random), w = draw(random);
  const auto back = pullback([&](const auto& u) { return u * p; }, q, transform_leaves<Cotangent>(w, [](double c) { return c; }));
  CHECK(distance(vector_of(sharp(euclidean, back)), w * conj(p)) < 1e-14);
}

TEST_CASE("traced programs of quaternions pass the checks, first and second order", "[models][numbers]") {
  std::mt19937 random(4);
  const H q = draw(random), p = draw(random), v{0, 1, -2, 0.5};
  const auto program = [&](const auto& u) { return abs2(rotate(unit(u), v) - p) + log(abs(inverse(u) * p - 0.5 * u)) + (u / 2 + p * u).z; };
  CHECK(check_gradient(program, q));
  CHECK(check_gradient([](const auto& a, const auto& b) { return abs2(a * b - b * a) * a.w; }, q, p));
  CHECK(check_gradient([](const auto& a) { return a * a * conj(a); }, q));
  const Eigen::MatrixXd second = hessian(program, q);
  CHECK((second - second.transpose()).norm() < 1e-12 * second.norm());
  // |qp - r|² has the Hessian 2|p|².
  CHECK((hessian([&](const auto& u) { return abs2(u * p - v); }, q) - 2 * abs2(p) * Eigen::MatrixXd::Identity(4, 4)).norm() < 1e-13);
}

TEST_CASE("a unit quaternion turns the parameters, their losses and the paths of their flows alike", "[models][numbers]") {
  std::mt19937 random(5);
  const H turn = unit(draw(random)), p = draw(random), r = draw(random);
  const auto loss = [&](const auto& q) { return abs2(q * p * q - r) + 0.1 * q.x; };
  const auto law = [&](auto flow) {
    H q = draw(random), u = turn * q;
    const H before = q;
    auto turned = flow;
    for (int n = 0; n < 40; ++n) {
      flow.step(q, differential(loss, q));
      turned.step(u, differential([&](const auto& s) { return loss(conj(turn) * s); }, u));
    }
    CHECK(distance(u, turn * q) < 1e-12);
    CHECK(distance(q, before) > 0.1);
  };
  law(Descent{.rate = 2e-3});
  law(Momentum{.rate = 1e-3, .beta = 0.8});
}

TEST_CASE("a vector of quaternions is a model: a rotation is learned from pairs", "[models][numbers]") {
  std::mt19937 random(6);
  const H truth = unit(draw(random));
  std::vector<std::pair<H, H>> data;
  for (int n = 0; n < 5; ++n) {
    H v = draw(random);
    v.w = 0;
    data.emplace_back(v, rotate(truth, v));
  }
  std::vector<H> model{unit(draw(random)), H{1, 0, 0, 0}};   // two rotations, one after the other
  Momentum flow{.rate = 0.02, .beta = 0.9};
  for (int n = 0; n < 500; ++n)
    flow.step(model, differential(
                         [&](const auto& m) {
                           Real total = 0;
                           for (const auto& [v, u] : data) total += abs2(rotate(unit(m[1] * m[0]), v) - u);
                           return total;
                         },
                         model));
  const H found = unit(model[1] * model[0]);
  CHECK(std::min(distance(found, truth), distance(found, -truth)) < 1e-6);
}
