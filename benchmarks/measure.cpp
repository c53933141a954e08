// SPDX-License-Identifier: MIT
// The measuring loop: agreement first, then rounds in rotating order.

#include "measure.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>
#include <stdexcept>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#endif

namespace bench {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double quantile(std::vector<double> values, double q) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

namespace {

// kB lines of /proc/self/status; 0 where there is no such file.
std::size_t status(const std::string& key) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.rfind(key, 0) == 0) return 1024 * std::strtoull(line.c_str() + key.size(), nullptr, 10);
  return 0;
}

void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

// max |g - r| / max |r|, with NaN counted as disagreement.
double relative_error(const std::vector<double>& g, const std::vector<double>& r) {
  if (g.size() != r.size()) return std::numeric_limits<double>::infinity();
  double size = 0, error = 0;
  for (std::size_t i = 0; i < r.size(); ++i) {
    size = std::max(size, std::abs(r[i]));
    const double difference = std::abs(g[i] - r[i]);
    error = difference <= error ? error : difference;
  }
  return error / size;
}

bool selected(const Tool& tool, const std::string& peers) {
  if (tool.kind == Kind::primal || tool.kind == Kind::hand || peers.empty()) return true;
  std::istringstream parts(peers);
  for (std::string part; std::getline(parts, part, ',');)
    if (tool.name.find(part) != std::string::npos) return true;
  return false;
}

void keep_selected(std::vector<Tool>& tools, const Options& options) {
  std::erase_if(tools, [&](const Tool& tool) { return !selected(tool, options.peers); });
}

void check(std::vector<Tool>& tools, std::vector<Row>& rows, double tolerance) {
  std::vector<double> reference, gradient;
  double value = 0;
  for (std::size_t t = 0; t < tools.size(); ++t) {
    Row& row = rows[t];
    forget_peak();
    const std::size_t before = status("VmRSS:");
    const double start = now();
    const double y = tools[t].once(gradient);
    row.first_call = now() - start;
    row.peak_bytes = std::max(status("VmHWM:"), before) - before;
    if (tools[t].tape_bytes) row.has_tape = true, row.tape_bytes = tools[t].tape_bytes();
    if (t == 0) {
      value = y;
      continue;
    }
    if (tools[t].kind == Kind::gradient) continue;
    if (reference.empty()) reference = gradient;
    row.error = std::max(relative_error(gradient, reference), std::abs(y - value) / std::max(1.0, std::abs(value)));
    row.agrees = row.error <= tolerance;
  }
}

double timed(const Tool& tool, long repetitions) {
  const double start = now();
  tool.repeat(repetitions);
  return (now() - start) / static_cast<double>(repetitions);
}

long repetitions(const Tool& tool, double least_time) {
  long n = 1;
  for (;;) {
    const double seconds = timed(tool, n) * static_cast<double>(n);
    if (seconds >= 0.5 * least_time) return std::max(1L, static_cast<long>(static_cast<double>(n) * least_time / seconds));
    n *= seconds < 0.05 * least_time ? 10 : 2;
  }
}

} // namespace

Result measure(const std::string& label, double tolerance, double operations, std::vector<Tool> tools, const Options& options) {
  keep_selected(tools, options);
  if (tools.size() < 2 || tools[0].kind != Kind::primal || tools[1].kind != Kind::hand)
    throw std::logic_error("measure: expected the primal first and a hand-written adjoint second");
  Result result{label, operations, {}};
  for (const Tool& tool : tools) result.rows.push_back(Row{tool.name, tool.kind});
  check(tools, result.rows, tolerance);

  const std::size_t n = tools.size();
  std::vector<long> times(n);
  std::vector<std::vector<double>> seconds(n), per_primal(n), per_hand(n), per_gradient(n);
  std::vector<std::size_t> gradient(n, n);
  for (std::size_t t = 0; t < n; ++t)
    for (std::size_t u = 0; u < n; ++u)
      if (!tools[t].gradient.empty() && tools[u].name == tools[t].gradient) gradient[t] = u;
  for (std::size_t t = 0; t < n; ++t)
    if (result.rows[t].agrees) times[t] = repetitions(tools[t], options.least_time);
  for (int round = 0; round < options.rounds; ++round) {
    std::vector<double> took(n, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t t = (i + static_cast<std::size_t>(round)) % n;
      if (result.rows[t].agrees) took[t] = timed(tools[t], times[t]);
    }
    for (std::size_t t = 0; t < n; ++t) {
      seconds[t].push_back(took[t]);
      per_primal[t].push_back(took[t] / took[0]);
      per_hand[t].push_back(took[t] / took[1]);
      if (gradient[t] < n) per_gradient[t].push_back(took[t] / took[gradient[t]]);
    }
  }
  for (std::size_t t = 0; t < n; ++t) {
    Row& row = result.rows[t];
    if (!row.agrees) continue;
    row.seconds = quantile(seconds[t], 0.5);
    row.per_primal = quantile(per_primal[t], 0.5);
    row.per_hand = quantile(per_hand[t], 0.5);
    if (gradient[t] < n) row.per_gradient = quantile(per_gradient[t], 0.5);
    row.low = quantile(per_primal[t], 0.25);
    row.high = quantile(per_primal[t], 0.75);
  }
  return result;
}

void count_instructions([[maybe_unused]] const std::string& label, [[maybe_unused]] std::vector<Tool> tools, [[maybe_unused]] const Options& options) {
#ifdef CALLGRIND_DUMP_STATS_AT
  if (!RUNNING_ON_VALGRIND) throw std::logic_error("--instructions: a run under callgrind was expected; use benchmarks/run --instructions");
  keep_selected(tools, options);
  for (const Tool& tool : tools) {
    const std::string name = label + ": " + tool.name;
    tool.repeat(2);   // memory is there, sizes are known
    CALLGRIND_ZERO_STATS;
    tool.repeat(1);
    CALLGRIND_DUMP_STATS_AT(name.c_str());
  }
#else
  throw std::logic_error("--instructions: valgrind's headers were expected when this was compiled; use benchmarks/run --instructions, which installs them");
#endif
}

Options parse(int argc, char** argv) {
  Options options;
  const auto fail = [&] {
    std::cerr << "usage: " << argv[0] << " [--rounds N] [--peer NAME[,NAME…]] [--size PART] [--output FOLDER] [--instructions]\n";
    std::exit(2);
  };
  for (int i = 1; i < argc; ++i) {
    const std::string key = argv[i];
    if (key == "--instructions") {
      options.instructions = true;
      continue;
    }
    if (++i == argc) fail();
    if (key == "--rounds") options.rounds = std::max(1, std::atoi(argv[i]));
    else if (key == "--peer") options.peers = argv[i];
    else if (key == "--size") options.size = argv[i];
    else if (key == "--output") options.output = argv[i];
    else fail();
  }
  return options;
}

} // namespace bench
