// SPDX-License-Identifier: MIT
#pragma once
// Runge–Kutta methods: each is a struct with its tableau.
#include <array>
#include <concepts>

namespace coframe {

/// kᵢ = f(t + cᵢ h, x + h Σⱼ aᵢⱼ kⱼ),   x(t + h) = x + h Σᵢ bᵢ kᵢ,   error h Σᵢ eᵢ kᵢ of order error_order + 1 in h.
/// Between the ends x(t + θh) is Hermite's cubic plus θ²(1 - θ)² h Σᵢ dᵢ kᵢ.
template <int n>
struct Tableau {
  static constexpr int stages = n;
  int order = 1;
  int error_order = 0;  ///< 0: no estimate
  std::array<double, n> c{};
  std::array<std::array<double, n>, n> a{};
  std::array<double, n> b{};
  std::array<double, n> e{};
  std::array<double, n> d{};

  /// The last stage is the velocity at the end.
  constexpr bool ends_in_velocity() const {
    if (c[n - 1] != 1) return false;
    for (int j = 0; j < n; ++j)
      if (a[n - 1][j] != b[j]) return false;
    return true;
  }
};

/// A struct with a static tableau.
template <class M>
concept RungeKuttaMethod = requires {
  M::tableau.order;
  M::tableau.stages;
  M::tableau.ends_in_velocity();
};
/// One that estimates its error, so that its step can be controlled.
template <class M>
concept EmbeddedMethod = RungeKuttaMethod<M> && (M::tableau.error_order > 0);

/// x + h f: one descent step.
struct Euler {
  static constexpr Tableau<1> tableau{.b = {1}};
};

/// Euler's step at both ends, order 2 (Heun), with Euler's own as an estimate of order 1: the simplest descent that adapts
/// its step.
struct HeunEuler {
  static constexpr Tableau<2> tableau{.order = 2,
                                      .error_order = 1,
                                      .c = {0, 1},
                                      .a = {{{}, {1}}},
                                      .b = {0.5, 0.5},
                                      .e = {-0.5, 0.5}};
};

/// The classical method of order 4.
struct RungeKutta4 {
  static constexpr Tableau<4> tableau{.order = 4,
                                      .c = {0, 0.5, 0.5, 1},
                                      .a = {{{}, {0.5}, {0, 0.5}, {0, 0, 1}}},
                                      .b = {1. / 6, 1. / 3, 1. / 3, 1. / 6}};
};

/// Bogacki and Shampine, order 3 with an estimate of order 2.
struct BogackiShampine {
  static constexpr Tableau<4> tableau{.order = 3,
                                      .error_order = 2,
                                      .c = {0, 0.5, 0.75, 1},
                                      .a = {{{}, {0.5}, {0, 0.75}, {2. / 9, 1. / 3, 4. / 9}}},
                                      .b = {2. / 9, 1. / 3, 4. / 9, 0},
                                      .e = {2. / 9 - 7. / 24, 1. / 3 - 1. / 4, 4. / 9 - 1. / 3, -1. / 8}};
};

/// Dormand and Prince, order 5 with an estimate of order 4 and Shampine's dense output of order 4.
struct DormandPrince {
  static constexpr Tableau<7> tableau{
      .order = 5,
      .error_order = 4,
      .c = {0, 1. / 5, 3. / 10, 4. / 5, 8. / 9, 1, 1},
      .a = {{{},
             {1. / 5},
             {3. / 40, 9. / 40},
             {44. / 45, -56. / 15, 32. / 9},
             {19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
             {9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
             {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84}}},
      .b = {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84, 0},
      .e = {71. / 57600, 0, -71. / 16695, 71. / 1920, -17253. / 339200, 22. / 525, -1. / 40},
      .d = {-12715105075. / 11282082432, 0, 87487479700. / 32700410799, -10690763975. / 1880347072,
            701980252875. / 199316789632, -1453857185. / 822651844, 69997945. / 29380423}};
};

}  // namespace coframe
