// SPDX-License-Identifier: MIT
// Section 3.6 and equation 39: a car on a freeway. In differential steps it keeps its lane; in jumps it may in a bend change
// lane and end up on an exit ramp.
#include <coframe/coframe.hpp>

#include "pictures.hpp"

using namespace coframe;
using Eigen::Vector2d;

/// Two valleys: a ring road of radius 1 that falls towards the angle 2, counted from its lowest point, and a ramp y = -1.4 that
/// falls towards x = 1.6, where it ends higher.
const auto freeway = [](const auto& x) {
  const auto fall = [](const auto& way) { return sqrt(0.1 + square(way)); };
  const auto ring = 5.0 * square(hypot(x(0), x(1)) - 1.0) + fall(atan2(x(0), -x(1)) - 2.0);
  const auto ramp = 2.0 * square(x(1) + 1.4) + fall(x(0) - 1.6) + 0.25;
  return -0.02 * log(exp(-50.0 * ring) + exp(-50.0 * ramp));   // the lower of the two, rounded
};

const Vector2d start(-std::sin(1.2), -std::cos(1.2));

struct Drive {
  std::vector<double> x, y;
  auto end() const { return x.back() > 1.2 ? "on the exit ramp" : "at the destination"; }
};
/// Sixty steps, each of the length that rate(w) says.
Drive drive(const auto& rate) {
  Drive d;
  Vector2d w = start;
  for (int step = 0; step < 60; ++step) {
    d.x.push_back(w(0)), d.y.push_back(w(1));
    Descent{.rate = rate(w)}.step(w, differential(freeway, w));
  }
  return d;
}

int main(int count, char** arguments) {
  const auto flow = integrate(DormandPrince{}, gradient_flow(freeway), start, 0, 4);
  Drive smooth;
  for (int k = 0; k <= 100; ++k) smooth.x.push_back(flow(0.04 * k)(0)), smooth.y.push_back(flow(0.04 * k)(1));
  const Drive jumps = drive([](const Vector2d&) { return 0.3; });
  const Drive careful = drive([](const Vector2d& w) { return cautious_rate(freeway, w, euclidean, 0.05, 0.3); });
  fmt::print("the flow ends {}\njumps of 0.3 end {}\nat most 0.3, cautious in bends: {}\n\n", smooth.end(), jumps.end(), careful.end());

  // Why: what the jump was meant to gain, what second order adds, and what x and y do together that neither does alone.
  fmt::print("jump of 0.3   stable to   linear   second order   x, y alone   together\n");
  Plot why{.title = "Terms of the jumps of 0.3", .x_label = "jump", .y_label = "size"};
  std::vector<double> linear, second, together;
  for (std::size_t k = 0; k < 6; ++k) {
    const Vector2d w(jumps.x[k], jumps.y[k]);
    const StepTerms terms = step_terms(freeway, w, 0.3);
    const Interference moves = interference(freeway, w, -0.3 * gradient(freeway, w), {0, 1});
    fmt::print("{:11} {:11.2f} {:8.2f} {:14.2f} {:12.2f} {:10.3f}\n", k, stability_limit(freeway, w), terms.linear, terms.quadratic,
               moves.sum_of_singles(), moves.sum_of_pairs());
    linear.push_back(-terms.linear), second.push_back(std::abs(terms.quadratic));
    together.push_back(std::abs(moves.sum_of_pairs()));
  }
  why.series = {{.name = "linear", .y = linear}, {.name = "second order", .y = second}, {.name = "x and y together", .y = together}};
  Plot map{.title = "The freeway and its exit ramp", .x_label = "x", .y_label = "y",
           .x_range = {-1.5, 2}, .y_range = {-1.8, 0.9}, .same_scale = true};
  map.series = {
      level_lines([](double x, double y) { return y > 0 && std::abs(x) < 0.2 ? std::nan("") : freeway(Vector2d(x, y)); },
                  {-1.5, 2}, {-1.8, 0.9}, {0.3, 0.6, 1, 1.5, 2, 2.5, 3, 4, 5}, {.colour = "#bbbbbb", .weight = 0.5}, 60),
      {.name = "flow", .x = smooth.x, .y = smooth.y, .colour = "#000000"},
      {.name = "cautious", .x = careful.x, .y = careful.y, .style = Series::points, .colour = "#0072b2", .weight = 2},
      {.name = "jumps of 0.3", .x = jumps.x, .y = jumps.y, .colour = "#d55e00", .weight = 0.7}};
  map.notes = {{-1.4, -0.2, "start"}, {0.95, 0.45, "destination"}, {1.5, -1.0, "ramp"}};
  save({.plots = {map, why}, .columns = 2, .width = 480, .height = 420}, "freeway", count, arguments);
}
