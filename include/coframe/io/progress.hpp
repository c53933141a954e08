// SPDX-License-Identifier: MIT
#pragma once
// A progress line for long loops.
#include <cstddef>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>

namespace coframe {

/// How progress is shown.
struct ProgressOptions {
  std::string value_name = "loss";
  bool quiet = false;
  std::FILE* stream = stderr;
  std::optional<bool> terminal = {};     ///< empty: ask the stream
  std::function<double()> seconds = {};  ///< a clock; empty: the steady one
};

/// Shows how far a loop is:
///
///     Progress progress("training", steps);
///     for (std::size_t i = 0; i < steps; ++i) progress.step(loss);
///
/// On a terminal one line with bar, count, value and time left, redrawn at most ten times a second; elsewhere a plain
/// line for every tenth of the way. The last step finishes the line, or else the destructor, also when an exception
/// leaves the loop. Not to be shared between threads.
class Progress {
 public:
  /// A total of 0 is an unknown one: no bar, no time left.
  Progress(std::string description, std::size_t total, ProgressOptions options = {});
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  void step();              ///< One more step is done.
  void step(double value);  ///< One more step is done, and this is its value.
  void finish();            ///< Draws the last state and the time taken; later steps do nothing.

 private:
  double elapsed() const;
  std::string line(bool last) const;
  std::string bar(std::size_t text) const;
  void draw(bool last);

  std::string description_;
  std::size_t total_, count_ = 0, tenths_ = 0;
  ProgressOptions options_;
  std::optional<double> value_;
  bool terminal_, finished_ = false;
  double start_, next_draw_;
};

}  // namespace coframe
