// SPDX-License-Identifier: MIT
#pragma once
// Paired timing: each round runs all tools back to back, and ratios are formed within a round.

#include <cstddef>
#include <string>
#include <vector>

#include "tool.hpp"

namespace bench {

double now();   ///< seconds of a steady clock
double quantile(std::vector<double> values, double q);

struct Options {
  int rounds = 15;
  double least_time = 2e-2;      ///< seconds a tool runs per round, by repetition
  std::string peers;             ///< comma-separated parts of tool names; empty for all
  std::string size;              ///< part of the label; empty for all
  std::string output = "results";
  bool instructions = false;     ///< count instead of measuring: for callgrind, see benchmarks/run
};

/// One row of the table. Ratios are medians over rounds of within-round ratios.
struct Row {
  std::string name;
  Kind kind;
  double seconds = 0;            ///< median
  double per_primal = 0, per_hand = 0;
  double per_gradient = 0;       ///< of second derivatives; 0 where there is none
  double low = 0, high = 0;      ///< quartiles of the ratio to the primal
  double first_call = 0;         ///< seconds
  double error = 0;              ///< relative to the hand-written gradient, in the largest component
  bool agrees = true;
  bool has_tape = false;
  std::size_t tape_bytes = 0;
  std::size_t peak_bytes = 0;    ///< growth of resident memory over the first call
};

struct Result {
  std::string label;
  double operations = 0;         ///< elementary operations of one primal
  std::vector<Row> rows;
};

/// Runs the agreement check and then the timing; tools that disagree are listed, not timed.
Result measure(const std::string& label, double tolerance, double operations, std::vector<Tool> tools, const Options& options);

/// One gradient of each tool between two marks for callgrind, which dumps what it has counted under the tool's name.
void count_instructions(const std::string& label, std::vector<Tool> tools, const Options& options);

Options parse(int argc, char** argv);

/// Prints the table; writes label.json, label.md and label.dat into the output folder. True if all tools agree.
bool report(const Result& result, const Options& options);

/// For every size: the tools are built, measured and dropped.
template <class Instances, class Tools, class Operations>
int run(int argc, char** argv, const Instances& instances, Tools tools, Operations operations) {
  const Options options = parse(argc, argv);
  bool agree = true;
  for (const auto& workload : instances) {
    if (workload.label().find(options.size) == std::string::npos) continue;
    if (options.instructions) count_instructions(workload.label(), tools(workload), options);
    else agree = report(measure(workload.label(), workload.tolerance(), operations(workload), tools(workload), options), options) && agree;
  }
  return agree ? 0 : 1;
}

} // namespace bench
