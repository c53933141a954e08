// SPDX-License-Identifier: MIT
// Functoriality: (g ∘ f)^* = f^* ∘ g^*, bitwise where a recording is cut between entries.
#include <coframe/calculus/recorder.hpp>
#include <coframe/ops.hpp>

#include <random>

#include "catch.hpp"

using namespace coframe;

namespace {
/// A random program of scalars and vectors on a tape; marks are set between its entries.
struct Program {
  Tape<double> tape;
  std::vector<Real> scalars;
  std::vector<Var<Eigen::ArrayXd>> arrays;
  std::vector<Tape<double>::Mark> marks;

  explicit Program(unsigned seed) {
    std::mt19937 random{seed};
    for (int k = 0; k < 3; ++k) scalars.push_back(input(tape, 0.3 + 0.1 * k));
    for (int k = 0; k < 2; ++k) arrays.push_back(input(tape, Eigen::ArrayXd(Eigen::ArrayXd::LinSpaced(13, 0.1 * k, 1))));
    auto some = [&](const auto& all) { return all[random() % all.size()]; };
    for (int k = 0; k < 60; ++k) {
      if (random() % 4 == 0) marks.push_back(tape.mark());
      switch (random() % 6) {
        case 0: scalars.push_back(sin(some(scalars)) * some(scalars)); break;
        case 1: scalars.push_back(some(scalars) + some(scalars) - some(scalars)); break;
        case 2: scalars.push_back(sum(some(arrays) * some(arrays)) * 0.05); break;
        case 3: scalars.push_back(some(arrays)(static_cast<int>(random() % 13)) * some(scalars)); break;
        case 4: arrays.push_back(tanh(some(arrays) * some(scalars) + some(arrays))); break;
        default: arrays.push_back(some(arrays) * 0.5 - sin(some(arrays))); break;
      }
    }
  }
  void seed(double* w) const {
    w[scalars.back().coordinate()] += 1.25;
    for (int i = 0; i < 13; ++i) w[arrays.back().coordinate() + static_cast<Coordinate>(i)] += 0.1 * i;
  }
  std::vector<double> inputs(const double* w) const {
    std::vector<double> all;
    for (int k = 0; k < 3; ++k) all.push_back(w[scalars[static_cast<std::size_t>(k)].coordinate()]);
    for (int k = 0; k < 2; ++k)
      for (int i = 0; i < 13; ++i) all.push_back(w[arrays[static_cast<std::size_t>(k)].coordinate() + static_cast<Coordinate>(i)]);
    return all;
  }
};
}  // namespace

TEST_CASE("a sweep to a mark and on is one sweep, to the last bit") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    Program p(seed);
    double* w = p.tape.cotangents();
    p.seed(w);
    p.tape.pull(w);
    const auto whole = p.inputs(w);
    CHECK(std::any_of(whole.begin(), whole.end(), [](double c) { return c != 0; }));
    p.tape.clear_cotangents();

    // The program after a mark, then all of it: what the first sweep used up is zero, and adds nothing.
    for (const auto& mark : p.marks) {
      p.seed(w);
      p.tape.pull(w, mark);
      p.tape.pull(w);
      CHECK(p.inputs(w) == whole);
      p.tape.clear_cotangents();
    }
  }
}

TEST_CASE("a push to the end is a push from a mark of what came before") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    Program p(seed);
    std::vector<double> whole(p.tape.size() + 8, 0.);
    std::mt19937 random{seed};
    for (double& v : whole) v = std::normal_distribution<double>()(random);
    p.tape.push(whole.data());
    for (const auto& mark : p.marks) {
      auto again = whole;
      std::fill(again.begin() + mark.next, again.end(), std::numeric_limits<double>::quiet_NaN());
      p.tape.push(again.data(), mark);
      for (const auto& s : p.scalars) CHECK(again[s.coordinate()] == whole[s.coordinate()]);
      for (const auto& a : p.arrays)
        for (Coordinate i = 0; i < 13; ++i) CHECK(again[a.coordinate() + i] == whole[a.coordinate() + i]);
    }
  }
}

TEST_CASE("two programs on two tapes compose, to rounding") {
  const auto f = [](const auto& x) { return tanh(x * 2.0 + 1.0); };
  const auto g = [](const auto& y) { return sum(y * y * sin(y)); };
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(21, -1, 1);
  Recorder record;
  const Eigen::ArrayXd whole = record.differential(x, [&](const auto& x) { return g(eval(f(x))); }).components();
  Tape<double> tape;
  const auto input_x = input(tape, x);
  const auto y = eval(f(input_x));
  const Eigen::ArrayXd by_y = record.differential(y.value(), g).components();
  double* w = tape.cotangents();
  for (int i = 0; i < 21; ++i) w[y.coordinate() + static_cast<Coordinate>(i)] = by_y(i);
  tape.pull(w);
  for (int i = 0; i < 21; ++i) CHECK(w[input_x.coordinate() + static_cast<Coordinate>(i)] == Approx(whole(i)).epsilon(1e-14));
  tape.clear_cotangents();
}
