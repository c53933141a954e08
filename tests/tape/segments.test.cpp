// SPDX-License-Identifier: MIT
// Values that are stale or foreign, tags near their wrap, coordinates near their limit: typed errors, never a wrong number.
#include <coframe/calculus/recorder.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("what came after a mark is stale once rewound, what came before stays") {
  Tape<double> tape;
  const Real x = input(tape, 2.0);
  const Var<Eigen::ArrayXd> v = input(tape, Eigen::ArrayXd(Eigen::ArrayXd::Ones(5)));
  const Real kept = x * x;
  const auto mark = tape.mark();
  const Real late = kept * x;
  const auto late_v = eval(v * late);
  const auto element = late_v(2);
  tape.rewind(mark);
  CHECK_THROWS_AS(Real(late * x), StaleValue);
  CHECK_THROWS_AS(Real(late + 1.0), StaleValue);
  CHECK_THROWS_AS(Real(element * 2.0), StaleValue);
  CHECK_THROWS_AS(eval(late_v + v), StaleValue);
  CHECK_THROWS_AS(sum(late_v), StaleValue);
  CHECK_THROWS_AS(eval(v * late), StaleValue);
  CHECK_THROWS_AS(late_v.value(), StaleValue);
  CHECK_THROWS_WITH(Real(late * x), ContainsSubstring("rewound"));

  const Real y = kept * x + v(0);
  double* w = tape.cotangents();
  w[y.coordinate()] = 1;
  tape.pull(w);
  CHECK(w[x.coordinate()] == 12);
  CHECK(w[v.coordinate()] == 1);
  tape.clear_cotangents();

  tape.rewind();
  CHECK_THROWS_AS(Real(kept * 2.0), StaleValue);
  CHECK_THROWS_AS(Real(y * x), StaleValue);
}

TEST_CASE("a mark may be rewound to again and again") {
  Tape<double> tape;
  const Real x = input(tape, 3.0);
  const auto mark = tape.mark();
  for (int k = 0; k < 100; ++k) {
    const Real y = x * x * double(k);
    double* w = tape.cotangents();
    w[y.coordinate()] = 1;
    tape.pull(w);
    CHECK(w[x.coordinate()] == 6. * k);
    w[x.coordinate()] = 0;
    tape.rewind(mark);
    CHECK_THROWS_AS(Real(y + x), StaleValue);
  }
}

TEST_CASE("values of a tape that is gone are stale") {
  Real lost;
  Var<Eigen::VectorXd> lost_vector;
  {
    Tape<double> tape;
    lost = input(tape, 1.0);
    lost_vector = input(tape, Eigen::VectorXd(Eigen::VectorXd::Ones(3)));
  }
  CHECK_THROWS_AS(Real(lost * 2.0), StaleValue);
  CHECK_THROWS_AS(lost_vector.value(), StaleValue);
  CHECK_THROWS_AS(sum(lost_vector.array()), StaleValue);
}

TEST_CASE("values of two tapes do not mix") {
  Tape<double> one, two;
  const Real x = input(one, 1.0), y = input(two, 2.0);
  const auto v = input(one, Eigen::VectorXd(Eigen::VectorXd::Ones(3)));
  const auto u = input(two, Eigen::VectorXd(Eigen::VectorXd::Ones(3)));
  const auto A = input(two, Eigen::MatrixXd(Eigen::MatrixXd::Ones(3, 3)));
  CHECK_THROWS_AS(Real(x * y), ForeignValue);
  CHECK_THROWS_AS(Real(x * x * x + y), ForeignValue);
  CHECK_THROWS_AS(eval(v + u), ForeignValue);
  CHECK_THROWS_AS(eval(v * y), ForeignValue);
  CHECK_THROWS_AS(A * v, ForeignValue);
  CHECK_THROWS_AS(v.dot(u), ForeignValue);
  CHECK_THROWS_WITH(Real(x * y), ContainsSubstring("value()"));
  CHECK(Real(x * y.value()).value() == 2);
}

