// SPDX-License-Identifier: MIT
// Random programs: a right one is never called wrong, and most planted mistakes are found.
#include <coframe/calculus/pullback.hpp>
#include <coframe/check.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

namespace {
struct Step {
  unsigned operation, a, b;
  double constant;
};
enum class Mistake { none, factor, dropped, sign };

/// A list of statements on real numbers, with a mistake in the differential of one of them where it is traced.
struct Program {
  unsigned inputs = 1;
  std::vector<Step> steps;
  std::size_t broken = 0;
  Mistake mistake = Mistake::none;
  double factor = 1;

  template <class T, class S> static T apply(const Step& step, const T& a, const T& b) {
    using std::sin, std::cos, std::exp, std::tanh, std::log, std::sqrt, std::atan;
    const S c = static_cast<S>(step.constant), one = 1;
    switch (step.operation) {
      case 0: return T(a + b);
      case 1: return T(a - b);
      case 2: return T(a * b);
      case 3: return T(a / (one + b * b));
      case 4: return T(a * exp(b));
      case 5: return T(a * b + c);
      case 6: return T(sin(a));
      case 7: return T(cos(a));
      case 8: return T(exp(a));
      case 9: return T(tanh(a));
      case 10: return T(log(one + a * a));
      case 11: return T(sqrt(one + a * a));
      case 12: return T(one / a);
      case 13: return T(sin(a * (10 * c)));
      case 14: return T(exp(-a * a));
      default: return T(atan(a));
    }
  }
  static constexpr unsigned operations = 16;

  template <class T, class S> T run(const auto& x) const {
    std::vector<T> y;
    for (unsigned i = 0; i < inputs; ++i) y.push_back(T(x(i)));
    for (std::size_t k = 0; k < steps.size(); ++k) {
      const T a = y[steps[k].a];
      T b = y[steps[k].b];
      if constexpr (!std::is_same_v<T, S>)
        if (k == broken && mistake == Mistake::dropped) b = T(b * S(0) + b.value());
      T c = apply<T, S>(steps[k], a, b);
      if constexpr (!std::is_same_v<T, S>)
        if (k == broken && (mistake == Mistake::factor || mistake == Mistake::sign)) {
          const T change = c - c.value();
          c = T(change * static_cast<S>(mistake == Mistake::sign ? -1 : factor) + c.value());
        }
      y.push_back(c);
    }
    return y.back();
  }
};

class RandomPrograms {
 public:
  explicit RandomPrograms(std::uint64_t seed) : random_(seed) {}
  Program program() {
    Program p;
    p.inputs = below(4) + 1;
    for (unsigned k = 0, n = 2 + below(10); k < n; ++k) {
      const unsigned m = p.inputs + k;
      p.steps.push_back({below(Program::operations), below(5) < 3 ? m - 1 : below(m), below(m), 2 * random_()});
    }
    return p;
  }
  template <class S> Eigen::VectorX<S> point(unsigned n, double size) {
    Eigen::VectorX<S> x(n);
    for (auto& c : x) c = static_cast<S>(size * random_());
    return x;
  }
  unsigned below(std::size_t n) { return static_cast<unsigned>((random_() + 1) / 2 * static_cast<double>(n)); }

 private:
  RandomNumbers random_;
};

template <class S> struct Run {
  const Program* program;
  auto operator()(const auto& x) const {
    using T = std::conditional_t<std::is_same_v<std::remove_cvref_t<decltype(x)>, Eigen::VectorX<S>>, S, Var<S>>;
    return program->run<T, S>(x);
  }
};
template <class S> Eigen::VectorX<S> slopes(const Program& p, const Eigen::VectorX<S>& x) {
  return record(Run<S>{&p}, x).pullback(Cotangent<S>(S(1))).components();
}

/// The share of planted mistakes that are called wrong, among those that change the differential by `visible` at least.
template <class S> double campaign(int programs, double size, double factor, double visible) {
  RandomPrograms random(11);
  int planted = 0, found = 0;
  for (int k = 0; k < programs; ++k) {
    Program p = random.program();
    const Eigen::VectorX<S> x = random.point<S>(p.inputs, size);
    const Report right = check_gradient(Run<S>{&p}, x);
    const Eigen::VectorX<S> g = slopes<S>(p, x);
    if (!g.allFinite()) continue;
    INFO("program " << k << "\n" << right);
    CHECK(right.verdict != Verdict::wrong);
    if (!right) continue;
    p.broken = random.below(p.steps.size());
    p.factor = factor;
    for (const Mistake mistake : {Mistake::factor, Mistake::sign, Mistake::dropped}) {
      p.mistake = mistake;
      const Eigen::VectorX<S> broken = slopes<S>(p, x);
      if (!((broken - g).norm() > visible * std::max(broken.norm(), g.norm()))) continue;
      ++planted;
      found += check_gradient(Run<S>{&p}, x).verdict == Verdict::wrong;
    }
  }
  CHECK(planted > programs / 2);
  return static_cast<double>(found) / planted;
}
}  // namespace

TEST_CASE("random programs in double: no right one is called wrong, nearly all mistakes are") {
  CHECK(campaign<double>(400, 1, 1.001, 1e-5) > 0.98);
  CHECK(campaign<double>(400, 0.01, 1.001, 1e-5) > 0.9);
  CHECK(campaign<double>(400, 20, 1.001, 1e-5) > 0.9);
}
TEST_CASE("random programs in float: no right one is called wrong, most mistakes are") {
  CHECK(campaign<float>(400, 1, 1.05, 1e-2) > 0.9);
  CHECK(campaign<float>(400, 0.01, 1.05, 1e-2) > 0.6);
}
