// SPDX-License-Identifier: MIT
// Freezing and stiffness by their laws, within leafwise, diagonal and dense metrics; paths to parts.
#include <Eigen/LU>
#include <Eigen/QR>
#include <coframe/metric.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {

template <template <class> class Leaf>
struct Layer {
  Leaf<Eigen::MatrixXd> W;
  Leaf<Eigen::VectorXd> b;
};
template <template <class> class Leaf>
struct Net {
  Layer<Leaf> hidden;
  std::vector<Layer<Leaf>> more;
  Leaf<double> gain;
  double rate = 0.5;  // a setting
};

Layer<Value> layer(std::mt19937& random) {
  return {normal_like(random, Eigen::MatrixXd(2, 2)), normal_like(random, Eigen::VectorXd(2))};
}
Net<Value> net(std::mt19937& random) { return {layer(random), {layer(random), layer(random)}, 1.5}; }
Net<Cotangent> covector(std::mt19937& random) {
  return transform_leaves<Cotangent>(net(random), [](const auto& leaf) { return leaf; });
}
Eigen::MatrixXd spd(Eigen::Index n, std::mt19937& random) {
  const Eigen::MatrixXd a = normal_like(random, Eigen::MatrixXd(n, n));
  return a * a.transpose() + 0.1 * Eigen::MatrixXd::Identity(n, n);
}
/// The matrix of sharp, column by column.
template <class G>
Eigen::MatrixXd matrix_of(const G& g, const Net<Cotangent>& like) {
  const Eigen::Index n = dimension(like);
  Eigen::MatrixXd m(n, n);
  for (Eigen::Index i = 0; i < n; ++i) m.col(i) = flatten(sharp(g, unflatten(like, Eigen::VectorXd::Unit(n, i))));
  return m;
}
std::vector<std::string> frozen_names(const auto& g, const Net<Value>& x) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < leaf_names(x).size(); ++i)
    if (g.frozen(i)) names.push_back(leaf_names(x)[i]);
  return names;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("paths name parts: members, members of members, numbers, callables", "[metric][layered]") {
  std::mt19937 random(1);
  const auto x = net(random);
  using N = Net<Value>;
  using L = Layer<Value>;
  CHECK(frozen_names(layered(x), x).empty());
  CHECK(frozen_names(layered(x).freeze(&N::hidden), x) == Names{"hidden.W", "hidden.b"});
  CHECK(frozen_names(layered(x).freeze(&N::hidden, &L::b), x) == Names{"hidden.b"});
  CHECK(frozen_names(layered(x).freeze(&N::more, 1), x) == Names{"more.1.W", "more.1.b"});
  CHECK(frozen_names(layered(x).freeze(&N::more, 0, &L::W).freeze(&N::gain), x) == Names{"more.0.W", "gain"});
  CHECK(frozen_names(layered(x).freeze([](const N& n) -> auto& { return n.more[1].b; }), x) == Names{"more.1.b"});
  CHECK(frozen_names(layered(x).freeze(&N::more).thaw(&N::more, 0), x) == Names{"more.1.W", "more.1.b"});
  CHECK(frozen_names(layered(x).freeze(), x) == leaf_names(x));
  CHECK_THROWS_AS(layered(x).freeze(&N::more, 2), DomainError);
  CHECK_THROWS_AS(layered(x).freeze(&N::more, -1), DomainError);
  CHECK_THROWS_AS(layered(x).freeze(&N::rate), DomainError);
}

TEST_CASE("a metric outlives the model it was made for, and refuses a larger one", "[metric][layered]") {
  std::mt19937 random(2);
  auto x = net(random);
  auto g = layered(net(random)).freeze(&Net<Value>::gain);
  CHECK(frozen_names(g, x) == Names{"gain"});
  x.more.push_back(layer(random));
  CHECK_THROWS_AS(sharp(g, transform_leaves<Cotangent>(x, [](const auto& l) { return l; })), ShapeError);
}

TEST_CASE("stiffness s gives 1/s of the velocity, to one ulp", "[metric][layered]") {
  std::mt19937 random(3);
  const auto x = net(random);
  for (const double s : {100., 3., 7e-4}) {
    const auto g = layered(x).stiffness(&Net<Value>::hidden, s);
    const auto w = covector(random);
    const auto v = sharp(g, w);
    for (Eigen::Index i = 0; i < 4; ++i) {
      const double expected = w.hidden.W.components()(i) / s;
      CHECK(std::abs(v.hidden.W.components()(i) - expected) <=
            std::abs(std::nextafter(expected, 2 * expected) - expected));
    }
    CHECK(v.more[0].W.components() == w.more[0].W.components());
  }
  CHECK_THROWS_AS(layered(x).stiffness(&Net<Value>::hidden, 0), DomainError);
  CHECK_THROWS_AS(layered(x).stiffness(&Net<Value>::hidden, -1), DomainError);
  CHECK_THROWS_AS(layered(x).stiffness(&Net<Value>::hidden, std::numeric_limits<double>::infinity()), DomainError);
}

