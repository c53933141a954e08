// SPDX-License-Identifier: MIT
// Softmax, its logarithm, log-sum-exp and cross entropy: columns are samples.
#include "structured_checks.hpp"

using namespace checks;

static const double eps = std::numeric_limits<double>::epsilon();

TEST_CASE("softmax, log_softmax and log_sum_exp are right", "[ops][softmax]") {
  for (auto [rows, cols] : {std::pair{1, 1}, {3, 1}, {3, 5}, {1, 4}, {40, 2}}) {
    const MatrixXd z = 3 * drawn<MatrixXd>(rows, cols, 2);
    right([](auto z) { return softmax(z); }, z);
    right([](auto z) { return log_softmax(z); }, z);
    right([](auto z) { return log_sum_exp(z); }, z);
    right([](auto z) { return softmax(z.transpose()); }, z);
    right([](auto z) { return log_softmax(z.transpose()); }, z);
    right([](auto z) { return log_sum_exp(z.row(0)); }, z);
    const MatrixXd y = softmax(z);
    CHECK(size_of(MatrixXd(y.colwise().sum() - Eigen::RowVectorXd::Ones(cols))) <= 4 * eps);
    CHECK(size_of(MatrixXd(y.array().log().matrix() - log_softmax(z))) <= 1e-14);
    CHECK(size_of(MatrixXd(softmax(MatrixXd(z.array() + 7)) - y)) <= 1e-14);   // depends on differences only
    CHECK(log_sum_exp(z) == Approx(std::log(z.array().exp().sum())));
  }
  const VectorXd v = drawn<VectorXd>(4, 1, 3);
  STATIC_REQUIRE(std::is_same_v<decltype(softmax(v)), VectorXd>);
  STATIC_REQUIRE(std::is_same_v<decltype(log_sum_exp(v)), double>);
  right([](auto v) { return softmax(v); }, v);
  right([](auto v) { return softmax(v.array()); }, v);
  obeys_adjoint_identity([](auto m) { return log_softmax(m.block(1, 1, 2, 3)); }, drawn<MatrixXd>(4, 5, 4));
  obeys_adjoint_identity([](auto z) { return softmax(z); }, drawn<MatrixXf>(3, 5, 4));
  CHECK(softmax(MatrixXd(3, 0)).cols() == 0);
  CHECK_THROWS_AS(softmax(MatrixXd(0, 3)), EmptyInput);
  CHECK_THROWS_AS(log_sum_exp(VectorXd()), EmptyInput);
}

TEST_CASE("logits of any size", "[ops][softmax]") {
  const MatrixXd z{{1e4, -1e4, 0}, {-1e4, -1e4, 1e4}, {0, -1e4, 1e4}};
  const MatrixXd expected{{1, 1. / 3, 0}, {0, 1. / 3, 0.5}, {0, 1. / 3, 0.5}};
  CHECK(size_of(MatrixXd(softmax(z) - expected)) <= eps);
  CHECK(log_softmax(z)(1, 0) == -2e4);
  CHECK(log_softmax(z)(2, 2) == Approx(-std::log(2.)));
  CHECK(log_sum_exp(z.col(1)) == Approx(-1e4 + std::log(3.)));
  CHECK(cross_entropy(z, std::vector<int>{0, 1, 2}) == Approx((std::log(3.) + std::log(2.)) / 3).epsilon(1e-15));
  CHECK(cross_entropy(z, std::vector<int>{1, 1, 2}) == Approx((2e4 + std::log(3.) + std::log(2.)) / 3).epsilon(1e-15));
  const MatrixXd d = differential([](auto z) { return cross_entropy(z, std::vector<int>{1, 1, 2}); }, z).components();
  const MatrixXd slope{{1. / 3, 1. / 9, 0}, {-1. / 3, -2. / 9, 1. / 6}, {0, 1. / 9, -1. / 6}};
  CHECK(size_of(MatrixXd(d - slope)) <= eps);
  const double infinity = std::numeric_limits<double>::infinity();
  const MatrixXd masked{{1}, {-infinity}, {1}}, half{{0.5}, {0}, {0.5}};   // a class that cannot be
  CHECK(cross_entropy(masked, half) == Approx(std::log(2.)));
  CHECK(softmax(masked)(1, 0) <= std::numeric_limits<double>::min());   // vectorised exponentials end there
  CHECK(log_sum_exp(VectorXd(VectorXd::Constant(2, -infinity))) == -infinity);
}

