// SPDX-License-Identifier: MIT
#include "coframe/space/tree.hpp"

#include <functional>
#include <map>
#include <optional>

#include "catch.hpp"
#include "models.hpp"

using namespace coframe;
using namespace space_test;

// Net<F> over other leaves, from whatever leaves it has.
static_assert(std::is_same_v<Over<Net<Value>, Tangent>, Net<Tangent>>);
static_assert(std::is_same_v<Over<Net<Cotangent>, Value>, Net<Value>>);
static_assert(std::is_same_v<Over<double, Cotangent>, Cotangent<double>> && std::is_same_v<Over<Tangent<float>, Value>, float>);
static_assert(std::is_same_v<Over<std::tuple<double, int, Layer<Value>>, Tangent>,
                             std::tuple<Tangent<double>, int, Layer<Tangent>>>);
static_assert(std::is_same_v<Over<std::vector<std::pair<float, bool>>, Tangent>, std::vector<std::pair<Tangent<float>, bool>>>);
static_assert(std::is_same_v<Over<std::array<Tangent<double>, 3>, Cotangent>, std::array<Cotangent<double>, 3>>);
static_assert(std::is_same_v<Over<std::string, Tangent>, std::string> && std::is_same_v<Over<int, Tangent>, int>);

static_assert(Tree<Net<Value>> && Tree<std::tuple<double>> && Tree<Hidden<Tangent>>);
static_assert(!Tree<double> && !Tree<Tangent<double>> && !Tree<std::tuple<int, bool>> && !Tree<std::string>);
static_assert(Point<Net<Value>> && Point<double> && !Point<Net<Tangent>> && !Point<Tangent<double>> && !Point<int>);

// Further parameters of the struct template.
template <template <class> class Leaf, class S>
struct OfScalar {
  Leaf<Eigen::Matrix<S, 2, 2>> W;
  S setting = 3;
};
template <template <class> class Leaf, int n>
struct OfSize {
  Leaf<Eigen::Matrix<double, n, 1>> b;
};
static_assert(std::is_same_v<Over<OfScalar<Value, float>, Tangent>, OfScalar<Tangent, float>>);
static_assert(std::is_same_v<Over<OfSize<Value, 2>, Tangent>, OfSize<Tangent, 2>>);

// Settings whose constructors take much; leaves and settings in one tuple; layers without leaves.
template <template <class> class Leaf>
struct Nothing {};
template <template <class> class Leaf>
struct Odd {
  std::optional<double> maybe;
  std::function<double(double)> function;
  std::map<int, std::string> table;
  std::vector<bool> bits;
  Leaf<double> a;
  std::tuple<Leaf<float>, float> mixed;
  Eigen::MatrixXd constant;
  Layer<Value> frozen;
  Nothing<Leaf> nothing;
  std::vector<Nothing<Leaf>> nothings;
};
template <template <class> class Leaf>
struct Wide {
  Leaf<double> a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x;
};

TEST_CASE("leaves are visited in order, settings are not", "[space]") {
  const auto net = small_net();
  std::vector<Eigen::Index> sizes;
  for_each_leaf([&](const auto& leaf) { sizes.push_back(dimension(leaf)); }, net);
  CHECK(sizes == std::vector<Eigen::Index>{6, 3, 3, 1, 2, 0, 1, 2, 8, 3, 3, 1});
  CHECK(dimension(net) == 33);
  CHECK(dimension(Wide<Tangent>{}) == 24);

  Odd<Value> odd;
  odd.frozen.W = odd.constant = Eigen::MatrixXd::Ones(3, 3);
  odd.nothings.resize(2);
  CHECK(leaf_names(odd) == std::vector<std::string>{"a", "mixed.0"});
}

TEST_CASE("leaves have the names of their fields", "[space]") {
  CHECK(leaf_names(small_net()) ==
        std::vector<std::string>{"first.W", "first.b", "rest.0.W", "rest.0.b", "rest.1.W", "rest.1.b", "log_sigma", "phase",
                                 "filter", "pair_of.0", "pair_of.1", "flagged.0"});
  CHECK(leaf_names(cotangent(small_net())) == leaf_names(small_net()));
  CHECK(leaf_names(std::tuple{1.0, std::vector{2.0f, 3.0f}}) == std::vector<std::string>{"0", "1.0", "1.1"});
  CHECK(leaf_names(Hidden<Value>(2)) == std::vector<std::string>{"0"});
  CHECK(leaf_names(2.0) == std::vector<std::string>{""});
}

