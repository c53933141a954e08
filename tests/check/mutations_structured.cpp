// SPDX-License-Identifier: MIT
// Broken matrix operations, alone and inside programs: the first failing one is named.
#include "mutations.hpp"

using namespace coframe;
using Eigen::MatrixXcd;
using Eigen::MatrixXd;

namespace {
// C = A B
struct NoTranspose : Product {
  static constexpr auto name = "no transpose";
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto&, const auto& B) { dA += w * B; }
  static void pull(Arg<1> i, auto& dB, const auto& w, const auto& c, const auto& A, const auto& B) { Product::pull(i, dB, w, c, A, B); }
};
struct NoConjugate : Product {
  static constexpr auto name = "transpose for adjoint";
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto&, const auto& B) { dA += w * B.transpose(); }
  static void pull(Arg<1>, auto& dB, const auto& w, const auto&, const auto& A, const auto&) { dB += A.transpose() * w; }
};
struct NoAccumulation : Product {
  static constexpr auto name = "no accumulation";
  static constexpr int products = 0;
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto&, const auto& B) { dA = w * B.adjoint(); }
  static void pull(Arg<1> i, auto& dB, const auto& w, const auto& c, const auto& A, const auto& B) { Product::pull(i, dB, w, c, A, B); }
};
struct NoPull : Product {
  static constexpr auto name = "no pull";
  static void pull(Arg<0>, auto&, const auto&, const auto&, const auto&, const auto&) {}
  static void pull(Arg<1>, auto&, const auto&, const auto&, const auto&, const auto&) {}
};
struct SecondMissing : Product {  // push and pull agree: only differences tell
  static constexpr auto name = "second argument missing";
  static void push(Arg<0> i, auto& dC, const auto& dA, const auto& c, const auto& A, const auto& B) { Product::push(i, dC, dA, c, A, B); }
  static void push(Arg<1>, auto&, const auto&, const auto&, const auto&, const auto&) {}
  static void pull(Arg<0> i, auto& dA, const auto& w, const auto& c, const auto& A, const auto& B) { Product::pull(i, dA, w, c, A, B); }
  static void pull(Arg<1>, auto&, const auto&, const auto&, const auto&, const auto&) {}
};
struct WrongPush : Product {
  static constexpr auto name = "wrong push";
  static void push(Arg<0>, auto& dC, const auto& dA, const auto&, const auto&, const auto& B) { dC -= dA * B; }
  static void push(Arg<1> i, auto& dC, const auto& dB, const auto& c, const auto& A, const auto& B) { Product::push(i, dC, dB, c, A, B); }
};
// c = columnwise mean, sums pulled and pushed
struct Means : ColumnSums {
  static constexpr auto name = "means as sums";
  static void value(auto& c, const auto& A) { c = A.colwise().mean(); }
};
// C = Aᵀ, pulled as C = A
struct Flip : Structured {
  static constexpr auto name = "flip";
  template <class A> using Result = A;
  static Shape shape(const auto& A) { return {A.cols(), A.rows()}; }
  static void value(auto& C, const auto& A) { C = A.transpose(); }
  static void push(Arg<0>, auto& dC, const auto& dA, const auto&, const auto&) { dC += dA; }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto&) { dA += w; }
};
// y = Aᵀ A, with one of its two equal contributions
struct Gram : Structured {
  static constexpr auto name = "gram, half of it";
  template <class A> using Result = typename A::Scalar;
  static Shape shape(const auto&) { return {1, 1}; }
  static void value(auto& y, const auto& A) { y(0, 0) = A.squaredNorm(); }
  static void push(Arg<0>, auto& dy, const auto& dA, const auto&, const auto& A) { dy(0, 0) += A.cwiseProduct(dA).sum(); }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto& A) { dA += A * w(0, 0); }
};
}  // namespace

TEST_CASE("broken matrix operations are caught and named") {
  const MatrixXd A = MatrixXd::Random(3, 3), B = MatrixXd::Random(3, 3);
  const MatrixXcd Z = MatrixXcd::Random(3, 3), W = MatrixXcd::Random(3, 3);
  caught<NoTranspose>("not adjoint", A, B);
  caught<NoConjugate>("", Z, W);
  REQUIRE(check_operation<NoConjugate>(A, B));
  caught<NoAccumulation>("missing accumulation", A, B);
  caught<NoPull>("zero", A, B);
  caught<SecondMissing>("detached", A, B);
  caught<WrongPush>("sign", A, B);
  caught<Means>("factor 3", A);
  caught<Flip>("", A);
  caught<Gram>("factor 1/2", A);
  REQUIRE(check_operation<Product>(A, B));
  REQUIRE(check_operation<Product>(Z, W));
}
TEST_CASE("the first failing operation of a program is named, and which side is to blame") {
  const MatrixXd A = MatrixXd::Random(3, 4), B = MatrixXd::Random(4, 4);
  const auto program = [&]<class Op>(std::type_identity<Op>) {
    return [&B](const auto& A) { return apply_structured<Op>(tanh(A), apply_structured<Product>(B, B.transpose().eval() + A.transpose() * A)).array().exp().sum(); };
  };
  const Report pull = check_gradient(program(std::type_identity<NoTranspose>{}), A);
  INFO(pull);
  CHECK(pull.verdict == Verdict::wrong);
  CHECK(pull.operation.name == "no transpose");
  CHECK(pull.operation.mismatch > 1e10);
  CHECK(pull.slope_r1 == Approx(1).margin(0.2));
  const Report push = check_gradient(program(std::type_identity<WrongPush>{}), A);
  CHECK(push.verdict == Verdict::wrong);
  CHECK(push.operation.name == "wrong push");
  CHECK_THAT(push.text(), Catch::Matchers::ContainsSubstring("look at the push"));
  CHECK(check_gradient(program(std::type_identity<Product>{}), A));
}
TEST_CASE("a wrong coordinate among many is found by halving") {
  const auto f = [](const auto& x) {
    auto y = x.squaredNorm();
    if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(x)>, Eigen::VectorXd>) return eval(y);
    else return y + 3 * x[1234];  // a term that the traced program lacks
  };
  Report r = check_gradient(f, Eigen::VectorXd::Constant(5000, 0.5).eval());
  INFO(r);
  CHECK(r.verdict == Verdict::wrong);
  CHECK(r.worst.path == "x(1234)");
  CHECK(r.worst.numeric - r.worst.analytic == Approx(3));
  CHECK(r.evaluations < 600);
}
TEST_CASE("a tape's operations are checked without its program") {
  Tape<double> tape;
  const auto A = input(tape, MatrixXd::Random(3, 3).eval());
  const auto y = apply_structured<NoTranspose>(A, apply_structured<Product>(A, A));
  const Report r = check_adjoint(tape);
  CHECK(r.verdict == Verdict::wrong);
  CHECK(r.operation.name == "no transpose");
  CHECK(r.operation.first == y.coordinate());
}
