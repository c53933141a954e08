// SPDX-License-Identifier: MIT
#include <coframe/io/progress.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace coframe {
namespace {

constexpr double pause = 0.1;                              // seconds between two drawings
constexpr std::size_t shortest_bar = 8, longest_bar = 24;  // characters

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool is_terminal(std::FILE* stream) {
  const char* kind = std::getenv("TERM");
  return ::isatty(::fileno(stream)) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

std::size_t terminal_width(std::FILE* stream) {
  winsize size{};
  return ::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string duration(double seconds) {
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long long>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

// A line must not wrap, or a carriage return does not reach its beginning. UTF-8 is cut between characters.
std::string_view clipped(std::string_view line, std::size_t width) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if ((static_cast<unsigned char>(line[i]) & 0xC0) != 0x80 && characters++ == width) return line.substr(0, i);
  }
  return line;
}

}  // namespace

Progress::Progress(std::string description, std::size_t total, ProgressOptions options)
    : description_(std::move(description)), total_(total), options_(std::move(options)) {
  if (!options_.seconds) options_.seconds = steady_seconds;
  terminal_ = options_.terminal.value_or(is_terminal(options_.stream));
  start_ = options_.seconds();
  next_draw_ = start_ + pause;
}

Progress::~Progress() {
  try {
    finish();
  } catch (...) {  // a display is no reason to end the program
  }
}

void Progress::step(double value) {
  value_ = value;
  step();
}

void Progress::step() {
  if (finished_) return;
  ++count_;
  if (count_ == total_) return finish();
  if (options_.quiet) return;
  if (terminal_) {
    const double now = options_.seconds();
    if (now < next_draw_) return;
    next_draw_ = now + pause;
    draw(false);
  } else if (const std::size_t tenths = total_ ? 10 * count_ / total_ : 0; tenths > tenths_) {
    tenths_ = tenths;
    draw(false);
  }
}

void Progress::finish() {
  if (std::exchange(finished_, true) || options_.quiet) return;
  if (count_ == 0 && total_ == 0) return;
  draw(true);
}

double Progress::elapsed() const { return std::max(0.0, options_.seconds() - start_); }

std::string Progress::line(bool last) const {
  std::string line =
      total_ ? fmt::format("  {:>{}}/{}  {:3} %", count_, std::to_string(total_).size(), total_, 100 * count_ / total_)
             : fmt::format("  {}", count_);
  if (value_) line += fmt::format("  {} {:.4g}", options_.value_name, *value_);
  if (last)
    line += fmt::format("  {} {}", count_ < total_ ? "stopped after" : "in", duration(elapsed()));
  else if (total_)
    line += fmt::format("  {} left",
                        duration(elapsed() * static_cast<double>(total_ - count_) / static_cast<double>(count_)));
  return description_ + (terminal_ && total_ ? bar(description_.size() + line.size()) : "") + line;
}

// Of one length for the whole loop as far as the text allows; where it leaves too little room, none.
std::string Progress::bar(std::size_t text) const {
  constexpr std::size_t frame = 5, numbers = std::string_view("  100 %  -1.234e-05  59 min 59 s left").size();
  const std::size_t counts = 2 * std::to_string(total_).size() + 3;
  const std::size_t usual = description_.size() + counts + numbers + (value_ ? options_.value_name.size() + 1 : 0);
  const std::size_t used = frame + std::max(usual, text), room = terminal_width(options_.stream);
  if (room < used + shortest_bar) return {};
  const std::size_t width = std::min(longest_bar, room - used), filled = width * count_ / total_;
  return fmt::format("  [{}{}]", std::string(filled, '='), std::string(width - filled, ' '));
}

void Progress::draw(bool last) {
  const std::string text = line(last);
  if (terminal_)
    fmt::print(options_.stream, "\r{}\x1b[K{}", clipped(text, terminal_width(options_.stream) - 1), last ? "\n" : "");
  else
    fmt::print(options_.stream, "{}\n", text);
  std::fflush(options_.stream);
}

}  // namespace coframe
