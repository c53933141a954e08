// SPDX-License-Identifier: MIT
// gather, stack, beside, plain replace: new matrices from parts of others, as one entry each.
#include "structured_checks.hpp"

using namespace checks;

TEMPLATE_TEST_CASE("gather, stack, beside and replace are right", "[ops][shape]", MatrixXd, MatrixXcd) {
  using M = TestType;
  const M a = drawn<M>(3, 4, 1), b = drawn<M>(2, 4, 2), c = drawn<M>(3, 2, 3);
  const std::vector<int> twice{2, 0, 2, 2};
  CHECK(stack(a, b).topRows(3) == a);
  CHECK(stack(a, b).bottomRows(2) == b);
  CHECK(beside(a, c).leftCols(4) == a);
  CHECK(beside(a, c).rightCols(2) == c);
  CHECK(gather(a, twice).col(3) == a.col(2));
  CHECK(gather(a, Eigen::VectorXi{{1}}) == a.col(1));
  CHECK(replace(a, 1, 2, M(b.leftCols(2))).block(1, 2, 2, 2) == b.leftCols(2));
  CHECK(replace(a, 1, 2, M(b.leftCols(2))).leftCols(2) == a.leftCols(2));
  right([&](auto a) { return stack(a, b, a.topRows(1)); }, a);
  right([&](auto a) { return stack(b, a.row(1), b); }, a);
  right([&](auto a) { return beside(a.transpose(), b.transpose().eval(), a.row(2).transpose()); }, a);
  right([&](auto a) { return beside(a, a); }, a);
  right([&](auto a) { return gather(a, twice); }, a);
  right([&](auto a) { return gather(a.transpose(), twice); }, a);
  right([&](auto a) { return gather(a.transpose().col(1), twice); }, a);
  right([&](auto a) { return replace(a, 1, 1, M(b.leftCols(3))); }, a);
  right([&](auto b) { return replace(a, 0, 0, b); }, b);
  right([&](auto a) { return replace(a, 1, 0, a.block(0, 2, 2, 2)); }, a);
}

TEST_CASE("types and empty parts", "[ops][shape]") {
  const VectorXd v = drawn<VectorXd>(4, 1, 1), none(0);
  const Eigen::Vector2d two(1, 2);
  const Eigen::RowVector3d row(1, 2, 3);
  STATIC_REQUIRE(std::is_same_v<decltype(stack(two, two)), Eigen::Vector4d>);
  STATIC_REQUIRE(std::is_same_v<decltype(stack(v, two)), VectorXd>);
  STATIC_REQUIRE(std::is_same_v<decltype(beside(two, two)), Eigen::Matrix2d>);
  STATIC_REQUIRE(std::is_same_v<decltype(beside(row, row)), Eigen::Matrix<double, 1, 6, Eigen::RowMajor>>);
  CHECK(stack(v, none) == v);
  CHECK(gather(v, std::vector<int>{}).size() == 0);
  CHECK(gather(row, std::vector<int>{2, 0}) == Eigen::RowVector2d(3, 1));
  CHECK(replace(v, 1, two).segment(1, 2) == two);
  CHECK(replace(v, 4, none) == v);
  right([&](auto v) { return stack(v, none, v.segment(1, 2)); }, v);
  right([&](auto v) { return replace(v, 1, v.tail(2)); }, v);
  right([&](auto v) { return gather(v, std::vector<int>{3, 3}); }, v);
  right([&](auto r) { return gather(r, std::vector<int>{2, 1, 1}); }, row);
  right([&](auto r) { return stack(r, r); }, row);
  right([&](auto v) { return stack(v.array(), v.array()); }, v);
  obeys_adjoint_identity([](auto v) { return gather(v, std::vector<int>{}); }, v);
}

TEST_CASE("each is one entry on the tape", "[ops][shape]") {
  Tape<double> tape;
  const auto a = input(tape, drawn<MatrixXd>(3, 3, 1));
  const auto entries = [&](const auto& f) {
    const auto before = tape.pieces().size();
    f();
    return tape.pieces().size() - before;
  };
  CHECK(entries([&] { stack(a, a, a); }) == 1);
  CHECK(entries([&] { beside(a, a.transpose()); }) == 1);
  CHECK(entries([&] { gather(a, std::vector<int>{1, 1}); }) == 1);
  CHECK(entries([&] { replace(a, 0, 0, a.block(1, 1, 2, 2)); }) == 1);
  CHECK(entries([&] { stack(std::vector<Real>{a(0, 0), a(2, 1), 3.0}); }) == 1);
  CHECK(entries([&] { stack(a(0, 0), a(2, 1), 1.0); }) == 1);
}

