// SPDX-License-Identifier: MIT
// Equation 7 in pretraining: six layers learn what data look like without labels, three new ones learn a task from few
// labels. g^ = 0 freezes the six, g^ = 1/100 makes them stiff; the metric is all that changes.
#include <coframe/coframe.hpp>

#include "pictures.hpp"

using namespace coframe;
using Eigen::MatrixXd;
using Sigma = decltype([](const auto& x) { return tanh(x); });
template <template <class> class Leaf> struct Net {
  Perceptron<Leaf, Sigma> pretrained, added;
  auto operator()(const auto& x) const { return added(tanh(pretrained(x))); }
};

struct Views {
  MatrixXd x;
  std::vector<int> label;
};
/// Points of the square, seen through twelve curved and noisy instruments; a point's label tells a disc from the rest.
Views views(int n, const MatrixXd& instruments, std::mt19937& random) {
  const MatrixXd hidden = MatrixXd::NullaryExpr(2, n, [&] { return std::uniform_real_distribution<double>(-1, 1)(random); });
  Views seen{(instruments * hidden).array().sin().matrix(), {}};
  seen.x += 0.1 * normal_like(random, seen.x);
  for (int j = 0; j < n; ++j) seen.label.push_back(hidden.col(j).norm() < 0.8);
  return seen;
}

/// Steps of Adam; what `watch` says of the net at every tenth.
std::vector<double> train(auto& net, const auto& g, int steps, const auto& loss, const auto& watch) {
  Adam flow{.rate = 3e-3};
  Recorder record;
  std::vector<double> history;
  for (int step = 0; step < steps; ++step) {
    if (step % 10 == 0) history.push_back(watch(net));
    flow.step(net, g, record.differential(net, loss));
  }
  return history;
}

int main(int count, char** arguments) {
  std::mt19937 random(5);
  const MatrixXd instruments = 1.5 * normal_like(random, MatrixXd(12, 2));
  const Views unlabelled = views(500, instruments, random), labelled = views(40, instruments, random),
              test = views(1000, instruments, random);
  // The six layers learn to pass on all there is to know: an output stage, thrown away later, restores their input.
  Net<Value> restore{perceptron({12, 16, 16, 16, 8, 8, 4}, Sigma{}, random, glorot), perceptron({4, 16, 12}, Sigma{}, random, glorot)};
  const Net<Value> before = restore;
  const auto error = [&](const auto& net) { return mean_squared_error(net(unlabelled.x), unlabelled.x); };
  train(restore, euclidean, 1500, error, [](const auto&) { return 0.0; });
  fmt::print("pretraining: less than a tenth of the error is left: {}\n", error(restore) < 0.1 * error(before) ? "yes" : "no");
  const Net<Value> start{restore.pretrained, perceptron({4, 8, 8, 2}, Sigma{}, random, glorot)}, fresh{before.pretrained, start.added};
  const auto loss = [&](const auto& net) { return cross_entropy(net(labelled.x), labelled.label); };
  const auto unseen = [&](const auto& net) { return cross_entropy(net(test.x), test.label); };
  Plot losses{.title = "Loss on 1000 unseen points", .x_label = "step / 10", .y_label = "cross-entropy", .y_range = {0, 1.2}};
  Plot moved{.title = "How far each layer moved", .x_label = "layer", .y_label = "|W − W₀| / |W₀|", .log_y = true, .x_range = {0.5, 9.5}};
  const auto run = [&](const char* name, const Net<Value>& first, const auto& g) {
    Net<Value> net = first;
    const auto history = train(net, g, 1000, loss, unseen);
    losses.series.push_back({.name = name, .y = history});
    std::vector<double> layer, way;
    for (const auto part : {&Net<Value>::pretrained, &Net<Value>::added})
      for (std::size_t k = 0; k < (net.*part).layers.size(); ++k) {
        const MatrixXd &W = (net.*part).layers[k].W, &W0 = (first.*part).layers[k].W;
        way.push_back((W - W0).norm() / W0.norm()), layer.push_back(static_cast<double>(way.size()));
      }
    moved.series.push_back({.name = name, .x = layer, .y = way, .style = Series::points, .weight = 2.5});
    return std::pair(*std::max_element(way.begin(), way.begin() + 6), history.back());
  };
  const auto [frozen_moved, frozen_loss] = run("frozen", start, layered(start).freeze(&Net<Value>::pretrained));
  const auto [stiff_moved, stiff_loss] = run("stiff", start, layered(start).stiffness(&Net<Value>::pretrained, 100));
  const auto [free_moved, free_loss] = run("free", start, euclidean);
  const auto [fresh_moved, fresh_loss] = run("unpretrained", fresh, euclidean);
  fmt::print("the six layers, frozen: {}\n", frozen_moved == 0 ? "unmoved, bit by bit" : "MOVED");
  fmt::print("stiff: moved less than a fifth as far as free: {}\n", stiff_moved < free_moved / 5 ? "yes" : "no");
  fmt::print("on unseen points frozen is best: {}, unpretrained worst: {}\n", frozen_loss < std::min(stiff_loss, free_loss) ? "yes" : "no",
             fresh_loss > std::max(stiff_loss, free_loss) ? "yes" : "no");
  save({.plots = {losses, moved}, .columns = 2, .width = 480, .height = 380}, "pretraining", count, arguments);
}
