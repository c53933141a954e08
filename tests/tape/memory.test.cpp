// SPDX-License-Identifier: MIT
// Memory: nothing is allocated after the first steps, nothing grows, nothing unwritten is read.
#include <coframe/calculus/recorder.hpp>
#include <coframe/ops.hpp>

#include <atomic>
#include <cstdlib>
#include <new>

#include "catch.hpp"

namespace {
std::atomic<long> allocations{0};
}
// Not inlined: GCC would take what new returns for malloc's, and warn of delete.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* p = std::malloc(bytes ? bytes : 1)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(bytes ? bytes : 1);
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

using namespace coframe;

namespace {
template <template <class> class Leaf> struct Model {
  Leaf<Eigen::MatrixXd> W;
  Leaf<Eigen::VectorXd> b;
  Leaf<double> scale;
  Leaf<std::complex<double>> z;
};
Model<Value> model() {
  return {Eigen::MatrixXd::NullaryExpr(5, 7, [](Eigen::Index i, Eigen::Index j) { return std::cos(double(3 * i + j)); }), Eigen::VectorXd::LinSpaced(5, -1, 1), 0.7, {1, 2}};
}
const Eigen::MatrixXd batch = Eigen::MatrixXd::NullaryExpr(7, 9, [](Eigen::Index i, Eigen::Index j) { return std::sin(double(i + 5 * j)); });

const auto loss = [](const auto& m) {
  auto h = tanh((m.W * borrow(batch)).colwise() + m.b);
  Real scalars = 0;
  for (int k = 0; k < 50; ++k) scalars += sin(m.scale * double(k)) * h(k % 5, k % 9);
  return squared_norm(h) * m.scale + scalars + abs2(m.z * m.scale) + sum(exp(h.array() * m.scale));
};
template <template <class> class Leaf> struct Layer {
  Leaf<Eigen::MatrixXd> W;
  Leaf<Eigen::VectorXd> b;
};
template <template <class> class Leaf> struct Deep {
  std::vector<Layer<Leaf>> layers;
  std::vector<std::vector<Leaf<double>>> scales;
  std::string name = "a name that is too long for a string to hold it in itself";
  std::vector<int> skipped;
  auto operator()(const auto& x) const {
    auto h = eval(tanh((layers[0].W * x).colwise() + layers[0].b));
    for (std::size_t k = 1; k < layers.size(); ++k) h = eval(tanh((layers[k].W * h).colwise() + layers[k].b));
    return squared_norm(h) * scales.back().back() * static_cast<double>(skipped.size());
  }
};
Deep<Value> deep(std::size_t layers) {
  const Layer<Value> layer{Eigen::MatrixXd::Identity(7, 7) * 0.5, Eigen::VectorXd::LinSpaced(7, -1, 1)};
  return {std::vector(layers, layer), {{1., 2.}, {3.}}, std::string(60, 'n'), {4, 5}};
}

/// All components, for bitwise comparison.
Eigen::VectorXd flat(const Model<Cotangent>& d) {
  Eigen::VectorXd all(35 + 5 + 3);
  all << d.W.components().reshaped(), d.b.components(), d.scale.components(), d.z.components().real(), d.z.components().imag();
  return all;
}
}  // namespace

TEST_CASE("no allocation in a step after the first few, and no growth in a hundred thousand") {
  const auto point = model();
  Recorder record;
  for (int k = 0; k < 3; ++k) record.differential(point, loss);
  const auto reserved = record.tape().bytes_reserved();
  const long before = allocations;
  for (int k = 0; k < 100'000; ++k) record.differential(point, loss);
  CHECK(allocations - before == 0);
  CHECK(record.tape().bytes_reserved() == reserved);
}

TEST_CASE("vectors of layers, nested ones and settings are traced into the memory of the step before") {
  const auto loss_of_deep = [](const auto& m) { return m(borrow(batch)); };
  const auto two = deep(2), four = deep(4);
  Recorder record;
  for (int k = 0; k < 3; ++k) record.differential(four, loss_of_deep);
  const long before = allocations;
  for (int k = 0; k < 1000; ++k) record.differential(four, loss_of_deep);
  CHECK(allocations - before == 0);
  // another number of layers or another setting is as good as a new recorder
  for (auto m : {two, four, two}) {
    m.skipped.push_back(static_cast<int>(m.layers.size()));
    Recorder fresh;
    const auto& expected = fresh.differential(m, loss_of_deep);
    const auto& d = record.differential(m, loss_of_deep);
    REQUIRE(d.layers.size() == m.layers.size());
    CHECK(record.value() == fresh.value());
    for (std::size_t k = 0; k < d.layers.size(); ++k) {
      CHECK(d.layers[k].W.components() == expected.layers[k].W.components());
      CHECK(d.layers[k].b.components() == expected.layers[k].b.components());
    }
  }
}

TEST_CASE("poisoned memory between steps changes no bit") {
  const auto point = model();
  Recorder clean, poisoned;
  const Eigen::VectorXd expected = flat(clean.differential(point, loss));
  for (int k = 0; k < 4; ++k) {
    poisoned.tape().rewind();
    poisoned.tape().memory().poison(k % 2 ? 0x7f : 0xff);
    CHECK(flat(poisoned.differential(point, loss)) == expected);
    CHECK(poisoned.value() == clean.value());
  }
}

TEST_CASE("the cotangents are zero between sweeps") {
  Recorder record;
  record.differential(model(), loss);
  const double* w = record.tape().cotangents();
  CHECK(std::all_of(w, w + record.tape().size(), [](double c) { return c == 0; }));
}

TEST_CASE("a step that throws leaves the recorder usable") {
  const auto point = model();
  Recorder record;
  const Eigen::VectorXd expected = flat(record.differential(point, loss));
  CHECK_THROWS_AS(record.differential(point, [](const auto& m) { return sum(eval(m.b + m.W.col(0).head(3))); }), ShapeError);
  CHECK_THROWS_AS(record.differential(point, [](const auto&) { return Real(3.0); }), IndependentLoss);
  CHECK(flat(record.differential(point, loss)) == expected);
}

TEST_CASE("a pack that begins with the last coordinate of a plane lies within it") {
  Plane<float> plane;
  for (std::size_t n : {1u, 16u, 17u, 1000u}) {
    plane.ensure(n);
    CHECK(plane.size() >= n - 1 + Pack<float>::width);
    CHECK(plane.size() >= n - 1 + 16);   // of the widest registers
  }
}
