// SPDX-License-Identifier: MIT
// After its first step a flow allocates nothing, whatever the metric of the library.
#include <coframe/calculus.hpp>
#include <coframe/flows.hpp>
#include <coframe/metric.hpp>
#include <coframe/models/planar_number.hpp>
#include <coframe/ops.hpp>

#include "../metric/metric_laws.hpp"
#include "allocations.hpp"

#ifdef COUNTS_ALLOCATIONS
namespace coframe {
namespace {

using Eigen::MatrixXcd, Eigen::MatrixXd, Eigen::VectorXcd, Eigen::VectorXd;

const auto first = [](const auto& x) -> auto& { return std::get<0>(x); };
const auto second = [](const auto& x) -> auto& { return std::get<1>(x); };

template <class X>
auto ones(const X& x) {
  return transform_leaves<Cotangent>(x, []<class L>(const L& leaf) {
    if constexpr (Scalar<L>) return L(1);
    else return L(L::Ones(leaf.rows(), leaf.cols()));
  });
}
template <class X, class G>
void law(const char* name, const X& x0, const G& g) {
  INFO(name);
  const auto w = ones(x0);
  Adam adam{.rate = 1e-3};   // other flows, in some of these metrics: allocation_optimisers.test.cpp
  CHECK(allocated_after_first(x0, [&](X& x) { adam.step(x, g, w); }) == 0);
  if constexpr (requires(std::mt19937& random) { g.sample(random, x0); }) {
    INFO("Langevin");
    std::mt19937 random(1);
    Langevin f{.rate = 1e-3};
    CHECK(allocated_after_first(x0, [&](X& x) { f.step(x, g, w, random); }) == 0);
  }
}
/// A metric alone, and with a part stiff and another frozen.
template <class X, class G>
void laws(const char* name, const X& x, const G& g) {
  law(name, x, g);
  INFO("stiff and frozen parts");
  law(name, x, layered(x, g).stiffness(first, 7).freeze(second));
}

using Model = std::tuple<MatrixXd, VectorXcd, double>;   // 23 real coordinates
const Model model(MatrixXd::Ones(4, 3), VectorXcd::Ones(5), 1.);

}  // namespace

TEST_CASE("no step allocates in a metric over all coordinates", "[flows]") {
  std::mt19937 random(1);
  const MatrixXd G = random_positive<double>(23, random), U = normal_like(random, MatrixXd(23, 2));
  laws("dense", model, DenseMetric(G));
  law("scaled dense", model, Scaled(2, DenseMetric(G)));
  laws("low rank", model, LowRank(VectorXd::Ones(23), U));
  laws("inverse of low rank", model, LowRank::of_metric(VectorXd::Ones(23), U));
  laws("diagonal", model, Diagonal(model));
  const std::tuple<Eigen::MatrixXf, Eigen::VectorXf> singles(Eigen::MatrixXf::Ones(4, 3), Eigen::VectorXf::Ones(11));
  laws("dense, of floats", singles, DenseMetric(G));
  const std::tuple<MatrixXd, VectorXd, VectorXcd> leaves(MatrixXd::Ones(2, 3), VectorXd::Ones(5), VectorXcd::Ones(3));
  laws("coupled", leaves, Coupled(leaves, (Eigen::Matrix3d() << 2, 0, 0.5, 0, 3, 0, 0.5, 0, 1).finished()));
}

TEST_CASE("no step allocates in a metric of one leaf", "[flows]") {
  std::mt19937 random(2);
  const MatrixXd A = random_positive<double>(5, random), B = random_positive<double>(4, random);
  const MatrixXcd C = random_positive<std::complex<double>>(5, random), D = random_positive<std::complex<double>>(4, random);
  const MatrixXd x = MatrixXd::Ones(5, 4);
  std::vector<bool> rows(5, true), elements(20, true), coordinates(40, true);
  rows[2] = elements[3] = elements[11] = coordinates[7] = false;
  law("Kronecker", x, Kronecker(A, B));
  law("Kronecker, stiff", x, layered(x, Kronecker(A, B)).stiffness(7));
  law("Kronecker by rows", Eigen::Matrix<double, 5, 4, Eigen::RowMajor>::Ones().eval(), Kronecker::of_metric(A, B));
  law("Kronecker of floats", Eigen::MatrixXf(Eigen::MatrixXf::Ones(5, 4)), Kronecker(A, B));
  law("Kronecker, real factors", MatrixXcd(MatrixXcd::Ones(5, 4)), Kronecker(A, B));
  law("Kronecker, complex factors", MatrixXcd(MatrixXcd::Ones(5, 4)), ComplexKronecker(C, D));
  law("Kronecker, rows frozen", x, Kronecker(A, B).restricted(rows, std::vector<bool>(4, true)));
  law("Kronecker, elements frozen", x, Kronecker(A, B).restricted(elements));
  law("Kronecker, coordinates frozen", MatrixXcd(MatrixXcd::Ones(5, 4)), ComplexKronecker(C, D).restricted(coordinates));
  law("Kronecker of an array", Eigen::ArrayXXd(Eigen::ArrayXXd::Ones(5, 4)), Kronecker(A, B));
  law("symmetric, by its chart", VectorXd(VectorXd::Ones(10)), SymmetricMetric{});
  law("symmetric, whole", MatrixXd(MatrixXd::Ones(6, 6)), SymmetricMetric{});
  law("Hermitian, whole", MatrixXcd(MatrixXcd::Ones(6, 6)), SymmetricMetric{});
  law("complex", VectorXcd(VectorXcd::Ones(6)), ComplexMetric{.g_zzbar = 2});
  law("scaled", VectorXcd(VectorXcd::Ones(6)), Scaled(3));
}

TEST_CASE("no step allocates in a metric put together by parts", "[flows]") {
  std::mt19937 random(3);
  using Parts = std::tuple<MatrixXd, VectorXd, std::vector<MatrixXd>, std::complex<double>>;
  const Parts x(MatrixXd::Ones(4, 4), VectorXd::Ones(9), {MatrixXd::Ones(5, 3), MatrixXd::Ones(2, 2)}, {1, 2});
  const auto vector = [](const auto& t) -> auto& { return std::get<2>(t); };
  const auto g = by_parts(x)
                     .on(SymmetricMetric{}, first)
                     .on(Kronecker(random_positive<double>(5, random), random_positive<double>(3, random)), vector, 0)
                     .on(DenseMetric(random_positive<double>(4, random)), vector, 1);
  laws("by parts", x, g);
  laws("all of the vector", x, by_parts(x).on(DenseMetric(random_positive<double>(19, random)), vector));
  law("a part frozen", x, layered(x, g).freeze(first));
  std::vector<bool> live(46, true);
  live[26] = false;   // within the Kronecker metric
  law("an element frozen", x, g.restricted(live));
}

TEST_CASE("no step allocates in a metric pulled back from outputs", "[flows]") {
  using X = std::tuple<MatrixXd, VectorXd>;
  std::mt19937 random(4);
  const X x(normal_like(random, MatrixXd(3, 4)), VectorXd::Ones(3));
  const MatrixXd inputs = normal_like(random, MatrixXd(4, 6));
  const auto f = [&](const auto& W, const auto& b) { return tanh(W * inputs) + b * Eigen::RowVectorXd::Ones(6); };
  laws("Gauss and Newton's", x, fisher(f, x, euclidean, 0.1));
  laws("Fisher's of classes", x, fisher(f, x, Categorical(std::get<0>(x) * inputs), 0.1));
  const MatrixXd G = random_positive<double>(18, random);
  law("pulled back, dense", x, pulled_back(f, x, DenseMetric(G), 0.1));
  law("pulled back, layered dense", x, pulled_back(f, x, layered(MatrixXd(3, 6), DenseMetric(G)).stiffness(2), 0.1));
  law("pulled back, low rank", x, pulled_back(f, x, LowRank(VectorXd::Ones(18), normal_like(random, MatrixXd(18, 2))), 0.1));
  law("pulled back, Kronecker", x,
      pulled_back(f, x, Kronecker(random_positive<double>(3, random), random_positive<double>(6, random)), 0.1));
  const auto several = [](const auto& W, const auto& b) { return std::tuple(W * b(0), b(1) * b(2), sin(b(0))); };
  laws("of several outputs", x, fisher(several, x, euclidean, 0.1));
}

TEST_CASE("no step allocates in the metrics of other numbers, nor on a manifold beside them", "[flows][bound]") {
  std::vector<SplitComplex<Value>> split(3, {1, 2});
  std::vector<DualParameter<Value>> dual(3, {1, 2});
  law("split-complex", split, SplitMetric{});
  law("dual", dual, DualParameterMetric{});

  std::mt19937 random(5);
  using X = std::tuple<MatrixXd, VectorXd>;
  const X x0(MatrixXd::Identity(6, 3), VectorXd::Ones(5));
  const auto w = ones(x0);
  auto flow = bound(x0, Adam{.rate = 1e-3}).on(Stiefel{}, first);
  const DenseMetric g(random_positive<double>(23, random));
  CHECK(allocated_after_first(x0, [&](X& x) { flow.step(x, g, w); }) == 0);
}

}  // namespace coframe
#endif
