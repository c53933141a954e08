// SPDX-License-Identifier: MIT
// Differentials of recorded losses are 1-forms, and closed; momentum seen by the symplectic form.
#include "coframe/coframe.hpp"
#include "laws/form_laws.hpp"

using namespace coframe;

template <template <class> class Leaf> struct Xor {
  Dense<Leaf> hidden, out;
  auto operator()(const auto& x) const { return out(tanh(hidden(x))); }
};

TEST_CASE("d(dL) = 0 on a network, trained and not; dL is what the forward mode says") {
  Eigen::MatrixXd x(2, 4), y(1, 4);
  x << 0, 0, 1, 1, 0, 1, 0, 1;
  y << 0, 1, 1, 0;
  std::mt19937 random(laws::form_seed);
  Xor<Value> net{dense(2, 2, random, glorot), dense(2, 1, random, glorot)};
  const auto loss = [x, y](const auto& n) { return 0.5 * (n(x) - y).squaredNorm(); };
  const auto dL = form_of<9>(loss, net);
  Points<9> points = laws::random_points<9>(random, 3);
  const auto here = [&] {
    std::array<double, 9> p;
    Eigen::Map<Eigen::VectorXd>(p.data(), 9) = flatten(net);
    return p;
  };
  points.push_back(here());
  Recorder record;
  Descent flow{.rate = 0.3};
  for (int step = 0; step < 500; ++step) flow.step(net, euclidean, record.differential(net, loss));
  CHECK(record.value() < 0.2);
  points.push_back(here());
  laws::zero(d(dL), points, 1e-13);
  CHECK(is_closed(dL, points));

  const auto by_hand = d<9>([x, y](const auto& p) {   // the same network in scalars, in the order of flatten
    using std::tanh;
    auto sum = p[0] * 0.0;
    for (Eigen::Index j = 0; j < 4; ++j) {
      const auto h0 = tanh(p[0] * x(0, j) + p[2] * x(1, j) + p[4]), h1 = tanh(p[1] * x(0, j) + p[3] * x(1, j) + p[5]);
      const auto e = p[6] * h0 + p[7] * h1 + p[8] - y(0, j);
      sum += 0.5 * e * e;
    }
    return sum;
  });
  laws::same(dL, by_hand, points);
}

TEST_CASE("a form that is not a differential is not closed, also with recorded components") {
  const auto dL = form_of<2>([](const auto& x) { return sin(x[0]) * x[1] * x[1]; });
  const auto twisted = coordinate<2>(0) * dL;
  CHECK_FALSE(is_closed(twisted, {{0.3, 0.4}}));
  laws::same(d(twisted), wedge(dx<2>(0), dL), {{0.3, 0.4}});
  CHECK_THROWS_AS(form_of<3>([](const auto& x) { return sum(x); }, Eigen::VectorXd(2)), ShapeError);
}

TEST_CASE("complex parameters: dL on the real coordinates, closed") {
  const auto dL = form_of<2>([](const auto& z) { return abs2(z * z * z - std::complex<double>(1, 2)); }, std::complex<double>());
  const auto by_hand = d<2>([](const auto& x) {
    const auto re = x[0] * x[0] * x[0] - 3.0 * x[0] * x[1] * x[1] - 1.0, im = 3.0 * x[0] * x[0] * x[1] - x[1] * x[1] * x[1] - 2.0;
    return re * re + im * im;
  });
  laws::same(dL, by_hand, {{0.3, 0.4}, {-1, 2}});
  laws::zero(d(dL), {{0.3, 0.4}, {-1, 2}});
}

// (w, v) ↦ (w + v', v'), v' = βv − ηF(w), F the components of a 1-form on n coordinates.
template <int n, class Force> auto heavy_ball(double beta, double eta, const Force& force) {
  return [=](const auto& s) {
    auto w = as_array<n>(Eigen::Map<const Eigen::Vector<typename std::remove_cvref_t<decltype(s)>::value_type, n>>(s.data()));
    const auto f = force(w);
    auto next = s;
    for (std::size_t i = 0; i < n; ++i) {
      next[n + i] = beta * s[n + i] - eta * f[i];
      next[i] = s[i] + next[n + i];
    }
    return next;
  };
}

TEST_CASE("the heavy ball pulls Σ dw ∧ dv back to β Σ dw ∧ dv: the friction is read off by a 2-form") {
  std::mt19937 random(laws::form_seed);
  const auto omega = wedge(dx<6>(0), dx<6>(3)) + wedge(dx<6>(1), dx<6>(4)) + wedge(dx<6>(2), dx<6>(5));
  const auto points = laws::random_points<6>(random);
  const auto L = form_of<3>([](const auto& x) { return sin(x[0] * x[1]) + x[2] * x[2] * x[0] + exp(x[1] - x[2]); });
  laws::same(pullback(heavy_ball<3>(0.9, 0.1, L), omega), 0.9 * omega, points);
  laws::same(pullback(heavy_ball<3>(1.0, 0.1, L), omega), omega, points);   // no friction: leapfrog
  const auto not_closed = laws::random_form<1, 3>(random);                  // a force without a potential
  const auto moved = pullback(heavy_ball<3>(0.9, 0.1, not_closed), omega) - 0.9 * omega;
  CHECK(largest_component(moved, points) > 1e-3);
}
