// SPDX-License-Identifier: MIT
// The metric of mean squares is that of RMSprop and Adam; a metric pulled back by a map.
#include <coframe/calculus.hpp>
#include <coframe/flows/adam.hpp>
#include <coframe/metric/layered.hpp>
#include <coframe/metric/mean_square.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

namespace {

using X = std::tuple<Eigen::Vector2d, Z, double>;
const X start(Eigen::Vector2d(-0.5, 0.8), Z(1, 2), 3.);
const auto loss = [](const auto& w, const auto& z, const auto& a) {
  return square(1 - w(0)) + 10. * square(w(1) - w(0) * w(0)) + abs2(z * z - Z(1, 1)) + a * a * abs2(z);
};
Over<X, Cotangent> slope(const X& x) { return std::apply([](const auto&... part) { return differential(loss, part...); }, x); }

}  // namespace

TEST_CASE("descent in the metric of mean squares is RMSprop", "[metric][mean_square]") {
  X x = start, y = start;
  MeanSquare<X> history(x, 0.9, 1e-8, false);
  Descent descent{.rate = 0.01};
  RmsProp rms{.rate = 0.01, .beta = 0.9};
  for (int k = 0; k < 50; ++k) {
    const auto w = slope(x);
    history.observe(w);
    descent.step(x, history.cometric(), w);
    rms.step(y, slope(y));
  }
  CHECK((flatten(x) - flatten(y)).norm() < 1e-12);
  CHECK((flatten(x) - flatten(start)).norm() > 0.3);
}

TEST_CASE("with the force averaged it is Adam", "[metric][mean_square]") {
  X x = start, y = start;
  MeanSquare<X> history(x);
  auto m = 0. * slope(x);
  Adam adam{.rate = 0.01};
  for (int k = 1; k <= 50; ++k) {
    const auto w = slope(x);
    history.observe(w);
    m = 0.9 * m + 0.1 * w;
    x -= (0.01 / (1 - std::pow(0.9, k))) * sharp(history.cometric(), m);
    adam.step(y, slope(y));
  }
  CHECK((flatten(x) - flatten(y)).norm() < 1e-12);
}

TEST_CASE("it is a metric like others: turned with the plane, inverted, frozen within", "[metric][mean_square]") {
  const Z turn = std::polar(1., 0.7);
  MeanSquare<Z> one(Z{}), other(Z{});
  for (const Z w : {Z(1, 2), Z(-0.3, 0.1)}) one.observe(cotangent(w)), other.observe(cotangent(turn * w));
  CHECK(std::abs(sharp(other.cometric(), cotangent(turn * Z(2, 3))).components() -
                 turn * sharp(one.cometric(), cotangent(Z(2, 3))).components()) < 1e-15);

  MeanSquare<X> history(start);
  history.observe(slope(start));
  const auto w = slope(start);
  CHECK((flatten(flat(history.cometric(), sharp(history.cometric(), w))) - flatten(w)).norm() < 1e-12 * flatten(w).norm());
  const auto g = layered(start, history.cometric()).freeze([](const X& x) -> auto& { return std::get<1>(x); });
  CHECK(std::get<1>(sharp(g, w)).components() == 0.);
  CHECK(std::get<2>(sharp(g, w)).components() == Approx(1));   // one observation: g^ w = w/|w|
  CHECK_THROWS_AS(MeanSquare<X>(start).cometric(), EmptyInput);
  CHECK_THROWS_AS(MeanSquare<X>(start, 1.), DomainError);
}
