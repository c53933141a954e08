// SPDX-License-Identifier: MIT
// Equations 12 and 13 and section 3.2: one complex neuron learns exclusive or, as a layer of rectified units does; what is
// linear stays at the loss 1/4, saying ½ to everything.
#include <coframe/coframe.hpp>

#include "pictures.hpp"

using namespace coframe;
using Z = std::complex<double>;

// Bits are ±1 at the input, a column each, and 0 or 1 at the output.
const Eigen::MatrixXd bits = (Eigen::MatrixXd(2, 4) << -1, -1, 1, 1, -1, 1, -1, 1).finished();
const Eigen::MatrixXd wanted = (Eigen::MatrixXd(1, 4) << 0, 1, 1, 0).finished();

/// y = w·x + b
template <template <class> class Leaf> struct Linear {
  Dense<Leaf> out;
  auto operator()(const Eigen::MatrixXd& x) const { return out(x); }
};
/// y = v·relu(W x + b) + c
template <template <class> class Leaf> struct Rectified {
  Dense<Leaf> hidden, out;
  auto operator()(const Eigen::MatrixXd& x) const { return out(relu(hidden(x))); }
};
/// y = Im (w z)² + b with z = x₁ + i x₂: one complex weight, no hidden layer.
template <template <class> class Leaf> struct Neuron {
  Leaf<Z> w;
  Leaf<double> b;
  auto operator()(const Eigen::MatrixXd& x) const {
    const Eigen::MatrixXcd z = x.row(0) + Z(0, 1) * x.row(1), zz = z.cwiseProduct(z);
    return ((w * w * zz).imag().array() + b).matrix().eval();
  }
};

/// 1000 steps of descent, the loss at every tenth.
std::vector<double> train(auto& net) {
  Descent flow{.rate = 0.05};
  Recorder record;
  std::vector<double> history;
  for (int step = 0; step < 1000; ++step) {
    flow.step(net, record.differential(net, [](const auto& net) { return mean_squared_error(net(bits), wanted); }));
    if (step % 10 == 0) history.push_back(record.value());
  }
  return history;
}

int main(int count, char** arguments) {
  Figure figure{.columns = 4, .width = 300, .height = 340};
  Plot losses{.title = "Loss", .x_label = "step / 10", .y_label = "mean square", .x_range = {0, 40}, .y_range = {0, 0.5}};
  const auto show = [&](const char* name, auto net) {
    losses.series.push_back({.name = name, .y = train(net)});
    fmt::print("{:15} loss {:.4f}\n", name, losses.series.back().y[99]);
    Plot plot{.title = name, .x_label = "x₁", .y_label = "x₂", .same_scale = true};
    plot.x_range = plot.y_range = {-1.6, 1.6};
    const auto at = [&](double x1, double x2) { return net(Eigen::MatrixXd(Eigen::Vector2d(x1, x2)))(0, 0); };
    plot.series = {level_lines(at, {-1.6, 1.6}, {-1.6, 1.6}, {0, 1}, {.colour = "#bbbbbb", .weight = 0.6}, 28),
                   level_lines(at, {-1.6, 1.6}, {-1.6, 1.6}, {0.5}, {.name = "y = ½", .colour = "#000000"}, 28),
                   {.name = "0", .x = {-1, 1}, .y = {-1, 1}, .style = Series::points, .colour = "#0072b2", .weight = 4},
                   {.name = "1", .x = {-1, 1}, .y = {1, -1}, .style = Series::points, .colour = "#d55e00", .weight = 4}};
    figure.plots.push_back(plot);
  };
  std::mt19937 random(1);
  show("linear", Linear<Value>{dense(2, 1, random)});
  show("rectified layer", Rectified<Value>{dense(2, 4, random), dense(4, 1, random)});
  show("complex neuron", Neuron<Value>{Z(0.6, 0.3), 0.0});
  figure.plots.push_back(losses);

  int learnt = 0, complex_learnt = 0;
  for (int start = 0; start < 100; ++start) {
    Rectified<Value> layer{dense(2, 4, random), dense(4, 1, random)};
    Neuron<Value> neuron{0.3 * normal_like(random, Z()), 0.0};
    learnt += train(layer).back() < 0.01, complex_learnt += train(neuron).back() < 0.01;
  }
  fmt::print("from a hundred random starts: {} complex neurons learn, {} rectified layers\n",
             complex_learnt == 100 ? "all" : "not all", learnt > 50 ? "most" : "not most");
  save(figure, "xor", count, arguments);
}
