// SPDX-License-Identifier: MIT
#include <coframe/io/files.hpp>

#include <coframe/base/error.hpp>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <random>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace coframe {
namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

std::string reason(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail(const fs::path& path, std::string_view what) { throw FileError(path.string(), 0, 0, what); }

File open(const fs::path& path, const char* mode) {
  File file{std::fopen(path.c_str(), mode)};
  if (file) return file;
  const int error = errno;
  if (error != ENOENT) fail(path, fmt::format("cannot be opened: {}", reason(error)));
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code ignored;
  if (!fs::exists(folder, ignored))
    fail(path, fmt::format("the folder {} does not exist: create it or correct the path", folder.string()));
  fail(path, "no such file: correct the path, or run from the folder it is relative to");
}

// A device has no blocks to reach (fsync says EINVAL), and needs none.
bool to_disk(std::FILE* file) { return ::fsync(::fileno(file)) == 0 || errno == EINVAL || errno == EROFS; }

void write_all(File file, const fs::path& path, std::string_view bytes) {
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size() &&
                       std::fflush(file.get()) == 0 && to_disk(file.get());
  int error = written ? 0 : errno;
  if (std::fclose(file.release()) != 0 && error == 0) error = errno;
  if (error) fail(path, fmt::format("cannot be written: {}", reason(error)));
}

// Removes what was written aside unless it became the file.
struct Aside {
  fs::path path;
  bool renamed = false;
  ~Aside() {
    std::error_code ignored;
    if (!renamed) fs::remove(path, ignored);
  }
};

fs::path beside(const fs::path& target) {
  std::random_device random;
  fs::path aside = target;
  aside += fmt::format(".{:08x}{:08x}.part", random(), random());
  return aside;
}

}  // namespace

std::string read_file(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) fail(path, "is a folder, expected a file");
  const File file = open(path, "rb");
  std::string bytes;
  char block[1 << 14];
  while (const std::size_t count = std::fread(block, 1, sizeof block, file.get())) bytes.append(block, count);
  if (std::ferror(file.get())) fail(path, fmt::format("cannot be read: {}", reason(errno)));
  return bytes;
}

void write_file(const fs::path& path, std::string_view bytes) {
  std::error_code ignored, error;
  const fs::path target = fs::is_symlink(path, ignored) ? fs::weakly_canonical(path, error) : path;
  if (error) fail(path, fmt::format("the link cannot be followed: {}", error.message()));
  const fs::file_status status = fs::status(target, ignored);
  if (fs::is_directory(status)) fail(path, "is a folder, expected the name of a file to write");
  if (fs::exists(status) && !fs::is_regular_file(status)) return write_all(open(target, "wb"), path, bytes);

  const fs::path name = beside(target);
  File file = open(name, "wbx");
  Aside aside{name};
  write_all(std::move(file), path, bytes);
  if (fs::exists(status)) fs::permissions(name, status.permissions(), ignored);
  fs::rename(name, target, error);
  if (error) fail(path, fmt::format("cannot be replaced: {}", error.message()));
  aside.renamed = true;
}

}  // namespace coframe