TEST_CASE("freezing restricts the metric, g^ = P (P g P)⁺ P; stiffness is S^-1/2 g^ S^-1/2", "[metric][layered]") {
  std::mt19937 random(4);
  const auto x = net(random);
  const auto like = covector(random);
  const Eigen::Index n = dimension(x);
  const Eigen::MatrixXd co = spd(n, random), g = co.inverse();
  const auto metric = layered(x, DenseMetric(co)).freeze(&Net<Value>::more, 0).stiffness(&Net<Value>::hidden, 9);

  Net<Value> marks = map_leaves(x, [](const auto& leaf) { return zeros_like(leaf); });
  marks.more[0].W.setOnes(), marks.more[0].b.setOnes();
  const Eigen::MatrixXd live = (1 - flatten(marks).array()).matrix().asDiagonal();
  marks.hidden.W.setOnes(), marks.hidden.b.setOnes();
  marks.more[0].W.setZero(), marks.more[0].b.setZero();
  const Eigen::MatrixXd soft = (1 / (1 + 8 * flatten(marks).array()).sqrt()).matrix().asDiagonal();
  const Eigen::MatrixXd restricted = live * (live * g * live).completeOrthogonalDecomposition().pseudoInverse() * live;
  CHECK((matrix_of(metric, like) - soft * restricted * soft).norm() < 1e-9 * restricted.norm());

  const auto v = sharp(metric, like);
  CHECK(v.more[0].W.components() == Eigen::MatrixXd::Zero(2, 2));
  CHECK(v.more[0].b.components() == Eigen::VectorXd::Zero(2));
  CHECK(dual_norm(metric, like) > 0);
  CHECK_THROWS_AS(flat(metric, v), DegenerateMetric);
  CHECK_THROWS_AS(flat(layered(x).freeze(&Net<Value>::gain), v), DegenerateMetric);

  auto thawed = metric;
  thawed.thaw();
  thawed.stiffness(1);
  CHECK((matrix_of(thawed, like) - co).norm() < 1e-12 * co.norm());
}

TEST_CASE("a frozen dense metric still descends where a masked one climbs", "[metric][layered]") {
  std::mt19937 random(5);
  const auto x = net(random);
  int masked_climbs = 0;
  for (int k = 0; k < 50; ++k) {
    const DenseMetric dense(spd(dimension(x), random));
    auto w = covector(random);
    w.hidden *= 30.;  // large forces on what is frozen
    CHECK(pair(w, sharp(layered(x, dense).freeze(&Net<Value>::hidden), w)) > 0);
    auto masked = sharp(dense, w);
    masked.hidden.W.components().setZero(), masked.hidden.b.components().setZero();
    masked_climbs += pair(w, masked) < 0;
  }
  CHECK(masked_climbs > 0);  // or the case shows nothing
}

TEST_CASE("freezing within a diagonal metric", "[metric][layered]") {
  std::mt19937 random(6);
  const auto x = net(random);
  const auto weights = map_leaves(x, [](const auto& leaf) {
    using L = std::remove_cvref_t<decltype(leaf)>;
    if constexpr (Scalar<L>)
      return 2.;
    else
      return L(L::Constant(leaf.rows(), leaf.cols(), 3));
  });
  const auto w = covector(random);
  const auto v = sharp(layered(x, Diagonal(weights)).freeze(&Net<Value>::hidden), w);
  CHECK(v.hidden.W.components() == Eigen::MatrixXd::Zero(2, 2));
  CHECK(v.more[1].W.components() == 3 * w.more[1].W.components());
  CHECK(v.gain.components() == 2 * w.gain.components());
}

TEST_CASE("no noise reaches a frozen part, and stiff parts get √(1/s) of it", "[metric][layered]") {
  std::mt19937 random(7);
  const auto x = net(random);
  const auto draw = [&](const auto& g) {
    std::mt19937 same(8);
    return g.sample(same, x);
  };
  const auto plain = draw(layered(x));
  const auto g = draw(layered(x).stiffness(&Net<Value>::gain, 4));
  CHECK(g.gain.components() == Approx(plain.gain.components() / 2).epsilon(1e-15));
  const auto frozen = draw(layered(x).freeze(&Net<Value>::hidden));
  CHECK(frozen.hidden.W.components() == Eigen::MatrixXd::Zero(2, 2));
  const auto dense = draw(layered(x, DenseMetric(spd(dimension(x), random))).freeze(&Net<Value>::hidden));
  CHECK(dense.hidden.W.components() == Eigen::MatrixXd::Zero(2, 2));
  CHECK(dense.more[0].W.components().norm() > 0);
}
