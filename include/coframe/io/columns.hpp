// SPDX-License-Identifier: MIT
#pragma once
// The columns of a CSV file as plain vectors; csv.hpp gives them as Eigen objects.
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace coframe {

/// How a CSV file is to be read.
struct CsvOptions {
  std::vector<std::string> text = {};  ///< columns of words; all others hold numbers
  bool allow_nonfinite = false;        ///< accept nan and inf as numbers
  char separator = ',';
};

/// One column: `numbers` or, where asked for, `words`; the other one is empty.
struct Column {
  std::string name;
  bool is_text = false;
  std::vector<double> numbers = {};
  std::vector<std::string> words = {};
};

/// A table column by column, all of the same length.
struct Columns {
  std::string file;
  std::vector<Column> columns;
  std::size_t rows = 0;

  /// The column of that name and kind. \throws FileError that names the columns there are.
  const Column& find(std::string_view name, bool is_text) const;
};

/// Reads a CSV file (RFC 4180: first row names, quotes doubled inside quotes, line breaks inside quotes; UTF-8 with or
/// without a byte order mark; LF, CRLF or CR; blank lines at the end are ignored).
/// \throws FileError with line and column (characters, from 1): missing or empty file, no rows, a row of another number
/// of fields, a field of a number column that is not a finite number, a stray or open quote, a name given twice.
Columns read_columns(const std::filesystem::path& path, const CsvOptions& options = {});

}  // namespace coframe
