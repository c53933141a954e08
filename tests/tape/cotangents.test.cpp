// SPDX-License-Identifier: MIT
// Destinations: cotangents that a sweep adds straight to where they are wanted are those that it adds to a plane.
#include <coframe/tape.hpp>
#include <limits>
#include <random>
#include <vector>

#include "catch.hpp"

using namespace coframe;

TEST_CASE("a destination holds what was added and assigned, and zeros elsewhere", "[tape][cotangents]") {
  constexpr Coordinate first = 40, size = 30;
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> memory(size, std::numeric_limits<double>::quiet_NaN()), expected(size, 0.0);
    std::vector<double> plane(first + size + 10, 0.0);
    std::vector<Destination<double>> destinations{Destination<double>({first, first + size}, memory.data())};
    const Cotangents<double> w(plane.data(), destinations);
    for (int access = 0; access < 5; ++access) {
      const Coordinate from = first + static_cast<Coordinate>(random() % (size + 1)), to = from + static_cast<Coordinate>(random() % (first + size + 1 - from));
      const double value = static_cast<double>(random() % 100);
      double* assigned = random() % 2 ? w.unwritten({from, to}) : nullptr;
      double* place = assigned ? assigned : w.place(from, {from, to});
      for (Coordinate c = from; c < to; ++c) {
        if (assigned) place[c - from] = value;
        else place[c - from] += value;
        expected[c - first] += value;
      }
    }
    destinations[0].finish();
    CHECK(memory == expected);
    CHECK(plane == std::vector<double>(plane.size(), 0.0));
  }
}

TEST_CASE("only what nothing has been added to is assigned", "[tape][cotangents]") {
  std::vector<double> memory(8), plane(32, 0.0);
  std::vector<Destination<double>> destinations{Destination<double>({16, 24}, memory.data())};
  const Cotangents<double> w(plane.data(), destinations);
  CHECK(w.unwritten({18, 20}) == memory.data() + 2);
  CHECK(w.unwritten({19, 22}) == nullptr);
  CHECK(w.unwritten({20, 22}) == memory.data() + 4);
  CHECK(w.unwritten({16, 16}) == nullptr);
  CHECK(w.unwritten({8, 16}) == nullptr);
  CHECK(w.unwritten({24, 26}) == nullptr);
}

TEST_CASE("coordinates between destinations and behind them lie in the plane", "[tape][cotangents]") {
  std::vector<double> one(8), two(8), plane(64, 0.0);
  std::vector<Destination<double>> destinations{Destination<double>({8, 16}, one.data()), Destination<double>({24, 32}, two.data())};
  const Cotangents<double> w(plane.data(), destinations);
  CHECK(w.place(9, {9, 12}) == one.data() + 1);
  CHECK(w.place(31, {24, 32}) == two.data() + 7);
  for (Coordinate c : {0u, 7u, 16u, 23u, 32u, 63u}) CHECK(w.place(c, {c, c + 1}) == plane.data() + c);
  CHECK(Cotangents<double>(plane.data()).place(9, {9, 12}) == plane.data() + 9);
}
