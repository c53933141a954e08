// SPDX-License-Identifier: MIT
// Symmetric matrices: the differential in a chart and the gradient as a matrix are two sides of one metric.
#include <coframe/calculus.hpp>
#include <coframe/metric/gradient.hpp>
#include <coframe/metric/symmetric.hpp>
#include <coframe/ops.hpp>

#include "metric_laws.hpp"

using namespace coframe;
using Eigen::MatrixXcd, Eigen::MatrixXd, Eigen::VectorXd;

TEST_CASE("log det on Sym(2): the covector (0.6, -0.4, 0.4), and the vector A⁻¹", "[metric][symmetric]") {
  const MatrixXd a = (MatrixXd(2, 2) << 2, 1, 1, 3).finished();
  const VectorXd chart = symmetric_chart(a);
  CHECK(chart == Eigen::Vector3d(2, 1, 3));
  CHECK(symmetric_matrix(chart) == a);
  const auto dL = differential([](const auto& c) { return log_abs_determinant(symmetric_matrix(c)); }, chart);
  CHECK((dL.components() - Eigen::Vector3d(0.6, -0.4, 0.4)).norm() < 1e-15);
  const auto v = sharp(SymmetricMetric{}, dL);
  CHECK((v.components() - Eigen::Vector3d(0.6, -0.2, 0.4)).norm() < 1e-15);
  CHECK((symmetric_matrix(v.components()) - a.inverse()).norm() < 1e-15);
  // The whole matrix, whatever half of it the loss reads.
  const auto upper = [](const auto& m) { return log(m(0, 0) * m(1, 1) - m(0, 1) * m(0, 1)); };
  CHECK((gradient(upper, a, SymmetricMetric{}).components() - a.inverse()).norm() < 1e-15);
  CHECK((gradient([](const auto& m) { return log_abs_determinant(m); }, a, SymmetricMetric{}).components() - a.inverse()).norm() < 1e-15);
}

TEST_CASE("the chart's metric is Frobenius's: lengths, products and noise are those of the matrices", "[metric][symmetric]") {
  std::mt19937 random(1);
  const auto to_matrix = [](const auto& c) { return symmetric_matrix(c); };
  const VectorXd chart = normal_like(random, VectorXd(10));
  const MatrixXd J = jacobian(to_matrix, chart);
  metric_laws(SymmetricMetric{}, chart, (J.transpose() * J).inverse(), random);
  const auto u = tangent(normal_like(random, chart)), v = tangent(normal_like(random, chart));
  CHECK(inner(SymmetricMetric{}, u, v) ==
        Approx(pair(cotangent(symmetric_matrix(u.components())), tangent(symmetric_matrix(v.components())))).epsilon(1e-13));
}

TEST_CASE("on whole matrices g^ is the projection on the symmetric ones", "[metric][symmetric]") {
  std::mt19937 random(2);
  const auto law = [&](const auto& a) {
    using X = std::remove_cvref_t<decltype(a)>;
    const MatrixXd p = matrix_of(SymmetricMetric{}, a);
    CHECK((p * p - p).norm() < 1e-14);
    CHECK((p - p.transpose()).norm() == 0);
    CHECK(p.trace() == Approx(ComplexLeaf<X> ? 9 : 6).epsilon(1e-14));   // dim Herm(3), dim Sym(3)
    const auto v = sharp(SymmetricMetric{}, Cotangent<X>(normal_like(random, a)));
    CHECK(v.components() == X(v.components().adjoint()));
    CHECK(flat(SymmetricMetric{}, v).components() == v.components());
    CHECK_THROWS_AS(flat(SymmetricMetric{}, Tangent<X>(normal_like(random, a))), DegenerateMetric);
    CHECK((noise_covariance(SymmetricMetric{}, a, 20000, random) - p).norm() < 0.05 * p.norm());
  };
  law(MatrixXd(3, 3));
  law(MatrixXcd(3, 3));
}

TEST_CASE("what is no symmetric matrix is refused", "[metric][symmetric]") {
  CHECK_THROWS_AS(symmetric_matrix(VectorXd::Ones(4).eval()), ShapeError);
  CHECK_THROWS_AS(sharp(SymmetricMetric{}, cotangent(VectorXd::Ones(4).eval())), ShapeError);
  CHECK_THROWS_AS(sharp(SymmetricMetric{}, cotangent(MatrixXd::Ones(2, 3).eval())), ShapeError);
}