TEST_CASE("shapes that do not fit are named") {
  Tape<double> tape;
  const auto v = input(tape, Eigen::VectorXd(Eigen::VectorXd::Ones(3)));
  const auto u = input(tape, Eigen::VectorXd(Eigen::VectorXd::Ones(4)));
  const auto A = input(tape, Eigen::MatrixXd(Eigen::MatrixXd::Ones(2, 3)));
  CHECK_THROWS_AS(eval(v + u), ShapeError);
  CHECK_THROWS_AS(eval(v + Eigen::VectorXd(Eigen::VectorXd::Ones(2))), ShapeError);
  CHECK_THROWS_WITH(A * u, ContainsSubstring("2×3") && ContainsSubstring("4×1"));
  CHECK_THROWS_AS(A * u, ShapeError);
  CHECK_THROWS_AS(A.block(1, 1, 2, 2), ShapeError);
  CHECK_THROWS_AS(A.col(3), ShapeError);
  CHECK_THROWS_AS(v.segment(2, 2), ShapeError);
  CHECK_THROWS_AS(v(3), ShapeError);
  CHECK_THROWS_AS(v(-1), ShapeError);
  CHECK_THROWS_AS(eval(A.colwise() + v), ShapeError);
  CHECK_THROWS_AS(A.reshaped(4, 2), ShapeError);
  CHECK_THROWS_AS(v.dot(u), ShapeError);
  // and the tape is as usable as before
  CHECK((A * v).value() == Eigen::VectorXd::Constant(2, 3));
}

TEST_CASE("coordinates near their limit") {
  Tape<double> tape;
  const Real x = input(tape, 2.0);
  tape.limit_coordinates(tape.size() + 10);
  Real y = x;
  for (int k = 0; k < 10; ++k) y = y * x;
  CHECK_THROWS_AS(y = y * x, CapacityError);
  CHECK_THROWS_AS(input(tape, 1.0), CapacityError);
  CHECK_THROWS_AS(input(tape, Eigen::VectorXd(Eigen::VectorXd::Ones(3))), CapacityError);
  double* w = tape.cotangents();
  w[y.coordinate()] = 1;
  tape.pull(w);
  CHECK(w[x.coordinate()] == 11 * 1024);
  w[x.coordinate()] = 0;
  tape.rewind();
  const auto v = input(tape, Eigen::VectorXd(Eigen::VectorXd::Ones(3)));
  CHECK_THROWS_AS(input(tape, Eigen::VectorXd(Eigen::VectorXd::Ones(30))), CapacityError);
  CHECK((v + v).value() == Eigen::VectorXd::Constant(3, 2));
}

TEST_CASE("tags near their wrap") {
  constexpr Tag generations = Tag((std::uint64_t{1} << 32) / segment_slots);
  for (Tag before : {1u, 2u, 40u}) {
    Tape<double> survivor;
    const Real old = input(survivor, 7.0);
    set_segment_generation(generations - before);
    Tape<double> tape;
    for (int k = 0; k < 100; ++k) {
      const Real x = input(tape, 3.0), y = x * x;
      REQUIRE(y.tag() != 0);
      tape.cotangents()[y.coordinate()] = 1;
      tape.pull(tape.cotangents());
      CHECK(tape.cotangents()[x.coordinate()] == 6);
      tape.cotangents()[x.coordinate()] = 0;
      tape.rewind();
      CHECK_THROWS_AS(Real(y * 2.0), StaleValue);
    }
    CHECK(Real(old * old).value() == 49);
    CHECK(segment_wraps() > 0);
  }
}

TEST_CASE("a live tag is not issued again") {
  Tape<double> tape;
  const Real x = input(tape, 1.0);
  set_segment_generation(x.tag() / segment_slots);
  Tape<double> other;
  CHECK(input(other, 1.0).tag() != x.tag());
  CHECK(Real(x + x).value() == 2);
}

TEST_CASE("more live segments than there are slots") {
  std::vector<std::unique_ptr<Tape<double>>> tapes;
  CHECK_THROWS_AS([&] {
    for (Tag k = 0; k <= segment_slots; ++k) tapes.push_back(std::make_unique<Tape<double>>());
  }(), CapacityError);
  tapes.clear();
  Tape<double> tape;
  CHECK(Real(input(tape, 1.0) * 2.0).value() == 2);
}