TEST_CASE("trees are visited in parallel and can be changed", "[space]") {
  std::mt19937 random{31};
  auto net = random_like(small_net(), random);
  const auto w = random_like(cotangent(net), random);
  const auto before = flatten(net);
  for_each_leaf([](auto& x, const auto& c) { x += c.components(); }, net, w);
  CHECK(flatten(net) == (before + flatten(w)).eval());

  auto shorter = w;
  shorter.rest.pop_back();
  CHECK_THROWS_AS(for_each_leaf([](const auto&, const auto&) {}, net, shorter), ShapeError);
  CHECK_FALSE(same_shape(w, shorter));
  CHECK(same_shape(net, w));
  auto wider = w;
  wider.rest[0].W = cotangent(Eigen::MatrixXd::Zero(3, 1));
  CHECK_FALSE(same_shape(w, wider));
}

TEST_CASE("a transformed tree has the settings and lengths of its source", "[space]") {
  const auto net = small_net();
  const auto v = transform_leaves<Tangent>(net, [](const auto& x) { return x; });
  static_assert(std::is_same_v<decltype(v), const Net<Tangent>>);
  CHECK(v.first.stride == 4);
  CHECK(v.rate == 0.125);
  CHECK(v.rest.size() == 2);
  CHECK(v.rest[1].stride == 3);
  CHECK(v.name == "small");
  CHECK(v.flagged.second);
  const auto back = transform_leaves<Value>(v, [](const auto& u) { return u.components(); });
  static_assert(std::is_same_v<decltype(back), const Net<Value>>);
  CHECK(equal(back, net));
}

TEST_CASE("a tree made in the memory of another is as one made anew", "[space]") {
  std::mt19937 random{33};
  const auto twice = [](const auto& x) { return decltype(x + x)(x + x); };
  const auto like = [&](std::size_t layers, const std::string& name) {
    auto net = small_net();
    net.rest.resize(layers, net.rest[0]);
    net.name = name;
    return random_like(net, random);
  };
  auto out = transform_leaves<Value>(small_net(), twice);
  for (const auto& net : {like(2, "as many"), like(5, "more"), like(1, "fewer"), like(0, "none"), like(3, "some again")}) {
    transform_leaves_into<Value>(out, net, twice);
    CHECK(equal(out, transform_leaves<Value>(net, twice)));
    CHECK(out.name == net.name);
    CHECK(out.rest.size() == net.rest.size());
    CHECK(std::equal(out.rest.begin(), out.rest.end(), net.rest.begin(), [](const auto& a, const auto& b) { return a.stride == b.stride; }));
  }
  Hidden<Value> listed(1);
  transform_leaves_into<Value>(listed, Hidden<Value>(5), twice);
  CHECK(listed.power() == 5);
}

TEST_CASE("a struct can list its fields itself", "[space]") {
  const auto hidden = unflatten(tangent(std::tuple{Eigen::VectorXd::Zero(2).eval()}), Eigen::Vector2d(1, 2));
  Hidden<Value> x(5);
  std::get<0>(x.parameters()) = std::get<0>(hidden).components();
  const Hidden<Value> same = x;
  CHECK(dimension(same) == 2);
  const auto v = tangent(same);
  static_assert(std::is_same_v<decltype(v), const Hidden<Tangent>>);
  CHECK(v.power() == 5);
  CHECK(flatten(same + v) == (2 * flatten(same)).eval());
}

TEST_CASE("flatten and unflatten are inverse to each other", "[space]") {
  std::mt19937 random{32};
  for_each_space([&]<class X>(const X& like) {
    const Eigen::VectorXd c = flatten(random_like(like, random)).template cast<double>();
    REQUIRE(c.size() == dimension(like));
    const X x = unflatten(like, c);
    CHECK(flatten(x).template cast<double>() == c);
    CHECK(equal(unflatten(like, flatten(x)), x));
    CHECK(flatten(cotangent(x)) == flatten(x));
    CHECK_THROWS_AS(unflatten(like, Eigen::VectorXd::Zero(c.size() + 1)), ShapeError);
  });
  const auto interleaved = flatten(std::complex<double>(1, 2));
  CHECK(interleaved == Eigen::Vector2d(1, 2));
  static_assert(std::is_same_v<RealOf<Net<Value>>, double> && std::is_same_v<RealOf<std::tuple<float, int>>, float>);
  CHECK(unflatten(small_net(), Eigen::VectorXd::Zero(33)).rate == 0.125);
}