TEST_CASE("cross entropy is the mean of minus the logarithm of the true probability", "[ops][softmax]") {
  for (auto [rows, cols] : {std::pair{3, 5}, {2, 1}, {20, 4}}) {
    const MatrixXd z = 2 * drawn<MatrixXd>(rows, cols, 5), p = softmax(drawn<MatrixXd>(rows, cols, 6));
    const double n = cols;
    CHECK(cross_entropy(z, p) == Approx(-p.cwiseProduct(log_softmax(z)).sum() / n).epsilon(1e-14));
    right([&](auto z) { return cross_entropy(z, p); }, z);
    right([&](auto z) { return cross_entropy(z, MatrixXd(3 * p)); }, z);   // no probabilities: ΣP is 3
    right([&](auto z) { return cross_entropy(z.transpose(), MatrixXd(p.transpose())); }, z);

    std::vector<int> labels;
    MatrixXd one_hot = MatrixXd::Zero(rows, cols);
    for (int j = 0; j < cols; ++j) labels.push_back((7 * j + 1) % rows), one_hot((7 * j + 1) % rows, j) = 1;
    const auto by_labels = [&](auto z) { return cross_entropy(z, labels); };
    const auto by_one_hot = [&](auto z) { return cross_entropy(z, one_hot); };
    CHECK(cross_entropy(z, labels) == Approx(cross_entropy(z, one_hot)).epsilon(1e-15));
    CHECK(cross_entropy(z, Eigen::VectorXi(Eigen::Map<Eigen::VectorXi>(labels.data(), cols))) == cross_entropy(z, labels));
    const MatrixXd d = differential(by_labels, z).components(), slope = (softmax(z) - one_hot) / n;
    CHECK(d == differential(by_one_hot, z).components());
    CHECK((d - slope).cwiseAbs().maxCoeff() <= eps / n);
    // the tape's value is the plain one, and borrowed probabilities are as good
    CHECK(differential([&](auto z) { return cross_entropy(z, borrow(one_hot)); }, z).components() == d);
    CHECK(record(by_labels, z).value() == cross_entropy(z, labels));
  }
  const VectorXd one = drawn<VectorXd>(4, 1, 7);
  CHECK(cross_entropy(one, 2) == Approx(-log_softmax(one)(2)));
  CHECK(cross_entropy(one, std::vector<int>{2}) == cross_entropy(one, 2));
  right([](auto z) { return cross_entropy(z, 1); }, one);
}

TEST_CASE("a cross entropy is one entry and adds no more than its logits", "[ops][softmax]") {
  Tape<double> tape;
  const auto z = input(tape, drawn<MatrixXd>(3, 8, 1));
  const auto before = tape.pieces().size();
  const auto loss = cross_entropy(z, std::vector<int>(8, 1));
  CHECK(tape.pieces().size() == before + 1);
  CHECK(loss.tag() == tape.tag());
  Recorder record;
  const MatrixXd point = drawn<MatrixXd>(3, 8, 1);
  record.differential(point, [](auto z) { return cross_entropy(z, std::vector<int>(8, 1)); });
  const auto reserved = record.tape().bytes_reserved();
  for (int step = 0; step < 50; ++step) record.differential(point, [](auto z) { return cross_entropy(z, std::vector<int>(8, 1)); });
  CHECK(record.tape().bytes_reserved() == reserved);
}

TEST_CASE("targets that do not fit are refused", "[ops][softmax]") {
  const MatrixXd z = MatrixXd::Zero(3, 2);
  CHECK_THROWS_AS(cross_entropy(z, MatrixXd(MatrixXd::Zero(2, 3))), ShapeError);
  CHECK_THROWS_AS(cross_entropy(z, std::vector<int>{1}), ShapeError);
  CHECK_THROWS_AS(cross_entropy(z, std::vector<int>{1, 3}), DomainError);
  CHECK_THROWS_AS(cross_entropy(z, std::vector<int>{-1, 0}), DomainError);
  CHECK_THROWS_AS(cross_entropy(MatrixXd(3, 0), std::vector<int>{}), EmptyInput);
  CHECK_THROWS_AS(record([](auto z) { return cross_entropy(z, std::vector<int>{1, 3}); }, z), DomainError);
}

TEST_CASE("softmax and cross entropy at second order", "[ops][softmax]") {
  const MatrixXd z = drawn<MatrixXd>(3, 4, 2), p = softmax(drawn<MatrixXd>(3, 4, 3));
  right_at_second_order([](auto z) { return squared_norm(softmax(z)); }, z);
  right_at_second_order([](auto z) { return squared_norm(log_softmax(z)); }, z);
  right_at_second_order([](auto z) { return log_sum_exp(z); }, z);
  right_at_second_order([&](auto z) { return cross_entropy(z, p); }, z);
  right_at_second_order([](auto z) { return cross_entropy(z, std::vector<int>{0, 2, 1, 1}); }, z);
}
