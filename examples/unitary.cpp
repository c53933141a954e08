// SPDX-License-Identifier: MIT
// Equation 13 on a group: a unitary matrix is learnt from noisy pairs (x, Ux) by descent along 2 ∂L/∂Ū. Projected on the tangent
// space of U(4) and retracted, it stays on the group to rounding; plain descent leaves it, and learns the noise.
#include <coframe/coframe.hpp>

#include "pictures.hpp"

using namespace coframe;
using Eigen::MatrixXcd;

struct Track {
  std::vector<double> x, y;                      // eigenvalues, every sixth step
  std::vector<double> off_group, off_target;     // |UᴴU − 1|, |U − target|
};

/// 120 steps from the identity.
Track learn(auto flow, const auto& loss, const MatrixXcd& target) {
  MatrixXcd U = MatrixXcd::Identity(4, 4);
  Track track;
  Recorder record;
  for (int step = 0; step <= 120; ++step) {
    track.off_group.push_back(Unitary{}.residual(U)), track.off_target.push_back((U - target).norm());
    if (step % 6 == 0)
      for (const auto& z : Eigen::VectorXcd(U.eigenvalues())) track.x.push_back(z.real()), track.y.push_back(z.imag());
    flow.step(U, record.differential(U, loss));
  }
  return track;
}

int main(int count, char** arguments) {
  std::mt19937 random(3);
  const MatrixXcd one = MatrixXcd::Identity(4, 4);
  const MatrixXcd target = Unitary{}.exp(one, Unitary{}.project(one, tangent(MatrixXcd(1.2 * normal_like(random, one)))));
  const MatrixXcd x = normal_like(random, MatrixXcd(4, 6)), y = target * x + 0.3 * normal_like(random, x);
  const auto loss = [&](const auto& U) { return (U * x - y).squaredNorm() / 24.0; };
  fmt::print("{}", check_gradient(loss, one) ? "" : "the gradient is wrong\n");

  const Track on = learn(bound(one, Descent{.rate = 0.5}).on(Unitary{}), loss, target), off = learn(Descent{.rate = 0.5}, loss, target);
  const auto yes = [](bool b) { return b ? "yes" : "no"; };
  fmt::print("retracted: never further than 1e-13 from the group: {}\n", yes(std::ranges::max(on.off_group) < 1e-13));
  fmt::print("plain: leaves it by more than 0.1, for good: {}\n", yes(off.off_group.back() > 0.1));
  fmt::print("retracted ends nearer to the target: {}\n", yes(on.off_target.back() < off.off_target.back()));

  const Eigen::ArrayXd angle = Eigen::ArrayXd::LinSpaced(100, 0, 2 * std::numbers::pi);
  const Eigen::VectorXcd goal = target.eigenvalues();
  Plot plane{.title = "Eigenvalues on their way from 1", .x_label = "Re", .y_label = "Im",
             .x_range = {-1.4, 1.4}, .y_range = {-1.2, 1.2}, .same_scale = true};
  plane.series = {{.x = angle.cos(), .y = angle.sin(), .colour = "#bbbbbb", .weight = 0.6},
                  {.name = "target", .x = goal.real(), .y = goal.imag(), .style = Series::points, .colour = "#000000", .weight = 3},
                  {.name = "retracted", .x = on.x, .y = on.y, .style = Series::points, .colour = "#0072b2"},
                  {.name = "plain", .x = off.x, .y = off.y, .style = Series::points, .colour = "#d55e00"}};
  Plot group{.title = "Distance from the group", .x_label = "step", .y_label = "|UᴴU − 1|", .log_y = true, .y_range = {1e-17, 10}};
  Plot distance{.title = "Distance from the target", .x_label = "step", .y_label = "|U − target|", .y_range = {0, 4}};
  for (const auto& [name, track, colour] : {std::tuple("retracted", on, "#0072b2"), {"plain", off, "#d55e00"}}) {
    group.series.push_back({.name = name, .y = track.off_group, .colour = colour});
    distance.series.push_back({.name = name, .y = track.off_target, .colour = colour});
  }
  save({.plots = {plane, group, distance}, .columns = 3, .width = 400, .height = 380}, "unitary", count, arguments);
}
