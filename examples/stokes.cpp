// SPDX-License-Identifier: MIT
// Section 2.3, equation 17: what is pulled back can be integrated. Areas, and Stokes' theorem ∫_M dα = ∫_∂M α in disguises.
#include <coframe/forms.hpp>

#include "pictures.hpp"

using namespace coframe;
using std::numbers::pi;
const auto space = flat_metric<3>();
// (θ, φ) ↦ a point of the unit sphere; (u, v) in [0, 1]² are fractions of the angles.
const auto sphere = [](const auto& u) {
  using std::cos, std::sin;
  const auto theta = pi * u[0], phi = 2 * pi * u[1];
  return std::array{sin(theta) * cos(phi), sin(theta) * sin(phi), cos(theta)};
};
const auto torus = [](const auto& u) {
  using std::cos, std::sin;
  const auto around = 2 * pi * u[0], across = 2 * pi * u[1], radius = 2.0 + 0.5 * cos(across);
  return std::array{radius * cos(around), radius * sin(around), 0.5 * sin(across)};
};
const auto ball = [](const auto& u) { return each([&](const auto& c) { return u[0] * c; }, sphere(std::array{u[1], u[2]})); };

/// The area of a surface: the metric of space pulled back to its parameters, and its volume form integrated.
double area(const auto& surface, int points = 30) {
  return integrate(volume_form(pullback<2>(surface, space)), cube<2>([](const auto& u) { return u; }), points);
}
/// A curve of the unit sphere, seen along (0, -0.8, 0.6); what is behind is left out.
Series seen(const auto& curve, Series look) {
  std::vector<double> x, y;
  for (int k = 0; k <= 36; ++k) {
    const auto p = sphere(curve(k / 36.0));
    x.push_back(0.6 * p[2] - 0.8 * p[1] < 0 ? std::nan("") : p[0]), y.push_back(0.6 * p[1] + 0.8 * p[2]);
  }
  look.x = x, look.y = y;
  return look;
}

int main(int count, char** arguments) {
  fmt::print("area of the sphere {:.10f} = 4π = {:.10f}\n", area(sphere), 4 * pi);
  fmt::print("area of the torus  {:.10f} = 4π² R r = {:.10f}\n", area(torus), 4 * pi * pi * 2 * 0.5);
  // Gauss: div X over the ball is the flux of X through the sphere. X♭ is a 1-form, its flux form ∗X♭, and d∗X♭ = div X vol.
  const auto X = [](const auto& x) { return std::array{x[0] * x[0] * x[0], x[1] + x[0] * x[2], x[2] * x[0] * x[0]}; };
  const auto flux = hodge(flat(space, X), space);
  fmt::print("Gauss: {:.10f} inside, {:.10f} through the sphere\n", integrate(d(flux), cube<3>(ball), 24),
             integrate(flux, cube<2>(sphere), 30));
  // Stokes: the curl of A through a cap of the sphere is the circulation along its rim; what is exact does not circulate.
  const auto cap = cube<2>([](const auto& u) { return sphere(std::array{u[0] / 3.0, u[1]}); });
  const auto A = flat(space, [](const auto& x) { return std::array{-x[1] * x[2], x[0], x[1] * x[1]}; });
  fmt::print("Stokes: {:.10f} through the cap, {:.10f} along the rim\n", integrate(d(A), cap, 30), integrate(A, boundary(cap), 30));
  const auto f = d<3>([](const auto& x) { return x[0] * x[1] * x[2]; });
  fmt::print("df around the cap: {:.1f}\n", std::abs(integrate(f, boundary(cap), 30)));

  // Green: the area inside a curve, from a walk along it, and along the three edges of a triangle.
  using std::cos, std::sin;
  using P = std::array<double, 2>;
  const auto ellipse = cube<1>([](const auto& t) { return std::array{3.0 * cos(2 * pi * t[0]), 2.0 * sin(2 * pi * t[0])}; });
  const auto sweep = 0.5 * (coordinate<2>(0) * dx<2>(1) - coordinate<2>(1) * dx<2>(0));
  fmt::print("Green: area of the ellipse {:.10f} = 6π = {:.10f}\n", integrate(sweep, ellipse, 30), 6 * pi);
  const auto triangle = simplex(std::array{P{0, 0}, P{4, 0}, P{1, 3}});
  fmt::print("a triangle: {:.10f} inside, {:.10f} along its edges\n", integrate(d(sweep), triangle), integrate(sweep, boundary(triangle)));

  const Series thin{.colour = "#999999", .weight = 0.4}, of_cap{.colour = "#e69f00", .weight = 0.7};
  Plot globe{.title = "A cap of the sphere and its rim", .x_label = "x", .y_label = "0.6 y + 0.8 z",
             .x_range = {-1.25, 1.25}, .y_range = {-1.25, 1.25}, .same_scale = true};
  const Eigen::ArrayXd turn = Eigen::ArrayXd::LinSpaced(91, 0, 2 * pi);
  globe.series.push_back({.x = turn.cos(), .y = turn.sin(), .colour = "#999999", .weight = 0.4});
  for (int k = 0; k < 24; ++k) {
    globe.series.push_back(seen([k](double t) { return P{(1 + 2 * t) / 3, k / 24.0}; }, thin));
    globe.series.push_back(seen([k](double t) { return P{t / 3, k / 24.0}; }, of_cap));
    if (k % 2) globe.series.push_back(seen([k](double t) { return P{k / 24.0, t}; }, k < 8 ? of_cap : thin));
  }
  globe.series.push_back(seen([](double t) { return P{1.0 / 3, t}; }, {.name = "rim", .colour = "#d55e00", .weight = 1.5}));
  Plot errors{.title = "Areas by n × n points of Gauss", .x_label = "n", .y_label = "relative error", .log_y = true};
  std::vector<double> of_sphere{std::nan("")}, of_torus = of_sphere;   // no area from no points
  for (int n = 1; n <= 20; ++n)
    of_sphere.push_back(std::abs(area(sphere, n) / (4 * pi) - 1)), of_torus.push_back(std::abs(area(torus, n) / (4 * pi * pi) - 1));
  errors.series = {{.name = "sphere", .y = of_sphere}, {.name = "torus", .y = of_torus}};
  save({.plots = {globe, errors}, .columns = 2, .width = 440, .height = 420}, "stokes", count, arguments);
}
