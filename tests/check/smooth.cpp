// SPDX-License-Identifier: MIT
// Right derivatives pass, whatever the point is made of, and the report says how well.
#include <coframe/check.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using C = std::complex<double>;

namespace {
template <template <class> class Leaf> struct Layer {
  Leaf<MatrixXd> W;
  Leaf<VectorXd> b;
};
template <template <class> class Leaf> struct Model {
  Layer<Leaf> hidden;
  std::vector<Layer<Leaf>> more;
  Leaf<double> scale;
  int steps = 2;
};
Model<Value> model(int n) {
  return {{MatrixXd::Random(n, 3), VectorXd::Random(n)}, {{MatrixXd::Random(2, n), VectorXd::Random(2)}}, 0.7, 2};
}
const auto model_loss = [](const auto& m) {
  const VectorXd x = VectorXd::LinSpaced(3, -1, 1);
  const auto h = tanh((m.hidden.W * x + m.hidden.b).array()).matrix().eval();
  const auto y = (m.more[0].W * h + m.more[0].b).eval();
  return m.scale * y.squaredNorm() + 0.1 * m.hidden.W.squaredNorm();
};
}  // namespace

TEST_CASE("right derivatives pass: numbers") {
  const auto f = [](auto x, auto y) { using std::sin; return sin(x) * y; };
  const Report r = check_gradient(f, 2.0, 3.0);
  REQUIRE(r);
  CHECK(r.bound < 1e-11);
  CHECK(r.slope_r0 == Approx(1).margin(0.1));
  CHECK(r.slope_r1 == Approx(2).margin(0.1));
  CHECK(r.adjoint_mismatch < 10);
  CHECK(r.evaluations < 100);
  REQUIRE(check_gradient(f, 2, 3));
  REQUIRE(check_gradient([](auto x) { return 3. * x - 1.; }, 5.0));           // no curvature: R₁ is rounding
  REQUIRE(check_gradient([](auto x) { return x * x; }, 0.0));                  // stationary
  REQUIRE(check_gradient([](auto x) { return 1. + x * x * x * x; }, 0.0));     // and flat
  REQUIRE(check_gradient([](auto x) { using std::sin; return sin(300. * x); }, 1.0));
  REQUIRE(check_gradient([](auto x) { using std::sin; return sin(x); }, 1e6)); // the scale of x is not that of sin
  REQUIRE(check_gradient([](auto x) { using std::log; return log(x); }, 1e-8));
  REQUIRE(check_gradient([](auto x) { return x * 1e-30; }, 1e20));
  REQUIRE(check_gradient([](auto x) { using std::sqrt; return sqrt(x); }, 1e-300));
}
TEST_CASE("the error bar covers the error, whatever the noise") {
  // traced and plain agree up to rounding at 1e6·ε, at every point
  for (int k = 0; k < 100; ++k) {
    const double x = 0.3 + 0.01 * k;
    const Report r = check_gradient([](auto x) {
      using std::sin;
      if constexpr (std::is_same_v<decltype(x), double>) return (sin(x) + 1e6) - 1e6;
      else return sin(x);
    }, x);
    INFO(r);
    CHECK(r.verdict != Verdict::wrong);
    CHECK(std::abs(r.worst.numeric - std::cos(x)) <= 3 * r.worst.error);
  }
}
TEST_CASE("a point much smaller than the scale of the function") {
  REQUIRE(check_gradient([](auto x) { return 1. + x; }, 1e-20));
  const auto wrong = [](auto x) { if constexpr (std::is_same_v<decltype(x), double>) return 1. + x; else return 1. + 2. * x; };
  CHECK(check_gradient(wrong, 1e-20).verdict == Verdict::wrong);
  CHECK(check_gradient(wrong, 1e-3).verdict == Verdict::wrong);
  REQUIRE(check_gradient([](auto x, auto y) { using std::sin; return sin(x * 1e5) + y; }, 3.0, 1.0));
  REQUIRE(check_gradient([](auto x) { using std::sin, std::cos; return sin(x) * sin(x) + cos(x) * cos(x); }, 0.4));  // constant
}
TEST_CASE("statements that read a coordinate several times") {
  for (float x : {1e-3f, 1.f, 50.f}) {
    REQUIRE(check_adjoint([](auto x) { return (x - x) * 3.f; }, x));
    REQUIRE(check_adjoint([](auto x) { return x * x - x * x; }, x));
    REQUIRE(check_adjoint([](auto x) { return x / (1.f + x * x); }, x));
    REQUIRE(check_adjoint([](auto x) { using std::exp; return exp(-x * x) * x; }, x));
  }
}
TEST_CASE("a run of statements of all shapes") {
  const auto f = [](auto x, auto y) {
    using std::sin, std::exp;
    using T = decltype(x);
    const T a = x + y, b = x - y, c = -a, d = a * b, e = a + b - c, g = x * y + a * b, h = sin(d) + e * g + c * x + y, k = exp(-h * h);
    return T(a + b + c + d + e + g + h + k);
  };
  const Report r = check_gradient(f, 0.3, 0.7), s = check_gradient(f, 0.3f, 0.7f);
  REQUIRE(r);
  REQUIRE(s);
  CHECK(r.operations == 9);
  CHECK(s.operations == 9);
}
TEST_CASE("each statement of a run is looked at, not only the first") {
  const Report r = check_adjoint([](auto x) {
    using std::sqrt;
    using T = decltype(x);
    const T a = x - 1.;
    return T(sqrt(a));  // slope ∞
  }, 1.0);
  CHECK_THAT(r.text(), Catch::Matchers::ContainsSubstring("operation #1 'statement' is not finite"));
}
TEST_CASE("a slope that rounding swallows does not refute the others") {
  REQUIRE(check_gradient([](auto x, auto y) { using std::log; return x + log(1.f + y * y); }, 1e-3f, 5e-4f));  // 1 + y² = 1 in float, or nearly
  REQUIRE(check_gradient([](auto x, auto y) { using std::log; return x + log(1. + y * y); }, 1.0, 1e-4));
  const auto wrong = [](auto x, auto y) { if constexpr (std::is_same_v<decltype(x), double>) return x + y; else return x + 2. * y; };
  CHECK(check_gradient(wrong, 1.0, 1e-4).worst.path == "x1");
  CHECK(check_gradient(wrong, 1.0, 1e-4).verdict == Verdict::wrong);
}
TEST_CASE("right derivatives pass: complex numbers") {
  const Report r = check_gradient([](auto z) { using std::exp; return z * exp(z); }, C(1, 0.5));
  REQUIRE(r);
  CHECK(r.cauchy_riemann < 1e-12);
  CHECK(check_gradient([](auto z) { using std::conj; return conj(z); }, C(1, 2)).cauchy_riemann > 1e12);
  CHECK(check_gradient([](auto z) { using std::conj; return z + 0.5 * conj(z); }, C(1, 2)).cauchy_riemann == Approx(0.5));
  REQUIRE(check_gradient([](auto z) { using std::abs; return abs(z); }, C(3, 4)));
  REQUIRE(check_gradient([](auto z, auto r) { using std::log, std::real; return real(log(z) * r); }, C(1, -2), 3.0));
  REQUIRE(check_gradient([](const auto& A, const auto& z) { return z * (A * A).sum(); }, Eigen::MatrixXcd::Random(3, 3).eval(), C(1, 2)));
}
TEST_CASE("right derivatives pass: matrices") {
  const MatrixXd A = MatrixXd::Random(4, 3), B = MatrixXd::Random(3, 5);
  REQUIRE(check_gradient([](const auto& A, const auto& B) { return A * B; }, A, B));
  REQUIRE(check_gradient([](const auto& A) { return A.transpose() * A; }, A));
  REQUIRE(check_gradient([](const auto& A) { return A.array().exp().sum(); }, A));
  REQUIRE(check_gradient([](const auto& A) { return std::tuple(A.sum(), A * 2.); }, A));
  REQUIRE(check_gradient([](const auto& x) { return x.squaredNorm(); }, VectorXd::Random(1000).eval()));
  REQUIRE(check_gradient([](const auto& A) { return (A * A.transpose()).sum(); }, Eigen::MatrixXf::Random(3, 4).eval()));
  REQUIRE(check_gradient([](auto x) { using std::exp; return exp(x) * x; }, 1.5f));
}
TEST_CASE("right derivatives pass: models") {
  const Report small = check_gradient(model_loss, model(2)), large = check_gradient(model_loss, model(100));
  REQUIRE(small);
  REQUIRE(large);
  CHECK(large.coordinates == 603);
  CHECK(large.evaluations < 150);  // O(1) in n
  CHECK(check_gradient(CheckOptions{.exhaustive = true}, model_loss, model(2)).evaluations > 16 * 15);
}
TEST_CASE("adjoint identities of what a program records") {
  const Report r = check_adjoint(model_loss, model(4));
  REQUIRE(r);
  CHECK(r.operations >= 5);
  CHECK(r.evaluations == 0);
  Tape<double> tape;
  REQUIRE_FALSE(check_adjoint(tape));  // nothing recorded, nothing proved
  const auto A = input(tape, MatrixXd::Random(3, 3).eval());
  const auto y = (A * A).eval();
  REQUIRE(check_adjoint(tape));
  CHECK(tape.cotangents()[y.coordinate()] == 0);
}
TEST_CASE("functoriality and linearity") {
  const auto f = [](const auto& A) { return (A * A).eval(); };
  const auto g = [](const auto& A) { return A.array().exp().sum(); };
  const MatrixXd A = MatrixXd::Random(3, 3);
  REQUIRE(check_composition(f, g, A));
  REQUIRE(check_linearity(f, A));
  REQUIRE(check_linearity(model_loss, model(3)));
}
TEST_CASE("a check is reproducible") {
  const auto f = [](auto x, auto y) { return x * y * y; };
  CHECK(check_gradient(f, 2.0, 3.0).text() == check_gradient(f, 2.0, 3.0).text());
  CHECK(check_gradient(CheckOptions{.seed = 8}, f, 2.0, 3.0).text() != check_gradient(f, 2.0, 3.0).text());
}
