// SPDX-License-Identifier: MIT
// After its first step a flow allocates nothing.
#include <coframe/flows/bound.hpp>
#include <coframe/flows/langevin.hpp>
#include <coframe/metric.hpp>
#include <coframe/tape/plane.hpp>

#include "all_flows.hpp"
#include "allocations.hpp"
#include "catch.hpp"

#ifdef COUNTS_ALLOCATIONS
thread_local long coframe::allocations = 0;
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t size) {
  ++coframe::allocations;
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  ++coframe::allocations;
  return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  ++coframe::allocations;
  return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  ++coframe::allocations;
  return __libc_memalign(alignment, size);
}
}

namespace coframe {

TEST_CASE("after the first step no flow allocates, in leafwise and in diagonal metrics, by layers or not", "[flows]") {
  using Model = std::tuple<Eigen::MatrixXd, std::vector<Eigen::VectorXcd>, double>;
  const Model x0(Eigen::MatrixXd::Ones(40, 30), {Eigen::VectorXcd::Ones(7), Eigen::VectorXcd::Ones(300)}, 1.);
  const auto w = transform_leaves<Cotangent>(x0, [](const auto& leaf) { return leaf; });
  const auto matrix = [](const Model& m) -> auto& { return std::get<0>(m); };
  const auto frozen = layered(x0).freeze(matrix);
  const Diagonal diagonal(x0);
  const auto stiff = layered(x0, diagonal).stiffness(matrix, 7).freeze([](const Model& m) -> auto& { return std::get<2>(m); });
  const auto count = [&](auto flow, const auto& g) {
    return allocated_after_first(x0, [&](Model& x) { flow.step(x, g, w); });
  };
  for_each_flow([&](auto flow, const char* name) {
    INFO(name);
    CHECK(count(flow, euclidean) == 0);
    CHECK(count(flow, frozen) == 0);
    CHECK(count(flow, diagonal) == 0);
    CHECK(count(flow, stiff) == 0);
  });
  // The counter sees what Eigen and the library allocate, tapes too.
  const long before = allocations;
  const Eigen::MatrixXd seen = Eigen::MatrixXd::Ones(50, 50);
  CHECK(allocations > before);
  CHECK(seen.sum() == 2500);
  const long between = allocations;
  Plane<double> plane;
  CHECK(plane.ensure(100)[99] == 0);
  CHECK(allocations > between);
}

TEST_CASE("noise allocates nothing after the first step, in leafwise and in diagonal metrics", "[flows]") {
  using Model = std::tuple<Eigen::MatrixXd, std::vector<Eigen::VectorXcd>, double>;
  const Model x0(Eigen::MatrixXd::Ones(40, 30), {Eigen::VectorXcd::Ones(7), Eigen::VectorXcd::Ones(300)}, 1.);
  const auto w = transform_leaves<Cotangent>(x0, [](const auto& leaf) { return leaf; });
  std::mt19937 random(1);
  const auto count = [&](const auto& g) {
    Langevin flow{.rate = 0.01};
    return allocated_after_first(x0, [&](Model& x) { flow.step(x, g, w, random); });
  };
  const auto matrix = [](const Model& m) -> auto& { return std::get<0>(m); };
  CHECK(count(euclidean) == 0);
  CHECK(count(Scaled(2)) == 0);
  CHECK(count(layered(x0).freeze(matrix)) == 0);
  CHECK(count(Diagonal(x0)) == 0);
}

TEST_CASE("parameters on manifolds, of dynamic size or fixed, are moved without allocating", "[flows][bound]") {
  using Eigen::MatrixXcd, Eigen::MatrixXd;
  using Model = std::tuple<Eigen::VectorXcd, MatrixXcd, MatrixXd, Eigen::ArrayXd, MatrixXd, MatrixXcd, Eigen::Matrix3cd, MatrixXd>;
  const Model x0(Eigen::VectorXcd::Unit(60, 1), MatrixXcd::Identity(12, 12), MatrixXd::Identity(20, 5), Eigen::ArrayXd::Constant(9, 2.),
                 MatrixXd::Identity(16, 16), MatrixXcd::Identity(7, 7), Eigen::Matrix3cd::Identity(), MatrixXd::Ones(20, 20));
  std::mt19937 random(1);
  auto w = transform_leaves<Cotangent>(x0, [&](const auto& leaf) { return normal_like(random, leaf); });
  std::get<3>(w).components().setOnes();   // downhill: a number that a steady force raises has no bound
  const auto held = [&](auto flow) {
    return bound(x0, flow)
        .on(Sphere{}, [](const Model& m) -> auto& { return std::get<0>(m); })
        .on(Stiefel{}, [](const Model& m) -> auto& { return std::get<1>(m); })
        .on(Stiefel{}, [](const Model& m) -> auto& { return std::get<2>(m); })
        .on(PositiveReals{}, [](const Model& m) -> auto& { return std::get<3>(m); })
        .on(PositiveDefinite{}, [](const Model& m) -> auto& { return std::get<4>(m); })
        .on(Hermitian{}, [](const Model& m) -> auto& { return std::get<5>(m); })
        .on(Unitary{}, [](const Model& m) -> auto& { return std::get<6>(m); });
  };
  const auto moves = [&](const char* name, auto flow) {
    INFO(name);
    auto x = x0;
    auto bounded = held(flow);
    for (int k = 0; k < 2; ++k) bounded.step(x, w);   // explicit Newton moves in its second
    const long before = allocations;
    for (int k = 0; k < 3; ++k) bounded.step(x, w);
    CHECK(allocations == before);
    CHECK((std::get<1>(x) - std::get<1>(x0)).norm() > 1e-3);
    CHECK((std::get<4>(x) - std::get<4>(x0)).norm() > 1e-3);
  };
  // One flow for each kind of memory: none; a momentum; a momentum, a mean and squares; a mean and squares; the largest squares too.
  moves("descent", Descent{.rate = 0.125});
  moves("Newton, leapfrog", Newton{.mass = 2, .friction = 0.5, .dt = 0.25, .integrator = Integrator::leapfrog});
  moves("averaged Newton, damped", AveragedNewton{.mass = 2, .friction = 0.5, .dt = 0.25, .beta2 = 0.1});
  moves("Adam with decay", Adam{.rate = 0.01, .decay = 0.3});
  moves("AMSGrad", AmsGrad{.rate = 0.01, .decay = 0.3});
  auto x = x0;
  auto walk = held(Langevin{.rate = 0.01});
  walk.step(x, w, random);
  const long before = allocations;
  for (int k = 0; k < 3; ++k) walk.step(x, w, random);
  CHECK(allocations == before);
}

TEST_CASE("retractions by QR and Cayley, and probabilities, are moved without allocating", "[flows][bound]") {
  using Eigen::MatrixXcd, Eigen::MatrixXd;
  using Model = std::tuple<MatrixXd, MatrixXcd, MatrixXd, MatrixXcd, Eigen::VectorXd>;
  const Model x0(MatrixXd::Identity(20, 5), MatrixXcd::Identity(12, 12), MatrixXd::Identity(20, 5), MatrixXcd::Identity(9, 7), Eigen::VectorXd::Constant(8, 0.125));
  std::mt19937 random(1);
  const auto w = transform_leaves<Cotangent>(x0, [&](const auto& leaf) { return normal_like(random, leaf); });
  auto flow = bound(x0, Descent{.rate = 0.1})
                  .on(Stiefel{Retraction::qr}, [](const Model& m) -> auto& { return std::get<0>(m); })
                  .on(Stiefel{Retraction::qr}, [](const Model& m) -> auto& { return std::get<1>(m); })
                  .on(Stiefel{Retraction::cayley}, [](const Model& m) -> auto& { return std::get<2>(m); })
                  .on(Stiefel{Retraction::cayley}, [](const Model& m) -> auto& { return std::get<3>(m); })
                  .on(Simplex{}, [](const Model& m) -> auto& { return std::get<4>(m); });
  auto x = x0;
  flow.step(x, w);
  const long before = allocations;
  for (int k = 0; k < 10; ++k) flow.step(x, w);
  CHECK(allocations == before);
  const Stiefel on_manifold;
  CHECK(on_manifold.residual(std::get<0>(x)) < 1e-14);
  CHECK(on_manifold.residual(std::get<1>(x)) < 1e-14);
  CHECK(on_manifold.residual(std::get<2>(x)) < 1e-13);
  CHECK(on_manifold.residual(std::get<3>(x)) < 1e-13);
  CHECK(std::abs(std::get<4>(x).sum() - 1) < 1e-15);
  CHECK((std::get<2>(x) - std::get<2>(x0)).norm() > 0.1);
  CHECK((std::get<4>(x) - std::get<4>(x0)).norm() > 0.1);
}

}  // namespace coframe
#endif
