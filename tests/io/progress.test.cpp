// SPDX-License-Identifier: MIT
// The progress line, under a clock of ours: when it is drawn and what it says.
#include <coframe/io/progress.hpp>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include "catch.hpp"

using namespace coframe;
using Catch::Matchers::ContainsSubstring;

namespace {

// What a display prints to a file, and its time.
struct Screen {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::tmpfile(), &std::fclose};
  double now = 100;

  ProgressOptions options(bool terminal) {
    return {.stream = file.get(), .terminal = terminal, .seconds = [this] { return now; }};
  }
  std::string text() const {
    std::string text;
    std::rewind(file.get());
    for (int c = std::fgetc(file.get()); c != EOF; c = std::fgetc(file.get())) text += static_cast<char>(c);
    return text;
  }
};

std::size_t count(const std::string& text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

}  // namespace

TEST_CASE("elsewhere than on a terminal, a plain line for every tenth") {
  const std::size_t total = GENERATE(10u, 11u, 99u, 1000u, 12345u);
  Screen screen;
  Progress progress("training", total, screen.options(false));
  for (std::size_t i = 0; i < total; ++i) progress.step(0.5);
  const std::string text = screen.text();
  CHECK(count(text, '\n') == 10);
  CHECK(count(text, '\r') == 0);
  CHECK(count(text, '\x1b') == 0);
}

TEST_CASE("a plain line has description, count, share, value and time left") {
  Screen screen;
  Progress progress("training", 200, screen.options(false));
  for (int i = 0; i < 100; ++i) {
    screen.now += 1;
    progress.step(0.0312345);
  }
  CHECK_THAT(screen.text(), ContainsSubstring("training  100/200   50 %  loss 0.03123  1 min 40 s left\n"));
  for (int i = 0; i < 100; ++i) progress.step();
  CHECK_THAT(screen.text(), ContainsSubstring("training  200/200  100 %  loss 0.03123  in 1 min 40 s\n"));
}

TEST_CASE("on a terminal one line, redrawn at most ten times a second") {
  Screen screen;
  {
    Progress progress("training", 10000, screen.options(true));
    for (int i = 0; i < 10000; ++i) {
      screen.now += 0.001;
      progress.step(1.0 / (i + 1));
    }
  }
  const std::string text = screen.text();
  CHECK(count(text, '\r') <= 101);
  CHECK(count(text, '\r') >= 95);
  CHECK(count(text, '\n') == 1);
  CHECK_THAT(text, ContainsSubstring("\rtraining  [============]  10000/10000  100 %  loss 0.0001  in 10 s\x1b[K\n"));
  CHECK_THAT(text,
             ContainsSubstring("\rtraining  [======      ]   5000/10000   50 %  loss 0.0002  5.0 s left\x1b[K\r"));
}

TEST_CASE("the bar gives way to the text") {
  const auto [length, bar] = GENERATE(table<int, int>({{1, 24}, {9, 24}, {10, 23}, {25, 8}, {26, 0}}));
  Screen screen;
  { Progress(std::string(static_cast<std::size_t>(length), 'd'), 1, screen.options(true)).step(); }
  CAPTURE(screen.text());
  CHECK(count(screen.text(), '=') == static_cast<std::size_t>(bar));
  CHECK_THAT(screen.text(), ContainsSubstring("  1/1  100 %  in 0.0 s"));
}

TEST_CASE("a line never wraps") {
  Screen screen;
  std::string description;
  for (int i = 0; i < 100; ++i) description += "ä";
  { Progress progress(description, 1, screen.options(true)); }
  std::string shown;  // a file has no width, so 80 is taken: 79 characters of two bytes
  for (int i = 0; i < 79; ++i) shown += "ä";
  CHECK(screen.text() == "\r" + shown + "\x1b[K\n");
}

TEST_CASE("the last step finishes the line, once") {
  Screen screen;
  const bool terminal = GENERATE(false, true);
  {
    Progress progress("loop", 3, screen.options(terminal));
    for (int i = 0; i < 3; ++i) progress.step();
    const std::string text = screen.text();
    CHECK(text.ends_with("in 0.0 s" + std::string(terminal ? "\x1b[K\n" : "\n")));
    progress.step();
    progress.finish();
    CHECK(screen.text() == text);
  }
  CHECK(count(screen.text(), '\n') == (terminal ? 1u : 3u));
}

TEST_CASE("a loop left early finishes the line and says so") {
  Screen screen;
  try {
    Progress progress("loop", 100, screen.options(true));
    for (int i = 0; i < 5; ++i) progress.step();
    throw std::runtime_error("enough");
  } catch (const std::runtime_error&) {
  }
  CHECK_THAT(screen.text(), ContainsSubstring("  5/100    5 %  stopped after 0.0 s"));
  CHECK(screen.text().ends_with("\n"));
}

TEST_CASE("quiet means nothing at all, and so does a loop of no steps") {
  Screen screen;
  for (const bool terminal : {false, true}) {
    ProgressOptions options = screen.options(terminal);
    options.quiet = true;
    Progress quiet("loop", 20, options);
    for (int i = 0; i < 20; ++i) {
      screen.now += 1;
      quiet.step(1.0);
    }
    Progress none("loop", 0, screen.options(terminal));
  }
  CHECK(screen.text().empty());
}

TEST_CASE("an unknown total shows the count") {
  Screen screen;
  {
    Progress progress("reading", 0, screen.options(false));
    for (int i = 0; i < 42; ++i) progress.step();
  }
  CHECK(screen.text() == "reading  42  in 0.0 s\n");
}

TEST_CASE("the value has the name it is given") {
  Screen screen;
  ProgressOptions options = screen.options(false);
  options.value_name = "energy";
  { Progress("loop", 1, options).step(-1.25); }
  CHECK_THAT(screen.text(), ContainsSubstring("energy -1.25"));
}
