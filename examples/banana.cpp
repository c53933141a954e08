// SPDX-License-Identifier: MIT
// Equations 23 and 24, a race down a banana valley: Aristotle's velocity follows the force, Newton's acceleration does.
#include <coframe/coframe.hpp>

#include "pictures.hpp"

using namespace coframe;
using Eigen::Vector2d;

/// Rosenbrock's valley y = x², its lowest place at (1, 1).
const auto valley = [](const auto& x) { return square(1.0 - x(0)) + 10.0 * square(x(1) - square(x(0))); };

struct Run {
  std::vector<double> x, y, mark_x, mark_y, loss;   // a mark every ten steps
};
/// 220 steps from (-1.3, 1).
Run race(const char* name, auto flow) {
  Run run;
  Vector2d x(-1.3, 1);
  Recorder record;
  for (int step = 0; step <= 220; ++step) {
    const auto& dL = record.differential(x, valley);
    run.x.push_back(x(0)), run.y.push_back(x(1)), run.loss.push_back(record.value());
    if (step % 10 == 0) run.mark_x.push_back(x(0)), run.mark_y.push_back(x(1));
    flow.step(x, euclidean, dL);
  }
  const auto arrived = std::ranges::find_if(run.loss, [](double L) { return L < 1e-3; });
  fmt::print("{:9} after 50 steps at ({:5.2f}, {:5.2f}), after 220 at L = {:.0e}; ", name, run.x[50], run.y[50], run.loss[220]);
  if (arrived == run.loss.end()) fmt::print("L = 0.001 not reached\n");
  else fmt::print("L = 0.001 in {} steps\n", arrived - run.loss.begin());
  return run;
}

int main(int count, char** arguments) {
  const double limit = stability_limit(valley, Vector2d(-1.3, 1));
  fmt::print("descent is stable where it starts up to a rate of {:.4f}\n", limit);
  const double dt = std::sqrt(limit / 2);   // its first steps are as long as the descent's
  Plot map{.title = "220 steps each, a dot every ten", .x_label = "x", .y_label = "y", .x_range = {-1.7, 1.7}, .y_range = {-0.8, 2.4}};
  map.series.push_back(level_lines([](double x, double y) { return valley(Vector2d(x, y)); }, {-1.7, 1.7}, {-0.8, 2.4},
                                   {0.5, 2, 5, 10, 20, 40, 80}, {.colour = "#bbbbbb", .weight = 0.5}, 50));
  Plot losses{.title = "Their losses", .x_label = "step", .y_label = "L", .log_y = true};
  const auto show = [&](const char* name, const char* colour, const Run& run) {
    map.series.push_back({.name = name, .x = run.x, .y = run.y, .colour = colour, .weight = 0.6});
    map.series.push_back({.x = run.mark_x, .y = run.mark_y, .style = Series::points, .colour = colour, .weight = 1.4});
    losses.series.push_back({.name = name, .y = run.loss, .colour = colour});
  };
  show("Aristotle", "#0072b2", race("Aristotle", Descent{.rate = limit / 2}));
  show("Newton", "#d55e00", race("Newton", Newton{.mass = 1, .friction = 1.5, .dt = dt}));
  map.notes = {{-1.5, 1.45, "start"}, {1.05, 0.85, "goal"}};
  save({.plots = {map, losses}, .columns = 2, .width = 480, .height = 420}, "banana", count, arguments);
}
