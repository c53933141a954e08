// SPDX-License-Identifier: MIT
#pragma once
// Whole files in one call: read, and write so that a reader sees the old content or the new, never a part.
#include <filesystem>
#include <string>
#include <string_view>

namespace coframe {

/// The bytes of a file.
/// \throws FileError if it is missing, a directory or unreadable.
std::string read_file(const std::filesystem::path& path);

/// Writes the bytes to a new file beside `path` and renames it to `path`, which keeps its permissions and, if it is a
/// symbolic link, stays one. A device or a named pipe is written in place.
/// \throws FileError if the folder is missing or not writable, the disk is full, or `path` is a directory; an older
/// file at `path` is then unharmed.
void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace coframe
