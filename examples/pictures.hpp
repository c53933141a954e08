// SPDX-License-Identifier: MIT
#pragma once
// Where examples leave their pictures: the folder named on the command line, or build/pictures.
#include <coframe/io.hpp>

#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>
#include <string>

/// Writes FOLDER/name.svg and says so on standard error, for standard output is compared with name.out; ends the program
/// with what is wrong where it cannot.
inline void save(const coframe::Figure& figure, const std::string& name, int count, char** arguments) try {
  const std::filesystem::path folder = count > 1 ? arguments[1] : "build/pictures";
  std::filesystem::create_directories(folder);
  const std::filesystem::path file = folder / (name + ".svg");
  coframe::write_svg(figure, file);
  fmt::print(stderr, "wrote {}\n", file.string());
} catch (const std::exception& error) {
  fmt::print(stderr, "{}: {}\n", name, error.what());
  std::exit(1);
}
