// SPDX-License-Identifier: MIT
#pragma once
// (c) A sum of damped complex exponentials with complex parameters, fitted to the CO₂ of Mauna Loa.
#include <coframe/coframe.hpp>
#include <coframe/io.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <numbers>

/// y(t) = Re Σₖ cₖ exp(sₖ t): amplitude and phase in cₖ, growth in Re sₖ, frequency in Im sₖ.
template <template <class> class Leaf> struct Modes {
  Leaf<Eigen::VectorXcd> c, s;

  auto operator()(const Eigen::VectorXcd& t) const {
    using coframe::exp;
    return coframe::eval((coframe::product(t, s.transpose()).array().exp().matrix() * c).real());   // evaluated: nothing dangles
  }
};

inline void fit_co2(const std::filesystem::path& data, const std::filesystem::path& out) {
  using namespace coframe;
  using namespace std::complex_literals;
  const auto table = read_csv(data / "co2.csv");
  const Eigen::VectorXd year = table.column("year").array() + (table.column("month").array() - 0.5) / 12, ppm = table.column("co2");
  const double middle = 0.5 * (year.minCoeff() + year.maxCoeff()), half = 0.5 * (year.maxCoeff() - year.minCoeff());
  const double mean = ppm.mean(), deviation = std::sqrt((ppm.array() - mean).square().mean());
  const Eigen::VectorXcd t = ((year.array() - middle) / half).cast<std::complex<double>>();
  const Eigen::VectorXd y = (ppm.array() - mean) / deviation;

  // A slow trend of two modes, the year, and half the year; frequencies half a percent off on purpose.
  const double once_a_year = 2 * std::numbers::pi * half * 1.005;
  Modes<Value> modes{Eigen::VectorXcd(4), Eigen::VectorXcd(4)};
  modes.c << 1.0, -1.0, 0.1, 0.1;
  modes.s << 0.5, -0.5, once_a_year * 1i, 2 * once_a_year * 1i;
  const auto loss = [&](const auto& modes) { return (modes(t) - y).squaredNorm() * (1.0 / static_cast<double>(y.size())); };
  fmt::print("{}\n", check_gradient(loss, modes));

  constexpr int steps = 20000;
  Adam flow{.rate = [](long step) { return 2e-2 * std::exp(-4.0 * static_cast<double>(step) / steps); }};
  Recorder record;
  Progress progress("fitting", steps);
  std::vector<double> history;
  for (int step = 0; step < steps; ++step) {
    const auto& dL = record.differential(modes, loss);   // ∂L/∂z̄; the metric of flow.step makes the gradient 2 ∂L/∂z̄
    flow.step(modes, euclidean, dL);
    history.push_back(record.value());
    progress.step(history.back());
  }
  progress.finish();
  fmt::print("residual {:.3f} ppm (root mean square) of a deviation of {:.3f} ppm\n", std::sqrt(loss(modes)) * deviation, deviation);
  for (Eigen::Index k = 0; k < modes.s.size(); ++k) {
    const double frequency = std::abs(modes.s[k].imag()) / half / (2 * std::numbers::pi);
    fmt::print("mode {}: amplitude {:8.4f} ppm, growth {:+.4f} a year, {}\n", k + 1, std::abs(modes.c[k]) * deviation, modes.s[k].real() / half,
               frequency > 0.3 ? fmt::format("period {:.4f} years", 1 / frequency) : std::string("trend"));
  }
  const Eigen::VectorXd fit = mean + deviation * modes(t).array();
  write_svg(Figure{.title = "CO₂ at Mauna Loa as a sum of four damped complex exponentials",
                   .plots = {Plot{.x_label = "year", .y_label = "CO₂ / ppm",
                                  .series = {{.name = "measured", .x = year, .y = ppm, .style = Series::points, .colour = "#999999"},
                                             {.name = "fit", .x = year, .y = fit}}},
                             Plot{.x_label = "year", .y_label = "measured − fit / ppm", .series = {{.name = "residual", .x = year, .y = Eigen::VectorXd(ppm - fit)}}}}},
            out / "co2_fit.svg");
  fmt::print("wrote {}\n", (out / "co2_fit.svg").string());
}
