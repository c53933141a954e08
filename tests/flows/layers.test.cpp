// SPDX-License-Identifier: MIT
// Every flow respects the metric: frozen parts do not move by a bit, stiff ones by their law, turned planes turn the
// path.
#include <coframe/calculus/differential.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "all_flows.hpp"
#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

namespace {

template <template <class> class Leaf>
struct Net {
  Leaf<Eigen::MatrixXd> hidden;
  Leaf<Eigen::VectorXcd> out;
  Leaf<double> gain;
};
Net<Value> net(std::mt19937& random) {
  return {normal_like(random, Eigen::MatrixXd(3, 2)), normal_like(random, Eigen::VectorXcd(4)), 0.7};
}
Net<Cotangent> force(std::mt19937& random) {
  return transform_leaves<Cotangent>(net(random), [](const auto& leaf) { return leaf; });
}
bool same_bits(const auto& a, const auto& b) { return std::memcmp(&a, &b, sizeof(a)) == 0; }
bool same_bits(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  return std::memcmp(a.data(), b.data(), sizeof(double) * static_cast<std::size_t>(a.size())) == 0;
}
DenseMetric dense_metric(const Net<Value>& x, std::mt19937& random) {
  const Eigen::MatrixXd a = normal_like(random, Eigen::MatrixXd(dimension(x), dimension(x)));
  return DenseMetric(a * a.transpose() + Eigen::MatrixXd::Identity(a.rows(), a.rows()));
}

}  // namespace

TEST_CASE("a frozen part does not move by a bit, while the others do, in leafwise and in dense metrics", "[flows]") {
  const auto check = [](auto flow, const char* name, const auto& frozen_metric) {
    INFO(name);
    std::mt19937 random(1);
    auto x = net(random);
    x.hidden(0, 0) = -0.0, x.hidden(1, 1) = std::numeric_limits<double>::denorm_min();
    const auto before = x;
    for (int k = 0; k < 20; ++k) flow.step(x, frozen_metric(x), force(random));
    CHECK(same_bits(x.hidden, before.hidden));
    CHECK((x.out - before.out).cwiseAbs().minCoeff() > 1e-6);
    CHECK(x.gain != before.gain);
  };
  for_each_flow([&](auto flow, const char* name) {
    check(flow, name, [](const auto& x) { return layered(x).freeze(&Net<Value>::hidden); });
    check(flow, name, [](const auto& x) {
      std::mt19937 random(2);
      return layered(x, dense_metric(x, random)).freeze(&Net<Value>::hidden).stiffness(&Net<Value>::out, 3);
    });
  });
}

TEST_CASE("freezing drops the velocity: what is thawed starts like new", "[flows]") {
  for_each_flow([](auto flow, const char* name) {
    INFO(name);
    std::mt19937 random(3);
    auto x = net(random);
    auto g = layered(x);
    for (int k = 0; k < 5; ++k) flow.step(x, g, force(random));
    g.freeze(&Net<Value>::hidden);
    const auto before = x.hidden;
    for (int k = 0; k < 3; ++k) flow.step(x, g, force(random));
    CHECK(same_bits(x.hidden, before));
    g.thaw(&Net<Value>::hidden);
    const auto w = force(random);
    auto y = x;
    auto fresh = flow;
    fresh.state = {};
    flow.step(x, g, w);
    fresh.step(y, g, w);
    CHECK((x.hidden - y.hidden).norm() < 1e-15);
  });
}

TEST_CASE("stiffness s divides the first velocity by s to one ulp, and every displacement that forces of time cause",
          "[flows]") {
  const auto run = [](auto flow, const auto& stiff, const char* name) {
    INFO(name);
    std::mt19937 random(4);
    auto x = map_leaves(net(random), [](const auto& leaf) { return zeros_like(leaf); });
    auto y = x;
    auto same = flow;
    const auto plain = layered(x), metric = stiff(plain);
    const auto decays = [](const auto& f) {
      if constexpr (requires { f.decay; })
        return f.decay != 0;
      else
        return false;
    };
    if (decays(flow)) return;  // decay follows the position, so paths do not scale
    for (int k = 0; k < 10; ++k) {
      const auto w = force(random);
      flow.step(x, plain, w);
      same.step(y, metric, w);
      if (k == 0 && std::string(name).find("descent") == 0)
        for (Eigen::Index i = 0; i < 6; ++i) {
          const double expected = x.hidden(i) / 100;
          CHECK(std::abs(y.hidden(i) - expected) <= std::abs(std::nextafter(expected, 2 * expected) - expected));
        }
      CHECK((100 * y.hidden - x.hidden).norm() <= 1e-13 * x.hidden.norm());
      CHECK((y.out - x.out).norm() <= 1e-13 * x.out.norm());
    }
  };
  for_each_flow([&](auto flow, const char* name) {
    run(
        flow, [](auto g) { return g.stiffness(&Net<Value>::hidden, 100); }, name);
  });
}

