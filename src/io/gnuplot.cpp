// SPDX-License-Identifier: MIT
#include "gnuplot.hpp"

#include <coframe/io/plot.hpp>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace coframe {
namespace {

constexpr int not_found = 127;  // exit status where a spawned child finds no program

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

std::string reason(int error) { return std::generic_category().message(error); }

// Nameless files rather than pipes: nothing to quote for a shell, and no two ends that wait for each other.
File nameless() {
  File file{std::tmpfile()};
  if (!file) throw PlotError("no temporary file for gnuplot: " + reason(errno) + "; is TMPDIR or /tmp writable?");
  return file;
}

std::string content(std::FILE* file) {
  std::string text;
  char block[1 << 14];
  std::rewind(file);
  while (const std::size_t count = std::fread(block, 1, sizeof block, file)) text.append(block, count);
  return text;
}

// Which files the child has as standard input, output and error.
struct Redirection {
  posix_spawn_file_actions_t actions;
  Redirection(std::FILE* in, std::FILE* out, std::FILE* error) {
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ::fileno(in), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ::fileno(out), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ::fileno(error), STDERR_FILENO);
  }
  Redirection(const Redirection&) = delete;
  ~Redirection() { posix_spawn_file_actions_destroy(&actions); }
};

[[noreturn]] void missing() {
  throw PlotError(
      "pictures are drawn by gnuplot, which is not on PATH; install it with: apt install gnuplot-nox, "
      "dnf install gnuplot, pacman -S gnuplot or brew install gnuplot");
}

}  // namespace

std::string run_gnuplot(const std::string& script) {
  const File in = nameless(), out = nameless(), error = nameless();
  if (std::fwrite(script.data(), 1, script.size(), in.get()) != script.size() || std::fflush(in.get()) != 0)
    throw PlotError("the script for gnuplot cannot be written: " + reason(errno));
  std::rewind(in.get());

  char program[] = "gnuplot", own_settings[] = "-d";  // -d: nobody's ~/.gnuplot
  char* const arguments[] = {program, own_settings, nullptr};
  const Redirection redirection(in.get(), out.get(), error.get());
  pid_t child = 0;
  const int refused = ::posix_spawnp(&child, program, &redirection.actions, nullptr, arguments, environ);
  if (refused == ENOENT) missing();
  if (refused) throw PlotError("gnuplot cannot be started: " + reason(refused));

  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw PlotError("gnuplot was lost: " + reason(errno));
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == not_found) missing();
  if (WIFSIGNALED(status)) throw PlotError(fmt::format("gnuplot was ended by signal {}", WTERMSIG(status)));
  if (WEXITSTATUS(status) != 0) throw PlotError("gnuplot says: " + content(error.get()));
  return content(out.get());
}

}  // namespace coframe
