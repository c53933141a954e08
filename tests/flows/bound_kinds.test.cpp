// SPDX-License-Identifier: MIT
// Models whose leaves are of many kinds, bound to manifolds that have some of them.
#include <coframe/flows/adam.hpp>
#include <coframe/flows/bound.hpp>
#include <coframe/metric/manifold.hpp>

#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

TEST_CASE("a model may have leaves of every kind, each on a manifold of its own or on none", "[flows][bound]") {
  std::tuple<Eigen::Array3d, Eigen::ArrayXXd, Z, Eigen::MatrixXd, Eigen::Vector2d> x(
      Eigen::Array3d(1, 2, 3), Eigen::ArrayXXd::Constant(2, 2, -1), Z(1, 0), Eigen::MatrixXd::Identity(3, 2), Eigen::Vector2d(0.5, 0.5));
  auto flow = bound(x, Adam{.rate = 0.02})
                  .on(PositiveReals{}, [](const auto& t) -> auto& { return std::get<0>(t); })
                  .on(UnitCircle{}, [](const auto& t) -> auto& { return std::get<2>(t); })
                  .on(Stiefel{}, [](const auto& t) -> auto& { return std::get<3>(t); })
                  .on(Simplex{}, [](const auto& t) -> auto& { return std::get<4>(t); });
  const auto w = cotangent(Eigen::Array3d(1, 1, -1), Eigen::ArrayXXd(Eigen::ArrayXXd::Ones(2, 2)), Z(1, 1),
                           Eigen::MatrixXd(Eigen::MatrixXd::Ones(3, 2)), Eigen::Vector2d(1, -1));
  for (int k = 0; k < 20; ++k) flow.step(x, w);
  CHECK(UnitCircle{}.residual(std::get<2>(x)) < 1e-14);
  CHECK(Stiefel{}.residual(std::get<3>(x)) < 1e-13);
  CHECK(Simplex{}.residual(std::get<4>(x)) < 1e-13);
  CHECK(std::get<4>(x)[1] > 0.6);
  CHECK((std::get<0>(x) > 0).all());
  CHECK(std::get<0>(x)[0] < 0.9);
  CHECK(std::get<1>(x)(0, 0) < -1.3);
}
