// SPDX-License-Identifier: MIT
// Areas, volumes, and Stokes' theorem ∫_M dα = ∫_∂M α in its classical disguises.
#include <fmt/core.h>

#include <coframe/forms.hpp>

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
  const auto around = 2 * pi * u[0], across = 2 * pi * u[1];
  const auto radius = 2.0 + 0.5 * cos(across);
  return std::array{radius * cos(around), radius * sin(around), 0.5 * sin(across)};
};
const auto ball = [](const auto& u) { return each([&](const auto& c) { return u[0] * c; }, sphere(std::array{u[1], u[2]})); };

/// The area of a surface: the metric of space pulled back to its parameters, and its volume form integrated.
double area(const auto& surface) {
  const auto parameters = cube<2>([](const auto& u) { return u; });
  return integrate(volume_form(pullback<2>(surface, space)), parameters, 30);
}

int main() {
  fmt::print("area of the sphere {:.10f} = 4π = {:.10f}\n", area(sphere), 4 * pi);
  fmt::print("area of the torus  {:.10f} = 4π² R r = {:.10f}\n", area(torus), 4 * pi * pi * 2 * 0.5);

  // Gauss: div X over the ball is the flux of X through the sphere. X♭ is a 1-form, its flux form ∗X♭, and d∗X♭ = div X vol.
  const auto X = [](const auto& x) {
    using std::sin;
    return std::array{x[0] * x[0] * x[0], x[1] + sin(x[0]), x[2] * x[0] * x[0]};
  };
  const auto flux = hodge(flat(space, X), space);
  fmt::print("Gauss: {:.10f} inside, {:.10f} through the sphere\n", integrate(d(flux), cube<3>(ball), 24), integrate(flux, cube<2>(sphere), 30));

  // Stokes: the curl of X through a cap of the sphere is the circulation along its rim.
  const auto cap = cube<2>([](const auto& u) { return sphere(std::array{u[0] / 3.0, u[1]}); });
  const auto A = flat(space, [](const auto& x) { return std::array{-x[1] * x[2], x[0], x[1] * x[1]}; });
  fmt::print("Stokes: {:.10f} through the cap, {:.10f} along the rim\n", integrate(d(A), cap, 30), integrate(A, boundary(cap), 30));

  // Green: the area inside a curve, from a walk along it.
  const auto ellipse = cube<1>([](const auto& t) {
    using std::cos, std::sin;
    return std::array{3.0 * cos(2 * pi * t[0]), 2.0 * sin(2 * pi * t[0])};
  });
  const auto sweep = 0.5 * (coordinate<2>(0) * dx<2>(1) - coordinate<2>(1) * dx<2>(0));
  fmt::print("Green: area of the ellipse {:.10f} = 6π = {:.10f}\n", integrate(sweep, ellipse, 30), 6 * pi);

  // On a triangle, with its three edges in order.
  using P = std::array<double, 2>;
  const auto triangle = simplex(std::array{P{0, 0}, P{4, 0}, P{1, 3}});
  fmt::print("a triangle: {:.10f} inside, {:.10f} along its edges\n", integrate(d(sweep), triangle), integrate(sweep, boundary(triangle)));

  // The boundary has no boundary, so an exact form cannot circulate.
  const auto f = d<3>([](const auto& x) { return x[0] * x[1] * x[2]; });
  fmt::print("df around the cap: {:.1f}\n", std::abs(integrate(f, boundary(cap), 30)));
}
