// SPDX-License-Identifier: MIT
// The natural gradient is any flow in Fisher's metric: it does not see how the model is parametrised.
#include <coframe/calculus/differential.hpp>
#include <coframe/flows/adam.hpp>
#include <coframe/flows/momentum.hpp>
#include <coframe/metric/fisher.hpp>
#include <coframe/metric/layered.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::MatrixXd, Eigen::Vector2d;

namespace {

/// An exponential a e^{-bt} at four times, in (a, b) and in (log a, b³).
const auto decay = [](const auto& a, const auto& b) { return stack(a * exp(-0.2 * b), a * exp(-0.5 * b), a * exp(-b), a * exp(-2. * b)); };
const auto plain = [](const auto& p) { return decay(p(0), p(1)); };
const auto other = [](const auto& q) { return decay(exp(q(0)), pow(q(1), 1. / 3)); };
Vector2d to_other(const Vector2d& p) { return {std::log(p(0)), std::pow(p(1), 3)}; }
const Eigen::VectorXd data = Eigen::Vector4d(1.6, 1, 0.5, 0.1);
const auto squares = [](const auto& f) { return [f](const auto& p) { return 0.5 * squared_norm(f(p) - data); }; };
/// After the time 1, in n steps.
template <bool natural, class F>
Vector2d after(const F& f, Vector2d p, int n) {
  Descent flow{.rate = 1. / n};
  for (int k = 0; k < n; ++k) {
    const auto dL = differential(squares(f), p);
    if constexpr (natural) flow.step(p, fisher(f, p, euclidean, 0, CgControl{.tolerance = 1e-13}), dL);
    else flow.step(p, dL);
  }
  return p;
}

/// Three classes of a few points, one feature a hundred times the other.
struct Classes {
  MatrixXd x = (MatrixXd(3, 8) << 1, 2, -1, 0.5, -2, 1.5, -0.3, 0.8, 100, -50, 80, 30, -90, 20, 60, -10, 1, 1, 1, 1, 1, 1, 1, 1).finished();
  MatrixXd y = (MatrixXd(3, 8) << 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0).finished();
  auto logits() const { return [X = x](const auto& w) { return w * X; }; }
  auto loss() const { return [X = x, Y = y](const auto& w) { return cross_entropy(w * X, Y) + 0.01 * squared_norm(w); }; }
};

}  // namespace

TEST_CASE("the natural flow in other parameters is the same flow, up to the first order of its steps", "[flows][natural]") {
  const Vector2d p(1, 0.6);
  const auto apart = [&](auto natural, int n) {
    return (to_other(after<natural()>(plain, p, n)) - after<natural()>(other, to_other(p), n)).norm();
  };
  const auto in_the_limit = [&](auto natural) { return std::abs(2 * apart(natural, 80) - apart(natural, 40)); };
  CHECK(apart(std::true_type{}, 40) / apart(std::true_type{}, 80) == Approx(2).epsilon(0.1));
  CHECK(in_the_limit(std::true_type{}) < 1e-3);
  CHECK(in_the_limit(std::false_type{}) > 0.04);   // the plain flow depends on the parameters, however small the steps
}

TEST_CASE("linear parameters have the same natural steps at any rate", "[flows][natural]") {
  const MatrixXd x = (MatrixXd(2, 4) << 1, 2, -1, 0.5, 3, -1, 0.4, 1).finished();
  const MatrixXd y = (MatrixXd(2, 4) << 1, 0, 0.3, -1, 0, 1, -0.5, 0).finished();
  const MatrixXd mix = (MatrixXd(2, 2) << 2, 1, -1, 0.5).finished();   // w = v mix
  const auto in_w = [&](const auto& w) { return tanh(w * x); };
  const auto in_v = [&](const auto& v) { return tanh(v * mix * x); };
  const auto loss = [&](const auto& f) { return [f, y](const auto& u) { return 0.5 * squared_norm(f(u) - y); }; };
  const CgControl tight{.tolerance = 1e-14};
  MatrixXd w = MatrixXd::Constant(2, 2, 0.1), v = w * mix.inverse();
  Momentum one{.rate = 0.3, .beta = 0.5}, two = one;
  for (int k = 0; k < 20; ++k) {
    one.step(w, fisher(in_w, w, euclidean, 0, tight), differential(loss(in_w), w));
    two.step(v, fisher(in_v, v, euclidean, 0, tight), differential(loss(in_v), v));
  }
  CHECK((w - v * mix).norm() < 1e-9 * w.norm());
  CHECK(flatten(differential(loss(in_w), w)).norm() < 1e-2);
}

TEST_CASE("where features have different sizes natural steps arrive and plain ones crawl", "[flows][natural]") {
  const Classes c;
  const auto loss = c.loss();
  const auto slope_after = [&](auto flow, bool natural, int n) {
    MatrixXd w = MatrixXd::Zero(3, 3);
    for (int k = 0; k < n; ++k) {
      const auto dL = differential(loss, w);
      if (natural) flow.step(w, fisher(c.logits(), w, Categorical(w * c.x), 0.02), dL);
      else flow.step(w, dL);
    }
    return flatten(differential(loss, w)).norm();
  };
  CHECK(slope_after(Descent{.rate = 1}, true, 15) < 1e-6);
  CHECK(slope_after(Momentum{.rate = 0.5, .beta = 0.3}, true, 40) < 1e-6);
  CHECK(slope_after(Descent{.rate = 3e-4}, false, 1000) > 1e-3);
}

TEST_CASE("every flow takes Fisher's metric, and what is frozen within it does not move by a bit", "[flows][natural]") {
  using X = std::tuple<MatrixXd, Eigen::VectorXd>;
  const Classes c;
  const auto logits = [&](const auto& w, const auto& s) { return w * c.x + outer(s, Eigen::VectorXd::Ones(8).eval()); };
  const auto loss = [&](const auto& w, const auto& s) { return cross_entropy(logits(w, s), c.y); };
  const auto law = [&](auto flow) {
    const X start(MatrixXd::Constant(3, 3, 0.01), Eigen::Vector3d(0.1, -0.2, 0.3));
    X x = start;
    const auto value = [&] { return value_and_differential(loss, std::get<0>(x), std::get<1>(x)).value; };
    const double before = value();
    for (int k = 0; k < 30; ++k) {
      const auto g = layered(x, fisher(logits, x, Categorical(std::get<0>(x) * c.x + std::get<1>(x) * Eigen::RowVectorXd::Ones(8)), 1e-2))
                         .freeze([](const X& t) -> auto& { return std::get<1>(t); });
      flow.step(x, g, differential(loss, std::get<0>(x), std::get<1>(x)));
    }
    CHECK(std::get<1>(x) == std::get<1>(start));
    CHECK(value() < 0.8 * before);
  };
  law(Descent{.rate = 0.3});
  law(Nesterov{.rate = 0.05, .beta = 0.5});
  law(Adam{.rate = 0.02});
  law(RmsProp{.rate = 0.01});
}
