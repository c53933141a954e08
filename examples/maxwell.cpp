// SPDX-License-Identifier: MIT
// Section 2.3, d and pullback, in four dimensions: Maxwell's equations. On the chart (t, x, y, z) with the metric
// −dt² + dx² + dy² + dz² the field is F = dA = E ∧ dt + B. Half of Maxwell's equations is dF = ddA = 0; the other half is
// d∗F = 0 outside of charges, and the flux of ∗F through a closed surface is the charge in it.
#include <coframe/forms.hpp>

#include "pictures.hpp"

using namespace coframe;

const auto g = diagonal_metric(-1, 1, 1, 1);
const Points<4> places{{0.0, 1.0, 0.5, -0.3}, {0.7, -0.4, 1.2, 0.8}, {-0.5, 0.9, -0.6, 1.1}};
const char* vanishes(const auto& form) { return largest_component(form, places) < 1e-12 ? "0" : "not 0"; }

auto sphere(double radius) {
  return cube<2>([radius](const auto& u) {
    using std::cos, std::sin;
    const auto theta = std::numbers::pi * u[0], phi = 2 * std::numbers::pi * u[1];
    return std::tuple{0.0, radius * sin(theta) * cos(phi), radius * sin(theta) * sin(phi), radius * cos(theta)};
  });
}

void report(const char* name, const auto& A) {
  const auto F = d(A);
  const auto f = F({0, 0, 1, 0});   // on tx, ty, tz, xy, xz, yz, at (0, 0, 1, 0)
  fmt::print("{}\n", name);
  fmt::print("  E = ({:.4f}, {:.4f}, {:.4f})   B = ({:.4f}, {:.4f}, {:.4f})\n", 0 - f[0], 0 - f[1], 0 - f[2], 0 + f[5], 0 - f[4], 0 + f[3]);
  fmt::print("  dF = {}, d∗F = {}, δA = {}\n", vanishes(d(F)), vanishes(d(hodge(F, g))), vanishes(codifferential(A, g)));
  fmt::print("  invariants B² − E² = {:.4f}, E·B = {:.4f}\n", inner(g, F, F)({0, 0, 1, 0})[0], 0 - wedge(F, F)({0, 0, 1, 0})[0] / 2);
}

/// |E| of the potential A in the plane z = 0 at t = 0.
auto strength(const auto& A) {
  return [F = d(A)](double x, double y) {
    const auto f = F({0, x, y, 0});
    return std::hypot(f[0], f[1], f[2]);
  };
}
Plot lines(const char* title, const auto& field, const std::vector<double>& levels, const Series& look) {
  return {.title = title, .x_label = "x", .y_label = "y", .x_range = {-2, 2}, .y_range = {-2, 2}, .same_scale = true,
          .series = {level_lines(field, {-2, 2}, {-2, 2}, levels, look, 35)}};
}

int main(int count, char** arguments) {
  // A unit charge at rest: A = −dt / r.
  using std::exp, std::sin, std::sqrt;
  const auto coulomb = form<1, 4>([](const auto& x) { return std::tuple{-1.0 / sqrt(x[1] * x[1] + x[2] * x[2] + x[3] * x[3]), 0, 0, 0}; });
  report("a charge at rest", coulomb);

  // The same seen from a train of speed 0.6: pulled back by a boost, nothing else. E grows across, and B appears.
  const auto boost = [](const auto& x) { return std::array{1.25 * x[0] - 0.75 * x[1], 1.25 * x[1] - 0.75 * x[0], x[2], x[3]}; };
  const auto moving = pullback(boost, coulomb);
  report("the charge moving", moving);

  // Gauss: the flux of ∗F counts the charge, whatever the sphere and however it moves.
  for (double radius : {0.5, 2.0})
    fmt::print("flux/4π through radius {}: at rest {:.10f}, moving {:.10f}\n", radius,
               integrate(hodge(d(coulomb), g), sphere(radius), 40) / (4 * std::numbers::pi),
               integrate(hodge(d(moving), g), sphere(radius), 40) / (4 * std::numbers::pi));

  // A plane wave along z: both invariants vanish.
  report("a wave", form<1, 4>([](const auto& x) { return std::tuple{0, sin(x[3] - x[0]), 0, 0}; }));

  // A smooth charge cloud, potential exp(−r²): the current is J = δF, its charge density −∇²φ.
  const auto cloud = form<1, 4>([](const auto& x) { return std::tuple{-exp(-(x[1] * x[1] + x[2] * x[2] + x[3] * x[3])), 0, 0, 0}; });
  const auto J = sharp(g, codifferential(d(cloud), g));
  fmt::print("a cloud's charge density at its centre: {:.4f}, and its current is conserved: δJ = {}\n", J(std::array{0., 0., 0., 0.})[0],
             vanishes(codifferential(codifferential(d(cloud), g), g)));

  const auto magnetic = [F = d(moving)](double x, double y) { return F({0, x, y, 0})[3]; };
  const Series blue{.name = "0.25 to 2.8", .colour = "#0072b2"}, up{.name = "upwards", .colour = "#d55e00"};
  const Series down{.name = "downwards", .style = Series::dashed, .colour = "#d55e00"};
  Figure figure{.title = "The field F = dA of a charge, as level lines", .columns = 3, .width = 380, .height = 400};
  figure.plots = {lines("|E|, at rest", strength(coulomb), {0.25, 0.35, 0.5, 0.7, 1, 1.4, 2.8}, blue),
                  lines("|E|, moving along x", strength(moving), {0.25, 0.35, 0.5, 0.7, 1, 1.4, 2.8}, blue),
                  lines("B across, moving along x", magnetic, {0.1, 0.2, 0.4, 0.8, 1.6}, up)};
  figure.plots[2].series.push_back(lines("", magnetic, {-1.6, -0.8, -0.4, -0.2, -0.1}, down).series[0]);
  save(figure, "maxwell", count, arguments);
}
