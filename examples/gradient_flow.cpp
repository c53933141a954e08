// SPDX-License-Identifier: MIT
// Equations 33 to 37: the gradient flow of a parabola is W₀ e^{−ηt}, that of a quartic W₀/√(1 + αηW₀²t), and a descent is
// what finite steps make of them.
#include <coframe/coframe.hpp>

#include "pictures.hpp"

using namespace coframe;

constexpr double W0 = 2, eta = 1, alpha = 1, end = 8;

struct Case {
  const char *name, *closed_form;
  double (*W)(double t), (*L)(double t);
};

/// Integrates the flow of a loss with error control, takes steps of 0.25 beside it, and draws W(t).
Plot compare(const Case& exact, const auto& loss, Plot& losses) {
  const auto flow = integrate(DormandPrince{}, gradient_flow(loss, euclidean, eta), W0, 0, end, {.relative = 1e-10});
  std::vector<double> t, W, L, steps_t, steps_W, controlled_t, controlled_W;
  double worst = 0;
  for (int k = 0; k <= 100; ++k) {
    t.push_back(end * k / 100);
    W.push_back(exact.W(t.back())), L.push_back(exact.L(t.back()));
    worst = std::max(worst, std::abs(flow(t.back()) - W.back()));
  }
  const auto rough = integrate(DormandPrince{}, gradient_flow(loss, euclidean, eta), W0, 0, end, {.relative = 1e-4});
  for (const auto& arc : rough.arcs) controlled_t.push_back(arc.t1), controlled_W.push_back(arc.x1);
  double w = W0;
  Descent descent{.rate = 0.25};
  for (double time = 0; time <= end; time += 0.25) {
    steps_t.push_back(time), steps_W.push_back(w);
    descent.step(w, differential(loss, w));
  }
  fmt::print("{}: the flow keeps to {} within 1e-8: {}\n", exact.name, exact.closed_form, worst < 1e-8 ? "yes" : "no");
  fmt::print("  W(4) = {:.4f}, by descent in steps of 0.25 {:.4f}\n", exact.W(4), steps_W[16]);
  losses.series.push_back({.name = exact.name, .x = t, .y = L});
  return {.title = std::string(exact.name) + ":  W = " + exact.closed_form, .x_label = "t", .y_label = "W", .y_range = {0, 2.1},
          .series = {{.name = "exact", .x = t, .y = W, .colour = "#999999", .weight = 2},
                     {.name = "controlled steps", .x = controlled_t, .y = controlled_W, .style = Series::points,
                      .colour = "#0072b2", .weight = 2},
                     {.name = "descent", .x = steps_t, .y = steps_W, .style = Series::points,
                      .colour = "#d55e00", .weight = 1.5}}};
}

int main(int count, char** arguments) {
  const Case parabola{"L = W²/2", "W₀ e^(−ηt)", [](double t) { return W0 * std::exp(-eta * t); },
                      [](double t) { return W0 * W0 / 2 * std::exp(-2 * eta * t); }};
  const Case quartic{"L = αW⁴/8", "W₀/√(1 + αηW₀²t)", [](double t) { return W0 / std::sqrt(1 + alpha * eta * W0 * W0 * t); },
                     [](double t) { return alpha * std::pow(W0, 4) / 8 / std::pow(1 + alpha * eta * W0 * W0 * t, 2); }};
  Plot losses{.title = "The softer loss relaxes like t⁻²", .x_label = "t", .y_label = "L", .log_y = true};
  Plot first = compare(parabola, [](auto W) { return 0.5 * W * W; }, losses);
  Plot second = compare(quartic, [](auto W) { return 0.125 * alpha * W * W * W * W; }, losses);
  save({.plots = {first, second, losses}, .columns = 3, .width = 380, .height = 380}, "gradient_flow", count, arguments);
}
