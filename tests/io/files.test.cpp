// SPDX-License-Identifier: MIT
// Whole files: what is written is read back, and a failure leaves the older file and nothing else.
#include <coframe/base/error.hpp>
#include <coframe/io/files.hpp>

#include "catch.hpp"
#include "scratch.hpp"

using namespace coframe;
using Catch::Matchers::ContainsSubstring;
namespace fs = std::filesystem;

TEST_CASE("bytes come back as they were written, and nothing stays beside them") {
  const Scratch scratch;
  std::string bytes;
  for (int i = 0; i < 100000; ++i) bytes += static_cast<char>(i % 256 * (i % 251));
  const std::string content = GENERATE_COPY(std::string(), std::string("a\r\nb"), bytes);
  write_file(scratch / "f", "older and longer than some");
  write_file(scratch / "f", content);
  CHECK(read_file(scratch / "f") == content);
  CHECK(slurp(scratch / "f") == content);
  CHECK(scratch.entries() == 1);
}

TEST_CASE("a replaced file keeps its permissions, a link stays a link") {
  const Scratch scratch;
  const fs::perms mine = fs::perms::owner_read | fs::perms::owner_write;
  fs::permissions(scratch.file("f", "old"), mine);
  fs::create_symlink(scratch / "f", scratch / "link");
  write_file(scratch / "link", "new");
  CHECK(fs::is_symlink(scratch / "link"));
  CHECK(slurp(scratch / "f") == "new");
  CHECK(fs::status(scratch / "f").permissions() == mine);
  CHECK(scratch.entries() == 2);
}

TEST_CASE("who holds the older file open keeps reading it") {
  const Scratch scratch;
  std::ifstream reader(scratch.file("f", "old"));
  write_file(scratch / "f", "new");
  std::string word;
  reader >> word;
  CHECK(word == "old");
}

TEST_CASE("files that cannot be written are named with the reason") {
  const Scratch scratch;
  CHECK_THROWS_AS(write_file(scratch.folder(), "x"), FileError);
  CHECK_THROWS_WITH(write_file(scratch.folder(), "x"), ContainsSubstring("is a folder"));
  CHECK_THROWS_WITH(write_file(scratch / "none/f", "x"), ContainsSubstring("none does not exist"));
  const auto file = scratch.file("file", "");
  CHECK_THROWS_WITH(write_file(file / "below", "x"), ContainsSubstring((file / "below").string()));
  CHECK(scratch.entries() == 1);
}

TEST_CASE("a device is written in place, and a full one says so") {
  if (!fs::is_character_file("/dev/full")) return;
  CHECK_THROWS_WITH(write_file("/dev/full", "x"), ContainsSubstring("/dev/full: cannot be written: No space left"));
  CHECK_NOTHROW(write_file("/dev/null", "x"));
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("files that cannot be read are named with the reason") {
  const Scratch scratch;
  CHECK_THROWS_AS(read_file(scratch / "none"), FileError);
  CHECK_THROWS_WITH(read_file(scratch / "none"), ContainsSubstring("none: no such file"));
  CHECK_THROWS_WITH(read_file(scratch.folder()), ContainsSubstring("is a folder"));
}
