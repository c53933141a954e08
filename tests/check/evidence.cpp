// SPDX-License-Identifier: MIT
// What a report says beside its verdict, and programs at which only one of the witnesses sees the mistake.
#include "mutations.hpp"

using namespace coframe;
using Catch::Matchers::ContainsSubstring;
using Eigen::MatrixXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

namespace {
/// One program where it is traced, another where it is plain.
template <class Traced, class PlainProgram> auto differing(Traced traced, PlainProgram plain) {
  return [=](const auto&... x) {
    if constexpr ((Point<std::remove_cvref_t<decltype(x)>> && ...)) return plain(x...);
    else return traced(x...);
  };
}
// y = 2 x, whose pull is another at each call, adds a constant, or has a push that is off by a little
struct Double : Structured {
  static constexpr auto name = "double";
  template <class A> using Result = A;
  static Shape shape(const auto& A) { return {A.rows(), A.cols()}; }
  static void value(auto& C, const auto& A) { C = 2 * A; }
  static void push(Arg<0>, auto& dC, const auto& dA, const auto&, const auto&) { dC += 2 * dA; }
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto&) { dA += 2 * w; }
};
struct Unsteady : Double {
  static inline int calls = 0;
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto&) { dA += ++calls * w; }
};
struct Affine : Double {
  static void pull(Arg<0>, auto& dA, const auto& w, const auto&, const auto&) { dA += (2 * w.array() + 1).matrix(); }
};
struct Slightly : Double {
  static void push(Arg<0>, auto& dC, const auto& dA, const auto&, const auto&) { dC += (2 + 2e-10) * dA; }
};
// c = a + b, of whose arguments one is not listed, nor pulled
struct Unlisted : RecordedMap<double> {
  Coordinate a = 0, b = 0;
  static constexpr bool owns_memory = false;
  void push(double* v) const override { v[range.first] = v[a] + v[b]; }
  void pull(const Cotangents<double>& w, bool) const override { *w.place(a, {a, a + 1}) += w.plane()[range.first]; }
  const char* name() const override { return "unlisted"; }
  void arguments(std::vector<Extent>& extents) const override { extents.push_back({a, a + 1}); }
};
}  // namespace

