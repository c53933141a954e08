// SPDX-License-Identifier: MIT
#pragma once
// (b) A two-layer network with softmax cross-entropy, trained on Fisher's iris measurements.
#include <coframe/coframe.hpp>
#include <coframe/io.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <random>

template <template <class> class Leaf> struct Network {
  coframe::Dense<Leaf> hidden, out;
  auto operator()(const auto& x) const { return out(coframe::relu(hidden(x))); }
};

struct Flowers {
  Eigen::MatrixXd x;   // a column for each flower
  std::vector<int> species;

  Flowers part(std::span<const int> chosen) const {
    Flowers some{Eigen::MatrixXd(x.rows(), static_cast<Eigen::Index>(chosen.size())), {}};
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      some.x.col(static_cast<Eigen::Index>(k)) = x.col(chosen[k]);
      some.species.push_back(species[static_cast<std::size_t>(chosen[k])]);
    }
    return some;
  }
};

inline Flowers read_flowers(const std::filesystem::path& file) {
  const auto table = coframe::read_csv(file, {.text = {"species"}});
  Flowers flowers{table.matrix({"sepal_length", "sepal_width", "petal_length", "petal_width"}).transpose(), {}};
  const std::vector<std::string> names{"setosa", "versicolor", "virginica"};
  for (const auto& name : table.text("species")) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw coframe::FileError(file.string(), flowers.species.size() + 2, 0, "species setosa, versicolor or virginica expected, but '" + name + "' found");
    flowers.species.push_back(static_cast<int>(found - names.begin()));
  }
  return flowers;
}

inline Network<coframe::Value> new_network(std::mt19937& random) {
  return {coframe::dense(4, 16, random), coframe::dense(16, 3, random)};
}

/// The share of flowers whose largest output is their species.
inline double accuracy(const Network<coframe::Value>& net, const Flowers& flowers) {
  const Eigen::MatrixXd logits = net(flowers.x);
  int right = 0;
  for (Eigen::Index j = 0; j < logits.cols(); ++j) {
    Eigen::Index best;
    logits.col(j).maxCoeff(&best);
    right += best == flowers.species[static_cast<std::size_t>(j)];
  }
  return right / static_cast<double>(logits.cols());
}

/// Fifty passes over the training flowers in batches of 32; the mean loss of each pass.
template <class Metric> std::vector<double> train(Network<coframe::Value>& net, const Metric& g, const Flowers& flowers, std::mt19937& random, bool quiet) {
  constexpr int passes = 50, batch = 32;
  coframe::Adam flow{.rate = 1e-2};
  coframe::Recorder record;
  coframe::Progress progress("training", passes, {.quiet = quiet});
  std::vector<int> order(flowers.species.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> history;
  for (int pass = 0; pass < passes; ++pass) {
    std::shuffle(order.begin(), order.end(), random);
    double sum = 0;
    for (std::size_t first = 0; first < order.size(); first += batch) {
      const std::size_t count = std::min<std::size_t>(batch, order.size() - first);
      const Flowers some = flowers.part(std::span(order).subspan(first, count));
      const auto& dL = record.differential(net, [&](const auto& net) {
        return coframe::cross_entropy(net(some.x), some.species) + 1e-4 * coframe::squared_norm(net.out.W);
      });
      flow.step(net, g, dL);
      sum += record.value() * static_cast<double>(count);
    }
    history.push_back(sum / static_cast<double>(order.size()));
    progress.step(history.back());
  }
  return history;
}

/// Freezing and stiffness as laws: a frozen layer stays bit by bit, one of stiffness 100 moves 1/100 as far in a plain step.
inline void show_laws(const Flowers& flowers) {
  using namespace coframe;
  std::mt19937 random(1);
  const auto start = new_network(random);
  auto frozen = start, plain = start, stiff = start;
  train(frozen, layered(start).freeze(&Network<Value>::hidden), flowers, random, true);
  const bool still = frozen.hidden.W == start.hidden.W && frozen.hidden.b == start.hidden.b;
  const auto dL = differential([&](const auto& net) { return cross_entropy(net(flowers.x), flowers.species); }, start);
  Descent flow{.rate = 0.1};
  flow.step(plain, euclidean, dL);
  flow.step(stiff, layered(start).stiffness(&Network<Value>::hidden, 100), dL);
  const double ratio = (stiff.hidden.W - start.hidden.W).norm() / (plain.hidden.W - start.hidden.W).norm();
  fmt::print("frozen hidden layer after 50 passes of Adam: {}\n", still ? "unmoved, bit by bit" : "MOVED");
  fmt::print("hidden layer of stiffness 100, one plain step: {:.10f} of the free step\n", ratio);
}

inline void train_iris(const std::filesystem::path& data, const std::filesystem::path& out) {
  using namespace coframe;
  Flowers all = read_flowers(data / "iris.csv");
  const Eigen::VectorXd mean = all.x.rowwise().mean();
  all.x.colwise() -= mean;
  const Eigen::VectorXd deviation = all.x.rowwise().squaredNorm().array().sqrt() / std::sqrt(static_cast<double>(all.x.cols()));
  all.x = deviation.cwiseInverse().asDiagonal() * all.x;

  Plot plot{.title = "Iris: cross-entropy of a 4-16-3 network", .x_label = "pass over 100 flowers", .y_label = "mean loss", .log_y = true};
  double worst = 1, total = 0;
  constexpr int seeds = 5;
  for (int seed = 1; seed <= seeds; ++seed) {
    std::mt19937 random(static_cast<unsigned>(seed));
    std::vector<int> order(all.species.size());
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), random);
    const std::size_t held_out = order.size() / 3;
    const Flowers test = all.part(std::span(order).first(held_out)), training = all.part(std::span(order).subspan(held_out));
    auto net = new_network(random);
    const auto history = train(net, euclidean, training, random, false);
    const double right = accuracy(net, test);
    fmt::print("seed {}: loss {:.4f}, held-out accuracy {:.3f} of {} flowers\n", seed, history.back(), right, held_out);
    worst = std::min(worst, right), total += right;
    plot.series.push_back({.name = fmt::format("seed {}", seed), .y = history});
  }
  fmt::print("held-out accuracy over {} seeds: mean {:.3f}, lowest {:.3f}\n", seeds, total / seeds, worst);
  show_laws(all);
  write_svg(plot, out / "iris_loss.svg");
  fmt::print("wrote {}\n", (out / "iris_loss.svg").string());
}
