// SPDX-License-Identifier: MIT
// Section 3.1: how rare minima are in many dimensions, and how saddles are left.
#include <coframe/flows/descent.hpp>
#include <coframe/flows/elastic_band.hpp>
#include <coframe/flows/landscape.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include <bit>
#include <numbers>

#include "catch.hpp"

using namespace coframe;
using Eigen::MatrixXd, Eigen::Vector2d, Eigen::VectorXd;

namespace {

/// Π cos wᵢ: at multiples of π every Hessian is diagonal.
const auto waves = [](const auto& w) { return cos(w(0)) * cos(w(1)) * cos(w(2)); };

/// The share of minima among the critical points of random parabolas wᵗHw, as their Morse index tells.
template <class Hessian>
double share_of_minima(const Hessian& hessian, int trials) {
  std::mt19937 random(3);
  int minima = 0, mistaken = 0;
  for (int k = 0; k < trials; ++k) {
    const MatrixXd H = hessian(random);
    const auto parabola = [&](const auto& w) { return dot(w, H * w); };
    const bool minimum = morse_index(parabola, VectorXd(VectorXd::Zero(H.rows()))) == 0;
    minima += minimum;
    mistaken += minimum != (Eigen::LLT<MatrixXd>(H).info() == Eigen::Success);  // which all of curvatures > 0 have
  }
  CHECK(mistaken == 0);
  return minima / static_cast<double>(trials);
}
MatrixXd symmetric(Eigen::Index n, std::mt19937& random) {
  const MatrixXd a = normal_like(random, MatrixXd(n, n));
  return (a + a.transpose()) / 2;
}

}  // namespace

TEST_CASE("3.1: a critical point is D equations, and each direction may curve up or down: all 2^D signatures occur", "[paper]") {
  const double pi = std::numbers::pi;
  std::vector<bool> seen(8);
  for (const unsigned place : {0u, 1u, 2u, 3u, 4u, 5u, 6u, 7u}) {
    VectorXd signs(3);
    for (int i = 0; i < 3; ++i) signs[i] = place >> i & 1 ? -1 : 1;
    const auto loss = [&](const auto& w) { return sum(signs.array() * cos(w.array())); };
    const auto found = critical_point(loss, VectorXd(VectorXd::Constant(3, 0.3)));
    REQUIRE(found.converged);
    CHECK(differential(loss, found.x).components().norm() < 1e-9);  // D equations, not D - 1
    CHECK(found.x.norm() < 1e-8);
    CHECK(morse_index(loss, found.x) == 3 - std::popcount(place));
    seen[place] = true;
  }
  CHECK(std::count(seen.begin(), seen.end(), true) == 8);
  // cos cos cos: of its critical points at multiples of π, maxima and minima alternate, and between them lie saddles.
  CHECK(morse_index(waves, Eigen::Vector3d(0, 0, 0)) == 3);
  CHECK(morse_index(waves, Eigen::Vector3d(pi, 0, 0)) == 0);
  CHECK(signature(waves, Eigen::Vector3d(pi / 2, pi / 2, 0)) == Signature{1, 1, 1});
}

TEST_CASE("3.1: minima are 2^-D of critical points if the signs of curvatures are independent", "[paper]") {
  const int trials = 10000;
  for (const Eigen::Index n : {1, 2, 4, 6}) {
    const double p = std::pow(2., -n);
    const auto hessian = [n](std::mt19937& random) { return MatrixXd(normal_like(random, VectorXd(n)).asDiagonal()); };
    CHECK(share_of_minima(hessian, trials) == Approx(p).margin(4 * std::sqrt(p * (1 - p) / trials)));
  }
  // And indices are binomial, here for D = 3, where curvatures are negative once in four: 27 : 27 : 9 : 1.
  std::mt19937 random(5);
  const double expected[] = {27. / 64, 27. / 64, 9. / 64, 1. / 64};
  std::array<int, 4> seen{};
  for (int k = 0; k < 3000; ++k) {
    Eigen::Vector3d c = normal_like(random, Eigen::Vector3d()).cwiseAbs();
    for (double& curvature : c)
      if (random() % 4 == 0) curvature *= -1;
    const auto parabola = [&](const auto& w) { return sum(c.array() * square(w.array())); };
    ++seen[static_cast<std::size_t>(morse_index(parabola, Eigen::Vector3d(1, 1, 1)))];
  }
  double chi2 = 0;
  for (std::size_t i = 0; i < 4; ++i) chi2 += std::pow(seen[i] - 3000 * expected[i], 2) / (3000 * expected[i]);
  CHECK(chi2 < 16.3);  // 3 degrees of freedom: 1 in 1000
}

