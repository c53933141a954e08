// SPDX-License-Identifier: MIT
// Several cotangents or tangents at once are, to the last bit, what single ones are.
#include <coframe/coframe.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {
/// Rows of statements, fused maps, a kernel, a structured map, replaced blocks and complex numbers on one tape.
const auto program = [](const auto& A, const auto& z, const auto& t) {
  const auto heat = replace(A, 1, 1, tanh(A.block(0, 0, 2, 2).array() * t).matrix());
  const auto product = A.transpose() * heat;
  const auto rotated = eval(exp(z * std::complex<double>(0.3, 1.1)) / (z + t));
  const auto bent = map([](auto a, auto b) { return a * sin(b) + b; }, product, heat);
  return std::tuple(bent, eval(rotated * sum(A)), eval(abs2(rotated) - log(1.0 + t * t)));
};
const std::tuple at{Eigen::MatrixXd(Eigen::MatrixXd::Random(3, 3)), std::complex<double>(0.4, -1.2), 0.7};

template <int K, class F> void each_pack(std::size_t n, const F& f) {
  for (std::size_t first = 0; first < n; first += K) f(first, std::min<std::size_t>(K, n - first));
}
/// Compares sweeps of packs of K with single sweeps: `reads` are the coordinates to compare.
template <int K, class Sweep, class Single>
int differences(Tape<double>& tape, const std::vector<Coordinate>& seeds, const std::vector<Coordinate>& reads, const Sweep& sweep, const Single& single) {
  int count = 0;
  each_pack<K>(seeds.size(), [&](std::size_t first, std::size_t n) {
    Plane<Pack<double, K>> packs;
    auto* w = packs.ensure(tape.size());
    for (std::size_t l = 0; l < n; ++l) w[seeds[first + l]].v[l] = 1.0 + 0.25 * static_cast<double>(first + l);
    sweep(tape, w);
    for (std::size_t l = 0; l < n; ++l) {
      Plane<double> one;
      double* v = one.ensure(tape.size());
      v[seeds[first + l]] = 1.0 + 0.25 * static_cast<double>(first + l);
      single(tape, v);
      for (Coordinate c : reads) count += w[c].v[l] != v[c];
    }
  });
  return count;
}
}  // namespace

TEST_CASE("k sweeps at once equal k single ones bit by bit") {
  auto recorded = record(program, at);
  auto& tape = recorded.tape();
  const auto inputs = coordinates_of(recorded.inputs()), outputs = coordinates_of(recorded.result());
  const auto pull = [](auto& t, auto* w) { t.pull(w); };
  const auto push = [](auto& t, auto* v) { t.push(v); };
  const auto pull_packs = [](auto& t, auto* w) { pull_lanes(t, w); };
  const auto push_packs = [](auto& t, auto* v) { push_lanes(t, v); };
  CHECK(differences<2>(tape, outputs, inputs, pull_packs, pull) == 0);
  CHECK(differences<8>(tape, outputs, inputs, pull_packs, pull) == 0);
  CHECK(differences<2>(tape, inputs, outputs, push_packs, push) == 0);
  CHECK(differences<8>(tape, inputs, outputs, push_packs, push) == 0);
}

TEST_CASE("a Jacobian by rows and one by columns agree") {
  const auto wide = [](const auto& x) { return sum(tanh(x.array() * x.array())); };                      // one row
  const auto tall = [](const auto& s) { return (s * Eigen::VectorXd::LinSpaced(9, -1, 1)).array().sin().matrix(); };   // one column
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(9, -1.5, 2.0);
  CHECK(jacobian(wide, x).isApprox(flatten(differential(wide, x)).transpose(), 1e-15));
  CHECK(jacobian(tall, 0.8).isApprox(pushforward(tall, 0.8, Tangent<double>(1.0)).components(), 1e-15));
}