TEST_CASE("traced scalars make a traced matrix", "[ops][shape]") {
  const VectorXd v = drawn<VectorXd>(3, 1, 1);
  const auto pieces = [](auto v) {
    const Real product = v(0) * v(1);
    return stack(std::vector<Real>{product, v(2), Real(5), product});
  };
  CHECK(record(pieces, v).value() == VectorXd{{v(0) * v(1), v(2), 5, v(0) * v(1)}});
  obeys_adjoint_identity(pieces, v);
  const auto listed = [](auto v) { return stack(v(0) * v(0), v(1), 2); };
  STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(record(listed, v).value())>, Eigen::Vector3d>);
  CHECK(record(listed, v).value() == Eigen::Vector3d(v(0) * v(0), v(1), 2));
  obeys_adjoint_identity(listed, v);
  obeys_adjoint_identity([](auto v) {
    Eigen::Matrix<Real, 2, 2> m;
    m << v(0), v(1), v(2), v(0) * v(2);
    return stack(m) * stack(m);
  }, v);
  const VectorXcd z = drawn<VectorXcd>(3, 1, 1);
  obeys_adjoint_identity([](auto z) { return stack(std::vector<Complex>{z(0) * z(1), z(2), z(2)}); }, z);
  obeys_adjoint_identity([](auto z) { return stack(real(z(0)), z(1) * z(2)); }, z);
  CHECK_THROWS_AS(stack(std::vector<Real>{1.0, 2.0}), IndependentLoss);
  CHECK_THROWS_AS(stack(std::vector<Real>{}), Error);
}

TEST_CASE("parts that do not fit are refused", "[ops][shape]") {
  const MatrixXd a = MatrixXd::Zero(3, 4), b = MatrixXd::Zero(2, 3);
  CHECK_THROWS_AS(stack(a, b), ShapeError);
  CHECK_THROWS_AS(beside(a, b), ShapeError);
  CHECK_THROWS_AS(gather(a, std::vector<int>{4}), ShapeError);
  CHECK_THROWS_AS(gather(a, std::vector<int>{-1}), ShapeError);
  CHECK_THROWS_AS(replace(a, 2, 2, b), ShapeError);
  CHECK_THROWS_AS(record([&](auto a) { return stack(a, b); }, a), ShapeError);
  CHECK_THROWS_AS(record([&](auto a) { return gather(a, std::vector<int>{4}); }, a), ShapeError);
}

TEST_CASE("new shapes at second order", "[ops][shape]") {
  const MatrixXd a = drawn<MatrixXd>(3, 3, 1);
  right_at_second_order([](auto a) { return squared_norm(stack(a, a.topRows(2)) * a); }, a);
  right_at_second_order([](auto a) { return squared_norm(gather(a, std::vector<int>{1, 1}).transpose() * a); }, a);
  right_at_second_order([](auto a) { return squared_norm(square(stack(a(0, 0) * a(1, 1), a(2, 0)).array())); }, a);
}

TEST_CASE("reshaped takes the elements column by column, as Eigen does, also of rows and of parts of vectors") {
  const MatrixXd A = drawn<MatrixXd>(3, 4, 21);
  auto same = [&](const auto& f) { CHECK(MatrixXd(record(f, A).value()).isApprox(MatrixXd(f(A)), 1e-15)); };
  same([](const auto& x) { return x.colwise().sum().reshaped(2, 2) * 1.0; });
  same([](const auto& x) { return x.reshaped(2, 6) * 1.0; });
  same([](const auto& x) { return x.row(1).reshaped(2, 2) * 1.0; });
  same([](const auto& x) { return x.col(2).transpose().reshaped(3, 1) * 1.0; });
  CHECK_THROWS_AS(record([](const auto& x) { return x.transpose().reshaped(6, 2); }, A), ShapeError);
  CHECK_THROWS_AS(record([](const auto& x) { return x.block(0, 0, 2, 3).reshaped(3, 2); }, A), ShapeError);
  CHECK_NOTHROW(record([](const auto& x) { return (1.0 * x.block(0, 0, 2, 3)).reshaped(3, 2); }, A));
}