TEST_CASE("the limits of a comparison are reported") {
  const Report r = check_gradient([](auto x, auto y) { using std::exp; return exp(x * y); }, 0.5, 1.5);
  REQUIRE(r);
  CHECK(r.detection_limit > 0);
  CHECK(r.detection_limit <= r.bound);
  CHECK(r.bound < r.tolerance);
}
TEST_CASE("an infinite slope where there is none is no mistake") {
  const Report r = check_gradient([](auto x) { using std::sqrt; return sqrt(x); }, 0.0);
  CHECK(r.verdict == Verdict::inconclusive);
  CHECK(r.reason == Reason::vertical);
}
TEST_CASE("what oscillates faster than its numbers can tell is not called wrong") {
  CHECK(check_gradient([](auto x) { using std::cos; return cos(x * 1e20); }, 1.0).verdict == Verdict::inconclusive);
  CHECK(check_gradient([](auto x) { using std::cos; return cos(x * 1e10f); }, 1.0f).verdict == Verdict::inconclusive);
}
TEST_CASE("the worst of several coordinates is named") {
  const auto f = differing([](auto x, auto y, auto z) { return 2. * x + 6. * y + 3. * z; }, [](auto x, auto y, auto z) { return x + y + z; });
  CHECK(check_gradient(f, 1.0, 1.0, 1.0).worst.path == "x1");
  const auto g = differing([](auto x, auto y) { return 2. * x + 110. * y; }, [](auto x, auto y) { return x + 100. * y; });
  CHECK(check_gradient(g, 1.0, 1.0).worst.path == "x1");   // by 10 of 100, x0 by 1 of 1
}
TEST_CASE("in a point of many coordinates, leaves are compared one by one") {
  const Report r = check_gradient([](const auto& A, const auto& b) { return A.squaredNorm() + b.squaredNorm(); }, MatrixXd::Random(9, 9).eval(), Eigen::VectorXd::Random(9).eval());
  REQUIRE(r);
  CHECK((r.worst.path == "x0" || r.worst.path == "x1"));
}
TEST_CASE("coordinates and mirrored elements are found in either storage order") {
  MatrixXd C(3, 3);
  C << 1, 2, 3, 4, 50, 6, 70, 8, 9;
  const auto with_C = [C](const auto& A) { return A.cwiseProduct(C).sum(); };
  const auto with_transposed = [C](const auto& A) { return A.cwiseProduct(C.transpose().eval()).sum(); };
  const CheckOptions each{.exhaustive = true};
  const auto flipped = differing(with_transposed, with_C);
  CHECK_THAT(check_gradient(each, flipped, MatrixXd::Ones(3, 3).eval()).cause, ContainsSubstring("transposed"));
  const RowMajor D = C;
  const auto with_D = [D](const auto& A) { return A.cwiseProduct(D).sum(); };
  const auto with_transposed_D = [E = RowMajor(D.transpose())](const auto& A) { return A.cwiseProduct(E).sum(); };
  CHECK_THAT(check_gradient(each, differing(with_transposed_D, with_D), RowMajor::Ones(3, 3).eval()).cause, ContainsSubstring("transposed"));
  const auto one_more = differing([](const auto& A) { return A.sum(); }, [](const auto& A) { return A.sum() + 2 * A(0, 2); });
  CHECK(check_gradient(one_more, RowMajor::Ones(2, 3).eval()).worst.path == "x(0, 2)");
  CHECK(check_gradient(one_more, MatrixXd::Ones(2, 3).eval()).worst.path == "x(0, 2)");
}
TEST_CASE("results of either storage order, and of the wrong shape") {
  REQUIRE(check_gradient([](const auto& A) { return (A * 2.).eval(); }, RowMajor::Random(2, 3).eval()));
  const auto f = differing([](const auto& A) { return (A * 2.).eval(); }, [](const auto& A) { return MatrixXd(A.transpose() * 2.); });
  const Report r = check_gradient(f, MatrixXd::Random(2, 3).eval());
  CHECK(r.verdict == Verdict::inconclusive);
  CHECK_THAT(r.text(), ContainsSubstring("both must have one shape"));
}
TEST_CASE("half of a contribution suggests fan-out") {
  const auto f = differing([](auto x) { return x * x.value(); }, [](auto x) { return x * x; });
  CHECK_THAT(check_gradient(f, 1.5).cause, ContainsSubstring("fan-out"));
}
TEST_CASE("a mismatch of the size of roundings in an ill-conditioned operation is not called wrong") {
  const Report r = check_adjoint([](const auto& A) { return apply_structured<Slightly>(A); }, MatrixXd::Random(3, 3).eval());
  CHECK(r.verdict == Verdict::inconclusive);
  CHECK(r.operation.mismatch > 100);
}
TEST_CASE("an argument that an operation hides is missed by the tape as a whole") {
  Tape<double> tape;
  Unlisted map;
  map.a = input(tape, 1.).coordinate();
  map.b = input(tape, 2.).coordinate();
  const Coordinate c = tape.add_range(1);
  tape.add_map(map, {c, c + 1});
  const Report r = check_adjoint(tape);
  INFO(r);
  CHECK(r.verdict == Verdict::wrong);
  CHECK(r.operation.name.empty());
  CHECK_THAT(r.text(), ContainsSubstring("the whole program misses"));
}
TEST_CASE("maps that are not linear, or not composed of their parts, fail their laws") {
  const MatrixXd A = MatrixXd::Random(2, 2);
  const auto right = [](const auto& A) { return apply_structured<Double>(A); };
  REQUIRE(check_composition(right, right, A));
  REQUIRE(check_linearity(right, A));
  const Report composed = check_composition([](const auto& A) { return apply_structured<Unsteady>(A); }, right, A);
  CHECK(composed.verdict == Verdict::wrong);
  CHECK_THAT(composed.text(), ContainsSubstring("(g.f)^* = f^* g^*"));
  const Report affine = check_linearity([](const auto& A) { return apply_structured<Affine>(A); }, A);
  CHECK(affine.verdict == Verdict::wrong);
  CHECK_THAT(affine.text(), ContainsSubstring("f^* 0 = 0"));
}
TEST_CASE("a verdict falls and does not rise; among equals the first reason stays") {
  Report r;
  r.verdict = Verdict::pass;
  lower_verdict(r, Verdict::inconclusive, Reason::kink);
  lower_verdict(r, Verdict::inconclusive, Reason::noise);
  CHECK(r.reason == Reason::kink);
  lower_verdict(r, Verdict::wrong);
  lower_verdict(r, Verdict::inconclusive, Reason::noise);
  CHECK(r.verdict == Verdict::wrong);
  CHECK(r.reason == Reason::none);
}
