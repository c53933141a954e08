// SPDX-License-Identifier: MIT
// The memory of L-BFGS, a ring.
#include <coframe/flows/secant_pairs.hpp>
#include <coframe/metric/euclidean.hpp>

#include "catch.hpp"

using namespace coframe;
using X = std::tuple<Eigen::VectorXd, double>;

namespace {
const X at(Eigen::VectorXd::Ones(4), 1.);
/// k steps along random tangents, of a Hessian of `sign`, from number `first` on.
void add(SecantPairs<X>& pairs, int first, int k, double sign = 1) {
  for (int n = first; n < first + k; ++n) {
    std::mt19937 random(static_cast<unsigned>(n));
    const auto draw = [&](const auto& leaf) { return normal_like(random, leaf); };
    const auto v = transform_leaves<Tangent>(at, draw);
    const auto before = transform_leaves<Cotangent>(at, draw);
    auto after = before;
    for_each_leaf([&](auto& w, const auto& u) { w.components() += sign * u.components(); }, after, v);
    std::get<1>(after) += cotangent(0.5 * sign * std::get<1>(v).components());
    pairs.add(0.5, v, before, after);
  }
}
Eigen::VectorXd raised(SecantPairs<X>& pairs) {
  auto v = tangent(at);
  NoRoom room;
  pairs.raise(euclidean, cotangent(at), v, room);
  return flatten(v);
}
}  // namespace

TEST_CASE("the ring of pairs holds the last ones, in their order, however often it has gone round", "[flows][lbfgs]") {
  for (const int most : {1, 3, 4})
    for (int n = most; n < 3 * most + 3; ++n) {
      SecantPairs<X> ring(at, most), fresh(at, 2 * most);
      add(ring, 0, n);
      add(fresh, n - most, most);
      CHECK(raised(ring) == raised(fresh));
    }
}

TEST_CASE("a pair along which the Hessian is not positive is not taken, and the oldest is kept", "[flows][lbfgs]") {
  SecantPairs<X> ring(at, 3), same(at, 3);
  add(ring, 0, 5), add(same, 0, 5);
  add(ring, 5, 2, -1);
  CHECK(raised(ring) == raised(same));
  CHECK(raised(ring) != flatten(tangent(at)));
}

TEST_CASE("the newest step satisfies the secant equation, and without pairs there is the metric", "[flows][lbfgs]") {
  SecantPairs<X> none(at, 0), cleared(at, 2);
  add(none, 0, 3), add(cleared, 0, 3);
  CHECK(none.empty());
  CHECK(raised(none) == flatten(tangent(at)));
  std::mt19937 random(2);   // as the pair number 2
  const auto v = transform_leaves<Tangent>(at, [&](const auto& leaf) { return normal_like(random, leaf); });
  auto y = transform_leaves<Cotangent>(v, [](const auto& u) { return u.components(); });
  auto s = v;
  std::get<1>(y) *= 1.5;
  NoRoom room;
  cleared.raise(euclidean, y, s, room);
  CHECK((flatten(s) - 0.5 * flatten(v)).norm() < 1e-14);
  cleared.clear();
  CHECK(raised(cleared) == flatten(tangent(at)));
}
