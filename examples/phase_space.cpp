// SPDX-License-Identifier: MIT
// Equation 24 in phase space: a step Φ of a heavy ball pulls the area form ω = dx ∧ dp back to Φ*ω = βω, β = e^{−λ dt/m}, at
// every place and for any force. So areas shrink like e^{−λt/m}, whatever becomes of their shape; without friction they stay.
#include <coframe/coframe.hpp>

#include "pictures.hpp"

using namespace coframe;
using Eigen::VectorXd;

constexpr double m = 1, dt = 0.02;

/// A closed line of pendulums in phase space, each an angle x and a momentum p.
struct Line {
  VectorXd x, p;
  /// ∮ x dp around the polygon.
  double area() const {
    double sum = 0;
    for (Eigen::Index i = 0, n = x.size(); i < n; ++i) {
      const Eigen::Index next = (i + 1) % n;
      sum += (x[i] * p[next] - x[next] * p[i]) / 2;
    }
    return sum;
  }
};
Line disc(double x, double p, double radius) {
  const auto angle = VectorXd::LinSpaced(600, 0, 2 * std::numbers::pi * 599 / 600).array();
  return {x + radius * angle.cos(), p + radius * angle.sin()};
}

int main(int count, char** arguments) {
  // One step, as a map of (x, p) for forms to be pulled back by: a kick, friction, a drift.
  const auto omega = wedge(dx<2>(0), dx<2>(1));
  for (const double lambda : {0.0, 0.3}) {
    const double beta = std::exp(-lambda * dt / m);
    const auto step = [beta](const auto& s) {
      using std::sin;
      const auto p = beta * s[1] - dt * sin(s[0]);
      return std::array{s[0] + dt / m * p, p};
    };
    const auto factor = pullback<2>(step, omega);
    fmt::print("friction {}: Φ*ω = {:.9f} ω here, {:.9f} ω there, β = {:.9f}\n", lambda, factor({0.3, 1.0})[0],
               factor({-2.0, 0.4})[0], beta);
  }

  std::vector<Plot> plots;
  Plot areas{.title = "Their areas", .x_label = "t", .y_label = "area / first area", .log_y = true, .y_range = {0.03, 2}};
  const auto energy = [](const auto& x) { return (1.0 - cos(x.array())).sum(); };   // all pendulums are one model
  for (const double lambda : {0.0, 0.3}) {
    const std::string colour = lambda == 0 ? "#0072b2" : "#d55e00";
    const auto some = Eigen::seqN(0, 60, 10);
    Plot plot{.title = fmt::format("A disc of pendulums, friction {}", lambda), .x_label = "angle x", .y_label = "momentum p",
              .x_range = {-3.5, 3.5}, .y_range = {-2.6, 2.6}};
    plot.series.push_back(level_lines([](double x, double p) { return p * p / 2 / m + 1 - std::cos(x); }, {-3.5, 3.5}, {-2.6, 2.6},
                                      {0.1, 0.5, 1, 2.5}, {.colour = "#cccccc", .weight = 0.4}, 26));
    Line line = disc(0, 1.4, 0.45);
    Newton flow{.mass = m, .friction = lambda, .dt = dt};   // semi-implicit: the heavy ball
    flow.start(line.x, cotangent(line.p));
    Recorder record;
    std::vector<double> t, area;
    const double first = line.area();
    for (int step = 0; step <= 450; ++step) {
      if (step % 9 == 0) t.push_back(step * dt), area.push_back(line.area() / first);
      if (step % 90 == 0)
        plot.series.push_back({.x = line.x(some), .y = line.p(some), .style = Series::filled, .colour = colour, .weight = 0.5});
      flow.step(line.x, record.differential(line.x, energy));
      line.p = flow.momentum(line.x).components();
    }
    fmt::print("friction {}: after t = 9 the area is {:.6f} of the first, e^(−λt/m) = {:.6f}\n", lambda, area.back(),
               std::exp(-lambda * 9 / m));
    plots.push_back(plot);
    areas.series.push_back({.name = fmt::format("friction {}", lambda), .x = t, .y = area, .colour = colour});
    areas.series.push_back({.x = t,
                            .y = (-lambda / m * VectorXd::Map(t.data(), 51).array()).exp(),
                            .style = Series::dashed, .colour = "#000000", .weight = 0.5});
  }
  plots.push_back(areas);
  save({.plots = plots, .columns = 3, .width = 400, .height = 380}, "phase_space", count, arguments);
}