TEST_CASE("3.1: of random symmetric Hessians fewer are: (2 - √2)/4 at D = 2, (π - 2√2)/4π at D = 3", "[paper]") {
  const int trials = 10000;
  const double pi = std::numbers::pi;
  const auto of = [&](Eigen::Index n) { return share_of_minima([n](std::mt19937& random) { return symmetric(n, random); }, trials); };
  const auto near = [&](double p) { return Approx(p).margin(4 * std::sqrt(p * (1 - p) / trials)); };
  CHECK(of(2) == near((2 - std::sqrt(2)) / 4));
  CHECK(of(3) == near((pi - 2 * std::sqrt(2)) / (4 * pi)));
  CHECK(of(5) < 1e-3);  // where 2^-D would be 0.03
}

TEST_CASE("3.1: the signature by Hessian-vector products alone is that of the whole Hessian", "[paper]") {
  std::mt19937 random(5);
  for (int k = 0; k < 5; ++k) {
    const MatrixXd H = symmetric(8, random);
    const VectorXd x = normal_like(random, VectorXd(8));
    const auto loss = [&](const auto& w) { return 0.5 * dot(w, H * w) + sum(square(square((w - x).array()))); };
    const VectorXd values = Eigen::SelfAdjointEigenSolver<MatrixXd>(H).eigenvalues();
    CHECK((curvatures(loss, x).values - values).norm() < 1e-10);
    CHECK((hessian(loss, x) - H).norm() < 1e-13);
    CHECK(signature(loss, x).down == (values.array() < 0).count());
  }
}

TEST_CASE("3.1: a saddle has a way out, along the direction that curves down, and descent from near it takes it", "[paper]") {
  const auto saddle = [](const auto& w) { return 0.5 * w(0) * w(0) - 0.5 * w(1) * w(1) + 0.25 * square(square(w(1))); };
  const auto at = critical_point(saddle, Vector2d(0.2, 0.1));
  REQUIRE(at.converged);
  CHECK(morse_index(saddle, at.x) == 1);
  const Vector2d out = escape_saddle(saddle, at.x);
  CHECK(std::abs(out(0)) < 1e-9);
  CHECK(saddle(out) < saddle(at.x) - 0.1);
  Vector2d x(0.3, 1e-6);
  Descent flow{.rate = 0.1};
  for (int k = 0; k < 500; ++k) flow.step(x, differential(saddle, x));
  CHECK((x - Vector2d(0, 1)).norm() < 1e-10);
  CHECK(morse_index(saddle, x) == 0);
  const auto found = minimum(saddle, Vector2d(0.3, 1e-3));   // Newton's own steps would end in the saddle
  CHECK(found.converged);
  CHECK((found.x - Vector2d(0, 1)).norm() < 1e-9);
}

TEST_CASE("3.1: minima of a net that are one another's permutations are joined by a way far lower than the straight one", "[paper]") {
  // One hidden layer of two cells a·tanh(b x): exchanging the cells is a symmetry, and joins two minima.
  const VectorXd x = VectorXd::LinSpaced(9, -2, 2), y = (1.5 * x).array().tanh() - 0.5 * (0.4 * x).array().tanh();
  const auto loss = [&](const auto& w) {
    const auto& [a, b, c, d] = w;
    return squared_norm(a * tanh(b * x) + c * tanh(d * x) - y);
  };
  const std::array<double, 4> one{1, 1.5, -0.5, 0.4}, other{-0.5, 0.4, 1, 1.5};
  const auto connect = [&](int steps) {
    return ElasticBand{.images = 15, .rate = 0.01, .climb = false, .force = 1e-3, .most_steps = steps}.connect(loss, one, other);
  };
  CHECK(loss(one) < 1e-28);
  CHECK(loss(other) < 1e-28);
  const auto band = connect(800);
  CHECK(band.barrier() < 0.05 * connect(0).barrier());
  // It is a way: no image has slid down it to an end.
  std::vector<double> gaps;
  for (std::size_t i = 0; i + 1 < band.images.size(); ++i) gaps.push_back(norm(euclidean, displacement(band.images[i], band.images[i + 1])));
  const auto [least, most] = std::minmax_element(gaps.begin(), gaps.end());
  CHECK(*most < 1.5 * *least);
}