TEST_CASE("flows in a dense metric that is a number are those in the scaled metric", "[flows]") {
  for_each_flow([](auto flow, const char* name) {
    INFO(name);
    std::mt19937 random(5);
    auto x = net(random), y = x;
    auto same = flow;
    const Eigen::Index n = dimension(x);
    for (int k = 0; k < 10; ++k) {
      const auto w = force(random);
      flow.step(x, DenseMetric(0.3 * Eigen::MatrixXd::Identity(n, n)), w);
      same.step(y, Scaled(0.3), w);
    }
    CHECK((flatten(x) - flatten(y)).norm() < 1e-12 * flatten(y).norm());
  });
}

TEST_CASE("a turned parameter plane has the turned path, under every flow (eq. 13)", "[flows][complex]") {
  const Z turn = std::polar(1., std::numbers::pi / 4);
  const auto loss = [](auto z) { return 0.3 * abs2(z * z - Z(1, 2)) + real(z) + abs2(z - Z(0.4, 0)); };
  for_each_flow([&](auto flow, const char* name) {
    INFO(name);
    if constexpr (requires { flow.friction; }) flow.friction = 5;  // averaging delays: with less the path runs away
    auto turned_flow = flow;
    Z z(0.4, -0.3), u = turn * z;
    for (int k = 0; k < 40; ++k) {
      flow.step(z, differential(loss, z));
      turned_flow.step(u, differential([&](auto v) { return loss(v * std::conj(turn)); }, u));
    }
    CHECK(std::abs(u - turn * z) < 1e-12);
    CHECK(std::abs(z - Z(0.4, -0.3)) > 1e-2);
  });
}

TEST_CASE("plain flows of z are those of (x, y); adaptive ones are not, their square being |g|²", "[flows][complex]") {
  const auto difference = [](auto flow) {
    auto real_flow = flow;
    Z z(0.4, -0.3);
    Eigen::Vector2d r(0.4, -0.3);
    for (int k = 0; k < 20; ++k) {
      flow.step(z, differential([](auto v) { return 0.3 * abs2(v * v - Z(1, 2)); }, z));
      real_flow.step(r, differential(
                            [](const auto& v) {
                              const auto x = v(0), y = v(1);
                              return 0.3 * (square(x * x - y * y - 1) + square(2 * x * y - 2));
                            },
                            r));
    }
    return std::abs(z - Z(r(0), r(1)));
  };
  for_each_plain_flow([&](auto flow, const char* name) {
    INFO(name);
    CHECK(difference(flow) < 1e-14);
  });
  CHECK(difference(Adam{.rate = 0.05}) > 1e-3);
}

TEST_CASE("flows move trees of mixed precision", "[flows]") {
  for_each_flow([](auto flow, const char* name) {
    INFO(name);
    std::tuple<float, Eigen::VectorXd, Eigen::Array33f> x(1.f, Eigen::VectorXd::Ones(300), Eigen::Array33f::Ones());
    auto w = transform_leaves<Cotangent>(x, [](const auto& leaf) { return leaf; });
    for (int k = 0; k < 3; ++k) flow.step(x, w);
    CHECK(std::get<0>(x) == Approx(std::get<1>(x)(0)).epsilon(1e-5));
    CHECK(std::get<1>(x)(0) == std::get<1>(x)(299));
    CHECK(std::get<2>(x)(2, 2) == std::get<0>(x));
    CHECK(std::get<0>(x) < 1);
  });
}
