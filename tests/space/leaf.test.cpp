// SPDX-License-Identifier: MIT
#include "coframe/space/leaf.hpp"

#include "catch.hpp"
#include "coframe/base/error.hpp"
#include "models.hpp"

using namespace coframe;
using namespace space_test;

static_assert(Scalar<double> && Scalar<std::complex<float>> && !Scalar<int> && !Scalar<std::complex<int>>);
static_assert(DenseLeaf<Eigen::MatrixXcd> && DenseLeaf<Eigen::Array33f> && DenseLeaf<const Eigen::VectorXd&>);
static_assert(!DenseLeaf<Eigen::MatrixXi> && !DenseLeaf<Eigen::Map<Eigen::MatrixXd>> &&
              !DenseLeaf<decltype(2.0 * Eigen::MatrixXd())>);
static_assert(!Leaf<bool> && !Leaf<std::string> && !Leaf<std::vector<double>>);
static_assert(std::is_same_v<ScalarOf<Eigen::MatrixXcf>, std::complex<float>> && std::is_same_v<RealOf<Eigen::MatrixXcf>, float>);

TEST_CASE("a complex coordinate counts two", "[space]") {
  CHECK(dimension(1.0f) == 1);
  CHECK(dimension(std::complex<double>(1, 2)) == 2);
  CHECK(dimension(Eigen::MatrixXd(3, 4)) == 12);
  CHECK(dimension(Eigen::Array2cf()) == 4);
  CHECK(dimension(Eigen::MatrixXd(0, 4)) == 0);
}

TEST_CASE("component_pair is Re tr(A^H B)", "[space]") {
  std::mt19937 random{3};
  for (const auto& [rows, cols] : {std::pair{2, 3}, {1, 1}, {4, 1}, {0, 3}}) {
    const auto a = random_like(Eigen::MatrixXcd::Zero(rows, cols).eval(), random);
    const auto b = random_like(a, random);
    CHECK(component_pair(a, b) == (a.adjoint() * b).trace().real());
    const Eigen::MatrixXd x = a.real(), y = b.real();
    CHECK(component_pair(x, y) == (x.transpose() * y).trace());
  }
  CHECK_THROWS_AS(component_pair(Eigen::MatrixXd(2, 3), Eigen::MatrixXd(3, 2)), ShapeError);
}

TEST_CASE("the zero of a space adds nothing and has its shape", "[space]") {
  std::mt19937 random{4};
  for_each_space([&](const auto& like) {
    const auto x = random_like(like, random);
    CHECK(same_shape(zeros_like(x), x));
    CHECK(flatten(zeros_like(x)).isZero(0));
    CHECK(dimension(zeros_like(x)) == dimension(x));
  });
}
