// SPDX-License-Identifier: MIT
// L-BFGS and its line search.
#include <coframe/flows/lbfgs.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Z = std::complex<double>;

TEST_CASE("the line search satisfies both of Wolfe's conditions on lines of every kind", "[flows][lbfgs]") {
  const auto check = [](auto phi, auto slope) {
    int trials = 0;
    const auto at = [&](double s) { return ++trials, OnLine{s, phi(s), slope(s)}; };
    const OnLine start{0, phi(0), slope(0)};
    for (const double first : {1e-3, 0.1, 1., 10., 1e3})
      for (const double curvature : {0.9, 0.1, 1e-3}) {
        trials = 0;
        const WolfeConditions wolfe{.curvature = curvature};
        const auto found = line_search(at, start, first, wolfe);
        INFO(first << " " << curvature << " " << found.s);
        CHECK(found.value <= start.value + 1e-4 * found.s * start.slope);
        CHECK(std::abs(found.slope) <= curvature * std::abs(start.slope));
        CHECK(trials < 40);
      }
  };
  check([](double s) { return (s - 1) * (s - 1); }, [](double s) { return 2 * (s - 1); });
  check([](double s) { return -s / (s * s + 2); }, [](double s) { return (s * s - 2) / ((s * s + 2) * (s * s + 2)); });
  check([](double s) { return std::pow(s + 0.004, 5) - 2 * std::pow(s + 0.004, 4); },
        [](double s) { return 5 * std::pow(s + 0.004, 4) - 8 * std::pow(s + 0.004, 3); });
  check([](double s) { return s < 2 ? -std::log(2 - s) - 2 * s : std::nan(""); }, [](double s) { return 1 / (2 - s) - 2; });
  CHECK_THROWS_AS(line_search([](double s) { return OnLine{s, s, 1}; }, {0, 0, 1}, 1), DomainError);
}

TEST_CASE("on a parabola of D dimensions full memory needs no more than D steps or so", "[flows][lbfgs]") {
  const Eigen::Index n = 12;
  const Eigen::VectorXd k = Eigen::VectorXd::LinSpaced(n, 1, 200), b = Eigen::VectorXd::Random(n);
  const auto loss = [&](const auto& w) { return 0.5 * sum(k.array() * square(w.array())) - dot(b, w); };
  const auto found = Lbfgs{.memory = 20, .slope = 1e-9, .wolfe = {.curvature = 1e-2}}.minimise(loss, Eigen::VectorXd(Eigen::VectorXd::Ones(n)));
  CHECK(found.converged);
  CHECK(found.steps <= n + 4);
  CHECK((found.x - b.cwiseQuotient(k)).norm() < 1e-9);
}

TEST_CASE("the banana is descended in tens of steps, a tree of it too", "[flows][lbfgs]") {
  const auto banana = [](const auto& a, const auto& b) { return square(1 - a) + 100 * square(b - a * a); };
  const auto found = Lbfgs{}.minimise(banana, std::tuple(-1.2, 1.));
  CHECK(found.converged);
  CHECK(found.steps < 60);
  CHECK(std::get<0>(found.x) == Approx(1).epsilon(1e-8));
  CHECK(std::get<1>(found.x) == Approx(1).epsilon(1e-8));
}

TEST_CASE("complex parameters, and their freedom of phase", "[flows][lbfgs]") {
  const Eigen::Vector2cd target(Z(1, 2), Z(-0.5, 0.25));
  const auto loss = [&](const auto& z) { return sum(square(abs2(z.array()) - target.array().abs2())); };
  const auto from = [&](const Eigen::Vector2cd& z) { return Lbfgs{.slope = 1e-10}.minimise(loss, z); };
  const Eigen::Vector2cd z(Z(0.5, 0.7), Z(0.3, -1));
  const auto a = from(z), b = from(z * Z(0.6, 0.8));
  CHECK(a.converged);
  CHECK((a.x.cwiseAbs() - target.cwiseAbs()).norm() < 1e-8);
  CHECK((a.x * Z(0.6, 0.8) - b.x).norm() < 1e-8);
}

TEST_CASE("frozen parts stay, and a metric preconditions", "[flows][lbfgs]") {
  const std::vector<double> x{-0.0, 2, 3};
  const auto loss = [](const auto& w) { return square(w[0] - w[1] + 1) + 1e4 * square(w[1]) + square(w[2] - w[1]); };
  const auto found = Lbfgs{}.minimise(loss, x, layered(x).freeze(0));
  CHECK(found.converged);
  CHECK((found.x[0] == 0 && std::signbit(found.x[0])));
  CHECK(found.x[2] == Approx(found.x[1]).margin(1e-8));
  const Eigen::VectorXd k = Eigen::VectorXd::LinSpaced(40, 0, 6).array().exp();
  const auto stiff = [&](const auto& w) { return 0.5 * sum(k.array() * square(w.array())); };
  const Eigen::VectorXd start = Eigen::VectorXd::Ones(40);
  const int plain = Lbfgs{}.minimise(stiff, start).steps;
  CHECK(Lbfgs{}.minimise(stiff, start, Diagonal<Eigen::VectorXd>(k.cwiseInverse())).steps <= 3);
  CHECK(plain > 10);
}

TEST_CASE("what does not begin finite is refused", "[flows][lbfgs]") {
  CHECK_THROWS_AS(Lbfgs{}.minimise([](auto w) { return log(w); }, -1.), NotFinite);
}
