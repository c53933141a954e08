// SPDX-License-Identifier: MIT
// Broken coefficient-wise operations: each usual mistake, and the right operation beside it.
#include "mutations.hpp"

using namespace coframe;
using C = std::complex<double>;

namespace {
// y = x eˣ
struct Right : Pointwise {
  static constexpr auto name = "right";
  static auto value(const auto& x) { using std::exp; return x * exp(x); }
  static auto slope(const auto& x, const auto& y) { using std::exp; return y + exp(x); }
};
struct Sign : Right {
  static constexpr auto name = "sign";
  static auto slope(const auto& x, const auto& y) { return -Right::slope(x, y); }
};
struct Twice : Right {
  static constexpr auto name = "twice";
  static auto slope(const auto& x, const auto& y) { return Right::slope(x, y) + Right::slope(x, y); }
};
struct Half : Right {
  static constexpr auto name = "half";
  static auto slope(const auto& x, const auto& y) { return like(x, 0.5) * Right::slope(x, y); }
};
struct Detached : Right {
  static constexpr auto name = "detached";
  static auto slope(const auto& x, const auto&) { return like(x, 0); }
};
struct MissingTerm : Right {
  static constexpr auto name = "missing term";
  static auto slope(const auto&, const auto& y) { return y; }
};
struct Thousandth : Right {  // 0.1 % off
  static constexpr auto name = "a thousandth";
  static auto slope(const auto& x, const auto& y) { return like(x, 1.001) * Right::slope(x, y); }
};
struct Millionth : Right {
  static constexpr auto name = "a millionth";
  static auto slope(const auto& x, const auto& y) { return like(x, 1.000001) * Right::slope(x, y); }
};
struct NoConj : Right {  // f^* w = f' w, without the conj
  static constexpr auto name = "no conj";
  static auto push(Arg<0>, const auto& x, const auto& y, const auto& v) { return Right::slope(x, y) * v; }
  static auto pull(Arg<0>, const auto& x, const auto& y, const auto& w) { return Right::slope(x, y) * w; }
};
struct PushSign : Right {  // only the push is wrong: differences cannot see it
  static constexpr auto name = "sign of push";
  static auto push(Arg<0>, const auto& x, const auto& y, const auto& v) { return -Right::slope(x, y) * v; }
  static auto pull(Arg<0>, const auto& x, const auto& y, const auto& w) { return conjugate(Right::slope(x, y)) * w; }
};
struct FactorI : Right {
  static constexpr auto name = "factor i";
  static auto slope(const auto& x, const auto& y) { return Right::slope(x, y) * std::remove_cvref_t<decltype(x)>(0., 1.); }
};
struct RealOnly : Right {
  static constexpr auto name = "real part only";
  static auto slope(const auto& x, const auto& y) { return Right::slope(x, y); }
  static auto push(Arg<0>, const auto& x, const auto& y, const auto& v) { return slope(x, y) * v; }
  static auto pull(Arg<0>, const auto& x, const auto& y, const auto& w) { return std::remove_cvref_t<decltype(x)>((conjugate(slope(x, y)) * w).real()); }
};
struct Antiholomorphic : Conj {  // y = conj(z), pulled as y = z
  static constexpr auto name = "antiholomorphic";
  static auto pull(Arg<0>, const auto&, const auto&, const auto& w) { return w; }
};
// y = a/b
struct Swapped : Divide {
  static constexpr auto name = "swapped";
  static auto slope(Arg<0>, const auto&, const auto& b, const auto& y) { return -y / b; }
  static auto slope(Arg<1>, const auto&, const auto& b, const auto&) { return like(b, 1) / b; }
};
struct SecondDetached : Divide {
  static constexpr auto name = "second detached";
  static auto slope(Arg<0> i, const auto& a, const auto& b, const auto& y) { return Divide::slope(i, a, b, y); }
  static auto slope(Arg<1>, const auto&, const auto& b, const auto&) { return like(b, 0); }
};
struct Infinite : Right {
  static constexpr auto name = "infinite";
  static auto slope(const auto& x, const auto&) { return like(x, 1) / like(x, 0); }
};
}  // namespace

TEST_CASE("the operation that is right passes") {
  REQUIRE(check_operation<Right>(1.5));
  REQUIRE(check_operation<Right>(C(1.5, 0.7)));
  REQUIRE(check_operation<Right>(Eigen::ArrayXd::Random(5).eval()));
  REQUIRE(check_operation<Divide>(2.0, 3.0));
  REQUIRE(check_operation<Conj>(C(1.5, 0.7)));
}
TEST_CASE("broken operations of numbers are caught and named") {
  caught<Sign>("sign", 1.5);
  caught<Twice>("factor 2", 1.5);
  caught<Half>("factor 1/2", 1.5);
  caught<Detached>("detached", 1.5);
  caught<MissingTerm>("a term is missing", 1.5);
  caught<Thousandth>("", 1.5);
  caught<Millionth>("", 1.5);
  caught<Swapped>("", 2.0, 3.0);
  caught<SecondDetached>("detached", 2.0, 3.0);
  caught<Infinite>("not finite", 1.5);
  caught<PushSign>("push is wrong", 1.5);
  caught<Sign>("sign", 1.5f);
  caught<Thousandth>("", C(1.5, 0.7));
}
TEST_CASE("broken operations of complex numbers are caught and named") {
  const C z(1.5, 0.7);
  caught<Sign>("sign", z);
  caught<NoConj>("", z);
  caught<PushSign>("push is wrong", z);
  caught<FactorI>("factor i", z);
  caught<RealOnly>("half of a complex number", z);
  caught<Antiholomorphic>("conjugate", z);
}
TEST_CASE("broken operations of arrays are caught by their own adjoint identity") {
  const Eigen::ArrayXcd z = Eigen::ArrayXcd::Random(5);
  const auto f = [](const auto& z) { return apply<NoConj>(z); };
  const Report r = check_adjoint(f, z);
  INFO(r);
  CHECK(r.verdict == Verdict::wrong);
  CHECK(r.operation.name == "array expression");
  CHECK(check_adjoint([](const auto& z) { return apply<Right>(z); }, z));
  caught<Half>("factor 1/2", Eigen::ArrayXd::Random(5).eval());
  caught<Half>("factor 1/2", Eigen::ArrayXd::Random(300).eval());
}
TEST_CASE("a wrong derivative is seen in its Taylor order") {
  const Report r = check_operation<Thousandth>(1.5);
  CHECK(r.slope_r1 == Approx(1).margin(0.2));
  CHECK(check_operation<Right>(1.5).slope_r1 == Approx(2).margin(0.1));
}
